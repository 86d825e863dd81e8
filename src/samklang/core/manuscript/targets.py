"""Asked: what a report draws on beyond the plain tables, read from its roles and figures.

A share by groups, a mean, a total, a ratio or a difference is worked out only where a manuscript
or theme.yaml asks for it, so that no more is printed, and no more withheld, than is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samklang.core.document.blocks import Measure
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
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.theme.theme import FigureChoice, Sort, Theme

AMOUNTS: tuple[Measure, ...] = ("mean", "total", "ratio")
# The row and the series of an amount of all members.
AMOUNT = "amount"
ALL_ROW = "all"
FIGURE_OPTIONS = frozenset({"highlight", "by", "option", "measure", "over", "id", "sort"})
DEVELOPMENT_OPTIONS = frozenset({"option", "altered", "id"})
# The options of the directives that have any.
OPTIONS = {"figure": FIGURE_OPTIONS, "development": DEVELOPMENT_OPTIONS}
SORTS: tuple[Sort, ...] = ("order", "share")


@dataclass(frozen=True)
class Group:
    """A part of the members: those with `value` in the column, or with that answer, `by`."""

    by: str
    value: str


@dataclass(frozen=True)
class Target:
    """What a role or figure speaks of.

    question: a question or `question.item`; over: the denominator of a ratio. option: an answer,
    '' for all of them or for a number. group: the part of the members, None for all. versus: the
    part that it is compared with.
    """

    measure: Measure
    question: str
    option: str = ""
    over: str = ""
    group: Group | None = None
    versus: Group | None = None

    def table(self, by: str) -> str:
        """The id of the released table with these figures by `by` ('': of all members)."""
        return table_id(self.measure, self.question, over=self.over, by=by)


def table_id(measure: Measure, question: str, *, over: str = "", by: str = "") -> str:
    """The id of a released table; shares of all members have the question's id."""
    name = question if measure == "share" else f"{measure}:{question}"
    if over:
        name += f"/{over}"
    return f"{name}|{by}" if by else name


def table_choice(name: str) -> FigureChoice:
    """The figure of a whole released table, by the table's id: the other way of `table_id`."""
    what, _, by = name.partition("|")
    kind, _, rest = what.partition(":")
    measure = next((m for m in AMOUNTS if m == kind and rest), None)
    if measure is None:
        return FigureChoice(id=name, question=what, by=by, measure="share")
    question, _, over = rest.partition("/")
    return FigureChoice(id=name, question=question, over=over, by=by, measure=measure)


class Unreadable(Exception):
    """A target that cannot be read; `what` is wrong, `remedy` is what to do."""

    def __init__(self, what: str, remedy: str):
        self.what, self.remedy = what, remedy
        super().__init__(f"{what} {remedy}")


EXAMPLE = "Write question=option, for example q1=yes."
GROUPED = "Write what | column=value, for example q1=yes | county=24."
COMPARED = "Write question=option | column=value vs column=value."


def read_share(content: str) -> Target:
    """`q1=yes`, `q1=yes | county=24` or `q1=yes | county=24 vs county=25`. Raises Unreadable."""
    what, groups = _parted(content)
    question, equals, option = (part.strip() for part in what.partition("="))
    if not equals or not question or not option:
        raise Unreadable(f"'{content}' names no answer.", EXAMPLE)
    return Target("share", question, option, "", *groups)


def read_amount(content: str, measure: Measure) -> Target:
    """`hours`, `hours | county=24`, for a ratio `cost / hours`. Raises Unreadable."""
    what, groups = _parted(content)
    if groups[1]:
        raise Unreadable(f"'{content}' compares two groups.", "Only shares are compared.")
    question, slash, over = (part.strip() for part in what.partition("/"))
    if (measure == "ratio") != bool(slash) or not question or (slash and not over):
        need = "a ratio is of two numbers." if measure == "ratio" else f"a {measure} is of one."
        remedy = "Write number / number." if measure == "ratio" else "Write the question's id."
        raise Unreadable(f"'{content}': {need}", remedy)
    return Target(measure, question, "", over, groups[0])


def read_change(content: str) -> tuple[Target, str, bool]:
    """`q1=yes since 2022`, or `… since 2022 altered` of a question that is no longer the same.

    Gives the share, the earlier theme's id and whether the question is known to differ.
    Raises Unreadable.
    """
    share, since, name = (part.strip() for part in content.rpartition(" since "))
    if not since:
        raise Unreadable(f"'{content}' names no earlier theme.", "Write question=option since ID.")
    name, *mark = name.split()
    if mark not in ([], ["altered"]):
        raise Unreadable(f"'{' '.join(mark)}' says nothing.", "Write altered, or nothing.")
    target = read_share(share)
    if target.group:
        raise Unreadable("a change is told of all members.", "Take the group away.")
    return target, name, bool(mark)


