"""Roles: a name in the manuscript becomes a computed value in its sentence."""

from dataclasses import replace
from typing import get_args

from samklang.core.catalogue.example import Match
from samklang.core.disclosure.released import (
    ReleasedCell,
    ReleasedDifference,
    ReleasedRow,
    ReleasedTable,
)
from samklang.core.document.inline import Cite, Value
from samklang.core.figures.captions import exclusive, unseen
from samklang.core.figures.claims import Bound, check
from samklang.core.figures.material import FACTORS, Material
from samklang.core.figures.questions import (
    band_text,
    between_text,
    count_text,
    interval_text,
    share_text,
)
from samklang.core.figures.values import (
    change_words,
    cite,
    closest,
    difference_band_words,
    difference_words,
    effect_words,
    find,
    plain_table,
    question_options,
    range_words,
    response_rate,
    value_words,
)
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.parsing import Role
from samklang.core.manuscript.targets import (
    COMPARED,
    Target,
    Unreadable,
    read_amount,
    read_base,
    read_interval,
    read_share,
)

ROLES = (
    *(
        "share",
        "interval",
        "between",
        "band",
        "count",
        "base",
        "invited",
        "answered",
        "response-rate",
    ),
    *("mean", "total", "ratio", "difference", "change", "design-effect"),
    *("mentions", "examples", "cite", "claim", "fixed"),
)


def resolve(role: Role, material: Material, language: Language) -> Value | Cite:
    """The value of a role. Raises Unreadable for a role, question, option or key not there."""
    match role.name:
        case "share" | "band" | "between" | "count":
            return _cell_value(role, material, language)
        case "interval":
            return _interval(role, material, language)
        case "mean" | "total" | "ratio":
            target = read_amount(role.content, role.name)
            return _worded(value_words(target, material, language), language)
        case "difference":
            target = read_share(role.content)
            if target.versus is None:
                raise Unreadable(f"'{role.content}' compares nothing.", COMPARED)
            return _worded(difference_words(target, material, language), language)
        case "change":
            return _worded(change_words(role.content, material, language), language)
        case "design-effect":
            target = read_share(role.content)
            return _worded(effect_words(target, material, language), language)
        case "base":
            return _base(role.content, material, language)
        case "invited":
            invited = material.participation.invited
            if invited is None:
                raise Unreadable("an open survey has no number of invited.", "Take the role away.")
            return Value(numbers.integer(invited, language))
        case "answered":
            return Value(numbers.integer(material.participation.answered, language))
        case "response-rate":
            rate = response_rate(material)
            if rate is None:
                raise Unreadable("an open survey has no response rate.", "Take the role away.")
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
    raise Unreadable(f"there is no role '{role.name}'.", closest(role.name, ROLES))


def _cell_value(role: Role, material: Material, language: Language) -> Value:
    target = read_share(role.content)
    if target.versus and role.name == "band":
        return _worded(difference_band_words(target, material, language), language)
    if target.versus:
        raise Unreadable(f"'{role.content}' compares two groups.", "Write {difference}.")
    table, row, cell = find(target, material)
    return Value(_cell_words(role.name, cell, row, table.threshold, language), table.id)


def _interval(role: Role, material: Material, language: Language) -> Value:
    target = read_interval(role.content)
    if target.measure == "share":
        return _cell_value(role, material, language)
    return _worded(range_words(target, material, language), language)


def _worded(found: tuple[str, str], language: Language) -> Value:
    """Words and the table that they are of; what is withheld says so."""
    return Value(found[0] or phrase(language, "report.withheld"), found[1])


def _base(content: str, material: Material, language: Language) -> Value:
    name, group = read_base(content)
    if group is None:
        table = plain_table(name, material)
        base, id_ = table.base, table.id
    else:
        option = next((o.id for o in question_options(name, material)), "")
        table, row, _ = find(Target("share", name, option, group=group), material)
        base, id_ = row.base, table.id
    return Value(phrase(language, "report.withheld") if base is None else str(base), id_)


