"""The order of a figure's bars: the largest first where answers have none, what is else last."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.document.blocks import Figure
from samklang.core.figures.order import by_share, last, natural
from samklang.core.language.wording import Wording
from samklang.core.manuscript.kinds import options_of
from samklang.core.report.compose import compose
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from tests.sample_material import both, material

WHICH = Question(
    "q9",
    "select_multiple",
    Wording(sv="Vilka?", en="Which?"),
    options=(
        Option("other", both("Annat"), open=True),
        Option("none", both("Inget"), exclusive=True),
        Option("a", both("A")),
        Option("b", both("B")),
        Option("c", both("C")),
        Option("d", both("D")),
    ),
)


def cell(share: int | None) -> ReleasedCell:
    return ReleasedCell("few") if share is None else ReleasedCell("shown", 9, share, 0, 99)


def table(**shares: int | None) -> ReleasedTable:
    rows = tuple(ReleasedRow(name, "", 30, (cell(share),)) for name, share in shares.items())
    return ReleasedTable("q9", (Series("share", ""),), rows, 5, base=30)


SHARES = {"other": 60, "none": 55, "a": 20, "b": None, "c": 40, "d": 40}


def drawn(option: str = "", question: Question = WHICH) -> list[str]:
    """The rows of the figure of a question with these shares, by id."""
    made = material()
    made = replace(
        made,
        questionnaire=Questionnaire("1", (*made.questionnaire, question)),
        tables={**made.tables, "q9": table(**SHARES)},
    )
    text = f"{{#r}}\n# R\n\n:::{{figure}} q9\n{option}\n:::"
    document, faults = compose(text, made, "sv", file="manuscript.md")
    assert faults == (), faults
    figures = [b for _, b in document.blocks() if isinstance(b, Figure)]
    assert figures[0].table.cell("c").share == 40, "each share keeps its answer"
    return [row.id for row in figures[0].table.rows]


def test_answers_that_several_may_be_chosen_of_are_sorted() -> None:
    """Withheld after what is shown; what is written and what excludes at the very end."""
    assert drawn() == ["c", "d", "a", "b", "other", "none"]


def test_the_manuscript_has_the_last_word() -> None:
    assert drawn(":sort: order") == list(SHARES)
    one = replace(WHICH, type="select_one")
    assert drawn("", one) == list(SHARES)
    assert drawn(":sort: share", one) == ["c", "d", "a", "b", "other", "none"]


def test_a_scale_is_in_order() -> None:
    assert natural(replace(WHICH, scale="extent")) == "order"
    assert natural(replace(WHICH, type="ranking")) == "share"
    assert drawn("", replace(WHICH, scale="extent")) == list(SHARES)


def test_an_order_that_there_is_not_is_a_fault() -> None:
    assert "sort" in options_of("figure")
    text = "{#r}\n# R\n\n:::{figure} q1\n:sort: name\n:::"
    _, faults = compose(text, material(), "sv", file="manuscript.md")
    assert [(f.line, str(f.what), str(f.remedy)) for f in faults] == [
        (4, "'name' is not a way to sort a figure.", "Write :sort: share or order.")
    ]


@given(st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=1, max_size=9))
def test_no_row_is_lost_and_what_is_withheld_tells_nothing_by_its_place(
    shares: list[int | None],
) -> None:
    found = by_share(table(**{f"o{n}": share for n, share in enumerate(shares)}), after=["o0"])
    ids = [row.id for row in found.rows]
    assert sorted(ids) == sorted(f"o{n}" for n in range(len(shares)))
    assert ids[-1] == "o0"
    rest = [row for row in found.rows if row.id != "o0"]
    shown = [row.cells[0].share for row in rest if row.cells[0].share is not None]
    assert shown == sorted(shown, reverse=True)
    hidden = [row.id for row in rest if row.cells[0].share is None]
    assert [row.id for row in rest][len(shown) :] == hidden == sorted(hidden)


@pytest.mark.parametrize("names", [("other", "none")])
def test_what_comes_last(names: tuple[str, ...]) -> None:
    assert last(WHICH) == names
