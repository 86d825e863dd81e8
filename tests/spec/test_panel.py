"""Changes where the same members answered twice: against every pair of samples there is."""

from collections import defaultdict
from itertools import combinations, product

import numpy as np
import pytest

from samklang.core.estimate import panel
from samklang.core.estimate.panel import Overlap, covariance, narrowed, scale, shared, step
from samklang.core.figures.changes import change
from samklang.core.theme.series import AnsweredTwice, EarlierShare


def overlap(
    members: int, n: tuple[int, int], counts: tuple[int, int], both: int, common: int | None = None
) -> Overlap:
    """Of one population, of which those who answered are members both times."""
    return Overlap((members, members), n, counts, both, common or members, *n)


@pytest.mark.parametrize("both", [2, 3])
def test_the_covariance_is_that_of_all_samples(both: int) -> None:
    """A population of six, all samples of three then and four now that share so many: the mean of
    the estimate is the mean of the product of both errors."""
    then, now = np.array([1, 1, 0, 1, 0, 0]), np.array([1, 0, 0, 1, 1, 0])
    products, estimates = [], []
    for one, other in product(combinations(range(6), 3), combinations(range(6), 4)):
        pairs = sorted({*one} & {*other})
        if len(pairs) != both:
            continue
        x, y = then[list(one)], now[list(other)]
        products.append((x.mean() - then.mean()) * (y.mean() - now.mean()))
        of_pairs = then[pairs], now[pairs]
        given = overlap(6, (3, 4), (int(x.sum()), int(y.sum())), both)
        found = covariance(
            given, *(np.array(float(a.sum())) for a in (*of_pairs, of_pairs[0] * of_pairs[1]))
        )
        estimates.append(float(found))
    assert np.mean(estimates) == pytest.approx(np.mean(products), abs=1e-12)


@pytest.mark.parametrize(
    ("yes", "twice", "part"),
    [
        # 32 of 43 answered both times, 16 said yes each time: all the same, or none of them.
        ((16, 16), 16, 0.5),
        ((16, 16), 12, 0.5),
        ((16, 16), 11, 0.25),
        ((16, 16), 10, 0.25),
        ((16, 16), 9, 0.0),
        ((16, 16), 8, 0.0),
        ((16, 16), 0, 0.0),
    ],
)
def test_the_part_is_rounded_down_to_a_step(yes: tuple[int, int], twice: int, part: float) -> None:
    assert step(overlap(43, (32, 32), (16, 16), 32), yes=yes, twice=twice) == part


SURVEYS = [
    overlap(43, (32, 32), (16, 16), 32),
    overlap(43, (32, 30), (20, 14), 28),
    overlap(20, (12, 14), (6, 9), 10),
    overlap(15, (9, 9), (3, 5), 8),
    overlap(60, (30, 31), (4, 27), 25),
    overlap(43, (32, 32), (1, 2), 30),
    # Fewer said yes than there are who answered once only.
    overlap(20, (9, 9), (1, 6), 5),
]


def left_open(given: Overlap, steps: tuple[float, ...]) -> bool:
    """Every way in which the pairs may have answered, one at a time: what a reader knows of a step.

    Written apart from the product: the reader knows both surveys' shares and how many answered both
    times, and takes all that have the same step together.
    """
    (n, m), (x, y), b = given.n, given.counts, given.both
    known = defaultdict(set)
    for first, second in product(range(b + 1), range(b + 1)):
        if not (0 <= x - first <= n - b and 0 <= y - second <= m - b):
            continue
        for twice in range(max(0, first + second - b), min(first, second) + 1):
            part = float(shared(given, *(np.array(float(v)) for v in (first, second, twice))))
            told = max(s for s in steps if s <= max(0.0, part) + 1e-9)
            counts = (twice, first - twice, second - twice, b - first - second + twice)
            known[told].add((*counts, x - first, n - b - x + first, y - second, m - b - y + second))
    everything = set().union(*known.values())
    for ways in known.values():
        for place in range(8):
            seen, anyway = ({way[place] for way in those} for those in (ways, everything))
            span = min(3, max(anyway) - min(anyway))
            if min(seen) < 5 and max(seen) - min(seen) < span:
                return False
    return True


@pytest.mark.parametrize("given", SURVEYS)
def test_no_step_tells_of_a_few(given: Overlap) -> None:
    assert left_open(given, scale(given))


@pytest.mark.parametrize("given", SURVEYS)
def test_the_steps_are_the_finest_that_do_not_tell(given: Overlap) -> None:
    finest = next((steps for steps in panel.SCALES if left_open(given, steps)), (0.0,))
    assert scale(given) == finest


def test_finer_steps_would_tell() -> None:
    """Where all 32 answered twice, three quarters and more are 14 to 16 who said yes both times."""
    assert not left_open(SURVEYS[0], panel.SCALES[0])
    assert scale(SURVEYS[0]) == (0.0, 0.25, 0.5)


def test_what_cannot_be_is_no_way_of_answering() -> None:
    """Of two pairs none said yes then, for nobody did: what is printed tells it, and no step more.

    Fewer pairs than none who said so would leave no step to be told.
    """
    for given in (overlap(21, (5, 13), (0, 4), 2), overlap(21, (13, 5), (4, 0), 2)):
        assert scale(given) == panel.SCALES[0]
        assert left_open(given, panel.SCALES[0])


def test_an_interval_shrinks_towards_the_change() -> None:
    low, high = narrowed((-0.1, 0.3), 0.1, 0.75)
    assert (low, high) == pytest.approx((0.0, 0.2))
    assert narrowed((-0.1, 0.3), 0.1, 0.0) == pytest.approx((-0.1, 0.3))
    # No more than the greatest step, whatever a file says.
    assert narrowed((-0.1, 0.3), 0.1, 1.0) == pytest.approx((0.0, 0.2))


def test_a_change_uses_the_pairs_of_the_answers_it_is_printed_for() -> None:
    later = EarlierShare("q1", "yes", 62, 53, 70, 34, 21, 43)
    plain = EarlierShare("q1", "yes", 45, 35, 56, 33, 15, 43)
    apart = change(later, plain)
    assert (apart.low, apart.high) == (4, 26)
    pairs = EarlierShare(
        "q1", "yes", 45, 35, 56, 33, 15, 43, twice=AnsweredTwice(0.5, count=21, base=34)
    )
    # Of 4 to 26 about 16.3 points, √½ of the way on either side.
    together = change(later, pairs)
    assert (together.points, together.low, together.high) == (17, 8, 23)
    # One more has answered since: the step was of other answers.
    stale = EarlierShare(
        "q1", "yes", 45, 35, 56, 33, 15, 43, twice=AnsweredTwice(0.5, count=20, base=34)
    )
    assert change(later, stale) == apart
