"""Letters that do not arrive: refused, uncertain or returned, and what is then done."""

import pytest
from django.test import override_settings
from django.utils import timezone

from samklang.web.actions.mailing import (
    take_in_bounces,
)
from samklang.web.actions.sending import LEASE, WAIT, mark_uncertain
from samklang.web.mail.bounces import read_report
from samklang.web.models import Letter, Theme
from samklang.web.queries.mailing import group_sizes
from samklang.web.worker import turn
from tests.web.mail_server import MailServer
from tests.web.mailing_world import one, ordered, work
from tests.web.mailing_world import server as server
from tests.web.mailing_world import theme as theme


def test_a_refused_address_is_marked_and_gets_no_more(theme: Theme, server: MailServer) -> None:
    server.refuse["f1@exempel.se"] = "550 5.1.1 no such user"
    ordered(theme)
    work()
    assert Letter.objects.get(invitation=one(theme, 1)).state == "failed"
    assert "no such user" in one(theme, 1).bounce_reason
    assert group_sizes(theme)["bounced"] == 1


def test_an_address_that_is_none_stops_no_other_letter(theme: Theme, server: MailServer) -> None:
    """As registers from before had them, with two dots in a row."""
    first = one(theme, 1)
    theme.invitations.filter(pk=first.pk).update(email="kassör@exempel..se")
    ordered(theme)
    work()
    states = Letter.objects.order_by("invitation__member__number").values_list("state", flat=True)
    assert list(states) == ["failed", "sent", "sent"]
    assert one(theme, 1).bounced_at


def test_a_full_mailbox_is_tried_again_later(theme: Theme, server: MailServer) -> None:
    server.refuse["f1@exempel.se"] = "450 4.2.2 mailbox full"
    ordered(theme)
    work()
    letter = Letter.objects.get(invitation=one(theme, 1))
    assert (letter.state, letter.tries) == ("queued", 1)
    server.refuse.clear()
    assert work() == 0  # not at once
    Letter.objects.filter(pk=letter.pk).update(claimed_at=timezone.now() - WAIT * 2)
    work()
    assert len(server.to("f1@exempel.se")) == 1


def test_a_line_that_breaks_leaves_the_letter_uncertain_and_it_is_not_sent_again(
    theme: Theme, server: MailServer
) -> None:
    server.breaks = True
    ordered(theme)
    work()
    server.breaks = False
    Letter.objects.update(claimed_at=timezone.now() - LEASE * 2)
    work()
    assert {letter.state for letter in Letter.objects.all()} == {"uncertain"}
    assert all(len(server.to(f"f{n}@exempel.se")) == 1 for n in (1, 2, 3))


def test_a_claim_of_a_worker_that_stopped_is_not_sent_again(
    theme: Theme, server: MailServer
) -> None:
    from samklang.web.actions.mailing import write_letters

    write_letters(ordered(theme))
    Letter.objects.update(state="sending", claimed_at=timezone.now() - LEASE * 2)
    assert mark_uncertain() == 3
    work()
    assert not server.letters


def test_without_a_mail_server_letters_wait(theme: Theme) -> None:
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=1,
    ):
        ordered(theme)
        turn()
    assert {letter.state for letter in Letter.objects.all()} == {"queued"}


NOTIFICATION = """From: mailer-daemon@exempel.se
To: samklang@exempel.se
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.exempel.se

Final-Recipient: rfc822; F1@exempel.se
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: <{message_id}>
Subject: x

--b--
"""


def test_a_notification_is_tied_to_its_letter(theme: Theme, server: MailServer) -> None:
    ordered(theme)
    work()
    letter = Letter.objects.get(invitation=one(theme, 1))
    report = NOTIFICATION.replace("{message_id}", letter.message_id)
    (bounce,) = read_report(report)
    assert (bounce.address, bounce.permanent, bounce.message_id) == (
        "f1@exempel.se",
        True,
        letter.message_id,
    )
    assert len(take_in_bounces(theme, report, by=None)) == 1
    assert one(theme, 1).bounced_at
    assert take_in_bounces(theme, report, by=None) == ()  # counts once


@pytest.mark.parametrize(
    ("line", "permanent"),
    [
        ("f2@exempel.se", True),
        ("<f2@exempel.se>: host mx said: 550 5.1.1 User unknown", True),
        ("f2@exempel.se 4.2.2 mailbox full", False),
    ],
)
def test_a_pasted_list_is_a_report_too(
    theme: Theme, server: MailServer, line: str, permanent: bool
) -> None:
    ordered(theme)
    work()
    take_in_bounces(theme, f"Dessa kom inte fram:\n{line}\nokand@annan.se\n", by=None)
    assert bool(one(theme, 2).bounced_at) is permanent
    assert not one(theme, 1).bounced_at
