"""Kinds of question that go beyond a plain answer: limits, options by answer, places, cards."""

import pytest
from django.test import Client

from samklang.core.survey.path import walk
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.core.survey.responses import Missing
from samklang.web.models import Response
from samklang.web.queries.package import package_files
from tests.web.answering_world import Tab, link, open_theme, w
from tests.web.conftest import World

COUNTIES = (Option("bd", w("Norrbotten")), Option("ac", w("Västerbotten")))
TOWNS = (
    Option("lulea", w("Luleå"), tags={"county": "bd"}),
    Option("umea", w("Umeå"), tags={"county": "ac"}),
    Option("kiruna", w("Kiruna"), tags={"county": "bd"}),
)
ALL = Questionnaire(
    "1",
    (
        Question("ok", "consent", w("Jag samtycker"), required=True),
        Question("county", "select_one", w("Vilket län?"), options=COUNTIES),
        Question(
            "age",
            "integer",
            w("Hur många år?"),
            constraint=". >= 1 and . <= 99",
            constraint_message=w("Skriv 1 till 99."),
        ),
        Question(
            "town",
            "select_one",
            w("Ort?"),
            options=TOWNS,
            choice_filter="county = ${county}",
        ),
        Question("old", "calculate", w(""), calculation="if(${age} > 50, 'ja', 'nej')"),
        Question("why", "text", w("Vad minns ni?"), relevant="${old} = 'ja'"),
        Question("order", "ranking", w("Vad är viktigast?"), options=COUNTIES),
        Question(
            "cards",
            "cards",
            w("Ge exempel"),
            most=2,
            fields=(
                Question("what", "text", w("Vad?"), required=True),
                Question("year", "integer", w("Vilket år?")),
                Question("municipality", "text", w("I vilken kommun?")),
            ),
        ),
    ),
)


@pytest.fixture
def tab(world: World) -> Tab:
    return Tab(link(open_theme(world.network, questionnaire=ALL)), Client()).begin()


def kept() -> dict[str, object]:
    return dict(Response.objects.get().answers)


def test_the_pages_break_where_a_question_depends_on_the_one_before(tab: Tab) -> None:
    """Options by county stand on the page after the county; so does what hangs on a calculation."""
    assert tab.says("Vilket län?")
    assert tab.says("Hur många år?")
    assert not tab.says("Ort?")


def test_options_follow_an_earlier_answer(tab: Tab) -> None:
    tab.fill(ok="yes", county="bd", age="60")
    assert tab.says("Luleå")
    assert tab.says("Kiruna")
    assert not tab.says("Umeå")
    assert tab.says("Vad minns ni?")


def test_an_option_that_is_no_longer_on_offer_is_not_sent(tab: Tab) -> None:
    tab.fill(ok="yes", county="bd", age="60").fill(town="kiruna", order__bd="1")
    first = tab.path
    tab.get("sida/1/").fill(ok="yes", county="ac", age="60")
    assert not tab.says("Kiruna")
    tab.fill(why="Allt")
    assert tab.get("granska/").press().says("Tack")
    assert "town" not in Response.objects.get().answers
    assert first


@pytest.mark.parametrize("age", ["0", "100", "-5"])
def test_a_limit_is_said_in_its_own_words_and_the_rest_is_kept(tab: Tab, age: str) -> None:
    tab.fill(ok="yes", county="bd", age=age)
    assert tab.status == 422
    assert tab.says("Skriv 1 till 99.")
    assert kept() == {"ok": "yes", "county": "bd"}


def test_without_consent_nothing_goes_on(tab: Tab) -> None:
    tab.fill(county="bd", age="5")
    assert tab.status == 422
    assert tab.says("Frågan måste besvaras.")


def test_places_are_given_once_and_without_gaps(tab: Tab) -> None:
    tab.fill(ok="yes", county="bd", age="5")
    tab.fill(order__bd="1", order__ac="1")
    assert tab.status == 422
    assert tab.says("samma plats")
    tab.fill(order__ac="2")
    assert kept()["order"] == {"ac": "1"}
    assert tab.get("granska/").says("Västerbotten")


def test_a_card_needs_what_a_card_needs(tab: Tab) -> None:
    tab.fill(ok="yes", county="bd", age="5")
    # A few words have a line, and more have several.
    for field, rows in (("municipality", 1), ("what", 3)):
        assert f'id="f-cards.1.{field}" name="cards.1.{field}" rows="{rows}"' in tab.html
    tab.fill(cards__1__year="2020")
    assert tab.status == 422
    assert tab.says("Exempel 1: fyll i ”Vad?”.")
    tab.fill(cards__1__what="Odling", cards__1__year="tjugo")
    assert tab.says("Exempel 1, Vilket år?: Skriv ett helt tal")
    tab.fill(cards__2__what="Odling", cards__2__year="2020")
    assert kept()["cards"] == [{"what": "Odling", "year": "2020"}]
    assert tab.get("granska/").says("Vad?: Odling\nVilket år?: 2020")


def test_what_is_sent_reaches_the_package(tab: Tab) -> None:
    tab.fill(ok="yes", county="bd", age="60")
    tab.fill(town="lulea", why="Allt", order__ac="1", order__bd="2", cards__1__what="=1+1")
    assert tab.get("granska/").press().says("Tack")
    theme = Response.objects.get().theme
    version = theme.questionnaires.get()
    rows = package_files(theme, version)["responses.csv"].decode().splitlines()
    header, row = rows[0].split(","), rows[1].split(",")
    cells = dict(zip(header, row, strict=True))
    assert {name: cells[name] for name in header[4:]} == {
        "ok": "yes",
        "county": "bd",
        "age": "60",
        "town": "lulea",
        "old": "ja",
        "why": "Allt",
        "order.bd": "2",
        "order.ac": "1",
        "cards.1.what": "'=1+1",
        "cards.1.year": "",
        "cards.1.municipality": "",
        "cards.2.what": "",
        "cards.2.year": "",
        "cards.2.municipality": "",
    }


def test_along_the_path_an_empty_limit_is_no_fault_and_a_calculation_counts() -> None:
    counted = walk(ALL, {"age": "60", "county": "bd", "town": "umea"})
    assert counted["old"] == "ja"
    assert counted["town"] is Missing.NOT_ANSWERED
    assert "why" in counted
