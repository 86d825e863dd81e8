"""Estimates: the released figure that a target names, and its words in a sentence."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple, NoReturn

from samklang.core.coding.codebook import FACTORS, direction
from samklang.core.disclosure.released import (
    ReleasedCell,
    ReleasedDifference,
    ReleasedRow,
    ReleasedTable,
)
from samklang.core.document.inline import Cite
from samklang.core.faults import closest
from samklang.core.figures.changes import change, members_concerned, printed_share
from samklang.core.figures.material import Material
from samklang.core.figures.questions import amount_range, amount_text
from samklang.core.language import numbers
from samklang.core.language.messages import Message, message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.roles import ChangeRole, Mention
from samklang.core.manuscript.targets import AMOUNT, Group, Target, Unreadable
from samklang.core.survey.questionnaire import Option
from samklang.core.theme.series import WAYS, Altered, EarlierShare, EarlierTheme, altered, as_asked


class Located(NamedTuple):
    """A cell, and the table and row that it stands in."""

    table: ReleasedTable
    row: ReleasedRow
    cell: ReleasedCell


class ValueWords(NamedTuple):
    """A value as it is printed, '' where it is withheld, and the id of its table."""

    text: str
    table: str


def find(target: Target, material: Material) -> Located:
    """The cell that a target names. Raises Unreadable for what is not there."""
    if target.measure != "share":
        return _amount(target, material)
    if target.group:
        check_question(target.question, material)
        check_group(target.group, target.question, material)
        options = [option.id for option in question_options(target.question, material)]
        if target.option not in options:
            _unknown(
                message("faults.has_no", name=target.question, highlight=target.option),
                target.option,
                options,
            )
        table = _table(target.table(target.group.by), target, material)
        row = _row(table, target.group.value)
        return Located(table, row, table.cell(row.id, target.option))
    question, dot, item = target.question.partition(".")
    table = plain_table(question, material)
    if dot:
        row = _row(table, item)
        series = [s.id for s in table.series]
        if target.option not in series:
            _unknown(
                message("faults.has_no_option", question=question, option=target.option),
                target.option,
                series,
            )
        return Located(table, row, row.cells[series.index(target.option)])
    if len(table.series) != 1:
        what = message("faults.is_a_matrix", question=question)
        raise Unreadable(what, message("faults.write_question_item_option_for_one"))
    row = _row(table, target.option)
    return Located(table, row, row.cells[0])


def mentioned(mention: Mention, material: Material) -> Located:
    """The cell of the factors that a code and a valence name, in a group where one is named.

    Raises Unreadable for what is not there.
    """
    if FACTORS not in material.tables:
        what = message("faults.there_are_no_coded_factors")
        raise Unreadable(what, message("faults.code_the_open_answers_first"))
    whole = material.tables[FACTORS]
    row = next((r for r in whole.rows if r.id == mention.code), None)
    if row is None:
        known = [r.id for r in whole.rows]
        what = message("faults.has_no", name=whole.id, highlight=mention.code)
        raise Unreadable(what, closest(mention.code, known))
    series = [s.id for s in whole.series]
    if mention.valence not in series:
        what = message("faults.is_no_valence", valence=mention.valence)
        raise Unreadable(what, message("faults.write_code_enables_or_code_hinders"))
    if mention.group is None:
        return Located(whole, row, row.cells[series.index(mention.valence)])
    by = mention.group.by
    check_by(by, FACTORS, material)
    target = Target("share", FACTORS, direction(mention.code, mention.valence))
    table = _table(target.table(by), target, material)
    row = _row(table, mention.group.value)
    return Located(table, row, table.cell(row.id, target.option))


def plain_table(name: str, material: Material) -> ReleasedTable:
    """The shares of a closed question among all members. Raises Unreadable."""
    closed = [q.id for q in material.questionnaire if q.closed and q.id in material.tables]
    if name not in material.tables:
        _unknown(message("faults.is_no_closed_question", name=name), name, closed)
    return material.tables[name]


def check_question(name: str, material: Material) -> None:
    """Raises Unreadable unless `name` is a closed question or an item of a matrix."""
    located = material.questionnaire.find(name)
    if located is None or not located.question.closed:
        closed = [q.id for q in material.questionnaire if q.closed]
        _unknown(message("faults.is_no_closed_question", name=name), name, closed)
    elif located.question.type == "matrix" and located.item is None:
        items = [f"{name}.{item.id}" for item in located.question.items]
        what = message("faults.is_a_matrix", question=name)
        raise Unreadable(what, message("faults.name_one_of_its_items", items=", ".join(items)))


def check_number(name: str, material: Material) -> None:
    """Raises Unreadable unless `name` is a question whose answers are numbers."""
    question = material.questionnaire.by_id.get(name)
    if question is None or not question.numeric:
        known = [q.id for q in material.questionnaire if q.numeric]
        _unknown(message("faults.is_no_question_with_numbers", name=name), name, known)


def check_by(by: str, question: str, material: Material) -> None:
    """Raises Unreadable unless members can be parted by `by` and it is another question."""
    located = material.questionnaire.find(by)
    if by not in material.groups:
        if located is None or not located.question.closed:
            known = [*material.groups, *(q.id for q in material.questionnaire if q.closed)]
            what = message("faults.is_no_column_of_the_register", by=by)
            _unknown(what, by, known)
        check_question(by, material)
    if by.partition(".")[0] == question.partition(".")[0]:
        what = message("faults.is_parted_by_itself", question=question)
        raise Unreadable(what, message("faults.name_another_question_or_column"))


def check_group(group: Group, question: str, material: Material) -> None:
    """Raises Unreadable unless the group is one that members can be in."""
    check_by(group.by, question, material)
    if group.by not in material.groups:
        options = [option.id for option in question_options(group.by, material)]
        if group.value not in options:
            _unknown(
                message("faults.has_no", name=group.by, highlight=group.value), group.value, options
            )


def question_options(name: str, material: Material) -> tuple[Option, ...]:
    """The options of a question, or of the matrix that `question.item` is of."""
    located = material.questionnaire.find(name)
    return located.question.options if located else ()


def _amount(target: Target, material: Material) -> Located:
    for name in (target.question, *([target.over] if target.over else [])):
        check_number(name, material)
    if target.over == target.question:
        what = message("faults.is_divided_by_itself", question=target.question)
        raise Unreadable(what, message("faults.name_two_numbers"))
    if target.measure == "total" and material.participation.invited is None:
        what = message("faults.an_open_survey_has_no_total")
        raise Unreadable(what, message("faults.write_instead"))
    by = ""
    if target.group:
        check_group(target.group, target.question, material)
        by = target.group.by
    table = _table(target.table(by), target, material)
    row = _row(table, target.group.value if target.group else AMOUNT)
    return Located(table, row, row.cells[0])


def _table(name: str, target: Target, material: Material) -> ReleasedTable:
    if name not in material.tables:
        what = message("faults.there_are_no_figures_of", question=target.question)
        raise Unreadable(what, message("faults.take_it_away"))
    return material.tables[name]


def _row(table: ReleasedTable, name: str) -> ReleasedRow:
    rows = {row.id: row for row in table.rows}
    if name not in rows:
        _unknown(message("faults.has_no", name=table.id, highlight=name), name, rows)
    return rows[name]


def _unknown(what: Message, name: str, known: Collection[str]) -> NoReturn:
    raise Unreadable(what, closest(name, known))


def value_words(target: Target, material: Material, language: Language) -> ValueWords:
    """A mean, total or ratio as it is printed, without its unit, and the id of its table."""
    table, _, cell = find(target, material)
    return ValueWords(amount_text(cell, table, language), table.id)


def range_words(target: Target, material: Material, language: Language) -> ValueWords:
    """The interval of a mean, total or ratio, '' where it is withheld, and its table's id."""
    table, _, cell = find(target, material)
    return ValueWords(amount_range(cell, table, language), table.id)


