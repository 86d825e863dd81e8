"""Dominance: totals that few make up, and how well they must hide the largest of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from samklang.core.privacy import Public


@dataclass(frozen=True)
class Dominance:
    """When a total gives its largest contributor away; see theme.DisclosureRule."""

    p_percent: Public[int] = 10
    n: Public[int] = 2
    k: Public[int] = 85


def dominated(contributions: Sequence[float], rule: Dominance) -> bool:
    """Whether a total would tell too much of its largest contributor.

    The p% rule: the second largest knows its own part, and can work out the largest to within what
    the others make up. The (n, k) rule: the n largest make up more than k % (Hundepool et al.
    2012, section 4.2). Contributions count by size, whatever their sign.
    """
    sizes = sorted((abs(c) for c in contributions), reverse=True)
    total = sum(sizes)
    if not total:
        return False
    others = total - sum(sizes[:2])
    if rule.p_percent and others < rule.p_percent / 100 * sizes[0]:
        return True
    return rule.k < 100 and sum(sizes[: rule.n]) > rule.k / 100 * total


def reach(contributions: Sequence[float], rule: Dominance, *, unit: float) -> int:
    """How many units above and below the total what can be inferred of it must reach."""
    largest = max((abs(c) for c in contributions), default=0.0)
    return max(1, math.ceil(rule.p_percent / 100 * largest / unit))
