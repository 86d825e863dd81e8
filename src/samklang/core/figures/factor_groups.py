"""Factor groups: one factor with both directions, or all with one, by groups of members."""

from collections.abc import Mapping
from dataclasses import replace

from samklang.core.coding.codebook import FACTORS, VALENCES, direction
from samklang.core.disclosure.released import ReleasedTable
from samklang.core.document.blocks import Figure
from samklang.core.faults import closest
from samklang.core.figures.captions import greatest, level, level_words
from samklang.core.figures.design_words import column_name
from samklang.core.figures.groups import (
    ID,
    TAKEN,
    group_header,
    group_labels,
    group_notes,
    with_all_row,
)
from samklang.core.figures.material import Material
from samklang.core.figures.questions import FigureWords, count_text, share_text
from samklang.core.figures.values import check_by
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, lowered
from samklang.core.manuscript.factor_choice import FactorChoice
from samklang.core.manuscript.targets import Unreadable, table_id


def checked_factors(choice: FactorChoice, material: Material) -> None:
    """Raises Unreadable for a figure of factors that are not there, or by no group."""
    codes = [code.id for code in material.codebook.factors]
    if choice.factor and choice.factor not in codes:
        what = message("faults.there_is_no_factor", name=choice.factor)
        raise Unreadable(what, closest(choice.factor, codes))
    if choice.direction and choice.direction not in VALENCES:
        what = message("faults.is_no_direction", direction=choice.direction)
        raise Unreadable(what, message("faults.write_a_direction"))
    if not choice.by:
        if choice.factor or choice.direction or choice.name:
            what = message("faults.factor_groups_are_missing")
            raise Unreadable(what, message("faults.write_by_or_take_away"))
        return
    if not (choice.factor or choice.direction):
        what = message("faults.factor_figure_shows_one")
        raise Unreadable(what, message("faults.write_a_factor_or_direction"))
    if not ID.fullmatch(choice.id) or choice.id in TAKEN:
        what = message("faults.is_no_name_for_a_figure", id=choice.id[:60])
        raise Unreadable(what, message("faults.write_id_and_1_to_40"))
    check_by(choice.by, FACTORS, material)


def factor_group_figure(choice: FactorChoice, material: Material, language: Language) -> Figure:
    """The figure that a checked choice describes; a row for each group, and one for all members.

    Without a factor and a direction it has everything that is shown of the factors by the groups.
    """
    table = _table(choice, material)
    whole = material.tables[FACTORS]
    named = _named(table, material)
    cells = tuple(whole.cell(*name) for name in named.values())
    table, total = with_all_row(table, whole.rows[0].base, cells)
    table = table.labelled(
        rows=group_labels(choice.by, total, material, language),
        series=_labels(choice, named, material, language),
    )
    words = FigureWords(material, language, table)
    wordings = " / ".join(place.wording(language) for place in material.coded_places)
    return words.figure(
        id=choice.id,
        kind="dots" if len(table.series) == 1 else "grouped",
        title=_title(choice, material, language),
        summary=_summary(words, total, named),
        question=phrase(language, "report.factors_question", questions=wordings),
        base=phrase(language, "report.factors_base"),
        row_header=group_header(choice.by, material, language),
        notes=[
            phrase(language, "report.factors_note"),
            *group_notes(choice.by, material, language),
        ],
        highlight="",
        total=total,
    )


def _table(choice: FactorChoice, material: Material) -> ReleasedTable:
    """The released table of the factors by the groups, cut to what the figure shows."""
    name = table_id("share", FACTORS, by=choice.by)
    if FACTORS not in material.tables or name not in material.tables:
        what = message("faults.there_are_no_coded_factors")
        raise Unreadable(what, message("faults.code_the_open_answers_first"))
    table = material.tables[name]
    shown = choice.series([code.id for code in material.codebook.factors])
    at = [number for number, series in enumerate(table.series) if series.id in shown]
    return replace(
        table,
        series=tuple(table.series[number] for number in at),
        rows=tuple(
            replace(row, cells=tuple(row.cells[number] for number in at)) for row in table.rows
        ),
    )


def _named(table: ReleasedTable, material: Material) -> dict[str, tuple[str, str]]:
    """The code and the valence of each series of the figure's table."""
    known = {
        direction(code.id, valence): (code.id, valence)
        for code in material.codebook.factors
        for valence in VALENCES
    }
    return {series.id: known[series.id] for series in table.series}


def _labels(
    choice: FactorChoice,
    named: Mapping[str, tuple[str, str]],
    material: Material,
    language: Language,
) -> dict[str, str]:
    """What tells the series apart: the direction of one factor, the factors of one direction."""
    labels = {}
    for series, (code, valence) in named.items():
        name = material.codebook.by_id[code].name[language]
        way = phrase(language, f"report.{valence}")
        if choice.factor:
            labels[series] = way
        elif choice.direction:
            labels[series] = name
        else:
            labels[series] = phrase(language, "report.factor_way", factor=name, way=way.lower())
    return labels


def _title(choice: FactorChoice, material: Material, language: Language) -> str:
    title = phrase(language, "report.factors_title")
    if choice.factor:
        title = material.codebook.by_id[choice.factor].name[language]
    elif choice.direction:
        title = phrase(language, f"report.factors_{choice.direction}")
    parts = []
    if choice.factor and choice.direction:
        parts.append(phrase(language, f"report.{choice.direction}").lower())
    by = column_name(choice.by, material, language)
    parts.append(phrase(language, "report.title_by", by=by))
    return phrase(language, "report.title_parts", title=title, parts=", ".join(parts))


def _summary(words: FigureWords, total: str, named: Mapping[str, tuple[str, str]]) -> str:
    """The largest share of the groups in a sentence, and how surely it is that."""
    table, language = words.table, words.language
    shown = [
        (row, series, row.cells[number])
        for row in table.rows
        for number, series in enumerate(table.series)
        if row.id != total and row.cells[number].share is not None
    ]
    if not shown:
        return phrase(language, "report.summary_withheld")
    row, series, cell = max(shown, key=lambda one: one[2].share or 0)
    alike = level([(c, f"{r.label} ({s.label})") for r, s, c in shown])
    if len(alike) > 1:
        share = share_text(cell, table.threshold, language)
        return words.of_shown(level_words(alike, len(shown), share, language))
    others = [(c, r.base) for r, _, c in shown if c is not cell]
    sure = greatest(cell, row.base, others, words.material)
    code, valence = named[series.id]
    said = phrase(
        language,
        f"report.summary_factor_groups_{sure}",
        group=row.label,
        factor=phrase(
            language,
            f"report.factor_among_{valence}",
            factor=lowered(words.material.codebook.by_id[code].name[language]),
        ),
        share=share_text(cell, table.threshold, language),
        count=count_text(cell, row, language),
    )
    return words.of_shown(said)
