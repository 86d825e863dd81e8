"""The sensitivity band: what a share would be if those who did not answer differ."""

from samklang.core.estimate.interval import ShareFacts


def sensitivity_band(
    facts: ShareFacts, interval: tuple[float, float], *, odds_ratio: float
) -> tuple[float, float] | None:
    """The share if the nonrespondents' odds were `odds_ratio` (γ ≥ 1) times lower or higher.

    The population's share is f·X/n + (1 − f)·q with q the nonrespondents' share. Each end of the
    interval implies a q; its odds are divided (low end) or multiplied (high end) by γ and the
    share is put together again. So the band contains the interval, and covers with at least its
    confidence as long as the true odds ratio is within [1/γ, γ].
    None in an open design, where nothing is known of those who did not answer.
    """
    if facts.most is None:
        return None
    low, high = interval
    if facts.unseen <= 0:
        return low, high
    seen = facts.count / facts.n * (1 - facts.unseen)
    least = shift_odds(_clip((low - seen) / facts.unseen), 1 / odds_ratio)
    greatest = shift_odds(_clip((high - seen) / facts.unseen), odds_ratio)
    return min(low, seen + facts.unseen * least), max(high, seen + facts.unseen * greatest)


def shift_odds(share: float, odds_ratio: float) -> float:
    """The share whose odds are `odds_ratio` times those of `share`."""
    return odds_ratio * share / (1 - share + odds_ratio * share)


def _clip(share: float) -> float:
    return min(max(share, 0.0), 1.0)
