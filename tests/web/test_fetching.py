"""Reports of letters that came back, fetched from a real mailbox."""

import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import override_settings

from samklang.core.language.wording import Wording
from samklang.site.settings import _bounces
from samklang.web.actions.fetching import fetch_bounces
from samklang.web.actions.frame import invite
from samklang.web.models import AuditRow, Letter, Member, Theme
from samklang.web.queries.mailing import group_sizes
from samklang.web.worker import turn
from tests.web.conftest import World
from tests.web.imap_server import DOVECOT, ImapServer, imap_server
from tests.web.test_mailing_returned import NOTIFICATION


@pytest.fixture(scope="module")
def running() -> Iterator[ImapServer]:
    if not DOVECOT:
        if os.environ.get("CI"):
            pytest.fail("no IMAP server is installed")
        pytest.skip("no IMAP server is installed")
    with imap_server() as server:
        yield server


@pytest.fixture
def server(running: ImapServer) -> Iterator[ImapServer]:
    """A mailbox without letters, which the site fetches from."""
    for folder in ("new", "cur"):
        for letter in (running.mail / folder).iterdir():
            letter.unlink()
    cache.clear()
    with override_settings(BOUNCES=place(running)):
        yield running


def place(server: ImapServer, **other: Any) -> dict[str, Any]:
    return {
        "host": "127.0.0.1",
        "port": server.port,
        "secure": "",
        "user": server.user,
        "password": server.password,
        "folder": "INBOX",
    } | other


@pytest.fixture
def theme(world: World) -> Theme:
    """An open theme whose two members have been written to."""
    made = Theme.objects.create(
        network=world.network, address="t", title=Wording("T", "T"), state="open"
    )
    members = [
        Member.objects.create(network=world.network, number=n, email=f"f{n}@exempel.se", name=n)
        for n in ("1", "2")
    ]
    invite(made, members, by=None)  # type: ignore[arg-type]
    for invitation in made.invitations.all():
        Letter.objects.create(
            invitation=invitation,
            kind="invitation",
            to=invitation.email,
            language="sv",
            state="sent",
            message_id=f"{invitation.member.number}.mark@localhost",
        )
    return made


def report(message_id: str, address: str = "F1@exempel.se") -> str:
    return NOTIFICATION.replace("{message_id}", message_id).replace("F1@exempel.se", address)


def bounced(theme: Theme) -> list[str]:
    found = theme.invitations.filter(bounced_at__isnull=False)
    return list(found.values_list("member__number", flat=True))


def test_a_report_in_the_mailbox_marks_the_member_and_is_read(
    theme: Theme, server: ImapServer
) -> None:
    server.put("one", report("1.mark@localhost"))
    assert turn() == 1
    assert bounced(theme) == ["1"]
    assert group_sizes(theme)["bounced"] == 1
    assert server.unread() == set()
    assert AuditRow.objects.get(action="take_in_bounces").by is None


def test_a_report_without_a_letter_of_ours_is_not_believed_and_left_unread(
    theme: Theme, server: ImapServer
) -> None:
    server.put("forged", report("1.guess@localhost"))
    server.put("list", "Subject: x\n\nf1@exempel.se 550 5.1.1 no such user\n")
    server.put("person", "From: f2@exempel.se\nSubject: Fråga\n\nNär stänger ni?\n")
    assert fetch_bounces() == 0
    assert bounced(theme) == []
    assert server.unread() == {"forged", "list", "person"}


def test_a_report_counts_once_where_the_mark_was_lost(theme: Theme, server: ImapServer) -> None:
    server.put("one", report("1.mark@localhost"))
    assert fetch_bounces() == 1
    theme.invitations.update(bounced_at=None)
    server.put("again", report("1.mark@localhost"))
    cache.clear()
    assert fetch_bounces() == 0
    assert bounced(theme) == []


def test_the_mailbox_is_visited_now_and_then(theme: Theme, server: ImapServer) -> None:
    assert fetch_bounces() == 0
    server.put("one", report("1.mark@localhost"))
    assert fetch_bounces() == 0
    cache.clear()
    assert fetch_bounces() == 1


def test_staff_are_told_that_reports_are_fetched(
    theme: Theme, server: ImapServer, world: World
) -> None:
    page = "/arbete/norr/teman/t/brev/"
    said = "hämtas också från brevlådan"
    assert said in world.editor.get(page).content.decode()
    with override_settings(BOUNCES=None):
        assert said not in world.editor.get(page).content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"password": "x" * 9}, "AUTHENTICATIONFAILED"),
        ({"folder": "Ingen"}, "there is no folder Ingen"),
        ({"port": 1}, "refused"),
        ({"secure": "starttls"}, "certificate verify failed"),
    ],
)
def test_a_mailbox_that_cannot_be_read_stops_no_other_work(
    theme: Theme,
    server: ImapServer,
    caplog: pytest.LogCaptureFixture,
    wrong: dict[str, Any],
    says: str,
) -> None:
    server.put("one", report("1.mark@localhost"))
    with override_settings(BOUNCES=place(server, **wrong)), caplog.at_level(logging.WARNING):
        assert turn() == 0
    assert says in caplog.text
    assert "hemligt" not in caplog.text
    assert bounced(theme) == []


def test_no_password_goes_to_a_server_with_a_certificate_of_its_own(
    theme: Theme, server: ImapServer, caplog: pytest.LogCaptureFixture
) -> None:
    with override_settings(BOUNCES=place(server, secure="tls", port=server.tls_port)):
        assert fetch_bounces() == 0
    assert "certificate verify failed" in caplog.text


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (
            "imaps://a%40b.se:p%2Fw@mail.b.se",
            ("mail.b.se", 993, "tls", "a@b.se", "p/w", "INBOX"),
        ),
        (
            "imap+tls://a:b@mail.b.se:1143/Studs/Brev",
            ("mail.b.se", 1143, "starttls", "a", "b", "Studs/Brev"),
        ),
    ],
)
def test_the_mailbox_is_named_by_an_address(
    monkeypatch: pytest.MonkeyPatch, url: str, found: tuple[object, ...]
) -> None:
    monkeypatch.setenv("SAMKLANG_BOUNCES", url)
    assert tuple((_bounces() or {}).values()) == found


@pytest.mark.parametrize("url", ["pop3://a:b@c", 'imaps://a:b@c/x"%0d%0aA', "imaps://a:b@c/å"])
def test_another_address_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    from django.core.exceptions import ImproperlyConfigured

    monkeypatch.setenv("SAMKLANG_BOUNCES", url)
    with pytest.raises(ImproperlyConfigured):
        _bounces()
