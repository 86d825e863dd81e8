"""Deeds on mail: word a letter, order a mailing, call it off, take in bounces."""

import datetime
import hashlib

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.web.actions.audit import record
from samklang.web.mail.bounces import Bounce, read_report
from samklang.web.mail.letters import Text, names_in
from samklang.web.models import BounceReport, Invitation, Letter, Mailing, MailText, Theme
from samklang.web.models.mailing import LetterState, MailKind
from samklang.web.models.theme import ThemeState
from samklang.web.queries.mailing import recipients


class NoLink(ValueError):
    """A letter without {link} gives its reader no way to answer."""


class NotOpen(Exception):
    """Letters go out from an open theme only: the link must lead somewhere."""


@transaction.atomic
def word_letter(theme: Theme, *, kind: str, language: str, text: Text, by: User) -> None:
    """Sets a theme's own wording. Raises UnknownName (samklang.web.mail.letters) and NoLink."""
    named = names_in(text.subject) | names_in(text.body)
    if "link" not in named and kind != MailKind.RECEIPT:
        raise NoLink
    MailText.objects.update_or_create(
        theme=theme,
        kind=kind,
        language=language,
        defaults={"subject": text.subject, "body": text.body},
    )
    record("word_letter", by=by, theme=theme, kind=kind, language=language)


@transaction.atomic
def order_mailing(
    theme: Theme,
    *,
    kind: str,
    group: str,
    key: str,
    by: User,
    due_at: datetime.datetime | None = None,
) -> Mailing:
    """Orders letters to a group; the same key twice is the same mailing. Raises NotOpen.

    Whom it goes to is settled when it is due, so that nobody who answered meanwhile is reminded.
    """
    if theme.state != ThemeState.OPEN:
        raise NotOpen
    mailing, new = Mailing.objects.get_or_create(
        key=hashlib.sha256(f"{theme.pk}:{key}".encode()).hexdigest(),
        defaults={
            "theme": theme,
            "kind": kind,
            "group": group,
            "due_at": due_at or timezone.now(),
            "created_by": by,
        },
    )
    if new:
        record("order_mailing", by=by, theme=theme, kind=kind, group=group)
    return mailing


@transaction.atomic
def call_off(mailing: Mailing, *, by: User) -> int:
    """Calls a mailing off: letters still in the queue are not sent. Gives how many."""
    mailing.cancelled_at = timezone.now()
    mailing.save(update_fields=["cancelled_at"])
    stopped = mailing.letters.filter(state=LetterState.QUEUED).update(state=LetterState.CANCELLED)
    record("call_off", by=by, theme=mailing.theme, kind=mailing.kind, stopped=stopped)
    return stopped


@transaction.atomic
def write_letters(mailing: Mailing) -> int:
    """Puts a due mailing's letters into the queue, once. Gives how many."""
    locked = Mailing.objects.select_for_update().select_related("theme").get(pk=mailing.pk)
    if locked.written_at or locked.cancelled_at:
        return 0
    made = Letter.objects.bulk_create(
        Letter(
            mailing=locked,
            invitation=recipient,
            kind=locked.kind,
            to=recipient.delegated_to or recipient.email,
            language=recipient.language,
        )
        for recipient in recipients(locked)
    )
    locked.written_at = timezone.now()
    locked.save(update_fields=["written_at"])
    return len(made)


@transaction.atomic
def take_in_bounces(theme: Theme, report: str, *, by: User | None) -> tuple[Bounce, ...]:
    """Marks the members whose letters a report says came back; the same report counts once.

    Gives the bounces that were tied to a letter of the theme.
    """
    digest = hashlib.sha256(report.encode()).hexdigest()
    kept, new = BounceReport.objects.get_or_create(theme=theme, digest=digest, defaults={"by": by})
    if not new:
        return ()
    tied = []
    for bounce in read_report(report):
        letters = Letter.objects.filter(invitation__theme=theme, state=LetterState.SENT)
        sent = letters.filter(message_id=bounce.message_id) if bounce.message_id else None
        if sent is None or not sent.exists():
            sent = letters.filter(to__iexact=bounce.address)
        invitations = set(sent.values_list("invitation", flat=True))
        if not invitations:
            continue
        sent.update(state=LetterState.BOUNCED, error=bounce.reason[:500])
        if bounce.permanent:
            Invitation.objects.filter(pk__in=invitations, bounced_at__isnull=True).update(
                bounced_at=timezone.now(), bounce_reason=bounce.reason[:500]
            )
        tied.append(bounce)
    kept.found = len(tied)
    kept.save(update_fields=["found"])
    record("take_in_bounces", by=by, theme=theme, found=len(tied))
    return tuple(tied)


@transaction.atomic
def new_address(invitation: Invitation, *, email: str, by: User) -> None:
    """Gives a bounced invitation another address, to which letters go from now on."""
    invitation.email = email
    invitation.delegated_to = ""
    invitation.bounced_at = None
    invitation.bounce_reason = ""
    invitation.save(update_fields=["email", "delegated_to", "bounced_at", "bounce_reason"])
    record("new_address", by=by, theme=invitation.theme, subject=invitation.member.name)
