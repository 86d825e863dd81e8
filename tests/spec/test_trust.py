"""Trust in suggested codes: the verdict's table, and what it promises, simulated."""

import numpy as np
import pytest

from samklang.core.coding.spaces import Space
from samklang.core.coding.suggestions import CodeText, rank
from samklang.core.coding.trust import ENOUGH, PROMISE, RISK, judged, trust


@pytest.mark.parametrize(
    ("suggested", "right", "codes", "verdict", "more"),
    [
        (0, 0, 8, "too-few", 663),
        (5, 5, 8, "too-few", 68),
        (12, 12, 8, "too-few", 4),
        (13, 13, 8, "suggest", None),
        (13, 13, 80, "too-few", 44),
        (20, 18, 8, "too-few", 22),
        (4, 2, 8, "too-few", None),
        (30, 28, 8, "suggest", None),
        (6, 0, 8, "read", None),
        (20, 5, 8, "read", None),
        (ENOUGH, 130, 8, "read", None),
        (ENOUGH, 160, 8, "suggest", None),
    ],
)
def test_verdicts(suggested: int, right: int, codes: int, verdict: str, more: int | None) -> None:
    one = judged("a", suggested, right, codes=codes, answers=43)
    assert one.verdict == verdict
    assert one.more == more


def test_a_verdict_in_words() -> None:
    assert judged("a", 13, 13, codes=8, answers=43).words("sv") == "kan föreslås"
    few = judged("a", 12, 12, codes=8, answers=43)
    assert few.words("sv").startswith("för få svar. Ungefär 4 svar till")
    assert "cannot yet be said" in judged("a", 4, 2, codes=8, answers=43).words("en")


def least_right(codes: int, most: int) -> np.ndarray:
    """By the number of suggestions, how many must be right for the code to be trusted."""
    least = np.full(most + 1, most + 1)
    for suggested in range(1, most + 1):
        for right in range(suggested, -1, -1):
            if judged("a", suggested, right, codes=codes, answers=1).verdict != "suggest":
                break
            least[suggested] = right
    return least


@pytest.mark.parametrize("precision", [0.3, 0.5, PROMISE - 0.03, PROMISE])
def test_what_is_shown_keeps_its_promise(precision: float) -> None:
    """Eight codes judged after each of 150 suggestions: no run may trust one that is not right
    more often than promised, but for RISK of them.
    """
    hits = np.random.default_rng(20).random((2_000, 8, 150)) < precision
    trusted = hits.cumsum(axis=2) >= least_right(8, 150)[1:]
    assert trusted.any(axis=(1, 2)).mean() <= RISK


def test_a_limit_looked_at_every_time_would_not_keep_it() -> None:
    """Why the plain 95 % limit is not used: it trusts too much in a third of all runs."""
    from scipy.stats import beta

    hits = np.random.default_rng(20).random((500, 8, 150)) < PROMISE
    right, suggested = hits.cumsum(axis=2), np.arange(1, 151)
    low = beta.ppf(RISK, right, suggested - right + 1)
    assert (low >= PROMISE).any(axis=(1, 2)).mean() > 0.3


def test_a_code_that_is_right_is_trusted_in_the_end() -> None:
    hits = np.random.default_rng(20).random((500, 120)) < 0.9
    trusted = hits.cumsum(axis=1) >= least_right(8, 120)[1:]
    assert trusted.any(axis=1).mean() > 0.95


def test_forty_three_answers_with_eight_codes_are_too_few() -> None:
    """A hundred themes with real vectors: codes well apart, coders who agree nine times of ten."""
    chance = np.random.default_rng(3)
    codes = tuple(CodeText(f"c{number}", f"Code {number}", "Words.") for number in range(8))
    for _ in range(100):
        middles = chance.normal(size=(8, 40))
        own = chance.integers(0, 8, 43)
        answers = middles[own] + chance.normal(size=(43, 40)) * 0.7
        space = Space(_unit(middles), _unit(answers))
        said = np.where(chance.random(43) < 0.9, own, chance.integers(0, 8, 43))
        settled = {row: frozenset({codes[code].id}) for row, code in enumerate(said)}
        ranking = rank(codes, settled, words=space)
        assert {one.verdict for one in trust(ranking, settled)} == {"too-few"}


def test_a_theme_with_answers_enough_shows_what_it_promises() -> None:
    """Twenty themes of 400 answers: what is trusted is right on answers nobody has seen."""
    chance = np.random.default_rng(4)
    codes = tuple(CodeText(f"c{number}", f"Code {number}", "Words.") for number in range(8))
    shown = right = 0
    for _ in range(20):
        middles = chance.normal(size=(8, 40))
        own = chance.integers(0, 8, 800)
        answers = middles[own] + chance.normal(size=(800, 40)) * chance.uniform(0.6, 3)
        space = Space(_unit(middles), _unit(answers))
        settled = {row: frozenset({codes[own[row]].id}) for row in range(400)}
        ranking = rank(codes, settled, words=space)
        trusted = {one.code for one in trust(ranking, settled) if one.verdict == "suggest"}
        for row in range(400, 800):
            for code, _ in ranking.likely(row):
                shown += code in trusted
                right += code in trusted and code == codes[own[row]].id
    assert shown > 1_000
    assert right / shown >= PROMISE


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
