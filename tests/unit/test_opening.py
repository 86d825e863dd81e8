"""The main results before the sections: taken from them, and telling nothing twice."""

from dataclasses import replace

from samklang.core.document.blocks import KeyFigures, KeyPoints, Listing
from samklang.core.document.document import Section
from samklang.core.document.inline import Run, Value, plain
from samklang.core.report.opening import opening
from tests.sample_tables import share_table
from tests.samples import document, figure

LEAD = (Run("32 av 43 svarade."),)


def test_main_numbers_then_points() -> None:
    made = document("sv")
    assert made.opening is not None
    assert made.chapters == (made.opening, *made.sections)
    assert made.opening.title == "Huvudresultat"
    numbers, points = made.opening.blocks
    assert isinstance(numbers, KeyFigures)
    assert isinstance(points, Listing)
    assert [(one.number, one.to) for one in numbers.figures] == [("66\u00a0%", "figure-q1")]
    assert "Två: 66 %" in [plain(item) for item in points.items]


def test_points_that_say_the_main_number_again_come_last() -> None:
    again = (Value("66\u00a0%", "q1"), Run(" har gjort det"))
    new = tuple((Value(f"{n}0 %", "q2"), Run(" har gjort annat")) for n in range(1, 6))
    points = KeyPoints("I korthet", (again, *new))
    made = replace(
        document("sv"), sections=(Section("a", "A", (), (figure(share_table()), points)),)
    )
    found = opening(made, LEAD, id_="main-results")
    assert found is not None
    listed = next(block for block in found.blocks if isinstance(block, Listing))
    assert listed.items == new


def test_a_document_without_numbers_and_points_has_none() -> None:
    bare = replace(document("sv"), sections=(Section("a", "A", LEAD, ()),))
    assert opening(bare, LEAD, id_="main-results") is None
