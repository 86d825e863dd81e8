"""Reliability: which printed numbers are too uncertain to be read without a warning.

The rule is made of what is printed alone, so that a mark tells nothing more than its number does.
"""

# Shares: NCHS Data Presentation Standards for Proportions (Parker et al. 2017, Vital and Health
# Statistics 2:175). An interval of at most 5 percentage points is reliable and one of 30 or more is
# not; between these it is unreliable where it is wider than 130 % of the share.
NARROW, WIDE, RELATIVE = 5, 30, 130
# And fewer than 30 who answered. Where few are all, the interval is narrow, and that goes first.
FEW = 30
# Means, totals, ratios and quantiles: a relative standard error of 25 % or more is to be used with
# caution (Australian Bureau of Statistics). Of an interval at 95 % that is so much of the value.
CAUTION = 2 * 1.96 * 0.25


def unreliable_share(share: int, low: int, high: int, *, base: int | None) -> bool:
    """Whether a share is unreliable; all in per cent. base: who answered, None where withheld."""
    width = high - low
    if width <= NARROW:
        return False
    few = base is None or base < FEW
    return few or width >= WIDE or 100 * width > RELATIVE * share


def unreliable_value(value: float, low: float, high: float) -> bool:
    """Whether a mean, total, ratio or quantile is unreliable, by the width of its interval."""
    return high - low >= CAUTION * abs(value) and high > low
