"""Agreement: how alike two or more coders coded the same answers, with an interval.

Krippendorff's alpha: 1 - observed / expected disagreement, where the expected one is that of values
drawn at random from all that were given. 1 is agreement in everything, 0 what chance alone gives,
below 0 less than chance. Sources: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability"
(2011); for sets of codes R. Passonneau, "Measuring agreement on set-valued items (MASI)" (2006).
"""

import math
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from samklang.core.language.numbers import EN_DASH, MINUS, signed
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

Codes = frozenset[str]
# What each coder gave an answer, by coder; an empty set is "no code fits". Who did not code an
# answer, or could not decide, has no entry.
ByCoder = Mapping[str, Codes]
Distance = Callable[[Codes, Codes], float]
Why = Literal["", "too-few", "no-variation"]
IntervalWhy = Literal["", "too-few", "unstable"]

RESAMPLES = 2_000
CONFIDENCE = 0.95
SEED = 20
# Below this many answers coded twice the interval is hardly narrower than all there is.
FEWEST = 10
# An interval is not given where more of the resamples than this have no alpha.
MOST_UNDEFINED = 0.05
# Resamples are worked out in pieces of this many numbers, so that memory stays small.
_PIECE = 2_000_000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha with its interval, or why there is none.

    value, low, high: at most 1, unrounded. why: '' where alpha could be worked out; then it may
    still have no interval (low and high None) and `interval_why` says why.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    why: Why = ""
    interval_why: IntervalWhy = ""

    def interval_words(self, language: Language) -> str:
        """Why a value has no interval, as a sentence; '' where it has one."""
        if not self.interval_why:
            return ""
        key = f"agreement.interval_{self.interval_why.replace('-', '_')}"
        return phrase(language, key, fewest=FEWEST)

    def words(self, language: Language) -> str:
        """Alpha as it is printed: "0,74 (0,58–0,87)", or in words that and why it has no value.

        The ends are rounded outwards.
        """
        if self.value is None:
            reason = phrase(language, f"agreement.why_{self.why.replace('-', '_')}")
            return phrase(language, "agreement.uncountable", reason=reason)
        value = signed(self.value, 2, language)
        if self.low is None or self.high is None:
            return value
        low = signed(math.floor(self.low * 100 + 1e-9) / 100, 2, language)
        high = signed(math.ceil(self.high * 100 - 1e-9) / 100, 2, language)
        dash = f" {EN_DASH} " if MINUS in low + high else EN_DASH
        return f"{value} ({low}{dash}{high})"


@dataclass(frozen=True)
class CodeAgreement:
    """One code over the answers coded twice.

    both: answers to which all who coded them gave the code. only_one: some, not all. neither: none.
    """

    code: str
    both: int
    only_one: int
    neither: int
    alpha: Alpha


@dataclass(frozen=True)
class Agreement:
    """How alike the answers of a sample were coded.

    answers: coded by two or more. coders: those who coded them, sorted. alike: answers to which all
    gave the very same codes. alpha: over whole answers. codes: each code for itself, in the order
    asked for.
    """

    answers: int
    coders: tuple[str, ...]
    alike: int
    alpha: Alpha
    codes: tuple[CodeAgreement, ...]


def nominal(one: Codes, other: Codes) -> float:
    """0 where two sets are the same, else 1."""
    return 0.0 if one == other else 1.0


def masi(one: Codes, other: Codes) -> float:
    """Passonneau's distance of two sets, 0 to 1: 1 - J * M.

    J is Jaccard's likeness; M is 1 for the same sets, 2/3 where one holds the other, 1/3 where they
    share something, 0 where nothing. No code against some code shares nothing.
    """
    if one == other:
        return 0.0
    shared = len(one & other)
    if not shared:
        return 1.0
    monotonicity = 2 / 3 if shared in (len(one), len(other)) else 1 / 3
    return 1.0 - shared / len(one | other) * monotonicity


def agreement(
    sample: Mapping[str, ByCoder], codes: Collection[str], *, sets: bool = True
) -> Agreement:
    """The agreement on a sample.

    sample: by answer, what each coder gave it; answers with fewer than two coders are left out.
    codes: those looked at one by one. sets: whether an answer may carry several codes (MASI), else
    nominal. Valences are part of the codes or not, as the caller names them.
    """
    twice = {answer: given for answer, given in sample.items() if len(given) > 1}
    units = [tuple(given[coder] for coder in sorted(given)) for _, given in sorted(twice.items())]
    return Agreement(
        answers=len(units),
        coders=tuple(sorted({coder for given in twice.values() for coder in given})),
        alike=sum(len(set(unit)) == 1 for unit in units),
        alpha=alpha(units, masi if sets else nominal),
        codes=tuple(_code(code, units) for code in codes),
    )


