"""Who has worked with whom: figure, words, table and list of the same selection agree."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from samklang.core.catalogue.partnerships import Partnership, by_partner
from samklang.render import design
from samklang.render.charts import counts_svg
from samklang.web.actions.catalogue import withdraw_example
from samklang.web.models import Theme
from tests.web.answering_world import open_theme
from tests.web.catalogue_world import sourced
from tests.web.conftest import World

HOME = "/rapporter/norr/exempel/"


def partner(name: str, sector: str = "", part: str = "") -> dict[str, Any]:
    return {"name": {"sv": name, "en": ""}, "sector": sector, "part": part}


@pytest.fixture
def theme(world: World) -> Theme:
    return open_theme(world.network, languages=["sv"])


def table(html: str) -> dict[str, int]:
    """Each sector of the table with its count."""
    rows = re.findall(r'<th scope="row"><a [^>]*>(.*?)</a></th><td class="number">(\d+)<', html)
    return {unescape(name): int(count) for name, count in rows}


def page(query: str = "") -> str:
    answer = Client().get(f"{HOME}samarbeten/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_counts_are_of_examples_and_lead_to_their_list(theme: Theme) -> None:
    both = [
        partner("Kalix kommun", "municipality", "runs"),
        partner("Piteå kommun", "municipality"),
    ]
    sourced(theme, "Sykafé", organisation="Röda Korset", partners=both, municipalities=["2514"])
    sourced(theme, "Odling", partners=[partner("Kalix kommun", "municipality")])
    sourced(theme, "Cykel", partners=[partner("<b>Bilen</b>", "company"), partner("Någon")])
    html = page()
    assert table(html) == {"Kommun": 2, "Företag": 1}
    assert "Kommun: 2; Företag: 1" in html
    assert "<b>Bilen" not in html
    (kalix,) = re.findall(r'<tr role="row"><th [^>]*scope="row">Kalix kommun</th>(.*?)</tr>', html)
    assert all(word in kalix for word in ("Röda Korset: <a", "Odling", "(driver tillsammans)"))
    assert re.search(r'scope="row">Någon</th><td role="cell" [^>]*>Uppgift saknas</td>', html)
    to = re.search(r'<a href="([^"]*)">Kommun</a></th>', html)
    assert to
    listed = Client().get(unescape(to[1])).content.decode()
    assert len(re.findall(r"<h3><a ", listed)) == 2
    assert table(page("?kommun=2514")) == {"Kommun": 1}


def test_where_no_partners_kind_is_known_there_is_no_column_of_kinds(theme: Theme) -> None:
    sourced(theme, "Sykafé", partners=[partner("Kalix kommun")])
    assert "Kalix kommun" in page()
    assert "Uppgift saknas" not in page()
    sourced(theme, "Odling", partners=[partner("Bilen", "company")])
    assert "Uppgift saknas" in page()


def test_what_is_taken_back_is_gone_from_it_and_nothing_is_said_of_none(theme: Theme) -> None:
    one = sourced(theme, "Sykafé", partners=[partner("Kalix kommun", "municipality")])
    withdraw_example(one, by=None)
    assert "Kalix kommun" not in page()
    assert "Ingen samarbetspartner är känd" in page()


def test_the_partner_of_most_comes_first_and_names_of_two_sectors_are_two() -> None:
    ties = [
        Partnership(example, example, "", name, sector, "")
        for example, name, sector in (
            ("c", "Östra", "Kommun"),
            ("b", "Åby", "Kommun"),
            ("a", "Östra", "Kommun"),
            ("d", "Åby", "Företag"),
        )
    ]
    rows = [
        (name, sector, [one.title for one in of_it]) for name, sector, of_it in by_partner(ties)
    ]
    assert rows == [
        ("Östra", "Kommun", ["a", "c"]),
        ("Åby", "Företag", ["d"]),
        ("Åby", "Kommun", ["b"]),
    ]


def test_bars_are_as_long_as_their_counts() -> None:
    drawn = counts_svg("p", "T & U", "ord", [("Kommun", 4), ("Region", 1)], "sv", design.HOUSE)
    long, short = (
        float(width) for width in re.findall(r'<rect x="0" y="[^"]*" width="([^"]*)"', drawn)
    )
    assert long == pytest.approx(4 * short, abs=0.2)
    assert "T &amp; U" in drawn
