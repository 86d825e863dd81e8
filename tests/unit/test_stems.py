"""Stems: negations and comparisons stay, compounds bring their parts."""

import pytest

from samklang.core.language.stems import LONGEST_WORD, parts, stem_of, stems, stop_words, word_stems
from samklang.core.language.wording import Language


@pytest.mark.parametrize("word", ["inte", "ej", "ingen", "inget", "inga", "bättre", "utan stöd"])
def test_words_that_turn_the_meaning_are_kept(word: str) -> None:
    assert word.split()[-1] not in stop_words("sv")
    assert stems(f"det är {word}", "sv")


def test_not_and_better_are_kept_in_english() -> None:
    assert stems("we are not better off", "en") == ("not", "better", "off")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("bygdegården", ("bygde", "gården")),
        ("verksamhetsbidrag", ("verksamhet", "bidrag")),
        ("ungdomsgård", ("ungdom", "gård")),
        ("föreningen", ()),
        ("lokalen", ()),
        ("pengar", ()),
    ],
)
def test_parts_of_compounds(word: str, expected: tuple[str, ...]) -> None:
    assert parts(word, "sv") == expected


def test_a_compound_meets_its_parts() -> None:
    assert set(stems("gård", "sv")) <= set(stems("Bygdegården!", "sv"))
    assert set(stems("bidraget", "sv")) <= set(stems("verksamhetsbidrag", "sv"))


def test_english_words_are_not_taken_apart() -> None:
    assert stems("Firemen and buildings", "en") == ("firemen", "build")


def test_a_word_without_end_is_cut() -> None:
    assert word_stems("a" * 5_000, "sv") == ("a" * 60,)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_stem_alone_is_the_first_of_a_words_stems(language: Language) -> None:
    long = "bygdegård" * 20
    assert len(long) > LONGEST_WORD
    for word in ("bygdegården", "löst", "fullt", "flickornas", "happily", "bastu", "ö", "24", long):
        assert stem_of(word, language) == word_stems(word, language)[0]
    assert stem_of("bygdegårdens", "sv") != "bygdegårdens"