def _code(code: str, units: Sequence[Sequence[Codes]]) -> CodeAgreement:
    given = [[code in codes for codes in unit] for unit in units]
    both, neither = sum(map(all, given)), sum(not any(unit) for unit in given)
    single = [[frozenset({code}) & codes for codes in unit] for unit in units]
    return CodeAgreement(code, both, len(units) - both - neither, neither, alpha(single, nominal))


def alpha(units: Sequence[Sequence[Codes]], distance: Distance) -> Alpha:
    """Krippendorff's alpha with a bootstrap interval over units.

    units: for each the values it was given; those with fewer than two are left out. The interval
    holds the middle CONFIDENCE of RESAMPLES draws of as many units with replacement, the same draws
    every time.
    """
    study = _Study.of(units, distance)
    if study is None:
        return Alpha(None, why="too-few")
    value = float(study.alphas(np.ones((1, study.units)))[0])
    if np.isnan(value):
        return Alpha(None, why="no-variation")
    if study.units < FEWEST:
        return Alpha(value, interval_why="too-few")
    drawn = study.resampled()
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < (1 - MOST_UNDEFINED) * len(drawn):
        return Alpha(value, interval_why="unstable")
    outside = (1 - CONFIDENCE) / 2
    low, high = np.quantile(defined, (outside, 1 - outside))
    # A percentile interval need not hold the value it is about where agreement is near perfect.
    return Alpha(value, min(float(low), value), max(float(high), value))


@dataclass(frozen=True)
class _Study:
    """What alpha is made of: for each unit its disagreement and how often each value was given.

    disagreement: (units,). counts: (units, values). distances: (values, values).
    """

    disagreement: Floats
    counts: Floats
    distances: Floats

    @classmethod
    def of(cls, units: Sequence[Sequence[Codes]], distance: Distance) -> "_Study | None":
        """None where no unit has two values."""
        pairable = [unit for unit in units if len(unit) > 1]
        if not pairable:
            return None
        values = sorted({value for unit in pairable for value in unit}, key=sorted)
        place = {value: number for number, value in enumerate(values)}
        distances = np.array([[distance(value, other) for other in values] for value in values])
        counts = np.zeros((len(pairable), len(values)))
        for number, unit in enumerate(pairable):
            for value in unit:
                counts[number, place[value]] += 1
        # Over ordered pairs of different coders; a value is at no distance from itself.
        pairs = ((counts @ distances) * counts).sum(axis=1)
        return cls(pairs / (counts.sum(axis=1) - 1), counts, distances)

    @property
    def units(self) -> int:
        return len(self.disagreement)

    def alphas(self, weights: Floats) -> Floats:
        """Alpha for each row of weights (draws, units): how often each unit is drawn.

        Not a number where all values are the same.
        """
        given = weights @ self.counts
        total = given.sum(axis=1)
        observed = weights @ self.disagreement / total
        expected = ((given @ self.distances) * given).sum(axis=1) / (total * (total - 1))
        ratio = np.full(len(weights), np.nan)
        np.divide(observed, expected, out=ratio, where=expected > 0)
        return np.asarray(1 - ratio, dtype=np.float64)

    def resampled(self) -> Floats:
        chance = np.random.default_rng(SEED)
        even = np.full(self.units, 1 / self.units)
        piece = max(1, _PIECE // self.units)
        sizes = [min(piece, RESAMPLES - done) for done in range(0, RESAMPLES, piece)]
        draws = (chance.multinomial(self.units, even, size=size) for size in sizes)
        return np.concatenate([self.alphas(np.asarray(draw, dtype=np.float64)) for draw in draws])


def draw_sample(answers: Collection[str], size: int, *, seed: int) -> tuple[str, ...]:
    """Answers drawn at random to be coded twice, sorted; all where there are no more than `size`.

    The same answers, size and seed give the same sample.
    """
    every = sorted(set(answers))
    return tuple(sorted(random.Random(seed).sample(every, min(size, len(every)))))
