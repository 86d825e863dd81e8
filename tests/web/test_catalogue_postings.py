"""What the index answered is kept with a catalogue's columns, and goes with the next change."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samklang.core.catalogue.selection import Selection
from samklang.search import TABLE
from samklang.web.actions.catalogue import withdraw_example
from samklang.web.models import Network
from samklang.web.queries import entries
from samklang.web.queries.selected import select
from tests.web.answering_world import open_theme
from tests.web.catalogue_world import sourced
from tests.web.conftest import World


def searched(network: Network, **chosen: tuple[str, ...]) -> tuple[list[str], int]:
    """The titles that a search for one word finds, and how often the index was asked."""
    with CaptureQueriesContext(connection) as asked:
        result = select(network, Selection(text="bastu", chosen=chosen), "sv")
        titles = [entry.title.sv for entry, _ in result.entries(0, 10)]
    return titles, sum(TABLE in query["sql"] for query in asked.captured_queries)


def test_the_index_is_asked_once_between_two_changes(world: World) -> None:
    entries.forget()
    cache.clear()
    theme = open_theme(world.network, languages=["sv"])
    first = sourced(theme, "Bastu i Kalix", municipalities=["2514"])
    sourced(theme, "Bastu i Luleå", municipalities=["2580"])
    every, asked = searched(world.network)
    assert (every, asked > 0) == (["Bastu i Kalix", "Bastu i Luleå"], True)
    assert searched(world.network, municipality=("2580",)) == (["Bastu i Luleå"], 0)
    sourced(theme, "Bastu i Piteå", municipalities=["2581"])
    assert searched(world.network)[0] == ["Bastu i Kalix", "Bastu i Luleå", "Bastu i Piteå"]
    withdraw_example(first, by=None)
    assert searched(world.network)[0] == ["Bastu i Luleå", "Bastu i Piteå"]


def test_no_more_answers_are_kept_than_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    entries.forget()
    monkeypatch.setattr(entries, "MOST_POSTINGS", 2)
    sourced(open_theme(world.network, languages=["sv"]), "Bastu i Kalix")
    kept = entries.columns(world.network)
    for word in ("1bastu", "2bastu", "3bastu", "1kalix", "1bastu"):
        places = entries.places_with(kept, [[word]], "sv").tolist()
        assert places == ([0] if word in ("1bastu", "1kalix") else [])
        assert len(kept.postings) <= 2
