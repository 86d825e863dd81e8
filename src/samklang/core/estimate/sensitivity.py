"""The sensitivity band: what a share would be if those who did not answer differ."""

import math
from typing import NamedTuple

from samklang.core.estimate.ends import Ends
from samklang.core.estimate.interval import ShareFacts, guarded

# The band starts from ends that an exact test rejects at this part of 1 − confidence: 3 % at 95 %.
# The interval itself may miss 9 % on one side, and where few are silent γ adds little to it.
CAREFUL = 0.6


class Shift(NamedTuple):
    """How far down and up a share is moved, both from 0."""

    down: float
    up: float


def sensitivity_band(
    facts: ShareFacts,
    interval: tuple[float, float],
    *,
    odds_ratio: float,
    confidence: float = 0.95,
) -> Ends | None:
    """The share if the nonrespondents' odds were `odds_ratio` (γ ≥ 1) times lower or higher.

    The population's share is f·X/n + (1 − f)·q with q the nonrespondents' share. The interval is
    first moved out to what an exact test does not reject. Each end then implies a q; its odds are
    divided (low end) or multiplied (high end) by γ and the share is put together again. So the
    band contains the interval, and covers with at least its confidence as long as the true odds
    ratio is within [1/γ, γ].
    None in an open design, where nothing is known of those who did not answer.
    """
    if facts.most is None:
        return None
    low, high = guarded(facts, Ends(*interval), level=CAREFUL * (1 - confidence))
    if facts.unseen <= 0:
        return Ends(low, high)
    seen = facts.count / facts.n * (1 - facts.unseen)
    least = shift_odds(_clip((low - seen) / facts.unseen), 1 / odds_ratio)
    greatest = shift_odds(_clip((high - seen) / facts.unseen), odds_ratio)
    return Ends(
        min(low, interval[0], seen + facts.unseen * least),
        max(high, interval[1], seen + facts.unseen * greatest),
    )


def largest_shift(facts: ShareFacts, span: Ends, *, odds_ratio: float) -> Shift:
    """How far down and up those who are silent can move the share where their odds differ by γ.

    At most, over the shares of `span`: the shift is greatest where the odds are 1/√γ and √γ.
    """
    low, high = (_clip(end) for end in span)
    furthest = shift_odds(0.5, math.sqrt(odds_ratio))
    down = min(max(furthest, low), high)
    up = min(max(1 - furthest, low), high)
    return Shift(
        facts.unseen * (down - shift_odds(down, 1 / odds_ratio)),
        facts.unseen * (shift_odds(up, odds_ratio) - up),
    )


def shift_odds(share: float, odds_ratio: float) -> float:
    """The share whose odds are `odds_ratio` times those of `share`."""
    return odds_ratio * share / (1 - share + odds_ratio * share)


def _clip(share: float) -> float:
    return min(max(share, 0.0), 1.0)
