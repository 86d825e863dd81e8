"""Following up: rates by group, answers over time, expected precision, and who is silent."""

import datetime

import pytest
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.web.actions.frame import invite
from samklang.web.models import Member, Theme
from samklang.web.progress_chart import staircase
from samklang.web.queries.following import Day, following, margin, silent
from samklang.web.views import following as views
from tests.web.conftest import World

TODAY = datetime.date(2026, 10, 9)


@pytest.fixture
def theme(world: World) -> Theme:
    """Ten members in two counties; six have answered on three days, one declined."""
    made = Theme.objects.create(
        network=world.network,
        address="t",
        title=Wording("T"),
        state="open",
        opened_at=timezone.make_aware(datetime.datetime(2026, 10, 5, 9)),
        design={"kind": "census", "strata": ["county", "Typ"]},
    )
    members = [
        Member.objects.create(
            network=world.network,
            number=str(n),
            name=f"Förening {n}",
            county="25" if n < 6 else "24",
            groups={"Typ": "bygd"} if n % 2 else {},
        )
        for n in range(10)
    ]
    invite(made, members, by=None)  # type: ignore[arg-type]
    days = {0: 6, 1: 6, 2: 8, 6: 8, 7: 8, 8: 9}
    for number, day in days.items():
        made.invitations.filter(member__number=str(number)).update(
            finished_on=datetime.date(2026, 10, day)
        )
    made.invitations.filter(member__number="9").update(declined_at=timezone.now())
    return made


def test_rates_by_group(theme: Theme) -> None:
    state = following(theme, "sv")
    assert (state.whole.answered, state.whole.asked, state.whole.percent) == (6, 10, 60)
    (county, counties), (kind, kinds) = state.groups
    assert (county, kind) == ("county", "Typ")
    assert [(r.name, r.asked, r.answered) for r in counties] == [
        ("Norrbottens län", 6, 3),
        ("Västerbottens län", 4, 3),
    ]
    assert [(r.name, r.asked, r.answered) for r in kinds] == [("", 5, 4), ("bygd", 5, 2)]


def test_answers_day_by_day_from_the_opening(theme: Theme) -> None:
    days = following(theme, "sv").days
    assert [(d.day.day, d.answered) for d in days] == [(5, 0), (6, 2), (7, 2), (8, 5), (9, 6)]


@pytest.mark.parametrize(
    ("answered", "asked", "points"),
    [
        (0, 43, None),
        (1, 43, None),
        (34, 43, 8),
        (43, 43, 0),
        (100, 1000, 9),
        (1000, 1_000_000, 3),
    ],
)
def test_expected_precision(answered: int, asked: int, points: int | None) -> None:
    found = margin(answered, asked)
    if points is None:
        assert found is None
    else:
        assert found is not None
        assert abs(found - points) <= 1


def test_the_silent_are_those_who_neither_answered_nor_declined(theme: Theme) -> None:
    assert [i.member.number for i in silent(theme)] == ["3", "4", "5"]


def test_the_silent_are_shown_a_page_at_a_time(
    world: World, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "ROWS_A_PAGE", 2)
    first = world.reader.get("/arbete/norr/teman/t/svar/").content.decode()
    assert ("Förening 4" in first, "Förening 5" in first) == (True, False)
    second = world.reader.get("/arbete/norr/teman/t/svar/?page=2").content.decode()
    assert ("Förening 4" in second, "Förening 5" in second) == (False, True)


def test_the_chart_climbs_to_its_last_number() -> None:
    days = [Day(TODAY, 2), Day(TODAY + datetime.timedelta(1), 10)]
    chart = staircase(days, 10)
    assert chart
    assert chart.goal == chart.levels[-1][0] == 14.0
    assert chart.line.startswith("M44.0,190.0V")
    assert chart.line.endswith("V14.0H628.0")
    assert [n for _, n in chart.levels] == [0, 5, 10]
    assert staircase([], 10) is None


def test_the_page_says_it_in_words(world: World, theme: Theme) -> None:
    page = world.reader.get("/arbete/norr/teman/t/svar/").content.decode()
    assert "6 av 10 har svarat (60\u00a0%)" in page
    assert "±\u00a0" in page
    assert "3 har inte svarat" in page
    assert "uppgift saknas" in page
    assert world.stranger.get("/arbete/norr/teman/t/svar/").status_code == 404


def test_the_page_costs_the_same_for_any_number_of_members(
    world: World, theme: Theme, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        world.reader.get("/arbete/norr/teman/t/svar/")


def test_who_declined_is_listed_with_the_reason_given(world: World, theme: Theme) -> None:
    """The member was told that the network sees it."""
    theme.invitations.filter(member__number="9").update(decline_reason="Vi <b>hinner</b> inte.")
    page = world.reader.get("/arbete/norr/teman/t/svar/").content.decode()
    declined = page[page.index("1 har avstått") :]
    assert "Förening 9" in declined
    assert "Vi &lt;b&gt;hinner&lt;/b&gt; inte." in declined
    assert "Förening 3" not in declined


def test_an_editor_is_led_to_the_reminder(world: World, theme: Theme) -> None:
    address = "/arbete/norr/teman/t/svar/"
    led = 'class="button" href="/arbete/norr/teman/t/brev/"'
    assert led in world.editor.get(address).content.decode()
    assert led not in world.reader.get(address).content.decode()
    Theme.objects.update(state="closed")  # no letter goes from a closed theme
    assert led not in world.editor.get(address).content.decode()
