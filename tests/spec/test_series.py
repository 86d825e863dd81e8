"""Whether a later survey asks the same question, and what has changed: small literal tables."""

from dataclasses import replace

import pytest

from samklang.core.figures.values import change_points
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Item
from samklang.core.theme.series import EarlierQuestion, altered


def item(name: str, sv: str, en: str = "") -> Item:
    return Item(name, Wording(sv, en))


ASKED = EarlierQuestion(
    id="q1",
    type="select_one",
    wording=Wording("Har ni gjort något nytt?", "Have you done anything new?"),
    options=(item("yes", "Ja", "Yes"), item("no", "Nej", "No")),
    relevant="${q0} = 'yes'",
)


@pytest.mark.parametrize(
    ("now", "ways"),
    [
        ({}, ()),
        ({"wording": Wording("Har  ni gjort\nnågot nytt?", "Have you done anything new?")}, ()),
        ({"wording": Wording("Har ni gjort något nytt?")}, ()),  # only one language left
        ({"wording": Wording("Har ni gjort något?", "Have you done anything new?")}, ("wording",)),
        ({"wording": Wording("Har ni gjort något nytt?", "Anything new?")}, ("wording",)),
        ({"type": "select_multiple"}, ("type",)),
        ({"options": (item("yes", "Ja"), item("no", "Nej"), item("x", "?"))}, ("options",)),
        ({"options": (item("no", "Nej"), item("yes", "Ja"))}, ("options",)),  # order is part of it
        ({"options": (item("yes", "Jo"), item("no", "Nej"))}, ("options",)),
        ({"items": (item("a", "A"),)}, ("items",)),
        ({"relevant": ""}, ("base",)),
        ({"relevant": "${q0}  =  'yes'"}, ()),
        ({"wording": Wording("Nytt?", "New?"), "relevant": ""}, ("wording", "base")),
    ],
)
def test_whether_it_is_the_same_question(now: dict[str, object], ways: tuple[str, ...]) -> None:
    assert altered(ASKED, replace(ASKED, **now)) == ways  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("later", "earlier", "points", "low", "high"),
    [
        # share, low, high in per cent; the ends by hand: d − √((p−l)² + (u₀−p₀)²) and so on
        ((62, 53, 70), (45, 35, 56), 17, 2, 30),  # √(9² + 11²) = 14.2; √(8² + 10²) = 12.8
        ((45, 35, 56), (62, 53, 70), -17, -30, -2),
        ((50, 40, 60), (50, 40, 60), 0, -15, 15),
        ((100, 90, 100), (0, 0, 10), 100, 85, 100),
    ],
)
def test_a_change_in_points(
    later: tuple[int, int, int], earlier: tuple[int, int, int], points: int, low: int, high: int
) -> None:
    assert change_points(later, earlier) == (points, low, high)
