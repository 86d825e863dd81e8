"""Demands: what a report draws on beyond the plain tables, read from its roles and figures.

A share by groups, a mean, a total, a ratio or a difference is worked out only where a manuscript
or theme.yaml asks for it, so that no more is printed, and no more withheld, than is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samklang.core.coding.codebook import FACTORS, direction, of_codes
from samklang.core.manuscript.factor_choice import FactorChoice
from samklang.core.manuscript.kinds import FACTOR_FIGURE, MEASURES, SORTED
from samklang.core.manuscript.parsing import (
    Directive,
    DraftBlock,
    DraftHeading,
    DraftList,
    DraftParagraph,
    DraftSection,
    DraftText,
    Role,
)
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
from samklang.core.manuscript.targets import Group, Target, Unreadable, chosen_measure
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.theme.theme import FigureChoice, Theme


@dataclass(frozen=True)
class Demands:
    """What texts ask for beyond the plain tables.

    tables: each a target with the column it is parted by ('' for none). effects: the shares whose
    design effect is printed. The same demands on the same answers give the same numbers.
    """

    tables: tuple[tuple[Target, str], ...] = ()
    effects: tuple[Target, ...] = ()

    @property
    def needs(self) -> frozenset[str | Target]:
        """Ids of the tables, and the differences and design effects as what they are of."""
        tables = {_place(target, by) for target, by in self.tables}
        apart = {target for target, _ in self.tables if target.versus}
        return frozenset(tables | apart | set(self.effects))


def _place(target: Target, by: str) -> str:
    """A table's id; the factors by groups are released factor by factor."""
    table = target.table(by)
    return f"{table}={target.option}" if target.question == FACTORS else table


def needs_of(role: TypedRole) -> frozenset[str | Target]:
    """What a role draws on beyond the plain tables, as `Demands.needs`."""
    tables = tuple((target, by) for target in _demanded(role) for by in _columns(target))
    effects = (role.target,) if isinstance(role, DesignEffectRole) else ()
    return Demands(tables, effects).needs


def tells_of_codes(role: TypedRole) -> bool:
    """Whether what a role prints follows from how answers were coded."""
    match role:
        case MentionsRole():
            return True
        case BaseRole():
            return of_codes(role.question) or _parts_by_codes(role.group)
        case ClaimRole():
            return any(isinstance(bound, Mention) or _on_codes(bound) for bound in role.bound)
        case CellRole() | IntervalRole() | AmountRole() | DifferenceRole() | DesignEffectRole():
            return _on_codes(role.target)
        case ChangeRole():
            return _on_codes(role.target)
        case CountRole() | ExamplesRole() | FixedRole() | CiteRole():
            return False


def _on_codes(target: Target) -> bool:
    parted = _parts_by_codes(target.group) or _parts_by_codes(target.versus)
    return parted or of_codes(target.question)


def _parts_by_codes(group: Group | None) -> bool:
    return group is not None and of_codes(group.by)


def figure_choice(directive: Directive, named: Sequence[FigureChoice]) -> FigureChoice:
    """The figure that a directive puts in: one of theme.yaml by id, or one of its own options."""
    options, name = directive.options, directive.argument
    for choice in named:
        if choice.id == name:
            return choice
    measure = next((m for m in MEASURES if m == options.get("measure")), None)
    by, option = options.get("by", ""), options.get("option", "")
    return FigureChoice(
        id=options.get("id", "") or _free_name(name, option, by, measure, options.get("over", "")),
        question=name,
        option=option,
        by=by,
        measure=measure,
        over=options.get("over", ""),
        highlight=options.get("highlight", ""),
        sort=next((s for s in SORTED if s == options.get("sort")), None),
    )


def _free_name(name: str, option: str, by: str, measure: str | None, over: str) -> str:
    """A figure's id made of what it shows; the plain figure of a question has the question's."""
    parts = [name, option, *([measure] if measure and measure != "share" else [])]
    parts += [f"per-{over}"] if over else []
    parts += [f"by-{by}"] if by else []
    return re.sub(r"[^A-Za-z0-9_-]+", "-", "-".join(part for part in parts if part)).strip("-")


def roles_in(sections: Sequence[DraftSection]) -> Iterator[Role]:
    """Every role of a manuscript."""
    for section in sections:
        yield from _roles(section.blocks)


def _roles(blocks: Sequence[DraftBlock]) -> Iterator[Role]:
    for block in blocks:
        match block:
            case DraftHeading() | DraftParagraph():
                yield from _of(block.text)
            case DraftList():
                for item in block.items:
                    yield from _of(item)
            case Directive():
                yield from _roles(block.body)


def _of(text: DraftText) -> Iterator[Role]:
    return (part for part in text if isinstance(part, Role))


