"""The program's own captions: they claim of the members only what an author might."""

from dataclasses import replace

import pytest

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.figures.captions import unseen
from samklang.core.figures.claims import Bound, check
from samklang.core.figures.questions import FigureWords
from tests.sample_material import material

Shares = tuple[int, tuple[int, int], tuple[int, int] | None]


def table(*shares: Shares) -> ReleasedTable:
    """Answers of a question: per cent, interval, band; 32 of 40 answered."""
    rows = []
    for number, (share, ends, band) in enumerate(shares):
        cell = ReleasedCell("shown", share * 32 // 100, share, *ends, *(band or (None, None)))
        rows.append(ReleasedRow(f"o{number}", f"Svar {number}", 32, (cell,)))
    return ReleasedTable("q1", (Series("share", "Andel"),), tuple(rows), 5, base=32)


SURE = (70, (62, 77), (57, 81))
CLOSE = (50, (42, 58), (38, 62))


@pytest.mark.parametrize(
    ("shares", "begins", "says", "words"),
    [
        ((SURE, (20, (14, 28), (11, 32))), "Vanligast är ”Svar 0”", "", "vanligast"),
        ((SURE, (50, (42, 58), (38, 62))), "Av dem som svarade valde flest ”Svar 0”", "",
         "vanligast av dem som svarade"),
        ((CLOSE, (40, (33, 48), (29, 52))), "Störst andel i svaren har ”Svar 0”", "inte säker", ""),
        # One alone is compared with nothing.
        ((CLOSE,), "50 % svarar ”Svar 0”", "mellan 42 och 58 %.", ""),
        # What prints the same is called the same.
        ((CLOSE, CLOSE), "Lika stor andel i svaren har ”Svar 0” och ”Svar 1”: 50 % var.", "", ""),
        ((CLOSE, (10, (6, 16), None), CLOSE),
         "Störst andel i svaren har ”Svar 0” och ”Svar 2”: 50 % var.", "", ""),
        ((CLOSE,) * 4, "4 svar har störst andel i svaren, lika stor: 50 % var.", "", ""),
    ],
)  # fmt: skip
def test_what_is_called_the_most_common(
    shares: tuple[Shares, ...], begins: str, says: str, words: str
) -> None:
    made = table(*shares)
    caption = FigureWords(material(), "sv", made).bars_summary("")
    caption = caption.replace("\u00a0", " ")
    assert caption.startswith(begins)
    assert says in caption
    # An author may write the same: the sample is of strata, so that the answers are compared by
    # their own intervals.
    cells = [Bound(row.cells[0], row.base, 0.2) for row in made.rows]
    first = replace(cells[0], others=tuple(cells[1:]))
    for claim in ("vanligast", "vanligast av dem som svarade"):
        holds = check(claim, (first,), "sv") is None
        assert holds is (words != "" and (claim == words or words == "vanligast"))


@pytest.mark.parametrize(
    ("left_out", "part"),
    [(12, 0.5), (0, 0.2), (4, 1 - 20 / 30), (None, 0.5)],
    ids=["all were asked", "asked of twenty", "asked of twenty-four", "not told"],
)
def test_who_left_the_question_out_stands_for_members_who_are_unseen(
    left_out: int | None, part: float
) -> None:
    """32 of 40 responded, and twenty answered the question; the summary took them for 20 of 25."""
    made = replace(table(SURE), base=20, not_answered=left_out)
    assert unseen(material(), made) == pytest.approx(part)
    assert unseen(material()) == pytest.approx(0.2)
