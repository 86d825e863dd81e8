"""Series figure: an answer's share in a theme and in the earlier themes of its series.

Only what the earlier themes have printed is drawn, and what this one has released.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.document.blocks import Figure
from samklang.core.faults import closest
from samklang.core.figures.development import (
    OptionLine,
    QuestionLine,
    Step,
    step,
    theme_label,
    through,
)
from samklang.core.figures.groups import ID, TAKEN
from samklang.core.figures.material import Material
from samklang.core.figures.questions import FigureWords
from samklang.core.figures.values import (
    check_question,
    find,
    question_options,
    this_share,
)
from samklang.core.language import numbers
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, Wording, worded
from samklang.core.manuscript.parsing import Directive
from samklang.core.manuscript.targets import Target, Unreadable
from samklang.core.theme.series import (
    WAYS,
    EarlierQuestion,
    EarlierTheme,
    as_asked,
    changes,
    oldest_first,
    related,
)

SHARE = "share"

Pair = tuple[EarlierTheme, EarlierQuestion]


@dataclass(frozen=True)
class Development:
    """An answer through the themes of a series, as a manuscript asks for it.

    id: the figure's. line: its question, oldest theme first and this one last. silent: earlier
    themes that asked the question and printed no share of the answer.
    """

    id: str
    line: QuestionLine
    option: OptionLine
    silent: tuple[EarlierTheme, ...]

    @property
    def share(self) -> str:
        """The answer as a role names it: `question=option`."""
        return f"{self.line.id}={self.option.id}"


def read_development(directive: Directive, material: Material) -> Development:
    """The answer that a directive asks for, through the themes. Raises Unreadable.

    A question that was changed between two themes is refused unless the directive says so.
    """
    name, option = directive.argument, directive.options.get("option", "")
    check_question(name, material)
    known = [option.id for option in question_options(name, material)]
    if not option:
        what = message("faults.it_is_not_said_which_answer", name=name)
        remedy = message("faults.write_option_and_one_of_these", known=", ".join(known))
        raise Unreadable(what, remedy)
    if option not in known:
        what = message("faults.has_no", name=name, highlight=option)
        raise Unreadable(what, closest(option, known))
    here = _name(directive, option, material)
    pairs, silent = _themes(name, option, material)
    _check_changes(name, pairs, marked="altered" in directive.options)
    located = material.questionnaire.find(name)
    assert located is not None
    line = through(name, located.item.label if located.item else Wording(), pairs)
    chosen = next(one for one in line.options if one.id == option)
    return Development(here, line, chosen, tuple(silent))


def _name(directive: Directive, option: str, material: Material) -> str:
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", f"{directive.argument}-{option}-over-time")
    name = directive.options.get("id", "") or plain
    # The file of a question's own figure is what later themes read (publication.series).
    if not ID.fullmatch(name) or name in TAKEN or name in material.questionnaire.by_id:
        what = message("faults.is_no_name_for_a_figure", id=name[:60])
        raise Unreadable(what, message("faults.write_id_and_1_to_40"))
    return name


class _Themes(NamedTuple):
    """Themes that printed an answer's share, this one last; and those that asked and did not."""

    printed: Sequence[Pair]
    silent: Sequence[EarlierTheme]


def _themes(name: str, option: str, material: Material) -> _Themes:
    earlier = oldest_first(material.theme.series)
    if not earlier:
        what = message("faults.the_theme_follows_no_earlier_one")
        raise Unreadable(what, message("faults.write_earlier_themes_under_series"))
    asked = as_asked(material.questionnaire.by_id[name.partition(".")[0]])
    pairs: list[Pair] = []
    silent = []
    for theme in earlier:
        # A question that is not kept is taken to be as it is now.
        was = theme.question(asked.id) or asked
        if any((s.question, s.option) == (name, option) for s in theme.shares):
            if not related(was, asked):
                what = message("faults.is_another_question_in", name=name, theme=theme.id)
                raise Unreadable(what, message("faults.give_one_of_the_questions_another_id"))
            pairs.append((theme, was))
        elif theme.question(asked.id) and related(was, asked):
            silent.append(theme)
    if not pairs:
        printed = [f"{s.question}={s.option}" for theme in earlier for s in theme.shares]
        share = f"{name}={option}"
        what = message("faults.no_earlier_theme_printed", share=share)
        raise Unreadable(what, closest(share, printed))
    return _Themes([*pairs, (_this_theme(name, option, material), asked)], silent)


def _this_theme(name: str, option: str, material: Material) -> EarlierTheme:
    """What this theme prints of the answer; no share where it is withheld."""
    theme = material.theme
    share = this_share(Target("share", name, option), material)
    return EarlierTheme(
        id=theme.id,
        shares=(share,) if share else (),
        title=theme.title,
        published=theme.published,
        synthetic=theme.synthetic,
    )


def _check_changes(name: str, pairs: Sequence[Pair], *, marked: bool) -> None:
    ways_of = changes(name, [question for _, question in pairs])
    for (theme, _), ways in zip(pairs, ways_of, strict=False):
        if ways and not marked:
            raise Unreadable(
                message(
                    "faults.was_changed_after",
                    name=name,
                    theme=theme.id,
                    ways=[WAYS[way] for way in ways],
                ),
                message("faults.take_the_figure_away_or_write_altered"),
            )
    if marked and not any(ways_of):
        what = message("faults.has_been_asked_in_the_same_way", name=name)
        raise Unreadable(what, message("faults.take_altered_away"))


