"""Importing a long register: the worker writes it in parts, with progress shown, until called off.

Each part is a transaction of its own, so that nobody else has to wait for the whole. What is
written stays; the same file read in again goes on where it stopped, since known members are known.
"""

from collections.abc import Callable, Mapping, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from samklang.exchange.register.rows import read_rows
from samklang.exchange.register.sheet import Sheet
from samklang.web.actions.audit import record
from samklang.web.actions.queue import call_off, claim, work_through
from samklang.web.actions.register import carry_out, leave, remember_columns
from samklang.web.models import Heartbeat, Member, Network, RegisterUpload
from samklang.web.models.build import BuildState
from samklang.web.queries.register import MemberUpdate, plan

# Rows from which on an import goes to the worker: so many take half a second.
LONG = 2_000
# Members written in one transaction.
PART = 500


@transaction.atomic
def order_import(
    upload: RegisterUpload,
    *,
    columns: Mapping[str, str],
    chosen: Sequence[str],
    leave_missing: bool,
    by: User,
) -> bool:
    """Puts an import into the worker's queue; False where it has been there already.

    chosen: what each column holds. columns: the same by heading, kept for the next file.
    """
    ordered = RegisterUpload.objects.filter(pk=upload.pk, state="").update(
        state=BuildState.QUEUED,
        columns=list(chosen),
        leave_missing=leave_missing,
        total=len(upload.rows),
    )
    if ordered:
        remember_columns(upload.network, columns)
        record("order_import", by=by, network=upload.network, subject=upload.name)
    return bool(ordered)


@transaction.atomic
def stop_import(upload: RegisterUpload, *, by: User) -> bool:
    """Calls an import off: one that waits at once, one that runs after the part that it writes.

    False where it has ended already.
    """
    stopped = call_off(RegisterUpload.objects.filter(pk=upload.pk))
    if stopped:
        record("stop_import", by=by, network=upload.network, subject=upload.name)
        upload.refresh_from_db()
        if upload.state == BuildState.STOPPED:
            _end(upload, BuildState.STOPPED)
    return stopped


def run_imports(
    worker: Heartbeat | None = None, *, lives: Callable[[], object] = lambda: None
) -> int:
    """Runs every import in the queue; gives how many. One whose worker is gone goes on.

    lives: called between any two parts, for whoever watches over the worker.
    """
    return work_through(
        RegisterUpload.objects.all(),
        worker,
        run=lambda pk: _run(pk, worker, lives),
        end=_end_by_key,
    )


def _run(pk: int, worker: Heartbeat | None, lives: Callable[[], object]) -> bool:
    if not claim(RegisterUpload.objects.filter(pk=pk), worker, heard_at=timezone.now()):
        return False
    upload = RegisterUpload.objects.select_related("network", "by").get(pk=pk)
    sheet = Sheet(tuple(upload.header), tuple((n, tuple(cells)) for n, cells in upload.rows))
    rows, _ = read_rows(sheet, upload.columns)
    planned = plan(upload.network, rows)
    # New members have no row of their own yet; the others are read anew when their turn comes.
    new = [MemberUpdate(Member(), {}, {}, row) for row in planned.new]
    to_do = [*new, *planned.updates, *(leave(planned.missing) if upload.leave_missing else ())]
    rest = sum(change.row is not None for change in to_do)
    RegisterUpload.objects.filter(pk=pk).update(done=upload.total - rest)
    for begin in range(0, len(to_do), PART):
        lives()
        if not _written(upload, to_do[begin : begin + PART]):
            state = BuildState.STOPPED
            break
    else:
        state = BuildState.DONE
    _end_by_key(pk, state)
    return True


@transaction.atomic
def _written(upload: RegisterUpload, part: Sequence[MemberUpdate]) -> bool:
    """Writes a part as the register is now; False where the import was called off."""
    network = Network.objects.select_for_update().get(pk=upload.network_id)
    mine = RegisterUpload.objects.filter(pk=upload.pk, stop_at=None)
    if not mine.exists():
        return False
    rows = [change.row for change in part if change.row]
    by_pk = Q(pk__in=[change.member.pk for change in part if change.member.pk])
    by_number = Q(number__in={row.keys[0] for row in rows} - {""})
    by_organisation = Q(organisation_number__in={row.keys[1] for row in rows} - {""})
    known = {m.pk: m for m in network.members.filter(by_pk | by_number | by_organisation)}
    planned = plan(network, rows, among=known.values())
    gone = {change.member.pk for change in part if not change.row}
    left = leave(m for m in known.values() if m.pk in gone and m.active)
    carry_out(network, planned.new, [*planned.updates, *left], by=upload.by, source=upload.name)
    mine.update(
        done=F("done") + len(rows),
        added=F("added") + len(planned.new),
        changed=F("changed") + len(planned.updates),
        left=F("left") + len(left),
        heard_at=timezone.now(),
    )
    return True


def _end_by_key(pk: int, state: str) -> None:
    # An erasure takes the file away in the middle of it.
    if there := RegisterUpload.objects.select_related("network", "by").filter(pk=pk).first():
        _end(there, state)


@transaction.atomic
def _end(upload: RegisterUpload, state: str) -> None:
    """Says how an import ended, and lets go of the rows."""
    upload.state, upload.header, upload.rows = state, [], []
    upload.finished_at = timezone.now()
    upload.save(update_fields=["state", "header", "rows", "finished_at"])
    record(
        "import_members",
        by=upload.by,
        network=upload.network,
        subject=upload.name,
        new=upload.added,
        changed=upload.changed,
        left=upload.left,
        rows=upload.done,
        of=upload.total,
    )
