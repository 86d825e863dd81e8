"""The trail of reading: that somebody on the staff has read members' answers."""

from django.contrib.auth.models import User
from django.utils import timezone

from samklang.web.actions.audit import record
from samklang.web.models import AuditRow, CodingStep, CodingVisit, Theme


def note_reading(theme: Theme, *, what: str, names: bool, by: User) -> None:
    """Writes that a person has read `what` (an open question's address, or a response's id).

    One row a person, thing and day; one more where names were shown. Two statements at most.
    """
    action = "read_named_answers" if names else "read_answers"
    rows = AuditRow.objects.filter(theme=theme, by=by, action=action, subject=what)
    if rows.filter(at__date=timezone.localdate()).exists():
        return
    if names:
        record("read_named_answers", by=by, theme=theme, subject=what)
    else:
        record("read_answers", by=by, theme=theme, subject=what)


def note_visit(theme: Theme, *, by: User) -> int:
    """Keeps how far a coder has seen the log; gives the id of the last entry seen before."""
    newest = CodingStep.objects.filter(theme=theme).order_by("-pk").values_list("pk", flat=True)
    last = newest.first() or 0
    visit, _ = CodingVisit.objects.get_or_create(theme=theme, user=by)
    before = visit.step
    if last != before:
        CodingVisit.objects.filter(pk=visit.pk).update(step=last)
    return before