def difference_words(target: Target, material: Material, language: Language) -> ValueWords:
    """A difference with its interval: "12 procentenheter (−3 till 27)"; '' where withheld.

    The words say so where it is not what the two shares differ by as they are printed.
    """
    apart = _compared(target, material)
    points, low, high = apart.difference.points, apart.difference.low, apart.difference.high
    if points is None or low is None or high is None:
        return ValueWords("", apart.table)
    words = points_words(points, low, high, language)
    printed = apart.one is not None and apart.other is not None
    if printed and points != (apart.one or 0) - (apart.other or 0):
        words = phrase(language, "report.points_unrounded", points=words)
    return ValueWords(words, apart.table)


def difference_band_words(target: Target, material: Material, language: Language) -> ValueWords:
    """The sensitivity band of a difference: "−9 till 33 procentenheter"; '' where there is none."""
    apart = _compared(target, material)
    table, difference = apart.table, apart.difference
    if difference.band_low is None or difference.band_high is None:
        return ValueWords("", table)
    low, high = (
        numbers.signed(float(n), 0, language) for n in (difference.band_low, difference.band_high)
    )
    return ValueWords(phrase(language, "report.points_band", low=low, high=high), table)


class _Compared(NamedTuple):
    """The second group's table, both groups' shares as printed, and their difference."""

    table: str
    one: int | None
    other: int | None
    difference: ReleasedDifference


