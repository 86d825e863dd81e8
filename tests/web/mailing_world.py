"""An open theme, a mail server, and letters on their way."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.web.actions.frame import invite
from samklang.web.actions.mailing import (
    order_mailing,
)
from samklang.web.models import Invitation, Mailing, Member, Theme
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
