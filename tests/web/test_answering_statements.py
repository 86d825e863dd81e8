"""What a member's pages ask of the database: once for what is shown, and once to save."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from samklang.web.models import Invitation, Response, Theme
from tests.web.answering_world import link, one, open_theme
from tests.web.conftest import World
from tests.web.test_answering import filled_in


@pytest.fixture
def theme(world: World) -> Theme:
    """An open theme that asks three members."""
    return open_theme(world.network)


PAGES = (
    *("", "sida/1/", "granska/", "senare/", "kvitto/", "kvitto.txt", "svar/", "svar.json"),
    *("svar.csv", "kollega/", "avsta/", "inga-fler-brev/"),
)


@pytest.mark.parametrize("state", ["begun", "sent", "changing", "delegated", "closed"])
def test_a_members_page_reads_at_once_all_that_it_shows(
    theme: Theme, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = filled_in(theme)
    if state in ("sent", "changing"):
        tab.press()
    if state == "changing":
        tab.get("sida/1/").fill(q1="no")
    if state == "delegated":
        Invitation.objects.filter(pk=one(theme).pk).update(
            delegated_to="kollega@exempel.se", delegated_at=timezone.now()
        )
    if state == "closed":
        Theme.objects.update(state="closed")

    def no_more(self: Model, *_: Any, fields: Any = None, **__: Any) -> None:
        raise AssertionError(f"{type(self).__name__} is read again for {fields}")

    monkeypatch.setattr(Model, "refresh_from_db", no_more)
    for path in PAGES:
        answer = Client().get(link(theme) + path)
        assert answer.status_code in (200, 302, 404, 409), (path, answer.status_code)


@pytest.mark.parametrize(
    ("path", "fields", "status", "statements"),
    [
        ("sida/1/", None, 200, 1),
        ("granska/", None, 200, 1),
        ("sida/1/", {"q1": "no"}, 302, 2),
        # A fault is shown on the page, and the rest is saved.
        ("sida/1/", {"q1": ""}, 422, 2),
    ],
)
def test_a_page_of_questions_asks_once_for_what_it_shows_and_once_to_save(
    theme: Theme,
    django_assert_num_queries: Any,
    path: str,
    fields: dict[str, str] | None,
    status: int,
    statements: int,
) -> None:
    filled_in(theme)
    version, address = str(Response.objects.get().version), link(theme) + path
    client = Client()
    with django_assert_num_queries(statements):
        if fields is None:
            answer = client.get(address)
        else:
            answer = client.post(address, {"version": version, "form": "new", **fields})
    assert answer.status_code == status
