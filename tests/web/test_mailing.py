"""Letters: to the right group, once each, never after an answer, and with a way out."""

import datetime
from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.utils import timezone

from samklang.core.language.languages import RULES
from samklang.core.language.wording import Wording
from samklang.web.actions.frame import invite
from samklang.web.actions.mailing import (
    NoLink,
    NotOpen,
    call_off,
    order_mailing,
    take_in_bounces,
    word_letter,
)
from samklang.web.actions.sending import LEASE, WAIT, mark_uncertain
from samklang.web.mail.bounces import read_report
from samklang.web.mail.letters import Text, UnknownName, fill, names_in, standard, write
from samklang.web.mail.links import answer_address, opt_out_address, token
from samklang.web.models import AuditRow, Invitation, Letter, Mailing, Member, Theme
from samklang.web.models.mailing import Group, MailKind
from samklang.web.queries.mailing import group, group_sizes
from samklang.web.worker import turn
from tests.web.conftest import World
from tests.web.mail_server import MailServer, mail_server

PAGE = "/arbete/norr/teman/t/brev/"


@pytest.fixture
def theme(world: World) -> Theme:
    """An open theme that asks four members; the last has no address."""
    made = Theme.objects.create(
        network=world.network,
        address="t",
        title=Wording("Social innovation", "Social innovation"),
        state="open",
        opened_at=timezone.now(),
        contact_name="Åsa",
        contact_email="asa@exempel.se",
    )
    members = [
        Member.objects.create(
            network=world.network,
            number=str(n),
            name=f"Förening {n}",
            email=f"f{n}@exempel.se" if n < 4 else "",
            language="en" if n == 3 else "sv",
        )
        for n in range(1, 5)
    ]
    invite(made, members, by=None)  # type: ignore[arg-type]
    return made


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that the site sends to."""
    with (
        mail_server() as found,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=found.port,
            EMAIL_TIMEOUT=5,
        ),
    ):
        yield found


def one(theme: Theme, number: int) -> Invitation:
    return theme.invitations.get(member__number=str(number))


def ordered(theme: Theme, kind: str = "invitation", group_: str = "all", key: str = "k") -> Mailing:
    return order_mailing(theme, kind=kind, group=group_, key=key, by=None)  # type: ignore[arg-type]


def work() -> int:
    """Rounds until nothing is left to do."""
    total = 0
    while done := turn():
        total += done
    return total


def test_an_invitation_reaches_each_member_once_with_its_own_link(
    theme: Theme, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    ordered(theme)
    work()
    # The operator sees that letters went, not to whom.
    assert "Letters: 3 sent, 0 not" in caplog.messages
    assert sorted(to for to, _ in server.letters) == [f"f{n}@exempel.se" for n in (1, 2, 3)]
    (letter,) = server.to("f1@exempel.se")
    secret = token(one(theme, 1).pk, 0)
    body = letter.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert answer_address(secret) in body
    assert "Hej Förening 1!" in body
    assert letter["Reply-To"] == "asa@exempel.se"
    assert letter["List-Unsubscribe"].strip() == f"<{opt_out_address(secret)}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    english = server.to("f3@exempel.se")[0].get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "Hello Förening 3!" in english
    # A second order of invitations goes to those who have had none: nobody.
    ordered(theme, key="again")
    work()
    assert len(server.letters) == 3


def test_no_link_is_kept_in_the_database(theme: Theme, server: MailServer) -> None:
    ordered(theme)
    work()
    secret = token(one(theme, 1).pk, 0)
    rows = [str(list(m.objects.values())) for m in (Letter, Invitation, Mailing)]
    assert not any(secret in row for row in rows)


def test_the_same_order_twice_is_one_mailing(theme: Theme, server: MailServer) -> None:
    assert ordered(theme) == ordered(theme)
    work()
    work()
    assert len(server.letters) == 3


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({}, "not-started"),
        ({"opened_at": "now"}, "started"),
        ({"opened_at": "now", "delegated_at": "now", "delegated_to": "k@exempel.se"}, "delegated"),
        ({"bounced_at": "now"}, "bounced"),
        ({"opted_out_at": "now"}, "opted-out"),
        ({"finished_on": "today"}, None),
        ({"declined_at": "now"}, None),
        ({"bounced_at": "now", "opted_out_at": "now"}, "opted-out"),
    ],
)
def test_every_member_is_in_one_group_until_it_has_ended(
    theme: Theme, change: dict[str, str], name: str | None
) -> None:
    values = {"now": timezone.now(), "today": timezone.localdate()}
    theme.invitations.filter(member__number="1").update(
        **{k: values.get(v, v) for k, v in change.items()}
    )
    found = [g for g in Group.values if g != "all" and one(theme, 1) in group(theme, g)]
    assert found == ([name] if name else [])
    reached = name in ("not-started", "started", "delegated")
    assert (one(theme, 1) in group(theme, "all")) is reached


def test_who_answers_before_the_reminder_goes_gets_none(theme: Theme, server: MailServer) -> None:
    ordered(theme, "reminder", "not-started")
    theme.invitations.filter(member__number="1").update(finished_on=timezone.localdate())
    work()
    assert [to for to, _ in server.letters] == ["f2@exempel.se", "f3@exempel.se"]


def test_who_opts_out_while_the_letter_is_in_the_queue_gets_none(
    theme: Theme, server: MailServer
) -> None:
    from samklang.web.actions.mailing import write_letters

    write_letters(ordered(theme))
    theme.invitations.filter(member__number="2").update(opted_out_at=timezone.now())
    work()
    assert sorted(to for to, _ in server.letters) == ["f1@exempel.se", "f3@exempel.se"]
    assert Letter.objects.get(invitation=one(theme, 2)).state == "cancelled"


def test_a_colleague_gets_the_reminder_that_was_handed_over(
    theme: Theme, server: MailServer
) -> None:
    theme.invitations.filter(member__number="1").update(
        delegated_at=timezone.now(), delegated_to="kollega@exempel.se"
    )
    ordered(theme, "reminder", "delegated")
    work()
    assert [to for to, _ in server.letters] == ["kollega@exempel.se"]


def test_a_mailing_waits_for_its_time_and_can_be_called_off(
    theme: Theme, server: MailServer
) -> None:
    later = timezone.now() + datetime.timedelta(hours=1)
    waiting = order_mailing(theme, kind="reminder", group="all", key="k", by=None, due_at=later)  # type: ignore[arg-type]
    assert work() == 0
    Mailing.objects.update(due_at=timezone.now())
    call_off(waiting, by=None)  # type: ignore[arg-type]
    assert work() == 0
    assert not server.letters


def test_letters_go_from_an_open_theme_only(theme: Theme, server: MailServer) -> None:
    ordered(theme)
    Theme.objects.update(state="closed")
    theme.refresh_from_db()
    with pytest.raises(NotOpen):
        ordered(theme, key="other")
    work()
    assert not server.letters


def test_a_theme_closes_by_itself_at_its_time_and_its_letters_stop(
    theme: Theme, server: MailServer
) -> None:
    minute = datetime.timedelta(minutes=1)
    Theme.objects.update(closes_at=timezone.now() + minute)
    work()
    theme.refresh_from_db()
    assert theme.state == "open"
    ordered(theme, kind="reminder")
    Theme.objects.update(closes_at=timezone.now() - minute)
    work()
    theme.refresh_from_db()
    assert (theme.state, theme.closed_at) == ("closed", theme.closes_at)
    assert not server.letters
    work()
    (row,) = AuditRow.objects.filter(theme=theme, action="close_theme")
    assert row.by is None


def test_a_letter_says_when_on_the_day_answering_ends(theme: Theme, server: MailServer) -> None:
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    midnight = tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
    Theme.objects.update(closes_at=midnight)
    theme.refresh_from_db()
    ordered(theme)
    work()
    day = f"{midnight.day} {RULES['sv'].months[midnight.month - 1]} {midnight.year}"
    (letter,) = server.to("f1@exempel.se")
    body = letter.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert f"Enkäten stänger: {day} kl. 00.00." in " ".join(body.split())


def test_a_time_that_was_put_off_does_not_close(theme: Theme) -> None:
    from samklang.web.actions.themes import _close_when_due

    now = timezone.now()
    Theme.objects.update(closes_at=now + datetime.timedelta(days=1))
    assert not _close_when_due(theme.pk, now)


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


def test_a_text_names_only_what_there_is() -> None:
    assert names_in("Hej {member}: {link}") == {"member", "link"}
    for hostile in ("{member.__class__}", "{0}", "{}", "{secret}"):
        with pytest.raises(UnknownName):
            names_in(hostile)
    # What is filled in is never read as a name.
    assert fill("{member} {link}", {"member": "{link}", "link": "x"}) == "{link} x"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", MailKind.values)
def test_our_own_wordings_are_whole(theme: Theme, kind: str, language: str) -> None:
    text = standard(kind, language)  # type: ignore[arg-type]
    names_in(text.subject + text.body)
    written = write(text, one(theme, 1), language=language)  # type: ignore[arg-type]
    assert "{" not in written.subject + written.body
    assert answer_address(token(one(theme, 1).pk, 0)) in written.body


def test_a_name_with_a_line_break_stays_in_its_header(theme: Theme) -> None:
    invitation = one(theme, 1)
    invitation.member.name = "A\nBcc: all@exempel.se"
    text = Text("{member}", "{link}")
    assert write(text, invitation, language="sv").subject == "A Bcc: all@exempel.se"


def test_a_theme_words_its_own_letters(theme: Theme, server: MailServer) -> None:
    with pytest.raises(NoLink):
        word_letter(theme, kind="invitation", language="sv", text=Text("a", "b"), by=None)  # type: ignore[arg-type]
    own = Text("Vårt ämne", "Kära {member}: {link}")
    word_letter(theme, kind="invitation", language="sv", text=own, by=None)  # type: ignore[arg-type]
    ordered(theme)
    work()
    (letter,) = server.to("f1@exempel.se")
    assert "Kära Förening 1" in letter.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_staff_order_call_off_and_word_letters_in_the_browser(world: World, theme: Theme) -> None:
    page = world.editor.get(PAGE).content.decode()
    assert "De som inte har börjat (3)" in page
    fields = {"kind": "invitation", "group": "all", "key": "k" * 32}
    for _ in range(2):  # a double click
        assert world.editor.post(f"{PAGE}nytt/", fields).url == PAGE
    mailing = Mailing.objects.get()
    assert world.editor.post(f"{PAGE}nytt/", fields | {"group": "x"}).status_code == 400
    assert world.reader.post(f"{PAGE}nytt/", fields).status_code == 403
    world.editor.post(f"{PAGE}{mailing.pk}/stall-in/")
    mailing.refresh_from_db()
    assert mailing.cancelled_at
    text = f"{PAGE}text/invitation/sv/"
    shown = world.editor.post(text, {"subject": "Ä", "body": "Hej {member}", "preview": "1"})
    assert shown.status_code == 400
    assert "ingen skulle kunna svara" in shown.content.decode()
    good = {"subject": "Ä", "body": "Hej {member} {link}"}
    assert "Hej Förening 1" in world.editor.post(text, good | {"preview": "1"}).content.decode()
    assert not theme.mail_texts.exists()
    assert world.editor.post(text, good).url == PAGE
    assert theme.mail_texts.get().subject == "Ä"
    # The preview's link is nobody's.
    secret = token(one(theme, 1).pk, 0)
    assert secret not in world.editor.get(text).content.decode()


def test_a_bounced_member_gets_another_address(world: World, theme: Theme) -> None:
    theme.invitations.filter(member__number="1").update(bounced_at=timezone.now())
    address = f"{PAGE}adress/{one(theme, 1).pk}/"
    world.editor.post(address, {"email": "ingen"})
    assert one(theme, 1).bounced_at
    world.editor.post(address, {"email": "ny@exempel.se"})
    assert (one(theme, 1).bounced_at, one(theme, 1).email) == (None, "ny@exempel.se")


def test_letters_that_would_reach_nobody_are_said_to(world: World, theme: Theme) -> None:
    backends = "django.core.mail.backends"
    for backend, told in (("console", True), ("filebased", True), ("smtp", False)):
        with override_settings(EMAIL_BACKEND=f"{backends}.{backend}.EmailBackend"):
            page = world.editor.get(PAGE).content.decode()
        assert ("ingen e-postserver" in page) is told


def test_it_is_said_when_letters_go(world: World, theme: Theme) -> None:
    fields = {"kind": "invitation", "group": "all", "key": "k" * 32}
    now = world.editor.post(f"{PAGE}nytt/", fields, follow=True).content.decode()
    assert "inom några minuter" in now
    later = fields | {"key": "l" * 32, "due_at": "2099-01-01T09:00"}
    then = world.editor.post(f"{PAGE}nytt/", later, follow=True).content.decode()
    assert "vid den tid ni valde" in then
    # No letter is in the queue until the time has come, which is not to say that there are none.
    assert then.count("väntar</span></td>") == 2
