"""One's log-ins, and the password once more before what gives power or cannot be undone."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from samklang.web.models import AuditRow, Membership
from tests.web.conftest import PASSWORD, World

AGAIN = "/konto/bekrafta/"


def logged_in() -> Client:
    """The owner, by the page itself."""
    client = Client(headers={"accept-language": "sv", "user-agent": "Firefox"})
    client.post("/konto/logga-in/", {"login": "agare@exempel.se", "password": PASSWORD})
    return client


def an_hour_later(client: Client) -> None:
    here = UserSession.objects.filter(session_key=client.session.session_key)
    assert here.update(created_at=timezone.now() - datetime.timedelta(hours=1)) == 1


def test_a_person_sees_and_ends_other_log_ins(world: World) -> None:
    here, there = logged_in(), logged_in()
    UserSession.objects.filter(user_agent="").delete()
    page = here.get("/konto/inloggningar/").content.decode()
    assert page.count("Firefox") == 2
    assert page.count("(den här)") == 1
    assert "utom här" in here.post("/konto/inloggningar/", follow=True).content.decode()
    assert there.get("/arbete/norr/").status_code == 302
    assert here.get("/arbete/norr/").status_code == 200
    (row,) = AuditRow.objects.filter(action="end_sessions")
    assert (row.by.email, row.detail) == ("agare@exempel.se", {"ended": 1})
    assert Client().get("/konto/inloggningar/").status_code == 302


@pytest.mark.parametrize(
    "page", ["medarbetare/", "installningar/", "medlemmar/1/radera/", "medarbetare/1/"]
)
def test_who_has_been_long_away_shows_the_password_again(world: World, page: str) -> None:
    client = logged_in()
    an_hour_later(client)
    asked = client.post(f"/arbete/norr/{page}", {})
    assert asked.status_code == 302
    assert asked.url.startswith(AGAIN)
    # Who may not do it is refused as before, and not asked.
    assert world.reader.post(f"/arbete/norr/{page}", {}).status_code == 403


def test_what_was_sent_goes_on_afterwards(world: World) -> None:
    client = logged_in()
    an_hour_later(client)
    new = {"email": "ny@exempel.se", "role": "owner"}
    asked = client.post("/arbete/norr/medarbetare/", new)
    assert not User.objects.filter(email="ny@exempel.se").exists()
    wrong = client.post(asked.url, {"password": "fel lösenord här"})
    assert "stämmer inte" in wrong.content.decode()
    assert not User.objects.filter(email="ny@exempel.se").exists()
    client.post(asked.url, {"password": PASSWORD})
    assert Membership.objects.get(user__email="ny@exempel.se").role == "owner"
