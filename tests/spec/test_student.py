"""Student's t: the printed tables, and SciPy over the whole range."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from samklang.core.estimate.student import t_quantile


@pytest.mark.parametrize(
    ("df", "t90", "t95", "t99"),
    [
        (1, 6.314, 12.706, 63.657),
        (2, 2.920, 4.303, 9.925),
        (3, 2.353, 3.182, 5.841),
        (4, 2.132, 2.776, 4.604),
        (10, 1.812, 2.228, 3.169),
        (30, 1.697, 2.042, 2.750),
        (120, 1.658, 1.980, 2.617),
        (float("inf"), 1.645, 1.960, 2.576),
    ],
)
def test_the_table_in_every_textbook(df: float, t90: float, t95: float, t99: float) -> None:
    found = [round(t_quantile(confidence, df), 3) for confidence in (0.90, 0.95, 0.99)]
    assert found == [t90, t95, t99]


@settings(deadline=None)
@given(df=st.integers(1, 600), confidence=st.floats(0.5, 0.999))
def test_as_scipy_has_it(df: int, confidence: float) -> None:
    assert t_quantile(confidence, df) == pytest.approx(
        float(stdtrit(df, (1 + confidence) / 2)), rel=1e-10
    )
