"""Upkeep of the catalogue: a process begins from stored columns, which are right and let go."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samklang.core.catalogue import common_words
from samklang.core.catalogue.packed import unpacked
from samklang.core.language.wording import Wording
from samklang.search import TABLE
from samklang.web.actions import catalogue as actions
from samklang.web.actions import upkeep
from samklang.web.actions.upkeep import tend_catalogues
from samklang.web.models import CatalogueColumns, CatalogueEntry, CatalogueWord, Theme
from samklang.web.queries import entries
from tests.web.answering_world import open_theme
from tests.web.catalogue_world import sourced
from tests.web.conftest import World
from tests.web.test_readers_catalogue import titles

# What begins and ends the transaction are two of them.
STATEMENTS = 16


@pytest.fixture
def theme(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Theme]:
    """A theme in a site that stores columns at every change."""
    monkeypatch.setattr(upkeep, "FEW", 1)
    monkeypatch.setattr(entries, "FEW", 1)
    cache.clear()
    yield open_theme(world.network, languages=["sv"])
    cache.clear()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many entries were read each time that columns were brought up to date."""
    counts: list[int] = []
    updated = entries._updated

    def counted(kept: entries.Columns, rows: list[tuple[object, ...]]) -> entries.Columns:
        counts.append(len(rows))
        return updated(kept, rows)

    monkeypatch.setattr(entries, "_updated", counted)
    return counts


def test_a_process_begins_from_what_the_worker_stored(theme: Theme, read: list[int]) -> None:
    for number in range(4):
        sourced(theme, f"Exempel {number}", municipalities=["2514"])
    assert tend_catalogues() == 1
    sourced(theme, "Ett till", municipalities=["2480"])
    entries.forget()
    read.clear()
    assert titles("?kommun=2514") == [f"Exempel {number}" for number in range(4)]
    assert titles("?kommun=2480") == ["Ett till"]
    assert read == [1]


def test_columns_of_another_form_are_not_read(theme: Theme, read: list[int]) -> None:
    for number in range(3):
        sourced(theme, f"Exempel {number}")
    tend_catalogues()
    CatalogueColumns.objects.update(form=0)
    entries.forget()
    read.clear()
    assert len(titles("")) == 3
    assert read == [3]
    cache.clear()
    assert tend_catalogues() == 1
    assert CatalogueColumns.objects.get().form != 0


def test_what_is_taken_back_goes_from_what_is_stored(theme: Theme) -> None:
    def stored() -> tuple[bool, bool]:
        columns = unpacked(bytes(CatalogueColumns.objects.get().content))
        return "qvarnzebra" in columns.titles["sv"], "1qvarnzebr" in columns.words["sv"]

    for number in range(3):
        sourced(theme, f"Exempel {number}")
    gone = sourced(theme, "Qvarnzebra")
    tend_catalogues()
    assert stored() == (True, True)
    actions.withdraw_example(gone, by=None)
    tend_catalogues()
    tend_catalogues()
    assert stored() == (False, False)
    assert not CatalogueEntry.objects.filter(unpurged=True).exists()


def test_what_another_version_indexed_is_indexed_anew_a_part_at_a_time(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "AT_ONCE", 2)
    monkeypatch.setattr(upkeep, "FEW", 1000)
    for number in range(3):
        sourced(theme, f"Exempel {number}")
    CatalogueEntry.objects.update(analyser=0, title=Wording(""))
    assert tend_catalogues() == 2
    # What was taken out of the index is purged, and the last is indexed.
    assert tend_catalogues() == 2 + 1
    assert not CatalogueEntry.objects.filter(title=Wording("")).exists()
    assert titles("?q=exempel") == [f"Exempel {number}" for number in range(3)]


@pytest.mark.parametrize("share", [0.0, 0.4])
def test_common_words_change_no_answer(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    """share: 0 has every word common; with 0.4 some words of a query are, and some are not."""
    monkeypatch.setattr(common_words, "SHARE", share)
    queries = ["bastu", "bastuflotte", "bastu kalix", "sauna", "flotte", "ved kalix", "simma"]
    gone = sourced(theme, "Bastuflotte i Kalix", municipalities=["2514"])
    for title in ("Bastu i Luleå", "Vedbod i Kalix", "Simskola"):
        sourced(theme, title)
    # What is common in titles is not in texts: of one group of tokens, some are asked for.
    sourced(theme, "Sommar", description="En bastu som ligger på en flotte i älven hela året.")
    from_index = [titles(f"?q={query}") for query in queries]
    assert from_index[0] == ["Bastu i Luleå", "Bastuflotte i Kalix", "Sommar"]
    assert "Sommar" in from_index[1]
    tend_catalogues()
    entries.forget()
    with CaptureQueriesContext(connection) as context:
        assert [titles(f"?q={query}") for query in queries] == from_index
    asked = [query["sql"] for query in context.captured_queries if TABLE in query["sql"]]
    assert not any('"1bastu"' in one for one in asked)
    # Of what is not common the index is asked as before.
    assert any('"1simm"' in one for one in asked)
    # What comes and goes after the worker stored them is with the words and goes from them.
    actions.withdraw_example(gone, by=None)
    sourced(theme, "Ved till bastu")
    assert titles("?q=bastu") == ["Bastu i Luleå", "Ved till bastu", "Sommar"]
    assert titles("?q=kalix") == ["Vedbod i Kalix"]


def test_publishing_waits_for_the_database_as_seldom_as_it_can(theme: Theme) -> None:
    """By the clock a save is mostly its waits: one more statement is one more of them."""
    sourced(theme, "Anhörigcafé")
    one = actions.begin_example(theme, origin="sources", by=None)  # type: ignore[arg-type]
    one.record = CatalogueEntry.objects.get().record | {
        "title": {"sv": "Caféer i byn", "en": "Village cafés"},
        "sources": [{"url": "https://exempel.se/"}],
    }
    one.save()
    with CaptureQueriesContext(connection) as context:
        actions.publish_example(one, by=None)  # type: ignore[arg-type]
    told = [query["sql"] for query in context.captured_queries]
    # All languages' words and the row of the trail among them.
    assert len(told) == STATEMENTS, "\n".join(sql[:100] for sql in told)
    words = dict(CatalogueWord.objects.filter(language="sv").values_list("word", "examples"))
    assert (words["anhörigcafe"], words["byn"], words["mat"]) == (1, 1, 2)
    (ends,) = CatalogueWord.objects.filter(word="village").values_list("language", "head", "tail")
    assert ends == ("en", "vil", "age")
