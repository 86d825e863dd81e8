"""What follows from inequalities on a publication's respondents, sought with HiGHS.

A withheld count is open where two surveys that fit all that is known, whole numbers checked by
multiplication, lie as far apart as the rule demands.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_matrix

from benchmarks.attack_bounds import Before, Counts, Knowledge, Target, World

# Seconds for one search, by the clock, and how many times as many for one that has not ended. Only
# what a search that has ended proves counts: the bound of one cut short has been a wrong one.
PATIENCE, LONGER = 10.0, 10
# SciPy's status of a search that a limit has ended.
CUT_SHORT = 1


class Attack:
    """Searches for surveys that fit everything printed and tell the targets apart."""

    def __init__(self, world: World, known: Knowledge, earlier: Sequence[Before]):
        """earlier: what was known before each report."""
        self.world, self.known, self.earlier = world, known, earlier
        self.truth = world.true()
        assert known.fits(self.truth[None, :])[0], "what is printed is true of who answered"
        self.surveys = [self.truth]

    def narrowed(self, targets: Sequence[Target], span: int) -> Iterator[tuple[Target, int, int]]:
        """The targets that must lie in a range narrower than `span`, with its ends.

        One that could be no wider before the report that withholds it is none (see `Before`), nor
        one known to be large.
        """
        for target in targets:
            if self._spread(target) >= span or self._widened(target, span):
                continue
            low = self._end(self.known, target, 1)
            high = self._end(self.known, target, -1)
            if high - low >= span or target.may_be_known(low, high):
                continue
            known = self.before(target)
            least, most = (self._end(known, target, sign, keep=False) for sign in (1, -1))
            if high - low < min(span, most - least):
                yield target, low, high

    def _widened(self, target: Target, span: int) -> bool:
        """Whether some survey lies so far from those that are known.

        Any one will do, which is found far sooner than the least or the greatest.
        """
        values = [int(survey[target.mask].sum()) for survey in self.surveys]
        everybody = len(self.world.publication.places)
        for low, high in ((min(values) + span, everybody), (0, max(values) - span)):
            if low <= high:
                found = self._solved(self.known, target, 0, low, high)
                if found.x is not None and self._kept(found.x) and self._spread(target) >= span:
                    return True
        return False

    def _kept(self, values: NDArray[np.float64]) -> bool:
        """Keeps a survey that the solver came by, if in whole numbers it fits all that is known."""
        survey = np.rint(values).astype(np.int64)
        fits = bool(self.known.fits(survey[None, :])[0])
        if fits:
            self.surveys.append(survey)
        return fits

    def before(self, target: Target) -> Knowledge:
        """What was known of a target before the report that withholds it."""
        return self.earlier[target.report].of(target)

    def _spread(self, target: Target) -> int:
        values = [int(survey[target.mask].sum()) for survey in self.surveys]
        return max(values) - min(values)

    def _solved(
        self,
        known: Knowledge,
        target: Target,
        sign: int,
        low: float,
        high: float,
        *,
        patience: float = PATIENCE,
    ) -> OptimizeResult:
        """A survey that fits what is known, its target from `low` to `high`; the least by sign."""
        aim = target.mask.astype(float)
        return milp(
            sign * aim,
            constraints=LinearConstraint(
                csr_matrix(np.array([*known.rows, aim])), [*known.low, low], [*known.high, high]
            ),
            integrality=np.ones(known.size),
            bounds=Bounds(0, len(self.world.publication.places)),
            options={"time_limit": patience},
        )

    def _end(self, known: Knowledge, target: Target, sign: int, *, keep: bool = True) -> int:
        everybody = len(self.world.publication.places)
        found = self._solved(known, target, sign, 0, everybody)
        if found.status == CUT_SHORT:
            found = self._solved(known, target, sign, 0, everybody, patience=PATIENCE * LONGER)
        if found.x is not None and keep:
            self._kept(found.x)
        bound = found.mip_dual_bound
        if bound is None or found.status == CUT_SHORT:
            return 0 if sign > 0 else everybody
        return math.ceil(bound - 1e-6) if sign > 0 else math.floor(1e-6 - bound)

    def nearest(self, target: Target, value: int) -> Counts | None:
        """The survey closest to the truth of which the target is `value`; None if there is none."""
        size = self.known.size
        rows = csr_matrix(np.array([*self.known.rows, target.mask.astype(float)]))
        shift = rows @ self.truth
        found = milp(
            np.ones(2 * size),
            constraints=LinearConstraint(
                csr_matrix(np.hstack([rows.toarray(), -rows.toarray()])),
                np.array([*self.known.low, value]) - shift,
                np.array([*self.known.high, value]) - shift,
            ),
            integrality=np.ones(2 * size),
            bounds=Bounds(
                np.zeros(2 * size),
                np.concatenate([np.full(size, len(self.world.publication.places)), self.truth]),
            ),
            options={"time_limit": PATIENCE},
        )
        if found.x is None:
            return None
        step = np.rint(found.x).astype(np.int64)
        survey: Counts = self.truth + step[:size] - step[size:]
        return survey if self.known.fits(survey[None, :])[0] else None
