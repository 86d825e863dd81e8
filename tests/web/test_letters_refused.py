"""What becomes of a letter that a mail server does not take, and of those that wait behind it."""

import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import override_settings
from django.utils import timezone

from samklang.web.actions.sending import TRIES, send_queue
from samklang.web.models import Letter, Theme
from tests.web.answering_world import one, open_theme
from tests.web.conftest import World

TO = "f1@exempel.se"


@pytest.fixture
def theme(world: World) -> Theme:
    """An open theme that asks three members."""
    return open_theme(world.network)


def letter(theme: Theme, number: int = 1, *, tries: int = 0, kind: str = "invitation") -> Letter:
    return Letter.objects.create(
        invitation=one(theme, number),
        kind=kind,
        to=f"f{number}@exempel.se",
        language="sv",
        state="queued",
        tries=tries,
    )


def of_recipient(code: int) -> smtplib.SMTPException:
    return smtplib.SMTPRecipientsRefused({TO: (code, b"5.1.1  no such\r\n user")})


# what sending raises, how often it was tried before -> the letter, whether the address bounces
REFUSALS = [
    (of_recipient(550), 0, "failed", True),
    (of_recipient(500), 0, "failed", True),
    # For now (4xx): it is tried again, six times in all.
    (of_recipient(499), 0, "queued", False),
    (of_recipient(400), 0, "queued", False),
    (of_recipient(399), 0, "failed", True),
    (of_recipient(450), TRIES - 2, "queued", False),
    (of_recipient(450), TRIES - 1, "failed", True),
    (smtplib.SMTPRecipientsRefused({}), 0, "failed", True),
    # Of the sender or of what is in it: that is not the address's fault.
    (smtplib.SMTPSenderRefused(450, b"later", "x"), 0, "queued", False),
    (smtplib.SMTPSenderRefused(550, b"no", "x"), 0, "failed", False),
    (smtplib.SMTPDataError(554, b"spam"), 0, "failed", False),
    # The server may have taken it.
    (smtplib.SMTPServerDisconnected("gone"), 0, "uncertain", False),
    (TimeoutError("late"), 0, "uncertain", False),
    # It has surely not.
    (smtplib.SMTPConnectError(421, b"busy"), 0, "queued", False),
    (ConnectionRefusedError("none"), TRIES - 2, "queued", False),
    (ConnectionRefusedError("none"), TRIES - 1, "failed", False),
    # An address that cannot be written in a header.
    (ValueError("two dots"), 0, "failed", True),
]


@pytest.mark.parametrize(("error", "tries", "state", "bounces"), REFUSALS)
def test_a_letter_that_is_not_taken(
    theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    tries: int,
    state: str,
    bounces: bool,
) -> None:
    made = letter(theme, tries=tries)

    def refused(*_: object) -> None:
        raise error

    monkeypatch.setattr(EmailMessage, "send", refused)
    assert send_queue() == 0
    made.refresh_from_db()
    assert (made.state, made.tries) == (state, tries + 1)
    assert (one(theme).bounced_at is not None) is bounces
    assert made.message_id
    assert "\n" not in made.error
    assert one(theme).bounce_reason == (made.error if bounces else "")


@pytest.mark.parametrize(
    ("text", "kept"), [("", "OSError"), ("x" * 600, "x" * 500), ("a\n b", "a b")]
)
def test_what_was_said_is_kept_in_one_line(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, text: str, kept: str
) -> None:
    made = letter(theme)

    def refused(*_: object) -> None:
        raise OSError(text)

    monkeypatch.setattr(EmailMessage, "send", refused)
    send_queue()
    made.refresh_from_db()
    assert made.error == kept


def test_so_many_go_in_a_round_the_oldest_first(theme: Theme) -> None:
    for number in (1, 2, 3):
        letter(theme, number)
    beats: list[int] = []
    assert send_queue(most=2, lives=lambda: beats.append(1)) == 2
    assert [message.to for message in mail.outbox] == [["f1@exempel.se"], ["f2@exempel.se"]]
    assert len(beats) == 2
    assert (send_queue(most=2), send_queue(most=2)) == (1, 0)
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


# what has happened since it was queued -> which letters still go
@pytest.mark.parametrize(
    ("happened", "goes"),
    [
        ({}, {"invitation", "receipt", "quote"}),
        ({"finished_on": "2026-01-01"}, {"receipt", "quote"}),
        ({"declined_at": "2026-01-01T12:00Z"}, {"receipt", "quote"}),
        ({"opted_out_at": "2026-01-01T12:00Z"}, {"receipt"}),
    ],
)
def test_a_letter_that_is_no_longer_wanted_is_called_off(
    theme: Theme, happened: dict[str, str], goes: set[str]
) -> None:
    made = {kind: letter(theme, kind=kind) for kind in ("invitation", "receipt", "quote")}
    theme.responses.create(
        invitation=one(theme), questionnaire=theme.questionnaires.get(), receipt="A" * 20
    )
    theme.invitations.filter(pk=one(theme).pk).update(**happened)
    send_queue()
    for kind, one_letter in made.items():
        one_letter.refresh_from_db()
        assert one_letter.state == ("sent" if kind in goes else "cancelled")


def test_letters_of_a_theme_that_has_closed_stay(theme: Theme) -> None:
    made = [letter(theme, kind=kind) for kind in ("invitation", "quote")]
    Theme.objects.update(state="closed", closed_at=timezone.now())
    send_queue()
    assert [Letter.objects.get(pk=one_letter.pk).state for one_letter in made] == [
        "cancelled",
        "sent",
    ]


@pytest.mark.parametrize(
    ("url", "host"), [("https://svar.exempel.se:8443", "svar.exempel.se"), ("", "localhost")]
)
def test_a_letter_is_known_by_the_sites_own_name(theme: Theme, url: str, host: str) -> None:
    made = letter(theme)
    with override_settings(URL=url):
        send_queue()
    (message,) = mail.outbox
    made.refresh_from_db()
    assert message.extra_headers["Message-ID"] == f"<{made.message_id}>"
    number, mark, *of = made.message_id.partition("@")[0].split(".")
    assert (number, len(mark), of) == (str(made.pk), 24, [])
    assert made.message_id.endswith(f"@{host}")
