"""Whether a later survey asks the same question, and what has changed: small literal tables."""

from dataclasses import replace

import pytest

from samklang.core.figures.changes import change, members_concerned
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Item
from samklang.core.theme.series import EarlierQuestion, EarlierShare, altered
from samklang.core.theme.theme import DesignChoice


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


def printed(
    share: int, low: int, high: int, *counts: int, band: tuple[int, int] | None = None
) -> EarlierShare:
    """A share as it was printed; counts: how many chose it, of how many, of how many members."""
    count, base, members = counts or (None, None, None)
    ends = band or (None, None)
    return EarlierShare("q1", "yes", share, low, high, base, count, members, *ends)


@pytest.mark.parametrize(
    ("later", "earlier", "points", "low", "high"),
    [
        # Only the intervals are known: from the ends that lie furthest apart, 53 − 56 and 70 − 35.
        (printed(62, 53, 70), printed(45, 35, 56), 17, -3, 35),
        (printed(45, 35, 56), printed(62, 53, 70), -17, -35, 3),
        (printed(62, 59, 70), printed(45, 35, 56), 17, 3, 35),
        (printed(100, 90, 100), printed(0, 0, 10), 100, 80, 100),
        # All members answered both times: 20 of 32 and 16 of 32, and nothing is left to chance.
        (printed(63, 62, 63, 20, 32, 32), printed(50, 50, 50, 16, 32, 32), 13, 12, 13),
        # One of 20 was silent in each: 10 or 11 and 5 or 6 of 20 said yes, so 20 to 30 points.
        (printed(53, 50, 55, 10, 19, 20), printed(26, 25, 30, 5, 19, 20), 27, 20, 30),
        # Larger groups: narrower than 53 − 56 to 70 − 35.
        (printed(62, 53, 70, 21, 34, 43), printed(45, 35, 56, 15, 33, 43), 17, 4, 26),
    ],
)
def test_a_change_in_points(
    later: EarlierShare, earlier: EarlierShare, points: int, low: int, high: int
) -> None:
    found = change(later, earlier)
    assert (found.points, found.low, found.high) == (points, low, high)
    assert (found.band_low, found.band_high) == (None, None)


def test_the_band_of_a_change_moves_its_ends_out_by_what_the_bands_add() -> None:
    found = change(printed(62, 59, 70, band=(56, 72)), printed(45, 35, 56, band=(31, 60)))
    # Down by 59 − 56 and 60 − 56, up by 72 − 70 and 35 − 31.
    assert (found.low, found.high) == (3, 35)
    assert (found.band_low, found.band_high) == (3 - 3 - 4, 35 + 2 + 4)


@pytest.mark.parametrize(
    ("design", "base", "routed", "members"),
    [
        (DesignChoice(kind="census"), 30, False, 43),
        (DesignChoice(kind="census"), 16, True, 22),  # half of 32 who answered, so 21.5 of 43
        (DesignChoice(kind="census"), None, False, None),
        (DesignChoice(kind="census", strata=("county",)), 30, False, None),
        (DesignChoice(kind="census", weights="weight"), 30, False, None),
    ],
)
def test_the_members_that_a_question_concerned(
    design: DesignChoice, base: int | None, routed: bool, members: int | None
) -> None:
    found = members_concerned(design, members=43, answered=32, base=base, routed=routed)
    assert found == members
