"""The demonstration with ten more figures by groups: what they cost of the numbers of all.

How many of a type of organisation answered is small, and all have answered the first question. So
how many there are of the type must stay open, which joins the questions; taken one by one, each
question's number of all was withheld with everything that stood on it.
"""

from dataclasses import replace

from benchmarks.look import FIGURES
from samklang.analysis.analysis import audited
from samklang.package.read import read
from tests.conftest import DEMO


def test_figures_by_groups_do_not_take_the_numbers_of_all_with_them() -> None:
    package = read(DEMO)
    more = "".join(f"\n:::{{figure}} {q}\n:option: {o}\n:by: {by}\n:::\n" for q, o, by in FIGURES)
    words = {language: text + more for language, text in package.manuscripts.items()}
    disclosed = audited(replace(package, manuscripts=words))
    for question in ("q1", "q2"):
        cells = [cell for row in disclosed.tables[question].rows for cell in row.cells]
        assert {cell.status for cell in cells} == {"shown"}, question
    assert disclosed.loss.withheld <= 40
    assert all(inference.sound for inference in disclosed.inferences)