def directives_in(sections: Sequence[DraftSection], name: str = "figure") -> Iterator[Directive]:
    """Every directive of a name in a manuscript; figures by default."""
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Directive) and block.name == name:
                yield block


def targets(
    sections: Sequence[DraftSection], named: Sequence[FigureChoice], questionnaire: Questionnaire
) -> list[tuple[Target, str]]:
    """Everything a manuscript asks for: a target with the column it is parted by ('' for none).

    What cannot be read is left out; composing says what is wrong with it.
    """
    wanted = [
        (target, by)
        for role in _readable(sections)
        for target in _demanded(role)
        for by in _columns(target)
        if target.question != FACTORS
    ]
    for directive in directives_in(sections):
        choice = figure_choice(directive, named)
        measure = chosen_measure(choice, questionnaire)
        target = Target(measure, choice.question, choice.option, choice.over)
        wanted += [(target, by) for by in dict.fromkeys(("", choice.by))]
    return wanted


def factor_choice(directive: Directive) -> FactorChoice:
    """The factors that a directive shows, by its options."""
    options = directive.options
    return FactorChoice(
        by=options.get("by", ""),
        factor=options.get("factor", ""),
        direction=options.get("direction", ""),
        name=options.get("id", ""),
    )


def factors_asked(
    sections: Sequence[DraftSection], codes: Sequence[str]
) -> list[tuple[Target, str]]:
    """The factors that a manuscript's figures and text show by groups: each with the column.

    codes: ids of the codes with valence. What cannot be read is left out, as in `targets`.
    """
    known = FactorChoice().series(codes)
    in_text = [
        (target if target.versus else replace(target, group=None), by)
        for role in _readable(sections)
        for target in _demanded(role)
        for by in _columns(target)
        if target.question == FACTORS and target.option in known
    ]
    figures = directives_in(sections, FACTOR_FIGURE)
    return [*(factor for figure in figures for factor in factors_of(figure, codes)), *in_text]


def factors_of(directive: Directive, codes: Sequence[str]) -> list[tuple[Target, str]]:
    """What one figure of factors by groups asks for; as `factors_asked`."""
    choice = factor_choice(directive)
    if not (choice.by and (choice.factor or choice.direction)):
        return []
    return [(Target("share", FACTORS, code), choice.by) for code in choice.series(codes)]


def effects_asked(sections: Sequence[DraftSection]) -> list[Target]:
    """The shares whose design effect a manuscript prints."""
    return [role.target for role in _readable(sections) if isinstance(role, DesignEffectRole)]


def _readable(sections: Sequence[DraftSection]) -> Iterator[TypedRole]:
    for role in roles_in(sections):
        try:
            yield role.typed
        except Unreadable:
            continue


def _demanded(role: TypedRole) -> list[Target]:
    match role:
        case CellRole() | IntervalRole() | AmountRole() | DifferenceRole() | DesignEffectRole():
            return [role.target]
        case ClaimRole():
            bound = [target for bound in role.bound if (target := as_target(bound))]
            return [*bound, *compared(bound)]
        case MentionsRole():
            target = as_target(role.mention)
            return [target] if target else []
        case BaseRole():
            return [Target("share", role.question, group=role.group)] if role.group else []
        case ChangeRole() | CountRole() | ExamplesRole():
            return []
        case FixedRole() | CiteRole():
            return []


def as_target(bound: Target | Mention) -> Target | None:
    """What is bound as a target; None for a factor among all members, of the plain tables."""
    if isinstance(bound, Target):
        return bound
    series = direction(bound.code, bound.valence)
    return Target("share", FACTORS, series, group=bound.group) if bound.group else None


def compared(claimed: Sequence[Target]) -> list[Target]:
    """The difference that a claim on two groups stands on: both in the same answer."""
    if len(claimed) != 2 or not (claimed[0].group and claimed[1].group):
        return []
    one, other = claimed
    return [replace(one, versus=other.group)] if replace(other, group=one.group) == one else []


def _columns(target: Target) -> list[str]:
    groups = [group.by for group in (target.group, target.versus) if group]
    return list(dict.fromkeys(["", *groups])) if target.measure != "share" else groups


def default_names(theme: Theme, questionnaire: Questionnaire) -> list[str]:
    """The figures of a theme without a manuscript: those of its closed questions, of numbers
    whose unit is told, and those that theme.yaml names."""
    names = [q.id for q in questionnaire if q.closed or (q.numeric and q.unit)]
    return [*names, *(choice.id for choice in theme.figures)]


def default_figures(theme: Theme, questionnaire: Questionnaire) -> str:
    """The figures of a theme without a manuscript, as directives."""
    names = default_names(theme, questionnaire)
    return "# x\n\n" + "\n".join(f":::{{figure}} {name}\n:::\n" for name in names)
