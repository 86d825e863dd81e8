"""Examples by meaning: what is alike, and what is nearest where no words fit."""

import re
from collections.abc import Sequence
from html import unescape

import numpy as np
import numpy.typing as npt
import pytest
from django.core.cache import cache
from django.test import Client

from samklang.core.language.phrases import phrase
from samklang.suggesting.meaning import MeaningVectors
from samklang.web.actions.catalogue import change_example, withdraw_example
from samklang.web.actions.meanings import make_meanings
from samklang.web.models import ExampleVector, Theme
from samklang.web.queries import example_meanings
from tests.web.answering_world import open_theme
from tests.web.catalogue_world import sourced
from tests.web.conftest import World
from tests.web.test_readers_catalogue import HOME, titles

SUBJECTS = (("cykel", "tvåhjuling", "mecka"), ("kaffe", "fika", "bulle"), ("kör", "sång", "not"))


class BySubject:
    """Vectors that tell a subject by any of its words, and what they were asked for."""

    name = MeaningVectors.name

    def __init__(self) -> None:
        self.texts: list[str] = []

    def of(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.texts += texts
        rows = np.full((len(texts), len(SUBJECTS)), 0.1, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for number, words in enumerate(SUBJECTS):
                row[number] += any(word in text.lower() for word in words)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def theme(world: World) -> Theme:
    cache.clear()
    made = open_theme(world.network, languages=["sv"])
    for title, said in (
        ("Verkstaden", "Alla lagar sin cykel."),
        ("Hjulet", "En tvåhjuling åt var och en."),
        ("Torget", "Kaffe varje torsdag."),
        ("Stugan", "Fika för äldre."),
        ("Rösterna", "Sång i parken."),
    ):
        sourced(made, title, description=said)
    return made


def made() -> BySubject:
    """The worker has been there until nothing lacks."""
    vectors = BySubject()
    while make_meanings(vectors):
        pass
    return vectors


def alike(title: str) -> list[str]:
    """The examples that the page of one calls most like it."""
    page = unescape(Client().get(HOME).content.decode())
    address = re.search(rf'href="([^"]+)">{title}<', page)
    assert address
    return re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", Client().get(address[1]).content.decode())


def test_alike_is_what_means_the_same(theme: Theme) -> None:
    assert alike("Verkstaden") == []
    vectors = made()
    assert len(vectors.texts) == ExampleVector.objects.count() == 5
    assert alike("Verkstaden") == ["Hjulet"]
    assert alike("Torget") == ["Stugan"]
    # Each is made once.
    cache.clear()
    assert make_meanings(vectors) == 0


def test_a_vector_goes_with_what_it_is_of(theme: Theme) -> None:
    vectors = made()
    one = theme.examples.get(record__title__sv="Hjulet")
    withdraw_example(one, by=None)
    assert ExampleVector.objects.count() == 4
    assert alike("Verkstaden") == []
    other = theme.examples.get(record__title__sv="Stugan")
    values = {**other.record, "description": {"sv": "Vi meckar med cykel.", "en": ""}}
    change_example(other, values, seen=other.version, by=None)
    cache.clear()
    make_meanings(vectors)
    # A changed text waits for an editor again, and is not shown.
    assert ExampleVector.objects.count() == len(titles(""))


def test_a_search_whose_words_nobody_has_shows_the_nearest(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    made()
    monkeypatch.setattr(example_meanings, "MeaningVectors", BySubject)
    monkeypatch.setattr(example_meanings, "FOUND", 2)
    for installed, expected in ((False, []), (True, ["Verkstaden", "Hjulet"])):
        monkeypatch.setattr(example_meanings, "available", lambda there=installed: there)
        assert set(titles("?q=mecka")) == set(expected)
        said = phrase("sv", "readers.by_meaning")
        assert (said in unescape(Client().get(f"{HOME}?q=mecka").content.decode())) == installed
    # Where any word fits, meaning is not asked, and filters hold.
    monkeypatch.setattr(example_meanings, "MeaningVectors", lambda: pytest.fail("asked"))
    assert titles("?q=kaffe") == ["Torget"]


def test_of_too_many_words_alone_rank(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example_meanings, "MOST", 4)
    assert made().texts == []
    assert alike("Verkstaden") == []


@pytest.mark.skipif(not example_meanings.available(), reason="the model is not installed")
def test_a_word_of_nothing_is_near_no_example(theme: Theme) -> None:
    while make_meanings():
        pass
    none = phrase("sv", "readers.none_fit")
    for word in ("asdfgh", "blorptang", "vunylåne", "zyclpädeisdv", "lösenord", "bitcoin"):
        assert titles(f"?q={word}") == [], word
        assert none in unescape(Client().get(f"{HOME}?q={word}").content.decode())
    # Words that nobody has and that mean something here find it.
    assert titles("?q=bicycle") == ["Verkstaden"]
    assert titles("?q=pensionärer") == ["Stugan"]
