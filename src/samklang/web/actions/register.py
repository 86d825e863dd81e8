"""Deeds on the register: import, change, leave. Every change of a member is kept."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.exchange.register.rows import MemberRow
from samklang.exchange.register.sheet import Sheet
from samklang.web.actions.audit import record
from samklang.web.models import Member, MemberChange, Network, RegisterUpload
from samklang.web.queries.register import MemberUpdate, Plan, free_numbers, plan

KEPT = datetime.timedelta(days=1)


@transaction.atomic
def upload(network: Network, sheet: Sheet, *, name: str, by: User) -> RegisterUpload:
    """Keeps a sheet until it is imported; those a day old are removed."""
    RegisterUpload.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return RegisterUpload.objects.create(
        network=network, by=by, name=name[:200], header=sheet.header, rows=sheet.rows
    )


@transaction.atomic
def import_members(
    network: Network,
    rows: Sequence[MemberRow],
    *,
    by: User,
    source: str,
    columns: Mapping[str, str] | None = None,
    leave_missing: bool = False,
) -> Plan:
    """Adds new members and changes known ones, matched by number or organisation number.

    columns: what was chosen for each heading, kept for the next file. leave_missing: active members
    that the rows do not name have left. Gives what was done; rows that name two members at once, or
    one member twice, are left out.
    """
    Network.objects.select_for_update().get(pk=network.pk)  # one import at a time
    if columns is not None:
        remember_columns(network, columns)
    planned = plan(network, rows)
    left = leave(planned.missing) if leave_missing else ()
    carry_out(network, planned.new, (*planned.updates, *left), by=by, source=source)
    record(
        "import_members",
        by=by,
        network=network,
        subject=source,
        new=len(planned.new),
        changed=len(planned.updates),
        same=planned.same,
        left=len(left),
    )
    return planned


def remember_columns(network: Network, columns: Mapping[str, str]) -> None:
    """Keeps what was chosen for each heading, for the next file."""
    network.register_columns = {**network.register_columns, **columns}
    network.save(update_fields=["register_columns"])


def leave(missing: Iterable[Member]) -> Sequence[MemberUpdate]:
    """What is changed of members that have left the network."""
    return [MemberUpdate(member, {"active": True}, {"active": False}) for member in missing]


def carry_out(
    network: Network,
    new: Sequence[MemberRow],
    updates: Sequence[MemberUpdate],
    *,
    by: User | None,
    source: str,
) -> None:
    """Writes new members, changes and the history of both, in the caller's transaction."""
    numbers = free_numbers(network)
    made = Member.objects.bulk_create(
        Member(
            network=network,
            groups=dict(row.groups),
            **{**row.values, "number": row.values["number"] or next(numbers)},
        )
        for row in new
    )
    _apply(updates)
    changes = [MemberChange(member=m, by=by, source=source, after=_values(m)) for m in made]
    changes += [
        MemberChange(member=u.member, by=by, source=source, before=u.before, after=u.after)
        for u in updates
    ]
    MemberChange.objects.bulk_create(changes, batch_size=500)


@transaction.atomic
def change_member(member: Member, *, by: User, **values: object) -> bool:
    """Changes a member's fields; False where nothing differs."""
    after = {name: value for name, value in values.items() if getattr(member, name) != value}
    if not after:
        return False
    before: Mapping[str, object] = {name: getattr(member, name) for name in after}
    _apply([MemberUpdate(member, before, after)])
    MemberChange.objects.create(member=member, by=by, before=before, after=after)
    record("change_member", by=by, network=member.network, fields=sorted(after))
    return True


@transaction.atomic
def add_member(network: Network, *, by: User, **values: object) -> Member:
    """Adds one member."""
    values["number"] = values.get("number") or next(free_numbers(network))
    made = Member.objects.create(network=network, **values)
    MemberChange.objects.create(member=made, by=by, after=_values(made))
    record("add_member", by=by, network=network)
    return made


class WasAsked(Exception):
    """A member that a theme has asked is kept, since that theme's numbers are about it."""


@transaction.atomic
def delete_member(member: Member, *, by: User) -> None:
    """Removes a member that no theme has asked, with its history. Raises WasAsked."""
    if member.invitations.exists():
        raise WasAsked
    network = member.network
    member.delete()
    record("delete_member", by=by, network=network)


def _apply(updates: Sequence[MemberUpdate]) -> None:
    now = timezone.now()
    names = {"changed_at"}
    for update in updates:
        for name, value in update.after.items():
            setattr(update.member, name, value)
        update.member.changed_at = now
        names |= set(update.after)
    # In one statement for each batch; bulk_update writes a case for each row and column.
    Member.objects.bulk_create(
        [u.member for u in updates],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=sorted(names),
    )


def _values(member: Member) -> dict[str, object]:
    names = ("number", "organisation_number", "name", "email", "contact", "language")
    return {n: getattr(member, n) for n in (*names, "municipality", "county", "groups")}
