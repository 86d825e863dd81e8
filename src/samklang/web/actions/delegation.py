"""Deeds of a member on its own invitation: hand it to a colleague, decline, stop the letters."""

import datetime

from django.db import transaction
from django.utils import timezone

from samklang.web.actions.audit import record
from samklang.web.models import Invitation, Letter
from samklang.web.models.mailing import LetterState, MailKind

# A link must not become a way of sending mail to the world.
MOST = 5
# A button pressed twice is one letter; asked for again later it is a new one.
AGAIN = datetime.timedelta(minutes=10)


class TooManyColleagues(Exception):
    """The link has been handed on as often as it may."""


@transaction.atomic
def delegate(invitation: Invitation, *, to: str) -> None:
    """Hands the link to a colleague, to whom reminders go from now on; both can use it.

    Raises TooManyColleagues after five letters.
    """
    one = Invitation.objects.select_for_update().get(pk=invitation.pk)
    now = timezone.now()
    before = Letter.objects.filter(invitation=one, kind=MailKind.DELEGATION)
    if before.filter(to__iexact=to, queued_at__gt=now - AGAIN).exists():
        return
    if before.count() >= MOST:
        raise TooManyColleagues
    one.delegated_to, one.delegated_at = to, now
    # The colleague's address has not bounced.
    one.bounced_at, one.bounce_reason = None, ""
    one.save(update_fields=["delegated_to", "delegated_at", "bounced_at", "bounce_reason"])
    Letter.objects.create(
        invitation=one,
        kind=MailKind.DELEGATION,
        to=to,
        language=one.language,
        state=LetterState.QUEUED,
    )
    record("delegate", by=None, theme=invitation.theme, subject=invitation.member.name)


@transaction.atomic
def decline(invitation: Invitation, *, reason: str) -> bool:
    """Notes that a member will not answer, and why. False where its answers have come in.

    What was filled in stays as it was, so that one who declined by mistake loses nothing.
    """
    open_ = Invitation.objects.filter(pk=invitation.pk, finished_on=None)
    noted = open_.filter(declined_at=None).update(
        declined_at=timezone.now(), decline_reason=reason[:500]
    )
    if noted:
        record("decline", by=None, theme=invitation.theme, subject=invitation.member.name)
    return bool(noted) or open_.exists()


@transaction.atomic
def opt_out(invitation: Invitation) -> None:
    """Stops all letters to a member about this theme; its link still works."""
    if Invitation.objects.filter(pk=invitation.pk, opted_out_at=None).update(
        opted_out_at=timezone.now()
    ):
        record("opt_out", by=None, theme=invitation.theme, subject=invitation.member.name)


@transaction.atomic
def opt_in(invitation: Invitation) -> None:
    """Takes an opt-out back."""
    if Invitation.objects.filter(pk=invitation.pk, opted_out_at__isnull=False).update(
        opted_out_at=None
    ):
        record("opt_in", by=None, theme=invitation.theme, subject=invitation.member.name)
