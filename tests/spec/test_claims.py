"""Words that say how many: what the interval must show before they may be printed."""

from dataclasses import replace
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.estimate.exclusive import more_members
from samklang.core.evidence.unbound import loose
from samklang.core.figures.claims import Bound, check, difference, honest, rule_of, standing
from samklang.core.language.wording import Language


def cell(share: int, low: int, high: int) -> Bound:
    """An answer of a question with 34 answers of 43 members."""
    return Bound(ReleasedCell("shown", share * 34 // 100, share, low, high), 34, 9 / 43, "q")


@pytest.mark.parametrize(
    ("words", "share", "low", "high", "holds"),
    [
        ("majoriteten", 62, 54, 70, True),
        ("majoriteten", 62, 45, 76, False),
        ("De flesta", 51, 51, 60, True),
        ("de flesta", 50, 50, 60, False),
        ("mer än hälften", 56, 48, 64, False),
        ("mindre än hälften", 35, 28, 43, True),
        ("mindre än hälften", 44, 36, 52, False),
        ("ungefär hälften", 48, 40, 56, True),
        ("hälften", 41, 33, 52, False),  # too far from a half, though its interval reaches it
        ("var tredje", 35, 27, 43, True),
        ("var tredje", 27, 20, 35, False),
        ("en fjärdedel", 24, 17, 32, True),
        ("nästan alla", 94, 86, 98, True),
        ("nästan alla", 85, 76, 91, False),
        ("the majority", 62, 54, 70, True),
        ("most", 52, 44, 60, False),
        ("two thirds", 66, 58, 74, True),
        ("less than half", 40, 32, 48, True),
    ],
)
def test_a_word_is_held_to_the_interval(
    words: str, share: int, low: int, high: int, holds: bool
) -> None:
    language: Language = "en" if words.split()[0] in ("the", "most", "two", "less") else "sv"
    refused = check(words, (cell(share, low, high),), language)
    assert (refused is None) is holds


@pytest.mark.parametrize(
    ("share", "low", "high", "wording"),
    [
        (62, 54, 70, "majoriteten"),
        (62, 45, 76, "62\u00a0% (intervall 45–76\u00a0%)"),
        (48, 40, 56, "ungefär hälften"),
        (30, 22, 39, "mindre än hälften"),
    ],
)
def test_an_honest_wording_is_proposed(share: int, low: int, high: int, wording: str) -> None:
    assert honest(cell(share, low, high).cell, "sv") == wording
    if refused := check("nästan alla", (cell(share, low, high),), "sv"):
        assert wording in str(refused.remedy)


@given(st.integers(0, 100), st.integers(0, 40), st.integers(0, 40), st.sampled_from(["sv", "en"]))
def test_the_wording_proposed_always_holds(
    share: int, down: int, up: int, language: Language
) -> None:
    bound = cell(share, max(0, share - down), min(100, share + up))
    words = honest(bound.cell, language)
    assert rule_of(words, language) is None or check(words, (bound,), language) is None


@pytest.mark.parametrize(
    ("words", "one", "other", "holds"),
    [
        # 34 of 43 answered: a fifth is unseen, so the difference is known rather well.
        ("fler", (65, 57, 72), (24, 17, 31), True),
        ("fler", (50, 42, 58), (44, 36, 52), False),
        ("färre", (24, 17, 31), (65, 57, 72), True),
        ("färre", (65, 57, 72), (24, 17, 31), False),
        ("vanligast", (65, 57, 72), (24, 17, 31), True),
    ],
)
def test_a_comparison_is_held_to_the_difference(
    words: str, one: tuple[int, int, int], other: tuple[int, int, int], holds: bool
) -> None:
    refused = check(words, (cell(*one), cell(*other)), "sv")
    assert (refused is None) is holds


def test_the_difference_of_two_answers_of_one_question() -> None:
    # p = 0.65, q = 0.24, n = 34, 9 of 43 unseen: s² = (0.89 − 0.41²)/33 · 9/43 = 0.004578;
    # t(0.975; 33) = 2.0345, so half the width is 0.1377.
    low, high = difference(cell(65, 57, 72), cell(24, 17, 31))
    assert (round(low, 3), round(high, 3)) == (0.272, 0.548)


def test_answers_of_different_questions_are_compared_at_the_widest() -> None:
    one, other = cell(65, 57, 72), cell(24, 17, 31)
    apart = Bound(other.cell, other.base, other.unseen, "another")
    low, high = difference(one, apart)
    assert (round(low, 3), round(high, 3)) == (0.26, 0.55)  # 57 − 31 and 72 − 17


def banded(share: int, ends: tuple[int, int], band: tuple[int, int], count: int = 0) -> Bound:
    """An answer with its interval and its sensitivity band; 34 of 43 answered."""
    count = count or share * 34 // 100
    return Bound(ReleasedCell("shown", count, share, *ends, *band), 34, 9 / 43, "q")


@pytest.mark.parametrize(
    ("words", "bound", "holds"),
    [
        ("majoriteten", banded(62, (54, 70), (49, 74)), False),
        ("majoriteten av dem som svarade", banded(62, (54, 70), (49, 74)), True),
        ("majoriteten av dem som svarade", banded(62, (49, 74), (45, 77)), False),
        ("majoriteten", banded(66, (58, 74), (53, 78)), True),
        ("mindre än hälften", banded(40, (32, 48), (28, 52)), False),
        ("mindre än hälften bland dem som har svarat", banded(40, (32, 48), (28, 52)), True),
        ("most", banded(62, (54, 70), (49, 74)), False),
        ("most of those who answered", banded(62, (54, 70), (49, 74)), True),
    ],
)
def test_words_on_the_members_are_held_to_the_band(words: str, bound: Bound, holds: bool) -> None:
    language: Language = "en" if words.startswith("most") else "sv"
    refused = check(words, (bound,), language)
    assert (refused is None) is holds
    if refused and "svarade" not in words:
        assert honest(bound.cell, language) in str(refused.remedy)


@pytest.mark.parametrize(
    ("words", "one", "other", "holds"),
    [
        # 24 and 8 of 34: 47 points, 33 at least, and 25 at least where the silent differ.
        ("fler", banded(71, (63, 78), (59, 82), 24), banded(24, (17, 31), (13, 35), 8), True),
        # 20 and 11 of 34: 26 points, 12 at least, but 2 below where the silent differ.
        ("fler", banded(59, (51, 66), (44, 73), 20), banded(32, (25, 40), (18, 47), 11), False),
        ("fler av dem som svarade", banded(59, (51, 66), (44, 73), 20),
         banded(32, (25, 40), (18, 47), 11), True),
    ],
)  # fmt: skip
def test_a_comparison_of_members_is_held_to_the_band(
    words: str, one: Bound, other: Bound, holds: bool
) -> None:
    assert (check(words, (one, other), "sv") is None) is holds


def test_a_comparison_counts_with_the_design() -> None:
    """58 % against 42 % of 60 answers: 35 and 25 of equal weights are no proof either, but 45 and
    15 are; where one answer weighs as much as many, their own intervals decide."""
    weighted = [Bound(ReleasedCell("shown", n, p, *ends), 60, 0.4) for n, p, ends in
                ((45, 58, (25, 86)), (15, 42, (14, 75)))]  # fmt: skip
    assert check("fler", tuple(weighted), "sv") is not None
    equal = [Bound(ReleasedCell("shown", n, p, *ends), 60, 0.4, "q") for n, p, ends in
             ((45, 75, (66, 83)), (15, 25, (17, 34)))]  # fmt: skip
    assert check("fler", tuple(equal), "sv") is None


@pytest.mark.parametrize(
    ("counts", "holds"),
    [
        ((17, 5, 5), True),
        ((14, 8, 8), False),  # against one alone it would hold, against both not
        ((14, 8), True),
        ((18, 5, 5, 5, 1), True),
        ((12, 11, 11), False),
    ],
)
def test_the_greatest_is_held_to_every_difference(counts: tuple[int, ...], holds: bool) -> None:
    cells = [
        Bound(ReleasedCell("shown", n, round(100 * n / 34), 0, 100), 34, 9 / 43, "q")
        for n in counts
    ]
    first = replace(cells[0], others=tuple(cells[1:]))
    assert (check("vanligast", (first,), "sv") is None) is holds
    assert (standing(first) == "members") is holds
    assert standing(cells[0]) == "unsure"  # nothing beside it


def test_the_exact_test_of_two_answers_step_by_step() -> None:
    """9 and 1 of 10 who said either, 6 more silent: of 16 at most, 8 of each. A count of 9 or more
    is impossible then, and of fewer it is too: refuted. With 40 silent: 25 of 50, and 9 or more of
    10 has a chance of 0.6 %."""
    assert more_members(9, 1, n=10, members=16, tail=0.001)
    chance = sum(comb(25, x) * comb(25, 10 - x) for x in (9, 10)) / comb(50, 10)
    assert round(chance, 4) == 0.0053
    assert more_members(9, 1, n=10, members=50, tail=0.006)
    assert not more_members(9, 1, n=10, members=50, tail=0.005)
    # A chance of just the tail is refuted: of two members one said the one, by lot.
    assert more_members(1, 0, n=1, members=2, tail=0.5)
    assert not more_members(1, 0, n=1, members=2, tail=0.499)
    assert not more_members(5, 5, n=10, members=10, tail=0.5)


def test_all_seen_leaves_no_doubt() -> None:
    one = Bound(ReleasedCell("shown", 20, 50, 50, 50), 40, 0.0, "q")
    other = Bound(ReleasedCell("shown", 18, 45, 45, 45), 40, 0.0, "q")
    assert check("fler", (one, other), "sv") is None


def test_a_withheld_figure_bears_out_nothing() -> None:
    hidden = Bound(ReleasedCell("few"), 34, 0.2, "q")
    refused = check("majoriteten", (hidden,), "sv")
    assert refused
    assert "withheld" in str(refused.what)


@pytest.mark.parametrize(
    ("words", "count"), [("majoriteten", 2), ("fler", 1), ("glada", 1), ("", 1)]
)
def test_words_need_the_right_figures(words: str, count: int) -> None:
    assert check(words, (cell(62, 54, 70),) * count, "sv")


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("sv", "Majoriteten svarade ja.", ["Majoriteten"]),
        ("sv", "De allra flesta, 62 %, svarade ja.", ["De allra flesta", "62 %"]),
        ("sv", "Fler svarade ja än nej.", ["Fler"]),
        ("sv", "Vi behöver fler frågor.", []),
        ("sv", "Var tredje svarade, sex av tio hade tid.", ["Var tredje", "sex av tio"]),
        ("sv", "Enkäten stängde 9 oktober 2026 kl. 14.05, den tredje sedan 2021–2023.", []),
        ("sv", "År 2026 och på 1990-talet, 2026-10-09.", []),
        ("sv", "2026 organisationer", []),  # reads as a year; a number of four digits is rare
        ("sv", "1 005 fall, 3,5 miljoner, 12 procent", ["1 005", "3,5", "12 procent"]),
        ("sv", "mer än hälften", ["mer än hälften"]),
        ("sv", "Det är vanligast i norr.", ["vanligast"]),
        ("sv", "Störst är andelen i norr.", ["Störst är andelen"]),
        ("sv", "I norr är andelen högst.", ["andelen högst"]),
        ("sv", "Andelen är allra störst i norr.", ["Andelen är allra störst"]),
        ("sv", "COVID-19 och fråga B2", []),
        ("en", "Most of them, one in ten.", ["Most", "one in ten"]),
        ("en", "More said yes than no.", ["More"]),
        ("en", "We need more time.", []),
        ("en", "On October 9, 2026 it was 1,005.", ["1,005"]),
        ("en", "about half the members", ["half"]),
        ("en", "The share is largest in the north.", ["share is largest"]),
        ("en", "The proportion is the highest there.", ["proportion is the highest"]),
    ],
)
def test_what_stands_loose(language: Language, text: str, found: list[str]) -> None:
    assert [one.words for one in loose(text, language)] == found


@given(st.text(max_size=200), st.sampled_from(["sv", "en"]))
def test_any_text_can_be_looked_through(text: str, language: Language) -> None:
    for one in loose(text, language):
        assert one.words.strip() == one.words != ""


def test_the_longest_words_win() -> None:
    assert rule_of("mindre än hälften", "sv") == ("under", 50)
    assert rule_of("drygt hälften", "sv") == ("over", 50)
    assert rule_of("more than half", "en") == ("over", 50)