def series_figure(development: Development, material: Material, language: Language) -> Figure:
    """The figure: a theme a row, joined by a line that is broken where the question was changed."""
    table = _table(development, material, language)
    words = FigureWords(material, language, table)
    asked = material.questionnaire.by_id[development.line.id.partition(".")[0]]
    title = worded(development.line.item, language) or asked.title[language]
    answer = worded(development.option.label, language)
    made = words.figure(
        id=development.id,
        kind="line",
        title=phrase(language, "series.title", title=title.rstrip("."), answer=answer),
        summary=_summary(development, language),
        question=asked.wording[language],
        base=asked.base[language] or phrase(language, "report.base_all"),
        row_header=phrase(language, "series.theme"),
        notes=list(_notes(development, language)),
        highlight="",
        sensitivity="",
        breaks=tuple(
            row.id
            for row, ways in zip(table.rows[1:], development.line.breaks, strict=True)
            if ways
        ),
    )
    # How the earlier themes weighted is told in their own reports.
    here = _labels(development, language)[-1]
    return replace(
        made,
        weighting=phrase(language, "series.here", theme=here, words=made.weighting),
        interval=phrase(language, "series.here", theme=here, words=made.interval),
        synthetic=made.synthetic or development.line.synthetic,
    )


def _labels(development: Development, language: Language) -> list[str]:
    """What each theme is called, with its id where two have the same name."""
    plain = [theme_label(theme, language) for theme in development.line.themes]
    return [
        label if plain.count(label) == 1 else f"{label}, {theme.id}"
        for label, theme in zip(plain, development.line.themes, strict=True)
    ]


def _table(development: Development, material: Material, language: Language) -> ReleasedTable:
    """The shares as released, a theme a row; the bases are the themes' own.

    A sensitivity band is left out, since the earlier themes' are not kept.
    """
    released, answers, last = find(
        Target("share", development.line.id, development.option.id), material
    )
    cells = [
        ReleasedCell("shown", share=share.share, low=share.low, high=share.high)
        for share in development.option.shares[:-1]
        if share
    ]
    cells.append(replace(last, band_low=None, band_high=None))
    # How many answered is told here even where the share is withheld.
    bases = [share.base if share else None for share in development.option.shares[:-1]]
    bases.append(answers.base)
    rows: list[ReleasedRow] = []
    labels = _labels(development, language)
    for at, (theme, label) in enumerate(zip(development.line.themes, labels, strict=True)):
        taken, name = {row.id for row in rows}, theme.id
        while name in taken:
            name += "-"
        if at and development.line.breaks[at - 1]:
            label = phrase(language, "series.row_altered", theme=label)
        rows.append(ReleasedRow(name, label, bases[at], (cells[at],)))
    series = (Series(SHARE, phrase(language, "report.share")),)
    return ReleasedTable(development.line.id, series, tuple(rows), released.threshold)


def _summary(development: Development, language: Language) -> str:
    """What has changed since the theme before, in honest words."""
    ways = development.line.breaks[-1]
    if ways:
        before = _labels(development, language)[-2]
        said = phrase(language, "series.altered", theme=before)
        return f"{said} {phrase(language, 'series.not_compared')}"
    if development.option.shares[-1] is None:
        return phrase(language, "report.summary_withheld")
    return _from_to(development, -2, -1, development.option.steps[-1], language)


def _from_to(
    development: Development, first: int, last: int, change: Step, language: Language
) -> str:
    """From one theme to another: both shares, and the change with its interval."""
    labels, shares = _labels(development, language), development.option.shares
    was, now = shares[first], shares[last]
    assert was is not None
    assert now is not None
    return phrase(
        language,
        "series.from_to",
        answer=worded(development.option.label, language),
        before=labels[first],
        was=numbers.percent(was.share, language),
        after=labels[last],
        now=numbers.percent(now.share, language),
        change=change.words(language),
    )


def _notes(development: Development, language: Language) -> Iterator[str]:
    """Every change but the last, all of it, where the line is broken, and how it is read."""
    line, option = development.line, development.option
    labels = _labels(development, language)
    for at, change in enumerate(option.steps[:-1]):
        if change.verdict not in ("altered", "none"):
            yield _from_to(development, at, at + 1, change, language)
    if len(line.themes) > 2 and not any(line.breaks) and option.shares[-1]:
        whole = step(option.shares[0], option.shares[-1])
        yield _from_to(development, 0, -1, whole, language)
    for at, ways in enumerate(line.breaks):
        if not ways:
            continue
        said = [phrase(language, "series.altered", theme=labels[at])]
        said += [phrase(language, f"series.way_{way}") for way in ways]
        said.append(phrase(language, "series.not_compared"))
        if "wording" in ways:
            wording = worded(line.asked[at].wording, language)
            said.append(phrase(language, "series.read_then", wording=wording))
        yield " ".join(said)
    for theme in development.silent:
        yield phrase(language, "series.silent", theme=theme_label(theme, language))
    yield phrase(language, "series.as_printed")
    yield phrase(language, "series.how_interval")
