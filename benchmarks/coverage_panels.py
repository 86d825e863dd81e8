"""How often the interval of a change holds the truth where the same members answered twice.

Two surveys of one population are drawn at random, the second with a chance to answer that hangs on
whether a member answered the first; all that the product makes of them is what both printed and
the step that the pairs bear out. Beside it the same without pairs.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.coverage_several import Held
from samklang.core.estimate.panel import Overlap, step
from samklang.core.figures.changes import change
from samklang.core.theme.series import AnsweredTwice, EarlierShare

DRAWN = 400


@dataclass(frozen=True)
class Panel:
    """Members, and the chances to answer then, again, and now of one who did not then."""

    members: int
    then: float
    again: float
    new: float

    def __str__(self) -> str:
        return f"{self.members}, {self.then} then, {self.again} again, {self.new} new"


PANELS = (
    *(Panel(43, 0.75, 0.9, 0.25), Panel(43, 0.75, 1.0, 0.0), Panel(43, 0.5, 0.5, 0.5)),
    *(Panel(100, 0.4, 0.8, 0.15), Panel(200, 0.6, 0.95, 0.1), Panel(25, 0.8, 0.9, 0.5)),
)
# Parts of the members who say yes both times, then alone, now alone, and never.
ANSWERS = (
    *((0.4, 0.1, 0.1, 0.4), (0.3, 0.05, 0.15, 0.5), (0.6, 0.02, 0.05, 0.33)),
    *((0.25, 0.25, 0.25, 0.25), (0.1, 0.0, 0.1, 0.8), (0.05, 0.4, 0.4, 0.15)),
)


def studies() -> Iterator[Held]:
    """Every panel, with its pairs and without."""
    for panel in PANELS:
        found = np.array([_drawn(panel, answers) for answers in ANSWERS])
        yield Held("change, pairs", str(panel), found[:, 0], float(found[:, 1].mean()))
        yield Held("the same without pairs", str(panel), found[:, 2], float(found[:, 3].mean()))


def _drawn(panel: Panel, answers: tuple[float, ...]) -> tuple[float, float, float, float]:
    """Coverage and mean width, with the pairs and without."""
    random = np.random.default_rng(20261129)
    kinds = [round(panel.members * part) for part in answers[:3]]
    kind = np.repeat(np.arange(4), [*kinds, panel.members - sum(kinds)])
    then, now = kind < 2, (kind == 0) | (kind == 2)
    truth = float(now.mean() - then.mean())
    held, width = [0, 0], [0.0, 0.0]
    for _ in range(DRAWN):
        first = random.random(panel.members) < panel.then
        second = random.random(panel.members) < np.where(first, panel.again, panel.new)
        earlier, later = _printed(then, first), _printed(now, second)
        both = first & second
        overlap = Overlap(
            members=(panel.members, panel.members),
            n=(int(first.sum()), int(second.sum())),
            counts=(int(then[first].sum()), int(now[second].sum())),
            both=int(both.sum()),
            common=panel.members,
            then_stayed=int(first.sum()),
            now_before=int(second.sum()),
        )
        yes = int(then[both].sum()), int(now[both].sum())
        part = _step(overlap, yes, int((then & now)[both].sum()))
        for place, twice in enumerate((AnsweredTwice(part, overlap.counts[1], overlap.n[1]), None)):
            found = _change(later, replace(earlier, twice=twice))
            held[place] += found.low / 100 - 1e-9 <= truth <= found.high / 100 + 1e-9
            width[place] += (found.high - found.low) / 100
    return held[0] / DRAWN, width[0] / DRAWN, held[1] / DRAWN, width[1] / DRAWN


_change = cache(change)


@cache
def _step(overlap: Overlap, yes: tuple[int, int], twice: int) -> float:
    return step(overlap, yes=yes, twice=twice)


def _printed(yes: NDArray[np.bool_], seen: NDArray[np.bool_]) -> EarlierShare:
    """A share as it is printed; of its own interval nothing is made here."""
    n, count = int(seen.sum()), int(yes[seen].sum())
    share = math.floor(100 * count / n + 0.5)
    return EarlierShare("q", "yes", share, 0, 100, n, count, len(yes))
