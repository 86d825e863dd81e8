"""Roles: what each role of a manuscript asks for, read once from its text into a typed value.

`{share}`q1=yes | county=24`` is a name and a text until it is read here. Whoever works on a role
afterwards matches on its type, and mypy says which place forgot a new one.
"""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from samklang.core.document.blocks import Measure
from samklang.core.faults import closest
from samklang.core.language.messages import message
from samklang.core.manuscript.targets import AMOUNTS, Group, Target, Unreadable

CellName = Literal["share", "band", "between", "count"]
CountName = Literal["invited", "answered", "response-rate"]
AmountName = Literal["mean", "total", "ratio", "median", "lower-quartile", "upper-quartile"]

EXAMPLE = message("faults.write_question_option_for_example_q1")
GROUPED = message("faults.write_what_column_value_for_example")
COMPARED = message("faults.write_question_option_column_value_vs")


@dataclass(frozen=True)
class CellRole:
    """One number of a released share: the share, its count, interval in words or band."""

    name: CellName
    target: Target


@dataclass(frozen=True)
class IntervalRole:
    """The interval of a share or an amount."""

    target: Target


@dataclass(frozen=True)
class AmountRole:
    """A mean, total, ratio or quantile."""

    target: Target


@dataclass(frozen=True)
class DifferenceRole:
    """The difference of two groups' shares; `target.versus` is the second group."""

    target: Target


@dataclass(frozen=True)
class ChangeRole:
    """The change of a share since an earlier theme.

    altered: whether the author says that the question is no longer the same.
    """

    target: Target
    since: str
    altered: bool


@dataclass(frozen=True)
class DesignEffectRole:
    """The design effect of a share."""

    target: Target


@dataclass(frozen=True)
class BaseRole:
    """How many a question's shares are of, in all or in a group."""

    question: str
    group: Group | None


@dataclass(frozen=True)
class CountRole:
    """A number of the survey as a whole."""

    name: CountName


@dataclass(frozen=True)
class Mention:
    """A cell of the factor figure: a code of the codebook and a valence, in all or in a group."""

    code: str
    valence: str
    group: Group | None = None


@dataclass(frozen=True)
class MentionsRole:
    """How many mention a factor."""

    mention: Mention


@dataclass(frozen=True)
class ExamplesRole:
    """How many examples there are of a kind, as they are matched to a source; `all` of any."""

    kind: str


@dataclass(frozen=True)
class ClaimRole:
    """Words on quantity and the cells that must bear them out, at least one."""

    words: str
    bound: tuple[Target | Mention, ...]


@dataclass(frozen=True)
class FixedRole:
    """A number typed by hand, and the key of the reference it was read in."""

    words: str
    reference: str


@dataclass(frozen=True)
class CiteRole:
    """References that are cited together."""

    keys: tuple[str, ...]


TypedRole = (
    CellRole
    | IntervalRole
    | AmountRole
    | DifferenceRole
    | ChangeRole
    | DesignEffectRole
    | BaseRole
    | CountRole
    | MentionsRole
    | ExamplesRole
    | ClaimRole
    | FixedRole
    | CiteRole
)

# Every role, in the order that the documentation lists them.
ROLES: tuple[str, ...] = (
    *("share", "interval", "between", "band", "count", "base"),
    *get_args(CountName),
    *get_args(AmountName),
    *("difference", "change", "design-effect"),
    *("mentions", "examples", "cite", "claim", "fixed"),
)


def typed(name: str, content: str) -> TypedRole:
    """A role by its type. Raises Unreadable for an unknown name or a content it cannot have."""
    match name:
        case "share" | "band" | "between" | "count":
            target = read_share(content)
            # The band of a difference is the one number of a cell that two groups have.
            if target.versus is not None and name != "band":
                what = message("faults.compares_two_groups", content=content)
                raise Unreadable(what, message("faults.write_difference"))
            return CellRole(name, target)
        case "interval":
            target = read_interval(content)
            if target.versus is not None:
                what = message("faults.compares_two_groups", content=content)
                raise Unreadable(what, message("faults.write_difference"))
            return IntervalRole(target)
        case "mean" | "total" | "ratio" | "median" | "lower-quartile" | "upper-quartile":
            return AmountRole(read_amount(content, name))
        case "difference":
            target = read_share(content)
            if target.versus is None:
                raise Unreadable(message("faults.compares_nothing", content=content), COMPARED)
            return DifferenceRole(target)
        case "change":
            return _change(content)
        case "design-effect":
            target = read_share(content)
            if target.versus is not None:
                what = message("faults.compares_two_groups", content=content)
                raise Unreadable(what, message("faults.write_difference"))
            return DesignEffectRole(target)
        case "base":
            of, group, versus = _parted(content)
            if versus:
                what = message("faults.compares_two_groups", content=content)
                raise Unreadable(what, message("faults.name_one_of_them"))
            return BaseRole(of, group)
        case "invited" | "answered" | "response-rate":
            return CountRole(name)
        case "mentions":
            return MentionsRole(read_mention(content))
        case "examples":
            return ExamplesRole(content)
        case "claim":
            return _claim(content)
        case "fixed":
            return _fixed(content)
        case "cite":
            return CiteRole(tuple(key.strip() for key in content.split(",")))
        case _:
            raise Unreadable(message("faults.there_is_no_role", name=name), closest(name, ROLES))