def read_interval(content: str) -> Target:
    """A share as in `read_share`, or `mean hours`, `total hours`, `ratio cost / hours`."""
    found = re.match(r"(mean|total|ratio)\s+(?=\S)", content)
    if found and "=" not in content.partition("|")[0]:
        measure = next(m for m in AMOUNTS if m == found[1])
        return read_amount(content[found.end() :], measure)
    return read_share(content)


def read_role(name: str, content: str) -> Target | None:
    """The target of a role that prints an estimate, None for other roles. Raises Unreadable."""
    match name:
        case "mean" | "total" | "ratio":
            return read_amount(content, name)
        case "interval":
            return read_interval(content)
        case "difference":
            target = read_share(content)
            if target.versus is None:
                raise Unreadable(f"'{content}' compares nothing.", COMPARED)
            return target
        case "band":
            return read_share(content)
        case "share" | "between" | "count" | "design-effect":
            target = read_share(content)
            if target.versus is not None:
                raise Unreadable(f"'{content}' compares two groups.", "Write {difference}.")
            return target
    return None


def read_base(content: str) -> tuple[str, Group | None]:
    """`q1` or `q1 | county=24`. Raises Unreadable."""
    what, groups = _parted(content)
    if groups[1]:
        raise Unreadable(f"'{content}' compares two groups.", "Name one of them.")
    return what, groups[0]


def _parted(content: str) -> tuple[str, tuple[Group | None, Group | None]]:
    what, bar, rest = (part.strip() for part in content.partition("|"))
    if not bar:
        return what, (None, None)
    one, versus, other = re.sub(r"\s+", " ", rest).partition(" vs ")
    first = _group(one, content)
    return what, (first, _group(other, content) if versus else None)


def _group(text: str, content: str) -> Group:
    by, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not by or not value:
        raise Unreadable(f"'{content}' names no group.", GROUPED)
    return Group(by, value)


def figure_choice(directive: Directive, named: Sequence[FigureChoice]) -> FigureChoice:
    """The figure that a directive puts in: one of theme.yaml by id, or one of its own options."""
    options, name = directive.options, directive.argument
    for choice in named:
        if choice.id == name:
            return choice
    measure = next((m for m in ("share", *AMOUNTS) if m == options.get("measure")), None)
    by, option = options.get("by", ""), options.get("option", "")
    return FigureChoice(
        id=options.get("id", "") or _free_name(name, option, by, measure, options.get("over", "")),
        question=name,
        option=option,
        by=by,
        measure=measure,
        over=options.get("over", ""),
        highlight=options.get("highlight", ""),
        sort=next((s for s in SORTS if s == options.get("sort")), None),
    )


def _free_name(name: str, option: str, by: str, measure: str | None, over: str) -> str:
    """A figure's id made of what it shows; the plain figure of a question has the question's."""
    parts = [name, option, *([measure] if measure and measure != "share" else [])]
    parts += [f"per-{over}"] if over else []
    parts += [f"by-{by}"] if by else []
    return re.sub(r"[^A-Za-z0-9_-]+", "-", "-".join(part for part in parts if part)).strip("-")


def chosen_measure(choice: FigureChoice, questionnaire: Questionnaire) -> Measure:
    """What a figure shows: as chosen; else a ratio, the mean of a number, or shares."""
    if choice.measure:
        return choice.measure
    question = questionnaire.by_id.get(choice.question)
    if question is None or not question.numeric:
        return "share"
    return "ratio" if choice.over else "mean"


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


def directives_in(sections: Sequence[DraftSection]) -> Iterator[Directive]:
    """Every figure directive of a manuscript."""
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Directive) and block.name == "figure":
                yield block


def targets(
    sections: Sequence[DraftSection], named: Sequence[FigureChoice], questionnaire: Questionnaire
) -> list[tuple[Target, str]]:
    """Everything a manuscript asks for: a target with the column it is parted by ('' for none).

    What cannot be read is left out; composing says what is wrong with it.
    """
    found: list[tuple[Target, str]] = []
    for role in roles_in(sections):
        try:
            found += [(t, by) for t in _asked_by(role) for by in _columns(t)]
        except Unreadable:
            continue
    for directive in directives_in(sections):
        choice = figure_choice(directive, named)
        measure = chosen_measure(choice, questionnaire)
        target = Target(measure, choice.question, choice.option, choice.over)
        found += [(target, by) for by in dict.fromkeys(("", choice.by))]
    return found


def effects_asked(sections: Sequence[DraftSection]) -> list[Target]:
    """The shares whose design effect a manuscript prints."""
    found = []
    for role in roles_in(sections):
        if role.name != "design-effect":
            continue
        try:
            found.append(read_share(role.content))
        except Unreadable:
            continue
    return found


def _asked_by(role: Role) -> list[Target]:
    if role.name == "claim":
        _, _, content = role.content.partition(": ")
        found = [read_share(part) for part in content.split(",") if "=" in part]
        return [*found, *compared(found)]
    if role.name == "base":
        question, group = read_base(role.content)
        return [Target("share", question, group=group)] if group else []
    target = read_role(role.name, role.content)
    return [target] if target else []


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