def _cell_words(
    name: str, cell: ReleasedCell, row: ReleasedRow, threshold: int, language: Language
) -> str:
    match name:
        case "share":
            text = share_text(cell, threshold, language)
        case "interval":
            text = interval_text(cell, language)
        case "between":
            text = between_text(cell, language)
        case "band":
            text = band_text(cell, language)
        case _:
            text = count_text(cell, row, language)
    return text or phrase(language, "report.withheld")


class ClaimRefused(Unreadable):
    """Words that the figures do not bear out; a draft may still be printed with them."""


def _claim(role: Role, material: Material, language: Language) -> Value:
    """Words on quantity, once the figure they are bound to bears them out."""
    words, colon, target = role.content.partition(": ")
    if not colon:
        raise Unreadable(
            f"'{role.content}' is bound to no figure.",
            "Write claim words: question=option, for example de flesta: q1=yes.",
        )
    targets = [part.strip() for part in target.split(",")]
    bound = tuple(_bound(part, material) for part in targets)
    confidence = material.theme.design.confidence
    apart = _apart(targets, material)
    if refused := check(words, bound, language, confidence=confidence, apart=apart):
        raise ClaimRefused(refused.what, refused.remedy)
    if "=" not in targets[0]:
        return Value(words, FACTORS)
    first = read_share(targets[0])
    return Value(
        words, first.table(first.group.by) if first.group else first.question.partition(".")[0]
    )


def _bound(content: str, material: Material) -> Bound:
    if "=" not in content and ":" in content:
        _, row, cell = _mentioned(content, material)
        return Bound(cell, row.base, unseen(material))
    target = read_share(content)
    table, row, cell = find(target, material)
    silent = unseen(material)
    name = "" if target.group else exclusive(target.question, material)
    if target.group:
        at = [one.id for one in table.series].index(target.option)
        cells = [(r.cells[at], r.base) for r in table.rows]
    elif "." in target.question:
        cells = [(one, row.base) for one in row.cells]
    else:
        cells = [(r.cells[0], r.base) for r in table.rows]
    # What the figure shows beside it: the other answers, or the other groups.
    others = tuple(Bound(c, base, silent, name) for c, base in cells if c is not cell)
    return Bound(cell, row.base, silent, name, others)


def _apart(targets: list[str], material: Material) -> ReleasedDifference | None:
    """The difference of two groups in one answer, worked out with the design's variance."""
    if len(targets) != 2 or not all("=" in target for target in targets):
        return None
    one, other = (read_share(target) for target in targets)
    return material.differences.get(replace(one, versus=other.group)) if other.group else None


def _fixed(role: Role, material: Material, language: Language) -> Value | Cite:
    """A number typed by hand, with the reference it was read in."""
    words, colon, key = role.content.rpartition(": ")
    if not colon or not words.strip():
        raise Unreadable(
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
        raise Unreadable("there are no coded factors.", "Code the open answers first.")
    table = material.tables[FACTORS]
    row = next((r for r in table.rows if r.id == code), None)
    if row is None:
        known = [r.id for r in table.rows]
        raise Unreadable(f"'{table.id}' has no '{code}'.", closest(code, known))
    series = [s.id for s in table.series]
    if valence not in series:
        raise Unreadable(f"'{valence}' is no valence.", "Write code:enables or code:hinders.")
    return table, row, row.cells[series.index(valence)]


def _example_count(role: Role, material: Material, language: Language) -> Value:
    named = [example for example in material.examples if not example.other]
    matches = [example.provenance.match for example in named]
    counts = {"all": len(named)} | {m: matches.count(m) for m in get_args(Match)}
    if role.content not in counts:
        raise Unreadable(f"'{role.content}' is no kind of example.", closest(role.content, counts))
    return Value(numbers.integer(counts[role.content], language))
