"""Fetching: reports of undelivered mail out of the mailbox that letters come back to."""

import imaplib
import logging

from django.conf import settings
from django.core.cache import cache

from samklang.web.actions.mailing import take_in_bounces
from samklang.web.mail import mailbox
from samklang.web.mail.bounces import read_report
from samklang.web.models import Theme

# Seconds between two visits.
PAUSE = 300


def fetch_bounces() -> int:
    """Takes in what the mailbox holds, where there is one and it is time; gives how many bounced.

    Anyone can write to a mailbox. A report is believed only where it returns the Message-ID of a
    letter of ours, which cannot be guessed; all other mail is left unread, for a person.
    """
    if not settings.BOUNCES or not cache.add("bounces-fetched", True, PAUSE):
        return 0
    taken = 0
    try:
        with mailbox.opened(settings.BOUNCES) as box:
            for number, report in box.reports():
                if themes := _themes(report):
                    taken += sum(len(take_in_bounces(t, report, by=None)) for t in themes)
                    # Only now: what a stop leaves unread counts once all the same.
                    box.read(number)
    except (OSError, imaplib.IMAP4.error) as error:
        logging.getLogger("samklang.worker").warning("SAMKLANG_BOUNCES cannot be read: %s", error)
    return taken


def _themes(report: str) -> list[Theme]:
    """The themes whose letters a report returns. One query."""
    returned = {bounce.message_id for bounce in read_report(report)} - {""}
    letters = {"invitations__letters__message_id__in": returned}
    return list(Theme.objects.filter(**letters).distinct()) if returned else []
