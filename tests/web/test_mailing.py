"""Letters: to the right group, once each, never after an answer, and with a way out."""

import datetime

import pytest
from django.utils import timezone

from samklang.core.language.languages import RULES
from samklang.web.actions.mailing import (
    NotOpen,
    call_off,
    order_mailing,
)
from samklang.web.mail.links import answer_address, opt_out_address, token
from samklang.web.models import AuditRow, Invitation, Letter, Mailing, Theme
from samklang.web.models.mailing import Group
from samklang.web.queries.mailing import group
from tests.web.mail_server import MailServer
from tests.web.mailing_world import one, ordered, work
from tests.web.mailing_world import server as server
from tests.web.mailing_world import theme as theme


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
