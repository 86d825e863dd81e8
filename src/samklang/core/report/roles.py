"""Roles: what a manuscript asks for becomes a computed value in its sentence."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from samklang.core.catalogue.example import Match
from samklang.core.coding.codebook import direction
from samklang.core.disclosure.released import ReleasedDifference
from samklang.core.document.inline import Cite, Value
from samklang.core.faults import closest
from samklang.core.figures.captions import exclusive, unseen
from samklang.core.figures.claims import Bound, check
from samklang.core.figures.material import Material
from samklang.core.figures.questions import (
    band_text,
    between_text,
    count_text,
    interval_text,
    share_text,
)
from samklang.core.figures.values import (
    change_words,
    check_question,
    cite,
    difference_band_words,
    difference_words,
    effect_words,
    find,
    mentioned,
    plain_table,
    question_options,
    range_words,
    response_rate,
    value_words,
)
from samklang.core.language import numbers
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.demands import as_target
from samklang.core.manuscript.roles import (
    AmountRole,
    BaseRole,
    CellRole,
    ChangeRole,
    CiteRole,
    ClaimRole,
    CountRole,
    DesignEffectRole,
    DifferenceRole,
    ExamplesRole,
    FixedRole,
    IntervalRole,
    Mention,
    MentionsRole,
    TypedRole,
)
from samklang.core.manuscript.targets import Group, Target, Unreadable
from samklang.core.report.awaiting import role_waits


def resolve(role: TypedRole, material: Material, language: Language) -> Value | Cite:
    """The value of a role. Raises Unreadable for a question, option or key that is not there.

    One that is being counted still, or waits for its reader, says so in its place.
    """
    if waits := role_waits(role, material, language):
        return Value(role.words if isinstance(role, ClaimRole) and role.words else waits)
    match role:
        case CellRole():
            return _cell_value(role, material, language)
        case IntervalRole(target):
            if target.measure == "share":
                table, _, cell = find(target, material)
                return _printed(interval_text(cell, language), table.id, language)
            return _worded(range_words(target, material, language), language)
        case AmountRole(target):
            return _worded(value_words(target, material, language), language)
        case DifferenceRole(target):
            return _worded(difference_words(target, material, language), language)
        case ChangeRole():
            return _worded(change_words(role, material, language), language)
        case DesignEffectRole(target):
            return _worded(effect_words(target, material, language), language)
        case BaseRole():
            return _base(role, material, language)
        case CountRole():
            return Value(_survey_count(role, material, language))
        case MentionsRole(mention):
            table, row, cell = mentioned(mention, material)
            text = count_text(cell, row, language) or share_text(cell, table.threshold, language)
            return Value(text, table.id)
        case ExamplesRole(kind):
            return _example_count(kind, material, language)
        case ClaimRole():
            return _claim(role, material, language)
        case FixedRole(words, reference):
            cite([reference], material, language)
            return Cite(words, (reference,))
        case CiteRole(keys):
            return cite(keys, material, language)


def _cell_value(role: CellRole, material: Material, language: Language) -> Value:
    if role.target.versus:
        return _worded(difference_band_words(role.target, material, language), language)
    table, row, cell = find(role.target, material)
    match role.name:
        case "share":
            text = share_text(cell, table.threshold, language)
        case "between":
            text = between_text(cell, language)
        case "band":
            text = band_text(cell, language)
        case "count":
            text = count_text(cell, row, language)
    return _printed(text, table.id, language)


def _printed(text: str, table: str, language: Language) -> Value:
    """A text of a table; what is withheld says so."""
    return Value(text or phrase(language, "report.withheld"), table)


def _worded(worded: tuple[str, str], language: Language) -> Value:
    """Words and the table that they are of."""
    return _printed(*worded, language)


def _base(role: BaseRole, material: Material, language: Language) -> Value:
    if role.group or "." in role.question:
        option = next((o.id for o in question_options(role.question, material)), "")
        target = Target("share", role.question, option, group=role.group)
        table, row, _ = find(target, material)
        base = row.base
    else:
        table = plain_table(role.question, material)
        if role.question in material.questionnaire.by_id:
            # Each item of a matrix has a base of its own.
            check_question(role.question, material)
        base = table.base
    return _printed("" if base is None else str(base), table.id, language)


def _survey_count(role: CountRole, material: Material, language: Language) -> str:
    match role.name:
        case "answered":
            return numbers.integer(material.participation.answered, language)
        case "invited":
            invited = material.participation.invited
            if invited is None:
                what = message("faults.an_open_survey_has_no_number")
                raise Unreadable(what, message("faults.take_the_role_away"))
            return numbers.integer(invited, language)
        case "response-rate":
            rate = response_rate(material)
            if rate is None:
                what = message("faults.an_open_survey_has_no_response")
                raise Unreadable(what, message("faults.take_the_role_away"))
            return numbers.percent(rate, language)


class ClaimRefused(Unreadable):
    """Words that the figures do not bear out; a draft may still be printed with them."""


def _claim(role: ClaimRole, material: Material, language: Language) -> Value:
    """Words on quantity, once the figure they are bound to bears them out."""
    bound = tuple(_bound(target, material) for target in role.bound)
    confidence = material.theme.design.confidence
    apart = _apart(role.bound, material)
    if refused := check(role.words, bound, language, confidence=confidence, apart=apart):
        raise ClaimRefused(refused.what, refused.remedy)
    first = role.bound[0]
    if isinstance(first, Mention):
        return Value(role.words, mentioned(first, material)[0].id)
    by_group = first.table(first.group.by) if first.group else ""
    return Value(role.words, by_group or first.question.partition(".")[0])


def _bound(target: Target | Mention, material: Material) -> Bound:
    if isinstance(target, Mention):
        return _bound_mention(target, material, unseen(material))
    table, row, cell = find(target, material)
    silent = unseen(material, table)
    name = "" if target.group else exclusive(target.question, material)
    if target.group:
        at = [series.id for series in table.series].index(target.option)
        cells = [(r.cells[at], r.base) for r in table.rows]
    elif "." in target.question:
        cells = [(shown, row.base) for shown in row.cells]
    else:
        cells = [(r.cells[0], r.base) for r in table.rows]
    # What the figure shows beside it: the other answers, or the other groups.
    others = tuple(Bound(c, base, silent, name) for c, base in cells if c is not cell)
    return Bound(cell, row.base, silent, name, others)


def _bound_mention(mention: Mention, material: Material, silent: float) -> Bound:
    table, row, cell = mentioned(mention, material)
    if mention.group is None:
        return Bound(cell, row.base, silent)
    at = [s.id for s in table.series].index(direction(mention.code, mention.valence))
    others = ((r.cells[at], r.base) for r in table.rows if r is not row)
    return Bound(cell, row.base, silent, "", tuple(Bound(c, n, silent) for c, n in others))


def _apart(bound: Sequence[Target | Mention], material: Material) -> ReleasedDifference | None:
    """The difference of two groups in one answer, worked out with the design's variance."""
    match [as_target(item) for item in bound]:
        case [Target() as one, Target(group=Group() as group)]:
            return material.differences.get(replace(one, versus=group))
        case _:
            return None


def _example_count(kind: str, material: Material, language: Language) -> Value:
    named = [example for example in material.examples if not example.other]
    matches = [example.provenance.match for example in named]
    counts = {"all": len(named)} | {m: matches.count(m) for m in get_args(Match)}
    if kind not in counts:
        what = message("faults.is_no_kind_of_example", content=kind)
        raise Unreadable(what, closest(kind, counts))
    return Value(numbers.integer(counts[kind], language))
