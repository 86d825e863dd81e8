"""Roles: a name in the manuscript becomes a computed value in its sentence."""

import difflib
from collections.abc import Collection

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable
from samklang.core.evidence.claims import Bound, check
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.report.document import Cite, Value
from samklang.core.report.figures import band_text, count_text, interval_text, share_text
from samklang.core.report.manuscript import Role
from samklang.core.report.material import FACTORS, Material
from samklang.core.wording import Language

ROLES = (
    *("share", "interval", "band", "count", "base", "invited", "answered", "response-rate"),
    *("mentions", "examples", "cite", "claim", "fixed"),
)


class UnknownName(Exception):
    """A role or directive names what is not there; `what` is wrong, `remedy` is what to do."""

    def __init__(self, what: str, remedy: str):
        self.what, self.remedy = what, remedy
        super().__init__(f"{what} {remedy}")


def closest(name: str, known: Collection[str]) -> str:
    """A remedy that names the nearest known name, or all of them where none is near."""
    near = difflib.get_close_matches(name, list(known), n=1)
    if near:
        return f"Did you mean '{near[0]}'?"
    return f"Known: {', '.join(sorted(known)) or 'none'}."


def resolve(role: Role, material: Material, language: Language) -> Value | Cite:
    """The value of a role. Raises UnknownName for a role, question, option or key not there."""
    match role.name:
        case "share" | "interval" | "band" | "count":
            return _cell_value(role, material, language)
        case "base":
            table = _table(role.content, material)
            base = table.base
            text = phrase(language, "report.withheld") if base is None else str(base)
            return Value(text, role.content)
        case "invited":
            invited = material.participation.invited
            if invited is None:
                raise UnknownName("an open survey has no number of invited.", "Take the role away.")
            return Value(numbers.integer(invited, language))
        case "answered":
            return Value(numbers.integer(material.participation.answered, language))
        case "response-rate":
            rate = response_rate(material)
            if rate is None:
                raise UnknownName("an open survey has no response rate.", "Take the role away.")
            return Value(numbers.percent(rate, language))
        case "mentions":
            return _mentions(role, material, language)
        case "examples":
            return _example_count(role, material, language)
        case "claim":
            return _claim(role, material, language)
        case "fixed":
            return _fixed(role, material, language)
        case "cite":
            return cite([key.strip() for key in role.content.split(",")], material, language)
    raise UnknownName(f"there is no role '{role.name}'.", closest(role.name, ROLES))


def cite(keys: list[str], material: Material, language: Language) -> Cite:
    """A citation of one or more references. Raises UnknownName for a key not there."""
    references = material.references[language]
    for key in keys:
        if key not in references:
            raise UnknownName(f"there is no reference '{key}'.", closest(key, references.keys()))
    return Cite(f"({'; '.join(references[key].short for key in keys)})", tuple(keys))


def response_rate(material: Material) -> int | None:
    """Answered of invited in whole per cent, halves up; None in an open survey."""
    invited = material.participation.invited
    if not invited:
        return None
    return (200 * material.participation.answered + invited) // (2 * invited)


def _table(name: str, material: Material) -> ReleasedTable:
    if name not in material.tables:
        raise UnknownName(f"'{name}' is no closed question.", closest(name, material.tables.keys()))
    return material.tables[name]


def _row(table: ReleasedTable, name: str) -> ReleasedRow:
    rows = {row.id: row for row in table.rows}
    if name not in rows:
        raise UnknownName(f"'{table.id}' has no '{name}'.", closest(name, rows.keys()))
    return rows[name]


def _cell_value(role: Role, material: Material, language: Language) -> Value:
    table, row, cell = _cell(role.content, material)
    return Value(_cell_words(role.name, cell, row, table.threshold, language), table.id)