def read_share(content: str) -> Target:
    """`q1=yes`, `q1=yes | county=24` or `q1=yes | county=24 vs county=25`. Raises Unreadable."""
    of, group, versus = _parted(content)
    question, equals, option = (part.strip() for part in of.partition("="))
    if not equals or not question or not option:
        raise Unreadable(message("faults.names_no_answer", content=content), EXAMPLE)
    return Target("share", question, option, "", group, versus)


def read_amount(content: str, measure: Measure) -> Target:
    """`hours`, `hours | county=24`, for a ratio `cost / hours`. Raises Unreadable."""
    of, group, versus = _parted(content)
    if versus:
        what = message("faults.compares_two_groups", content=content)
        raise Unreadable(what, message("faults.only_shares_are_compared"))
    question, slash, over = (part.strip() for part in of.partition("/"))
    if (measure == "ratio") != bool(slash) or not question or (slash and not over):
        need = (
            message("faults.a_ratio_is_of_two_numbers")
            if measure == "ratio"
            else message("faults.a_is_of_one", measure=measure)
        )
        remedy = (
            message("faults.write_number_number")
            if measure == "ratio"
            else message("faults.write_the_question_s_id")
        )
        raise Unreadable(message("faults.content_needs", content=content, need=need), remedy)
    return Target(measure, question, "", over, group)


def read_interval(content: str) -> Target:
    """A share as in `read_share`, or `mean hours`, `total hours`, `ratio cost / hours`."""
    named = re.match(rf"({'|'.join(AMOUNTS)})\s+(?=\S)", content)
    if named and "=" not in content.partition("|")[0]:
        measure = next(m for m in AMOUNTS if m == named[1])
        return read_amount(content[named.end() :], measure)
    return read_share(content)


def read_mention(content: str) -> Mention:
    """`economy:hinders` or `economy:hinders | county=24`; the valence is '' where none is written.

    Raises Unreadable.
    """
    what, group, versus = _parted(content)
    if versus:
        several = message("faults.compares_two_groups", content=content)
        raise Unreadable(several, message("faults.name_each_by_itself"))
    code, _, valence = what.partition(":")
    return Mention(code, valence, group)


def _change(content: str) -> ChangeRole:
    """`q1=yes since 2022`, or `… since 2022 altered`."""
    share, since, name = (part.strip() for part in content.rpartition(" since "))
    if not since:
        what = message("faults.names_no_earlier_theme", content=content)
        raise Unreadable(what, message("faults.write_question_option_since_id"))
    name, *mark = name.split()
    if mark not in ([], ["altered"]):
        what = message("faults.says_nothing", mark=" ".join(mark))
        raise Unreadable(what, message("faults.write_altered_or_nothing"))
    target = read_share(share)
    if target.group:
        what = message("faults.a_change_is_told_of_all")
        raise Unreadable(what, message("faults.take_the_group_away"))
    return ChangeRole(target, name, bool(mark))


def _claim(content: str) -> ClaimRole:
    """`de flesta: q1=yes`; several cells by commas."""
    words, colon, bound = content.partition(": ")
    if not colon:
        what = message("faults.is_bound_to_no_figure", content=content)
        raise Unreadable(what, message("faults.write_claim_words_question_option_for"))
    return ClaimRole(words, tuple(_bound(part.strip()) for part in bound.split(",")))


def _bound(text: str) -> Target | Mention:
    what = text.partition("|")[0]
    return read_mention(text) if "=" not in what and ":" in what else read_share(text)


def _fixed(content: str) -> FixedRole:
    words, colon, key = content.rpartition(": ")
    if not colon or not words.strip():
        what = message("faults.has_no_source", content=content)
        raise Unreadable(what, message("faults.write_fixed_number_reference_for_example"))
    return FixedRole(words.strip(), key.strip())


class _Content(NamedTuple):
    """What a role speaks of, of one group or of one against another."""

    of: str
    group: Group | None = None
    versus: Group | None = None


def _parted(content: str) -> _Content:
    of, bar, rest = (part.strip() for part in content.partition("|"))
    if not bar:
        return _Content(of)
    one, versus, other = re.sub(r"\s+", " ", rest).partition(" vs ")
    first = _group(one, content)
    return _Content(of, first, _group(other, content) if versus else None)


def _group(text: str, content: str) -> Group:
    by, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not by or not value:
        raise Unreadable(message("faults.names_no_group", content=content), GROUPED)
    return Group(by, value)
