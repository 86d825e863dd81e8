"""The trail of reading: that somebody on the staff has read members' answers."""

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
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


def note_visit(theme: Theme, *, by: User) -> int | None:
    """Keeps how far a coder has seen the log.

    Returns the id of the last entry seen before, None where no other has come since. One query
    where none has.
    """
    newest = CodingStep.objects.filter(theme=OuterRef("theme")).order_by("-pk").values("pk")[:1]
    visits = CodingVisit.objects.annotate(last=Coalesce(Subquery(newest), 0))
    visit = visits.filter(theme=theme, user=by).first()
    if visit is None:
        CodingVisit.objects.get_or_create(theme=theme, user=by)
        visit = visits.get(theme=theme, user=by)
    if visit.last == visit.step:
        return None
    CodingVisit.objects.filter(pk=visit.pk).update(step=visit.last)
    return visit.step