def _cell(content: str, material: Material) -> tuple[ReleasedTable, ReleasedRow, ReleasedCell]:
    """The cell that "question=option" or "question.item=option" names."""
    target, equals, option = content.partition("=")
    if not equals:
        raise UnknownName(
            f"'{content}' names no answer.", "Write question=option, for example q1=yes."
        )
    question, dot, item = target.partition(".")
    table = _table(question, material)
    if dot:
        row = _row(table, item)
        series = [s.id for s in table.series]
        if option not in series:
            raise UnknownName(f"'{question}' has no option '{option}'.", closest(option, series))
        cell = row.cells[series.index(option)]
    else:
        if len(table.series) != 1:
            raise UnknownName(
                f"'{question}' is a matrix.", "Write question.item=option for one of its items."
            )
        row = _row(table, option)
        cell = row.cells[0]
    return table, row, cell


def _cell_words(
    name: str, cell: ReleasedCell, row: ReleasedRow, threshold: int, language: Language
) -> str:
    match name:
        case "share":
            text = share_text(cell, threshold, language)
        case "interval":
            text = interval_text(cell, language)
        case "band":
            text = band_text(cell, language)
        case _:
            text = count_text(cell, row, language)
    return text or phrase(language, "report.withheld")


class ClaimRefused(UnknownName):
    """Words that the figures do not bear out; a draft may still be printed with them."""


def _claim(role: Role, material: Material, language: Language) -> Value:
    """Words on quantity, once the figure they are bound to bears them out."""
    words, colon, target = role.content.partition(": ")
    if not colon:
        raise UnknownName(
            f"'{role.content}' is bound to no figure.",
            "Write claim words: question=option, for example de flesta: q1=yes.",
        )
    targets = [part.strip() for part in target.split(",")]
    bound = tuple(_bound(part, material) for part in targets)
    confidence = material.theme.design.confidence
    if refused := check(words, bound, language, confidence=confidence):
        raise ClaimRefused(refused.what, refused.remedy)
    question = targets[0].partition("=")[0].partition(".")[0]
    return Value(words, question if "=" in targets[0] else FACTORS)


def _bound(content: str, material: Material) -> Bound:
    invited, answered = material.participation.invited, material.participation.answered
    unseen = 1.0 if not invited else max(0.0, 1 - answered / invited)
    if "=" not in content and ":" in content:
        _, row, cell = _mentioned(content, material)
        return Bound(cell, row.base, unseen)
    table, row, cell = _cell(content, material)
    target = content.partition("=")[0]
    question = material.questionnaire.by_id.get(table.id)
    exclusive = target if question and question.type in ("select_one", "matrix") else ""
    return Bound(cell, row.base, unseen, exclusive)


def _fixed(role: Role, material: Material, language: Language) -> Value | Cite:
    """A number typed by hand, with the reference it was read in."""
    words, colon, key = role.content.rpartition(": ")
    if not colon or not words.strip():
        raise UnknownName(
            f"'{role.content}' has no source.",
            "Write fixed number: reference, for example 1 005 fall: howaldt2017.",
        )
    cite([key.strip()], material, language)
    return Cite(words.strip(), (key.strip(),))


def _mentions(role: Role, material: Material, language: Language) -> Value:
    table, row, cell = _mentioned(role.content, material)
    text = count_text(cell, row, language) or share_text(cell, table.threshold, language)
    return Value(text, FACTORS)


def _mentioned(content: str, material: Material) -> tuple[ReleasedTable, ReleasedRow, ReleasedCell]:
    """The cell of the factor figure that "code:valence" names."""
    code, _, valence = content.partition(":")
    if FACTORS not in material.tables:
        raise UnknownName("there are no coded factors.", "Code the open answers first.")
    table = material.tables[FACTORS]
    row = _row(table, code)
    series = [s.id for s in table.series]
    if valence not in series:
        raise UnknownName(f"'{valence}' is no valence.", "Write code:enables or code:hinders.")
    return table, row, row.cells[series.index(valence)]


def _example_count(role: Role, material: Material, language: Language) -> Value:
    named = [example for example in material.examples if not example.other]
    matches = [example.provenance.match for example in named]
    counts = {"all": len(named)} | {
        m: matches.count(m) for m in ("exact", "likely", "theme-only", "none")
    }
    if role.content not in counts:
        raise UnknownName(f"'{role.content}' is no kind of example.", closest(role.content, counts))
    return Value(numbers.integer(counts[role.content], language))
