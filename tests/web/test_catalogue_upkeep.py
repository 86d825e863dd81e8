"""Upkeep of the catalogue: a process begins from stored columns, which are right and let go."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from samklang.core.catalogue.packed import unpacked
from samklang.web.actions import catalogue as actions
from samklang.web.actions import upkeep
from samklang.web.actions.upkeep import tend_catalogues
from samklang.web.models import CatalogueColumns, CatalogueEntry, Theme
from samklang.web.queries import entries
from tests.web.answering_world import open_theme
from tests.web.catalogue_world import sourced
from tests.web.conftest import World
from tests.web.test_readers_catalogue import titles


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
    for number in range(3):
        sourced(theme, f"Exempel {number}")
    gone = sourced(theme, "Qvarnzebra")
    tend_catalogues()
    assert "qvarnzebra" in unpacked(bytes(CatalogueColumns.objects.get().content)).titles["sv"]
    actions.withdraw_example(gone, by=None)
    tend_catalogues()
    tend_catalogues()
    assert "qvarnzebra" not in unpacked(bytes(CatalogueColumns.objects.get().content)).titles["sv"]
    assert not CatalogueEntry.objects.filter(unpurged=True).exists()


def test_what_another_version_indexed_is_indexed_anew_a_part_at_a_time(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "AT_ONCE", 2)
    monkeypatch.setattr(upkeep, "FEW", 1000)
    for number in range(3):
        sourced(theme, f"Exempel {number}")
    CatalogueEntry.objects.update(analyser=0, title_sv="")
    assert tend_catalogues() == 2
    # What was taken out of the index is purged, and the last is indexed.
    assert tend_catalogues() == 2 + 1
    assert not CatalogueEntry.objects.filter(title_sv="").exists()
    assert titles("?q=exempel") == [f"Exempel {number}" for number in range(3)]
