"""Group figures: shares by groups of members, and means, totals and ratios of numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable
from samklang.core.document.blocks import Figure, FigureKind
from samklang.core.faults import closest
from samklang.core.figures.amounts import range_text, united_text
from samklang.core.figures.captions import greatest, values_apart
from samklang.core.figures.claims import Standing
from samklang.core.figures.design_words import column_name, interval_words
from samklang.core.figures.material import Material
from samklang.core.figures.order import by_share
from samklang.core.figures.questions import (
    FigureWords,
    amount_range,
    share_text,
)
from samklang.core.figures.values import check_by, check_number, check_question
from samklang.core.language import numbers
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.targets import (
    ALL_ROW,
    AMOUNT,
    QUANTILES,
    Target,
    Unreadable,
    chosen_measure,
)
from samklang.core.survey.questionnaire import Question
from samklang.core.theme.theme import FigureChoice

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
# Names that other files and figures of an issue have.
TAKEN = ("factors", "map", "examples", "datapackage")
# A difference with a smaller p value is said to be more than chance.
CHANCE = 0.05


def checked(choice: FigureChoice, material: Material) -> None:
    """Raises Unreadable for a figure of what is not there."""
    measure = chosen_measure(choice, material.questionnaire)
    if not ID.fullmatch(choice.id) or choice.id in TAKEN:
        what = message("faults.is_no_name_for_a_figure", id=choice.id[:60])
        raise Unreadable(what, message("faults.write_id_and_1_to_40"))
    if measure == "share":
        check_question(choice.question, material)
        if not choice.by:
            what = message("faults.the_groups_are_missing")
            raise Unreadable(what, message("faults.write_by_and_a_column_or"))
        if choice.over:
            what = message("faults.is_no_number_to_divide", question=choice.question)
            raise Unreadable(what, message("faults.take_over_away"))
        options = [option.id for option in _question(choice.question, material).options]
        if choice.option and choice.option not in options:
            what = message("faults.has_no", name=choice.question, highlight=choice.option)
            raise Unreadable(what, closest(choice.option, options))
    else:
        check_number(choice.question, material)
        if (measure == "ratio") != bool(choice.over) or choice.over == choice.question:
            what = message("faults.a_ratio_is_of_two_numbers")
            raise Unreadable(what, message("faults.write_over_and_the_other_number"))
        if choice.over:
            check_number(choice.over, material)
        if choice.option:
            what = message("faults.a_number_has_no_options")
            raise Unreadable(what, message("faults.take_option_away"))
        if measure == "total" and material.participation.invited is None:
            what = message("faults.an_open_survey_has_no_total")
            raise Unreadable(what, message("faults.write_measure_mean"))
    if choice.by:
        check_by(choice.by, choice.question, material)
        check_by(choice.by, choice.over or choice.question, material)
    table = _table(choice, material)
    if choice.highlight and choice.highlight not in [row.id for row in table.rows]:
        known = [row.id for row in table.rows]
        what = message(
            "faults.has_no", name=choice.by or choice.question, highlight=choice.highlight
        )
        raise Unreadable(what, closest(choice.highlight, known))


def group_figure(choice: FigureChoice, material: Material, language: Language) -> Figure:
    """The figure that a checked choice describes."""
    measure = chosen_measure(choice, material.questionnaire)
    table = _table(choice, material)
    question = _question(choice.question, material)
    total = ""
    if choice.sort == "share" and len(table.series) == 1:
        table = by_share(table)
    if choice.by:
        table, total = _with_all(choice, table, material)
    shares = measure == "share"
    series = {o.id: o.label[language] for o in question.options} if shares else {}
    if not shares:
        series = {AMOUNT: phrase(language, f"report.amount_{measure}")}
    table = table.labelled(
        rows=group_labels(choice.by, total, material, language),
        series=series,
        unit="" if shares or choice.over else question.unit[language],
    )
    words = FigureWords(material, language, table)
    kind = _kind(question, table, shares=shares)
    return words.figure(
        id=choice.id,
        kind=kind,
        title=choice.title[language] or _title(choice, measure, material, language),
        summary=_summary(words, kind, total, series.get(AMOUNT, "")),
        question=_wording(choice, material, language),
        base=question.base[language] or phrase(language, "report.base_all"),
        row_header=group_header(choice.by, material, language),
        notes=_notes(choice, measure, material, language),
        highlight=choice.highlight,
        interval=interval_words(material, language, measure=measure),
        neutral=question.middle if kind == "diverging" else "",
        total=total,
        measure=measure,
    )


def _question(name: str, material: Material) -> Question:
    return material.questionnaire.by_id[name.partition(".")[0]]


def _table(choice: FigureChoice, material: Material) -> ReleasedTable:
    """The released table of a figure, cut to the answer that it shows."""
    measure = chosen_measure(choice, material.questionnaire)
    target = Target(measure, choice.question, choice.option, choice.over)
    name = target.table(choice.by)
    if name not in material.tables:
        what = message("faults.there_are_no_figures_of", question=choice.question)
        raise Unreadable(what, message("faults.take_it_away"))
    return _only(material.tables[name], choice.option if measure == "share" else "")


def _only(table: ReleasedTable, option: str) -> ReleasedTable:
    """The table with one of its series; all of them where `option` is ''."""
    if not option:
        return table
    at = [s.id for s in table.series].index(option)
    rows = tuple(replace(row, cells=(row.cells[at],)) for row in table.rows)
    return replace(table, series=(table.series[at],), rows=rows)


class WithAll(NamedTuple):
    """A table of groups with a row of all members last, and its id; '' where there is none."""

    table: ReleasedTable
    total: str


def _with_all(choice: FigureChoice, table: ReleasedTable, material: Material) -> WithAll:
    measure = chosen_measure(choice, material.questionnaire)
    if measure == "share":
        base, cells = _all_cells(choice.question, [s.id for s in table.series], material)
    else:
        everyone = material.tables.get(Target(measure, choice.question, "", choice.over).table(""))
        if everyone is None:
            return WithAll(table, "")
        base, cells = everyone.rows[0].base, everyone.rows[0].cells
        # A part that prints nothing has no say in how the other is printed.
        printing = [t.decimals for t in (table, everyone) if _prints(t)]
        table = replace(table, decimals=min(printing, default=0))
    return with_all_row(table, base, cells) if cells else WithAll(table, "")


def with_all_row(
    table: ReleasedTable, base: int | None, cells: tuple[ReleasedCell, ...]
) -> WithAll:
    """The table with such a row, by a name that no group has."""
    taken, name = {row.id for row in table.rows}, ALL_ROW
    while name in taken:
        name += "-"
    rows = (*table.rows, ReleasedRow(name, name, base, cells))
    return WithAll(replace(table, rows=rows, base=None), name)


def _prints(table: ReleasedTable) -> bool:
    return any(cell.status == "shown" for row in table.rows for cell in row.cells)


class _AllCells(NamedTuple):
    """The cells of all members, and the number that they rest on."""

    base: int | None
    cells: tuple[ReleasedCell, ...]


def _all_cells(name: str, options: Sequence[str], material: Material) -> _AllCells:
    question, _, item = name.partition(".")
    table = material.tables.get(question)
    if table is None:
        return _AllCells(None, ())
    if item:
        row = next(r for r in table.rows if r.id == item)
        return _AllCells(row.base, tuple(table.cell(item, option) for option in options))
    rows = {row.id: row for row in table.rows}
    return _AllCells(rows[options[0]].base, tuple(rows[option].cells[0] for option in options))


def _kind(question: Question, table: ReleasedTable, *, shares: bool) -> FigureKind:
    if not shares:
        return "values"
    if len(table.series) == 1:
        return "dots"
    if question.type == "select_multiple":
        return "grouped"
    return "diverging" if question.scale else "stacked"


def group_header(by: str, material: Material, language: Language) -> str:
    """What the first column of a table of groups is called."""
    if by in material.groups:
        return column_name(by, material, language).strip("”“").capitalize()
    return phrase(language, "report.group")


def group_labels(by: str, total: str, material: Material, language: Language) -> Mapping[str, str]:
    """The names of the groups that `by` parts members into. total: id of the row of all, or ''."""
    labels: dict[str, str] = {AMOUNT: phrase(language, "report.all_members")}
    if by == "county" and by in material.groups:
        labels |= {code: names[language] for code, names in material.counties.items()}
    elif by == "municipality" and by in material.groups:
        labels |= material.municipalities
    elif by and by not in material.groups:
        options = _question(by, material).options
        labels = {option.id: option.label[language] for option in options}
    if total:
        labels[total] = phrase(language, "report.all_members")
    return labels


def _title(choice: FigureChoice, measure: str, material: Material, language: Language) -> str:
    located = material.questionnaire.find(choice.question)
    assert located is not None
    question, item = located
    title = item.label[language] if item else question.title[language]
    parts = [option.label[language] for option in question.options if option.id == choice.option]
    if measure != "share":
        over = _question(choice.over, material).title[language] if choice.over else ""
        parts.append(phrase(language, f"report.title_{measure}", over=over))
    if choice.by:
        by = column_name(choice.by, material, language)
        parts.append(phrase(language, "report.title_by", by=by))
    joined = ", ".join(parts)
    return phrase(language, "report.title_parts", title=title.rstrip("."), parts=joined)


def _wording(choice: FigureChoice, material: Material, language: Language) -> str:
    wording = _question(choice.question, material).wording[language]
    if not choice.over:
        return wording
    other = _question(choice.over, material).wording[language]
    return phrase(language, "report.question_over", question=wording, over=other)


def group_notes(by: str, material: Material, language: Language) -> list[str]:
    """What a reader of a figure by groups has to know of its rows."""
    notes = [phrase(language, "report.note_groups")]
    if by not in material.groups and _question(by, material).type == "select_multiple":
        notes.append(phrase(language, "report.note_overlap"))
    return notes


def _notes(choice: FigureChoice, measure: str, material: Material, language: Language) -> list[str]:
    notes = group_notes(choice.by, material, language) if choice.by else []
    if choice.by:
        test = material.tests.get(Target("share", choice.question).table(choice.by))
        if measure == "share" and test is not None:
            values = {
                "f": numbers.decimal(test.f, 2, language),
                "df1": numbers.decimal(test.df1, 1, language),
                "df2": numbers.decimal(test.df2, 1, language),
                "p": f"= {numbers.decimal(test.p, 3, language)}"
                if test.p >= 0.001
                else f"< {numbers.decimal(0.001, 3, language)}",
            }
            kind = "_wald" if material.theme.design.test == "wald" else ""
            key = f"report.note_test{kind}" + ("" if test.p < CHANCE else "_none")
            notes.append(phrase(language, key, **values))
    if measure in QUANTILES:
        threshold = material.theme.disclosure.threshold
        notes.append(phrase(language, "report.note_quantile_rounding", threshold=threshold))
    elif measure != "share":
        notes.append(phrase(language, "report.note_amount_rounding"))
    return notes


def _summary(words: FigureWords, kind: FigureKind, total: str, measure: str) -> str:
    """What the figure shows in a sentence: the groups furthest apart, or the only value."""
    language, table = words.language, words.table
    if kind in ("stacked", "diverging", "grouped"):
        return words.matrix_summary(total)
    rows = [row for row in table.rows if row.id != total and row.cells[0].status == "shown"]
    everyone = [row for row in table.rows if total and row.id == total]
    alone = rows or [row for row in everyone if row.cells[0].status == "shown"]
    if not alone:
        return phrase(language, "report.summary_withheld")
    if total and (not rows or len(rows) == 1 < len(table.rows) - 1):
        # One group alone is compared with nothing, and is not all members.
        (row,) = alone
        return phrase(
            language,
            "report.summary_one_group" if rows else "report.summary_no_group",
            label=row.label,
            value=united_text(row.cells[0], table, language),
            interval=range_text(row.cells[0], table, language),
        )
    if kind == "dots":
        least = min(rows, key=lambda r: r.cells[0].share or 0)
        most = max(rows, key=lambda r: r.cells[0].share or 0)
        shares = [share_text(r.cells[0], table.threshold, language) for r in (least, most)]
        key = "report.summary_dots_same"
        if shares[0] != shares[1]:
            tied = _tied([r.cells[0].share for r in rows])
            key = f"report.summary_dots_{tied or _ends_apart(words, rows, least, most)}"
        said = phrase(
            language,
            key,
            most=most.label,
            most_share=shares[1],
            least=least.label,
            least_share=shares[0],
        )
        return words.of_shown(said)
    least = min(rows, key=lambda r: r.cells[0].value or 0)
    most = max(rows, key=lambda r: r.cells[0].value or 0)
    if len(rows) == 1:
        return phrase(
            language,
            "report.summary_value",
            measure=measure,
            value=united_text(most.cells[0], table, language),
            interval=amount_range(most.cells[0], table, language),
        )
    apart = all(
        values_apart(one.cells[0], [r.cells[0] for r in rows if r is not one], least=one is least)
        for one in (least, most)
    )
    tied = _tied([r.cells[0].value for r in rows])
    key = "report.summary_values" if apart else "report.summary_values_unsure"
    said = phrase(
        language,
        f"report.summary_values_{tied}" if tied else key,
        most=most.label,
        most_value=united_text(most.cells[0], table, language),
        least=least.label,
        least_value=united_text(least.cells[0], table, language),
    )
    return words.of_shown(said)


def _tied(printed: Sequence[float | None]) -> str:
    """`spread` where several print the greatest or the least number, so that none is it, or ''."""
    known = [number for number in printed if number is not None]
    return "spread" if known.count(max(known)) + known.count(min(known)) > 2 else ""


def _ends_apart(
    words: FigureWords, rows: Sequence[ReleasedRow], least: ReleasedRow, most: ReleasedRow
) -> Standing:
    """How surely both the greatest and the least share of the groups are so."""
    apart = {
        greatest(
            one.cells[0],
            one.base,
            [(r.cells[0], r.base) for r in rows if r is not one],
            words.material,
            least=one is least,
        )
        for one in (least, most)
    }
    kinds: tuple[Standing, ...] = ("unsure", "answers", "members")
    return next(kind for kind in kinds if kind in apart)
