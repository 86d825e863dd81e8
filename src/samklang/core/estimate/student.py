"""Student's t for the degrees of freedom that surveys have, without importing SciPy.

Importing scipy.special costs more than all estimates of a report of forty members together.
"""

import math
from statistics import NormalDist

# Above this many degrees of freedom the series grows long, and SciPy is quicker.
SERIES = 400


def t_quantile(confidence: float, df: float) -> float:
    """Student's t for a two-sided interval; df may be infinite.

    For whole df: Newton's method on the finite series of Abramowitz & Stegun (1964), 26.7.3 and
    26.7.4. The probability is concave in t, so that the steps rise to the root from below.
    """
    normal = NormalDist().inv_cdf((1 + confidence) / 2)
    if math.isinf(df):
        return normal
    if df != int(df) or not 1 <= df <= SERIES:
        from scipy.special import stdtrit

        return float(stdtrit(df, (1 + confidence) / 2))
    if df == 1:
        return math.tan(math.pi * confidence / 2)
    t = normal
    for _ in range(200):
        step = (confidence - _within(t, int(df))) / (2 * _density(t, df))
        t += step
        if abs(step) <= 1e-15 * t:
            break
    return t


def _within(t: float, df: int) -> float:
    """P(|T| ≤ t): Abramowitz & Stegun (1964), 26.7.3 for odd df and 26.7.4 for even df."""
    angle = math.atan2(t, math.sqrt(df))
    cosine = math.cos(angle)
    odd = df % 2
    term = cosine if odd else 1.0
    total = 0.0
    for k in range(1 + odd, df, 2):
        total += term
        term *= cosine**2 * k / (k + 1)
    total *= math.sin(angle)
    return 2 / math.pi * (angle + total) if odd else total


def _density(t: float, df: float) -> float:
    """The density of Student's t."""
    log = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - math.log(df * math.pi) / 2
    return math.exp(log - (df + 1) / 2 * math.log1p(t * t / df))