def _compared(target: Target, material: Material) -> _Compared:
    (_, _, one), (table, _, other) = (
        find(replace(target, group=group, versus=None), material)
        for group in (target.group, target.versus)
    )
    difference = material.differences.get(target, ReleasedDifference())
    return _Compared(table.id, one.share, other.share, difference)


def change_words(role: ChangeRole, material: Material, language: Language) -> ValueWords:
    """The change since an earlier theme, as `difference_words`.

    Made of the two figures as printed (`changes.change`). Of a question
    that is not as it was asked then a change is told only where the role says that it differs, and
    then the words say so too. Raises Unreadable.
    """
    target, name, marked = role.target, role.since, role.altered
    earlier = {theme.id: theme for theme in material.theme.series}
    if name not in earlier:
        _unknown(message("faults.there_is_no_earlier_theme", name=name), name, earlier)
    table, _, cell = find(target, material)
    before = {(s.question, s.option): s for s in earlier[name].shares}
    was = before.get((target.question, target.option))
    share = f"{target.question}={target.option}"
    if was is None:
        known = [f"{question}={option}" for question, option in before]
        _unknown(message("faults.printed_no", name=name, share=share), share, known)
    differs = _differs(earlier[name], target, material)
    if differs and not marked:
        ways = [WAYS[way] for way in differs]
        what = message(
            "faults.is_not_as_asked_it_the", question=target.question, name=name, ways=ways
        )
        remedy = message("faults.take_the_change_away_or_write", share=share, name=name)
        raise Unreadable(what, remedy)
    if marked and not differs:
        what = message("faults.is_as_asked_it", question=target.question, name=name)
        raise Unreadable(what, message("faults.take_altered_away"))
    if cell.share is None or cell.low is None or cell.high is None:
        return ValueWords("", table.id)
    now = this_share(target, material)
    assert now is not None
    change_now = change(now, was, confidence=material.theme.design.confidence)
    words = points_words(change_now.points, change_now.low, change_now.high, language)
    return ValueWords(
        phrase(language, "report.change_altered", change=words) if marked else words, table.id
    )


def this_share(target: Target, material: Material) -> EarlierShare | None:
    """A share of all members as this theme prints it; None where it is withheld."""
    _, row, cell = find(target, material)
    took_part = material.participation
    name = target.question.partition(".")[0]
    members = members_concerned(
        material.theme.design,
        members=took_part.invited if took_part.population is None else took_part.population,
        answered=took_part.answered,
        base=row.base,
        routed=bool(material.questionnaire.by_id[name].relevant),
    )
    return printed_share(target.question, target.option, cell, base=row.base, members=members)


def _differs(earlier: EarlierTheme, target: Target, material: Material) -> tuple[Altered, ...]:
    name = target.question.partition(".")[0]
    now = next((q for q in material.questionnaire if q.id == name), None)
    was = earlier.question(name)
    return altered(was, as_asked(now)) if was and now else ()


def points_words(points: int, low: int, high: int, language: Language) -> str:
    """Percentage points with their interval: "12 procentenheter (−3 till 27)"."""
    key = "report.points_one" if abs(points) == 1 else "report.points"
    said = (numbers.signed(float(n), 0, language) for n in (points, low, high))
    return phrase(language, key, **dict(zip(("points", "low", "high"), said, strict=True)))


def effect_words(target: Target, material: Material, language: Language) -> ValueWords:
    """The design effect of a share: "1,3"; '' where the share is withheld or it has none."""
    table, _, _ = find(target, material)
    effect = material.effects.get(target)
    return ValueWords("" if effect is None else numbers.decimal(effect, 1, language), table.id)


def cite(keys: Sequence[str], material: Material, language: Language) -> Cite:
    """A citation of one or more references. Raises Unreadable for a key not there."""
    references = material.references[language]
    for key in keys:
        if key not in references:
            what = message("faults.there_is_no_reference", key=key)
            raise Unreadable(what, closest(key, references.keys()))
    return Cite(f"({'; '.join(references[key].short for key in keys)})", tuple(keys))


def response_rate(material: Material) -> int | None:
    """Answered of invited in whole per cent, halves up; None in an open survey."""
    invited = material.participation.invited
    if not invited:
        return None
    return (200 * material.participation.answered + invited) // (2 * invited)
