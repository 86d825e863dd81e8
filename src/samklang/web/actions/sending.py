"""Sending: the queue of letters, one at a time, so that no letter goes out twice.

A letter is claimed in a transaction of its own before it is handed to the mail server. If the
machine stops after that, nobody knows whether it went: it is marked uncertain and shown to staff,
and never sent again by itself.
"""

import datetime
import hashlib
import hmac
import logging
import smtplib
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samklang.web.mail.letters import write
from samklang.web.models import Invitation, Letter, Mailing
from samklang.web.models.mailing import LetterState, MailKind
from samklang.web.models.theme import ThemeState
from samklang.web.queries.mailing import text

# A claim older than this is left by a worker that stopped; no handing over takes so long.
LEASE = datetime.timedelta(minutes=10)
WAIT = datetime.timedelta(minutes=5)
TRIES = 6
logger = logging.getLogger("samklang.worker")


def due_mailings() -> list[Mailing]:
    """Mailings whose time has come and whose letters are not yet in the queue. One query."""
    return list(
        Mailing.objects.filter(
            due_at__lte=timezone.now(), written_at__isnull=True, cancelled_at__isnull=True
        ).order_by("due_at", "pk")
    )


def mark_uncertain() -> int:
    """Marks letters that were being handed over when a worker stopped. Gives how many."""
    old = timezone.now() - LEASE
    return Letter.objects.filter(state=LetterState.SENDING, claimed_at__lt=old).update(
        state=LetterState.UNCERTAIN
    )


def send_queue(*, most: int = 200, lives: Callable[[], object] = lambda: None) -> int:
    """Sends up to `most` letters of the queue over one connection; gives how many went out.

    lives: called before each letter, for whoever watches over the worker.
    """
    now = timezone.now()
    ready = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - WAIT)
    waiting = list(
        Letter.objects.filter(ready, state=LetterState.QUEUED)
        .order_by("pk")
        .values_list("pk", flat=True)[:most]
    )
    if not waiting:
        return 0
    connection = get_connection()
    sent = tried = 0
    try:
        for pk in waiting:
            lives()
            if _claim(pk):
                tried += 1
                sent += _send(pk, connection)
    finally:
        connection.close()
        logger.info("Letters: %d sent, %d not", sent, tried - sent)
    return sent


def _claim(pk: int) -> bool:
    """Whether this worker has the letter now; committed before anything is sent."""
    with transaction.atomic():
        claimed = Letter.objects.filter(pk=pk, state=LetterState.QUEUED).update(
            state=LetterState.SENDING, claimed_at=timezone.now()
        )
    return bool(claimed)


def _send(pk: int, connection: BaseEmailBackend) -> bool:
    letter = Letter.objects.select_related("invitation__member", "invitation__theme__network").get(
        pk=pk
    )
    if not _wanted(letter):
        Letter.objects.filter(pk=pk).update(state=LetterState.CANCELLED)
        return False
    message = _message(letter, connection)
    # Kept before it goes, so that a bounce finds its letter even after a stop.
    message_id = message.extra_headers["Message-ID"].strip("<>")
    Letter.objects.filter(pk=pk).update(message_id=message_id, tries=letter.tries + 1)
    try:
        message.send()
    except (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPSenderRefused,
        smtplib.SMTPDataError,
    ) as error:
        _refused(letter, error)
        return False
    except ValueError as error:
        # No server was asked: the letter cannot be written, as a rule since the address is none.
        _given_up(letter, _words(error))
        return False
    except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
        # The server may have taken it before the line broke.
        Letter.objects.filter(pk=pk).update(state=LetterState.UNCERTAIN, error=_words(error))
        return False
    except (smtplib.SMTPException, OSError) as error:
        # No connection, or no log-in: it has surely not gone.
        again = letter.tries + 1 < TRIES
        state = LetterState.QUEUED if again else LetterState.FAILED
        Letter.objects.filter(pk=pk).update(state=state, error=_words(error))
        return False
    Letter.objects.filter(pk=pk).update(state=LetterState.SENT, sent_at=timezone.now(), error="")
    return True


def _wanted(letter: Letter) -> bool:
    """Whether it should still go: who has answered or opted out meanwhile is left alone."""
    invitation = letter.invitation
    if letter.kind == MailKind.RECEIPT:
        return True
    if letter.kind == MailKind.QUOTE:
        return invitation.opted_out_at is None
    ended = invitation.finished_on or invitation.declined_at or invitation.opted_out_at
    return not ended and invitation.theme.state == ThemeState.OPEN


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMessage:
    invitation = letter.invitation
    theme = invitation.theme
    language = theme.spoken_in(letter.language)
    written = write(text(theme, letter.kind, language), invitation, language=language)
    host = urlsplit(settings.URL).hostname or "localhost"
    mark = hmac.digest(
        settings.SECRET_KEY.encode(), f"letter:{letter.pk}".encode(), hashlib.sha256
    ).hex()[:24]
    reply_to = theme.contact_email or theme.network.reply_to
    return EmailMessage(
        subject=written.subject,
        body=written.body,
        to=[letter.to],
        reply_to=[reply_to] if reply_to else None,
        connection=connection,
        headers={
            "Message-ID": f"<{letter.pk}.{mark}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
            "List-Unsubscribe": f"<{written.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _refused(letter: Letter, error: smtplib.SMTPException) -> None:
    """The server said no. For good (5xx): the address bounces. For now (4xx): it is tried again."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()), (550, b""))[0]
    else:
        code = getattr(error, "smtp_code", 550)
    words = _words(error)
    if 400 <= code < 500 and letter.tries + 1 < TRIES:
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.QUEUED, error=words)
        return
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        _given_up(letter, words)
    else:
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.FAILED, error=words)


def _given_up(letter: Letter, words: str) -> None:
    """The letter has failed for good, since its address takes none: staff see that it bounced."""
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.FAILED, error=words)
    Invitation.objects.filter(pk=letter.invitation_id, bounced_at__isnull=True).update(
        bounced_at=timezone.now(), bounce_reason=words
    )


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:500] or type(error).__name__
