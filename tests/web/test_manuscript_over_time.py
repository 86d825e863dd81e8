"""Inserting a figure over time: offered where an earlier theme has shown an answer, seen first."""

from dataclasses import replace

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.theme.series import EarlierShare, EarlierTheme, as_asked
from samklang.web.models import Theme
from tests.web.conftest import World
from tests.web.manuscript_world import MANUSCRIPT, insert, saved, text
from tests.web.manuscript_world import frozen as frozen
from tests.web.report_world import theme as theme

OFFERED = 'value="development"'
BLOCK = ":::{development} q1\n:option: yes\n:::"
CHANGED = Wording(
    "Har er organisation utvecklat någon ny lösning på ett behov eller en samhällsutmaning?",
    "Has your organisation developed a new solution to a need or a societal challenge?",
)
ANOTHER = Wording("Vilken kommun hör ni till?", "Which municipality are you in?")


@pytest.fixture
def in_series(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """What is frozen from now on has an earlier theme, which printed a share of q1.

    It asked q1 in the same words, or in those that the test is given.
    """
    shares = (EarlierShare("q1", "yes", 45, 36, 54, 22), EarlierShare("gone", "yes", 9, 5, 16, 22))
    title = Wording("Läget 2024", "The state 2024")

    def before(_: Theme, asked: Questionnaire) -> tuple[EarlierTheme]:
        now = as_asked(asked.by_id["q1"])
        was = replace(now, wording=getattr(request, "param", now.wording))
        return (EarlierTheme("2024", shares, title, questions=(was,), synthetic=True),)

    monkeypatch.setattr("samklang.web.queries.package.before", before)


def over_time(world: World, action: str = "show", **fields: str) -> str:
    return text(insert(world.editor, action, form="development", **fields)).replace("\u00a0", " ")


def test_it_is_offered_in_a_series_alone(world: World, frozen: Theme) -> None:
    shown = text(insert(world.editor, question="q1", option="yes"))
    assert OFFERED not in shown
    assert 'value="share"' in shown
    refused = insert(world.editor, "insert", form="development", question="q1", option="yes")
    assert refused.status_code == 400


def test_the_change_is_seen_before_it_is_inserted(
    world: World,
    in_series: None,
    frozen: Theme,
) -> None:
    assert OFFERED in text(insert(world.editor, question="q1", option="yes"))
    shown = over_time(world, question="q1", option="yes")
    assert "Bas: 24 svarande." in shown
    assert "”Ja”: 45 % i Läget 2024 och 67 % i Innovation" in shown
    assert "Ökat: 22 procentenheter" in shown
    assert BLOCK in shown
    made = over_time(world, "insert", question="q1", option="yes", by="county")
    assert BLOCK in made
    assert "Texten är inte sparad än" in made
    assert saved() == MANUSCRIPT


def test_only_what_an_earlier_theme_has_shown_is_followed(
    world: World,
    in_series: None,
    frozen: Theme,
) -> None:
    shown = over_time(world, question="q2", option="yes")
    assert "Frågan finns inte i något tidigare tema" in shown
    for option in ("no", ""):
        shown = over_time(world, "insert", question="q1", option=option)
        assert "Välj ett svar som ett tidigare tema har visat" in shown
        assert BLOCK not in shown


@pytest.mark.parametrize("in_series", [CHANGED], indirect=True)
def test_a_changed_question_is_marked_and_breaks_the_line(
    world: World,
    in_series: None,
    frozen: Theme,
) -> None:
    shown = over_time(world, question="q1", option="yes")
    assert ":option: yes\n:altered:\n:::" in shown
    assert "Frågan ändrades efter Läget 2024" in shown
    assert "Ökat:" not in shown


@pytest.mark.parametrize("in_series", [ANOTHER], indirect=True)
def test_another_question_of_the_same_id_is_not_followed(
    world: World,
    in_series: None,
    frozen: Theme,
) -> None:
    assert OFFERED not in text(insert(world.editor, question="q1", option="yes"))
