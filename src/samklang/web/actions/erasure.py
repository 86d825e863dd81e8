"""Erasure: answers taken back by whoever holds their receipt."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samklang.web.actions.audit import record
from samklang.web.models import Invitation, Response
from samklang.web.models.response import ResponseState


@transaction.atomic
def erase(response: Response) -> bool:
    """Empties a response for good; the member then counts as one that declined. False if it was.

    Packages that were frozen before keep what they hold: they are the proof of what was printed.
    """
    rows = Response.objects.filter(pk=response.pk).exclude(state=ResponseState.ERASED)
    emptied = rows.update(
        state=ResponseState.ERASED,
        answers={},
        changes=None,
        marks={},
        version=F("version") + 1,
        receipt=None,
        saved_at=None,
        sent_at=None,
    )
    if not emptied:
        return False
    if response.invitation_id:
        Invitation.objects.filter(pk=response.invitation_id).update(
            finished_on=None, declined_at=timezone.now(), decline_reason=""
        )
    # No name: whoever reads the trail has no need of knowing who took an answer back.
    record("erase", by=None, theme=response.theme)
    return True
