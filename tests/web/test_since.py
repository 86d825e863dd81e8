"""A theme's home says what others did since one was last there, and nobody sees one's visits."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.web.actions.audit import record
from samklang.web.models import AuditRow, CodingSample, CodingStep, Response, Theme, ThemeVisit
from tests.web.conftest import World
from tests.web.report_world import made_theme

HOME = "/arbete/norr/teman/t/"
NEWS = "Sedan ni senast var här"
Away = Callable[[float], None]


@pytest.fixture
def theme(world: World) -> Theme:
    """A theme with thirty members, of whom some have answered."""
    made = made_theme(world.network)
    Response.objects.update(sent_at=None)
    return made


def home(client: Client) -> str:
    """The theme's home, from its news on; '' where it has none."""
    page = client.get(HOME).content.decode()
    return page[page.index(NEWS) :] if NEWS in page else ""


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets hours pass."""
    now, gone = timezone.now, [datetime.timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: now() + gone[0])

    def pass_(hours: float) -> None:
        gone[0] += datetime.timedelta(hours=hours)

    return pass_


def user(role: str) -> User:
    """One of the staff."""
    return User.objects.get(username=f"{role}@exempel.se")


def test_news_is_what_others_did_since_the_last_visit(
    world: World, theme: Theme, away: Away
) -> None:
    record("change_theme", by=user("agare"), theme=theme)
    away(1)
    # At the first visit nothing is new.
    assert home(world.editor) == ""
    assert home(world.editor) == ""
    away(2)
    for _ in range(3):
        record("save_file", by=user("agare"), theme=theme, subject="manuscript.md")
    record("word_letter", by=user("redaktor"), theme=theme)
    record("close_theme", by=None, theme=theme)
    news = home(world.editor)
    assert "agare@exempel.se sparade en fil, 3 gånger, senast" in news
    assert "Programmet stängde enkäten" in news
    assert "ändrade ett brev" not in news  # one's own
    assert "ändrade temats inställningar" not in news  # before the last visit
    # It stays while one goes back and forth, and is gone the next time.
    away(0.5)
    assert "sparade en fil" in home(world.editor)
    away(2)
    news = home(world.editor)
    assert "sparade en fil" not in news
    assert "Ingen annan har gjort något med temat." in news


def test_each_person_has_visits_of_its_own(world: World, theme: Theme, away: Away) -> None:
    home(world.editor)
    away(2)
    record("open_theme", by=user("agare"), theme=theme)
    assert home(world.reader) == ""
    assert "öppnade enkäten" in home(world.editor)
    assert ThemeVisit.objects.count() == 2
    # No visit stands in the trail, and no other network has any.
    assert not AuditRow.objects.filter(action__contains="visit").exists()
    assert world.stranger.get(HOME).status_code == 404
    assert ThemeVisit.objects.count() == 2


def test_another_themes_actions_and_who_looked_are_no_news(
    world: World, theme: Theme, away: Away
) -> None:
    other = Theme.objects.create(network=world.network, address="annat", title=Wording("Annat"))
    home(world.editor)
    away(2)
    record("open_theme", by=user("agare"), theme=other)
    record("read_named_answers", by=user("agare"), theme=theme, subject="q5")
    record("refuse", by=user("lasare"), network=world.network, page="theme_sign")
    # What a member did is no news of the staff's.
    record("decline", by=None, theme=theme)
    assert "Ingen annan har gjort något" in home(world.editor)


def test_answers_are_counted_and_none_in_an_anonymous_theme(
    world: World, theme: Theme, away: Away
) -> None:
    home(world.editor)
    away(2)
    rows = list(Response.objects.filter(theme=theme, state="sent").values_list("pk", flat=True))
    Response.objects.filter(pk__in=rows[:2]).update(sent_at=timezone.now())
    long_ago = timezone.now() - datetime.timedelta(hours=3)
    Response.objects.filter(pk__in=rows[2:]).update(sent_at=long_ago)
    assert "2 svar har kommit in." in home(world.editor)
    Response.objects.update(sent_at=None)
    assert "svar har kommit in" not in home(world.editor)


def test_who_codes_blind_hears_nothing_of_others_coding(
    world: World, theme: Theme, away: Away
) -> None:
    home(world.editor)
    away(2)
    CodingStep.objects.create(theme=theme, by=user("agare"), action="add", changes=[])
    assert "agare@exempel.se kodade svar" in home(world.editor)
    sample = CodingSample.objects.create(
        theme=theme, question="q5", second=user("redaktor"), seed=1, drawn_from=9
    )
    sample.answers.create(response=Response.objects.filter(theme=theme).first())
    assert "kodade svar" not in home(world.editor)


def test_no_more_is_listed_than_one_reads(world: World, theme: Theme, away: Away) -> None:
    home(world.editor)
    away(2)
    actions = ("change_theme", "open_theme", "invite", "take_back", "word_letter", "order_mailing")
    for action in (*actions, "call_off", "save_file", "order_build", "stop_build"):
        record(action, by=user("agare"), theme=theme)
    news = home(world.editor)
    assert "Och 2 saker till." in news
    assert "ändrade temats inställningar" not in news


def test_it_costs_few_statements(
    world: World, theme: Theme, away: Away, django_assert_max_num_queries: Any
) -> None:
    home(world.editor)
    away(2)
    for _ in range(40):
        record("save_file", by=user("agare"), theme=theme)
    with django_assert_max_num_queries(20):
        home(world.editor)
