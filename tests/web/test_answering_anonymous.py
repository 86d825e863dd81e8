"""Anonymous mode: what is sent in cannot be tied to who sent it, by anybody."""

import datetime

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samklang.web.actions.answering import coarse
from samklang.web.models import Invitation, Response, Theme
from tests.web.answering_world import Tab, link, one, open_theme
from tests.web.conftest import World

REST = {"q5__i1": "a", "q5__i2": "b", "q6": "3,5", "q7": "2024-01-02"}


@pytest.fixture
def theme(world: World) -> Theme:
    """An open anonymous theme that asks three members."""
    return open_theme(world.network, anonymous=True)


def filled_in(theme: Theme, number: int = 1) -> Tab:
    tab = Tab(link(theme, number)).begin().fill(q1="yes").fill(q2=f"Nr {number}", q3="5")
    return tab.fill(q4=["kommun"], **REST)


def test_the_pages_say_what_anonymous_mode_is_and_cannot_do(theme: Theme) -> None:
    tab = Tab(link(theme)).get()
    assert tab.says("Enkäten är anonym")
    assert tab.says("inte fortsätta på en annan dator eller telefon")
    assert tab.says("vi kan inte radera det om ni ber om det")
    assert filled_in(theme).says("kan varken ni eller vi ändra, hitta eller radera det")


def test_nothing_that_is_kept_ties_an_answer_to_a_member(theme: Theme) -> None:
    for number in (3, 1, 2):
        filled_in(theme, number).press()
    responses = list(Response.objects.all())
    assert {r.answers["q2"] for r in responses} == {"Nr 1", "Nr 2", "Nr 3"}
    for response in responses:
        # All but the answers and what all responses of the theme have in common.
        own = {
            f.attname: getattr(response, f.attname)
            for f in Response._meta.concrete_fields
            if f.attname not in ("id", "answers", "theme_id", "questionnaire_id")
        }
        assert own == {
            "invitation_id": None,
            "device_hash": None,
            "state": "sent",
            "version": 0,
            "changes": None,
            "marks": {},
            "language": "sv",
            "receipt": None,
            "created_at": None,
            "saved_at": None,
            "sent_at": None,
        }
    # What invitations keep of the time is the same for a whole week.
    for field in Invitation._meta.concrete_fields:
        if isinstance(field, models.DateField) and field.attname != "created_at":
            found = set(Invitation.objects.values_list(field.attname, flat=True))
            assert len(found) == 1, field.attname
    monday = one(theme).finished_on
    assert monday is not None
    assert monday.weekday() == 0


def test_ids_are_drawn_by_lot(theme: Theme) -> None:
    """In the order they were made they would say who began first, as invitations do."""
    made = [Response(theme=theme).pk for _ in range(12)]
    assert len(set(made)) == 12
    assert made != sorted(made)


def test_a_week_begins_on_monday_by_the_clock_of_the_country() -> None:
    late_on_sunday = datetime.datetime(2026, 11, 22, 23, 30, tzinfo=datetime.UTC)  # Monday 00.30
    assert coarse(late_on_sunday).date() == datetime.date(2026, 11, 23)


def test_a_draft_follows_the_device_and_not_the_link(theme: Theme) -> None:
    here = Tab(link(theme)).begin().fill(q1="yes")
    cookie = here.client.cookies["enhet"]
    assert cookie["httponly"]
    assert cookie["path"] == link(theme)
    assert cookie.value not in str(list(Response.objects.values()))
    assert here.get().says("Fortsätt svara")
    assert here.begin().path.endswith("/sida/2/")
    elsewhere = Tab(link(theme)).begin()
    assert elsewhere.path.endswith("/sida/1/")
    assert Response.objects.filter(invitation=None).count() == 2


def test_without_cookies_it_says_why_it_cannot_go_on(theme: Theme) -> None:
    client = Client()
    answer = client.post(link(theme) + "borja/")
    client.cookies.clear()
    tab = Tab(link(theme), client).get(answer.url.removeprefix(link(theme)).partition("#")[0])
    assert tab.says("Webbläsaren sparade inget")


def test_a_double_click_is_one_response(theme: Theme) -> None:
    tab = filled_in(theme)
    other = Tab(link(theme), tab.client).get("granska/")
    tab.press()
    other.press()
    assert tab.says("Svaret är mottaget")
    assert other.says("Svaret var redan mottaget")
    assert Response.objects.filter(state="sent").count() == 1


def test_two_devices_on_one_link_are_one_response(theme: Theme) -> None:
    first, second = filled_in(theme), filled_in(theme)
    first.press()
    second.press()
    assert second.says("Svaret var redan mottaget")
    assert Response.objects.filter(state="sent").count() == 1
    # The second one's answers did not count, and it can neither change nor read the first one's.
    for page in ("sida/1/", "granska/", "svar/", "svar.json"):
        assert not second.get(page).says("Nr 1")


def test_marking_and_sending_happen_both_or_neither(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = filled_in(theme)
    Response.objects.update(version=99)
    tab.press()
    assert one(theme).finished_on is None
    assert Response.objects.get().state == "draft"
    tab.press()
    assert one(theme).finished_on is not None


def test_no_page_costs_more_than_ten_queries(theme: Theme) -> None:
    tab = Tab(link(theme)).begin()
    with CaptureQueriesContext(connection) as seen:
        tab.client.post(tab.path, {**tab.hidden(), "q1": "yes"})
    assert len(seen) <= 10
