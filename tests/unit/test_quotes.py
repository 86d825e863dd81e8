"""Quotes: candidates that spread, whom they may point to, and words that are never changed."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.coding.codings import Coding, Valence
from samklang.core.coding.personal_data import Known, flags
from samklang.core.coding.quotes import GAP, candidates, is_shortened, shortened

LONG = "ett två tre fyra fem sex sju"


def coding(number: int, valence: Valence = "enables", text: str = LONG) -> Coding:
    return Coding(f"c{number}", f"r{number}", "q5", 0, len(text), text, "economy", valence)


def unit(rows: Sequence[Sequence[float]]) -> np.ndarray:
    result = np.array(rows, dtype=np.float64)
    return result / np.linalg.norm(result, axis=1, keepdims=True)


def ids(codings: Sequence[Coding], vectors: np.ndarray, number: int, **members: str) -> list[str]:
    return [c.coding.id for c in candidates(codings, members, vectors @ vectors.T, number=number)]


# Four that say the same, one apart.
VECTORS = unit([[1, 0.1], [1, 0.12], [1, 0.09], [1, 0.11], [0.2, 1]])


def test_what_is_unlike_comes_before_what_has_been_said() -> None:
    codings = [coding(number) for number in range(5)]
    assert ids(codings, VECTORS, 2)[1] == "c4"
    assert sorted(ids(codings, VECTORS, 9)) == ["c0", "c1", "c2", "c3", "c4"]
    assert ids(codings, VECTORS, 0) == []


def test_one_from_each_member() -> None:
    codings = [coding(number) for number in range(5)]
    result = ids(codings, VECTORS, 5, r0="m1", r1="m1", r2="m1", r3="m2", r4="m2")
    assert len(result) == 2


@pytest.mark.parametrize("number", [2, 3, 4])
def test_the_other_side_is_always_heard(number: int) -> None:
    """One of five speaks against, in much the same words, so that spread would pass it by."""
    codings = [coding(n, "hinders" if n == 2 else "enables") for n in range(5)]
    result = candidates(codings, {}, VECTORS @ VECTORS.T, number=number)
    assert [c.coding.id for c in result if c.opposite] == ["c2"]
    assert len(result) == number


def test_the_other_side_is_heard_where_few_members_are_left() -> None:
    codings = [coding(n, "hinders" if n == 2 else "enables") for n in range(5)]
    result = ids(codings, VECTORS, 9, r0="m1", r1="m1", r3="m1", r4="m1")
    assert "c2" in result


def test_what_is_too_short_or_too_long_is_no_quote() -> None:
    texts = ("för kort", LONG, " ".join(["ord"] * 46))
    codings = [coding(number, text=text) for number, text in enumerate(texts)]
    assert ids(codings, VECTORS[:3], 3) == ["c1"]


@pytest.mark.parametrize(
    ("text", "shown", "expected"),
    [
        ("Vi fick pengar av kommunen.", [(8, 27)], f"{GAP} pengar av kommunen."),
        ("Vi fick pengar av kommunen.", [(0, 14)], f"Vi fick pengar {GAP}"),
        ("Vi fick pengar av kommunen.", [(0, 2), (9, 16)], f"Vi {GAP} pengar av {GAP}"),
        ("Vi fick pengar av kommunen.", [(0, 27)], "Vi fick pengar av kommunen."),
        ("Vi fick pengar.", [(0, 4), (5, 15)], "Vi fick pengar."),
        ("a a a", [(1, 2), (3, 5)], f"{GAP} {GAP} a"),
    ],
)
def test_shortened(text: str, shown: list[tuple[int, int]], expected: str) -> None:
    assert shortened(text, shown) == expected
    assert is_shortened(expected, text)


@given(
    text=st.text(st.sampled_from("ab å.\n"), min_size=1, max_size=30).filter(str.strip),
    ends=st.lists(st.integers(0, 30), min_size=2, max_size=6, unique=True),
)
def test_no_word_is_changed(text: str, ends: list[int]) -> None:
    """Whatever is shown, what stands between the gaps are whole words of the text in order."""
    cut = sorted(min(end, len(text)) for end in ends)
    shown = [(a, b) for a, b in zip(cut[::2], cut[1::2], strict=False) if a < b]
    quote = shortened(text, shown)
    rest = iter(text.split())
    assert all(word in rest for word in quote.split() if word != GAP)
    if any(text[a:b].strip() for a, b in shown):
        assert is_shortened(quote, text)


@pytest.mark.parametrize(
    "quote",
    [
        "Vi fick inte pengar av kommunen.",
        "Vi fick bidrag av kommunen.",
        "pengar av kommunen.",
        "Vi fick pengar",
        f"Vi fick pen {GAP}",
        f"{GAP} gar av kommunen.",
        f"av kommunen. {GAP} Vi",
        f"Vi {GAP} fick pengar av kommunen.",
        GAP,
        "",
    ],
)
def test_a_changed_word_is_seen(quote: str) -> None:
    assert not is_shortened(quote, "Vi fick pengar av kommunen.")


# Spaces and line breaks count as one space.
UNEVEN = "Vi fick  tre års stöd,\noch kunde anställa någon."


@pytest.mark.parametrize(
    "quote",
    [
        "Vi fick tre års stöd, och kunde anställa någon.",
        f"Vi fick {GAP} stöd, och kunde anställa någon.",
        f"Vi fick {GAP} någon.",
        f"{GAP} kunde anställa någon.",
        f"Vi fick tre års stöd, {GAP}",
        f"{GAP} stöd, {GAP}",
        "Vi fick [...] någon.",
    ],
)
def test_words_left_out_and_marked(quote: str) -> None:
    assert is_shortened(quote, UNEVEN)


@pytest.mark.parametrize(
    "quote",
    [
        "Vi fick fyra års stöd, och kunde anställa någon.",  # another word
        "tre års stöd, och kunde anställa någon.",  # the beginning is gone, unmarked
        "Vi fick tre års stöd",  # the end is gone, unmarked
        f"{GAP} någon. {GAP} stöd, {GAP}",  # in another order
        f"Vi fick tre års stöd {GAP}",  # a word that is cut
        f"{GAP} ställa någon.",  # half a word
    ],
)
def test_what_is_no_shortening(quote: str) -> None:
    assert not is_shortened(quote, UNEVEN)


@given(st.lists(st.text("abc å", min_size=1).map(str.strip).filter(bool), min_size=3, max_size=6))
def test_leaving_out_a_piece_is_always_allowed(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert is_shortened(text, text)
    assert is_shortened(f"{pieces[0]} {GAP} {pieces[-1]}", text)
    assert is_shortened(f"{GAP} {pieces[1]} {GAP}", text)


def test_many_gaps_are_looked_for_in_no_time() -> None:
    """Each piece is looked for once: trying them all together would never end."""
    assert not is_shortened(f" {GAP} ".join(["a"] * 60), "a " * 400 + "b")


def test_parts_out_of_order_are_refused() -> None:
    for shown in ([(3, 5), (0, 2)], [(0, 99)], [(4, 4)]):
        with pytest.raises(ValueError, match="is no part of a text"):
            shortened("Vi fick pengar", shown)


KNOWN = Known(
    names=("Bygdens Väl", "Anna Ek", "Ek", "Åsa", "Eva", "von", "RSMH", "Hans"),
    traits={("Arjeplog", "ridklubb"): 1, ("Luleå", "kör"): 40},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Född 811218-9876 i byn", [("personal-number", "811218-9876")]),
        ("Född 19811218-9876", [("personal-number", "19811218-9876")]),
        ("Samordning 701063-2391", [("personal-number", "701063-2391")]),
        ("Ärende 811218-9875", []),
        ("Ärende 999999-9999", []),
        ("Ring 070-123 45 67 på kvällen", [("telephone", "070-123 45 67")]),
        ("Ring +46 (0)920 12 34 56", [("telephone", "+46 (0)920 12 34 56")]),
        ("Vi fick 250 000 kronor 2020-2024", []),
        ("En fond på 1 000 000 000 kronor", []),
        ("Skriv till anna.ek@exempel.se.", [("e-mail", "anna.ek@exempel.se")]),
        ("Se https://exempel.se/vi", [("link", "https://exempel.se/vi")]),
        ("Vi bor på Storgatan 14 B", [("address", "Storgatan 14 B")]),
        ("Kyrkovägen 3 är stängd", [("address", "Kyrkovägen 3")]),
        ("Vi gick på gatan 3 gånger", []),
        ("Box 12, 981 21 Kiruna", [("address", "Box 12"), ("address", "981 21 Kiruna")]),
        ("bygdens  väls loppis", [("name", "bygdens  väls")]),
        ("Anna Ek ringde, Annas ekonomi är god", [("name", "Anna Ek")]),
        ("Vår ridklubb i Arjeplog", [("place-and-trait", "Arjeplog + ridklubb")]),
        ("Vår ridklubb i Luleå har en kör", []),
        ("Vi behöver längre avtal.", []),
        # A number of a person as people write it.
        ("Född 811218\u20139876", [("personal-number", "811218\u20139876")]),
        ("Född 811218 - 9876", [("personal-number", "811218 - 9876")]),
        ("Född 1981-12-18-9876", [("personal-number", "1981-12-18-9876")]),
        ("Född 81 12 18 9876", [("personal-number", "81 12 18 9876")]),
        ("Född 198112189876", [("personal-number", "198112189876")]),
        ("Född 811218+9876", [("personal-number", "811218+9876")]),
        # With the century it is one, though a digit was mistyped.
        ("Född 19811218-9875", [("personal-number", "19811218-9875")]),
        ("Ring 070.123.45.67", [("telephone", "070.123.45.67")]),
        ("Ring 0920\u201112 34 56", [("telephone", "0920\u201112 34 56")]),
        ("Ring 0046 70 123 45 67", [("telephone", "0046 70 123 45 67")]),
        ("Andelen var 0.25 och 0.375", []),
        ("anna.ek (at) exempel.se", [("e-mail", "anna.ek (at) exempel.se")]),
        ("anna.ek[at]exempel.se", [("e-mail", "anna.ek[at]exempel.se")]),
        ("Vi bor på Norra Vägen 3", [("address", "Norra Vägen 3")]),
        ("Vi bor på Byvägen nr 4", [("address", "Byvägen nr 4")]),
        ("Strandpromenaden 12 är bred", [("address", "Strandpromenaden 12")]),
        ("På vägen 3 mil bort", []),
        ("Det var RSMH:s loppis", [("name", "RSMH:s")]),
        ("Bygdens Välet växer", [("name", "Bygdens Välet")]),
        ("Åsas kör är stor, och åsa är inget namn", [("name", "Åsas")]),
        ("Vi har en ås, som von Oben och hans kör", []),
    ],
)
def test_personal_data_is_flagged(text: str, expected: list[tuple[str, str]]) -> None:
    result = flags(text, KNOWN)
    assert [(flag.kind, flag.text) for flag in result] == expected
    for flag in result:
        assert flag.kind == "place-and-trait" or text[flag.start : flag.end] == flag.text


def test_a_letter_whose_mark_stands_apart_is_the_same_letter() -> None:
    """A member's telephone writes o and two dots, an editor's keyboard ö."""
    apart = "Vi är få och tro\u0308tta. Det går inte."
    assert is_shortened(f"Vi är få och trötta. {GAP}", apart)
    assert is_shortened(apart, "Vi är få och trötta. Det går inte.")
    assert not is_shortened(f"Vi är få och trotta. {GAP}", apart)
