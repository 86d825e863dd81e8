"""The register as staff see it, and what an import would change in it."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from django.db.models import QuerySet

from samklang.core.language.alphabet import sort_key
from samklang.core.language.wording import known_language
from samklang.core.theme.organisation_number import written
from samklang.core.vocabulary import counties, municipalities
from samklang.exchange.register.rows import MemberRow
from samklang.web.models import Member, Network, RegisterUpload
from samklang.web.models.build import BuildState
from samklang.web.queries.by_name import ByName

FIELDS = (
    "number",
    "organisation_number",
    "name",
    "email",
    "contact",
    "language",
    "municipality",
    "county",
)


def members(network: Network, *, search: str = "", left: bool = False) -> ByName[Member]:
    """A network's members by name; with `left`, those that have left too. Two queries."""
    listed = network.members.all() if left else network.members.filter(active=True)
    return ByName(
        listed,
        name="name",
        search=" ".join(map(_unhyphened, search.split())),
        within=("name", "number", "organisation_number", "email"),
    )


def _unhyphened(word: str) -> str:
    """An organisation number as the register holds it; any other word as it is."""
    digits = word.replace("-", "")
    return digits if digits.isdecimal() else word


@dataclass(frozen=True)
class MemberUpdate:
    """A member that an import changes: the fields that differ, before and after.

    row: what says so; None where the member leaves since no row names it.
    """

    member: Member
    before: Mapping[str, object]
    after: Mapping[str, object]
    row: MemberRow | None = None


@dataclass(frozen=True)
class Plan:
    """What an import would do. missing: active members that the file does not name.

    conflicts: rows whose number and organisation number belong to two different members.
    """

    new: tuple[MemberRow, ...] = ()
    updates: tuple[MemberUpdate, ...] = ()
    same: int = 0
    missing: tuple[Member, ...] = ()
    conflicts: tuple[int, ...] = field(default=())


def plan(
    network: Network, rows: Sequence[MemberRow], *, among: Collection[Member] | None = None
) -> Plan:
    """What importing `rows` would do to a network's register. One query.

    among: the members that a row can be about, where not all of the network's.
    """
    known = list(network.members.all()) if among is None else among
    by_number = {m.number: m for m in known}
    by_organisation = {m.organisation_number: m for m in known if m.organisation_number}
    by_name: dict[str, list[Member | None]] = {}
    for one in known:
        by_name.setdefault(one.name.casefold(), []).append(one)
    new, updates, conflicts = [], [], []
    named: set[int] = set()
    same = 0
    for row in rows:
        number, organisation = row.keys
        matches = [by_number.get(number), by_organisation.get(organisation)]
        if not number and not organisation:
            # A register without numbers is known by its names.
            matches = by_name.get(row.values["name"].casefold(), [])
        members_by_key = {m.pk: m for m in matches if m}
        if len(members_by_key) > 1 or (members_by_key and set(members_by_key) <= named):
            conflicts.append(row.row)
            continue
        if not members_by_key:
            new.append(row)
            continue
        member = next(iter(members_by_key.values()))
        named.add(member.pk)
        if wanted := _changed(member, row):
            before = {name: getattr(member, name) for name in wanted}
            updates.append(MemberUpdate(member, before, wanted, row))
        else:
            same += 1
    missing = tuple(m for m in known if m.active and m.pk not in named)
    return Plan(tuple(new), tuple(updates), same, missing, tuple(conflicts))


def importing(network: Network) -> Sequence[RegisterUpload]:
    """Imports that wait for the worker or are at work. One query."""
    return list(
        network.uploads.filter(state__in=[BuildState.QUEUED, BuildState.RUNNING]).defer("rows")
    )


def _changed(member: Member, row: MemberRow) -> Mapping[str, object]:
    """The member's fields that a row gives another value, with that value."""
    wanted: dict[str, object] = {
        # A number of their own is not replaced by the organisation number that stands in for it.
        name: value
        for name, value in row.values.items()
        if value and not (name == "number" and value == row.values.get("organisation_number"))
    }
    if row.groups:
        wanted["groups"] = {**member.groups, **row.groups}
    wanted["active"] = True
    return {name: value for name, value in wanted.items() if getattr(member, name) != value}


def free_numbers(network: Network) -> Iterator[str]:
    """Numbers that no member of a network has, for members without one of their own. One query,
    when the first is taken.
    """
    taken = set(network.members.values_list("number", flat=True))
    yield from (str(n) for n in count(1) if str(n) not in taken)


def group_values(network: Network) -> Mapping[str, tuple[str, ...]]:
    """The values of each group among a network's members, in alphabetical order. One query."""
    values = values_by_group(network.members.all())
    return {name: tuple(sorted(v - {""}, key=str.casefold)) for name, v in values.items()}


def values_by_group(members: QuerySet[Member]) -> Mapping[str, Set[str]]:
    """The values that members have in each group, '' among them, in no order. One query."""
    values: dict[str, set[str]] = {}
    # Thousands of members share a few ways of being grouped.
    for groups in members.order_by().values_list("groups", flat=True).distinct():
        for name, value in groups.items():
            values.setdefault(name, set()).add(str(value))
    return values


class Exported(NamedTuple):
    """How many members an export holds, the headings of their groups, and the rows."""

    size: int
    groups: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


def export_rows(network: Network) -> Exported:
    """What an export holds: how many members, headings of the groups, and the rows as they come.

    A row is FIELDS, then the groups. Two queries, and one more for each 500 rows that are read.
    """
    listed = members(network)
    groups = tuple(sorted(values_by_group(network.members.filter(active=True)), key=sort_key))
    rows = (
        (
            m.number,
            written(m.organisation_number),
            m.name,
            m.email,
            m.contact,
            m.language,
            m.municipality,
            m.county,
            *(str(m.groups.get(g, "")) for g in groups),
        )
        for m in listed.in_parts()
    )
    return Exported(len(listed), groups, rows)


def place(member: Member, language: str) -> str:
    """Where a member is, in words: "Kalix", else the county, else ''."""
    if member.municipality in municipalities():
        return municipalities()[member.municipality].name
    if member.county in counties():
        return counties()[member.county].name[known_language(language)]
    return ""
