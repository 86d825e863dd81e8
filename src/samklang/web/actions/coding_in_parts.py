"""Reading in many codings: the worker writes them in parts, with progress, until called off.

Each part is a transaction of its own, so that nobody waits for the whole. What is written stays,
and is one entry of the log however it ended; the same file read in again goes on from there.
"""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samklang.web.actions.audit import record
from samklang.web.actions.coding import CodedMeanwhile, NotAllowed
from samklang.web.actions.coding_by_file import code_answers
from samklang.web.actions.coding_import import logged, put_in_codes, put_in_the_rest
from samklang.web.actions.coding_log import Change
from samklang.web.actions.findings import WrittenMeanwhile
from samklang.web.actions.queue import call_off, claim, work_through
from samklang.web.models import CodingUpload, Heartbeat, Theme
from samklang.web.models.build import BuildState
from samklang.web.queries.coding_import import GOING_ON
from samklang.web.queries.double_coding import hidden_from

# Answers from which on a file goes to the worker: three parts of it.
LONG = 1_500
# Answers that are written in one transaction.
PART = 500


class _Ended(Exception):
    """It is not wanted any more, or cannot go on; `why` as in the upload."""

    def __init__(self, state: str, why: str = ""):
        self.state, self.why = state, why
        super().__init__(state)


@transaction.atomic
def order_read_in(upload: CodingUpload, *, by: User) -> bool:
    """Puts a file into the worker's queue; False where it has been there already."""
    ordered = CodingUpload.objects.filter(pk=upload.pk, state="").update(
        state=BuildState.QUEUED, total=len(upload.plan["answers"])
    )
    if ordered:
        record("order_codings", by=by, theme=upload.theme, subject=upload.name)
    return bool(ordered)


@transaction.atomic
def stop_read_in(upload: CodingUpload, *, by: User) -> bool:
    """Calls it off: what waits at once, what runs after the part that it writes.

    False where it has ended already.
    """
    stopped = call_off(CodingUpload.objects.filter(pk=upload.pk))
    if stopped:
        record("stop_codings", by=by, theme=upload.theme, subject=upload.name)
        upload.refresh_from_db()
        if upload.state == BuildState.STOPPED:
            _end(upload.pk, BuildState.STOPPED)
    return stopped


def run_read_ins(
    worker: Heartbeat | None = None, *, lives: Callable[[], object] = lambda: None
) -> int:
    """Reads in every file in the queue; gives how many. One whose worker is gone goes on.

    lives: called between any two parts, for whoever watches over the worker.
    """
    return work_through(
        CodingUpload.objects.all(), worker, run=lambda pk: _run(pk, worker, lives), end=_end
    )


def _run(pk: int, worker: Heartbeat | None, lives: Callable[[], object]) -> bool:
    if not claim(CodingUpload.objects.filter(pk=pk), worker, heard_at=timezone.now()):
        return False
    state, why = str(BuildState.DONE), ""
    try:
        upload = CodingUpload.objects.select_related("theme__network", "by").get(pk=pk)
        _codes(upload)
        for begin in range(upload.done, upload.total, PART):
            lives()
            _answers(upload, begin)
        lives()
        _rest(upload)
    except _Ended as ended:
        state, why = ended.state, ended.why
    except (CodedMeanwhile, NotAllowed, WrittenMeanwhile):
        state, why = BuildState.FAILED, "meanwhile_in_parts"
    except CodingUpload.DoesNotExist:  # an erasure takes the file away in the middle of it
        return True
    _end(pk, state, why)
    return True


@transaction.atomic
def _codes(upload: CodingUpload) -> None:
    """The codes that the file brings; what there is of them already is left."""
    _locked(upload)
    _written(upload, put_in_codes(upload.theme, upload.plan, by=upload.by))


def _answers(upload: CodingUpload, begin: int) -> None:
    """Writes a part, once more where somebody coded one of its answers at that very moment."""
    try:
        _part(upload, begin)
    except CodedMeanwhile:
        _part(upload, begin)


@transaction.atomic
def _part(upload: CodingUpload, begin: int) -> None:
    _locked(upload)
    part = upload.plan["answers"][begin : begin + PART]
    changes, passed = code_answers(upload.theme, part, by=upload.by, passing_over=True)
    _written(upload, changes, answers=len(part), passed=passed)


@transaction.atomic
def _rest(upload: CodingUpload) -> None:
    _locked(upload)
    _written(upload, put_in_the_rest(upload.theme, upload.plan, by=upload.by))


def _locked(upload: CodingUpload) -> None:
    """Locks the file's row. Raises _Ended where it was called off, or must not be read in now."""
    rows = CodingUpload.objects.select_for_update().only("stop_at")
    if rows.get(pk=upload.pk).stop_at:
        raise _Ended(BuildState.STOPPED)
    # Somebody drew a sample for this person since.
    if hidden_from(upload.theme, upload.by):
        raise _Ended(BuildState.FAILED, "blind")


def _written(
    upload: CodingUpload, changes: list[Change], *, answers: int = 0, passed: int = 0
) -> None:
    """Keeps what a part has changed, in the part's own transaction."""
    upload.changes += changes
    mine = CodingUpload.objects.filter(pk=upload.pk)
    mine.update(
        done=F("done") + answers,
        changed=F("changed") + len(changes),
        passed_over=F("passed_over") + passed,
        heard_at=timezone.now(),
        **({"changes": upload.changes} if changes else {}),
    )


@transaction.atomic
def let_go(theme: Theme) -> None:
    """Lets go of a theme's files with codings, since answers are erased.

    What one that is being read in has written is logged.
    """
    for pk in list(theme.coding_uploads.filter(state__in=GOING_ON).values_list("pk", flat=True)):
        _end(pk, BuildState.STOPPED)
    theme.coding_uploads.all().delete()


@transaction.atomic
def _end(pk: int, state: str, why: str = "") -> None:
    """Says how it ended, in the log too, and lets go of the file."""
    rows = CodingUpload.objects.select_related("theme__network", "by")
    upload = rows.filter(pk=pk).first()
    if upload is None:
        return
    if upload.heard_at:
        whole = state == BuildState.DONE
        logged(upload.theme, upload.plan, upload.changes, by=upload.by, whole=whole)
    upload.state, upload.why, upload.plan, upload.changes = state, why, {}, []
    upload.finished_at = timezone.now()
    upload.save(update_fields=["state", "why", "plan", "changes", "finished_at"])
