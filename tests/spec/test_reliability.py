"""Which printed numbers are marked as uncertain, case by case."""

import pytest

from samklang.core.estimate.reliability import unreliable_share, unreliable_value


@pytest.mark.parametrize(
    ("share", "low", "high", "base", "unreliable"),
    [
        (50, 48, 53, 12, False),  # few, but nearly all of them there are
        (50, 47, 53, 29, True),  # few, and 6 points
        (50, 47, 53, 30, False),
        (50, 36, 65, 40, False),  # 29 points are 58 % of it
        (50, 35, 65, 40, True),  # 30 points
        (10, 5, 18, 40, False),  # 13 points are 130 % of it
        (10, 5, 19, 40, True),  # 14 are more
        (0, 0, 5, 200, False),
        (0, 0, 6, 200, True),  # any width is more than 130 % of nothing
        (100, 93, 100, 50, False),
        (40, 30, 50, None, True),  # how many answered is withheld, so few
    ],
)
def test_shares(share: int, low: int, high: int, base: int | None, unreliable: bool) -> None:
    assert unreliable_share(share, low, high, base=base) is unreliable


@pytest.mark.parametrize(
    ("value", "low", "high", "unreliable"),
    [
        (10.0, 5.2, 14.9, False),  # a relative standard error of 24.7 %
        (10.0, 5.1, 14.9, True),  # of 25 %
        (-10.0, -14.9, -5.1, True),
        (7.0, 7.0, 7.0, False),
        (0.0, 0.0, 0.0, False),
        (0.0, -1.0, 1.0, True),
    ],
)
def test_values(value: float, low: float, high: float, unreliable: bool) -> None:
    assert unreliable_value(value, low, high) is unreliable
