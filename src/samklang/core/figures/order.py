"""Order: how the rows of a figure follow each other: as they were asked, or the largest first."""

from collections.abc import Collection
from dataclasses import replace

from samklang.core.disclosure.released import ReleasedRow, ReleasedTable
from samklang.core.survey.questionnaire import Question
from samklang.core.theme.theme import Sort


def natural(question: Question) -> Sort:
    """The order of a question's answers where none is chosen.

    Answers that several may be chosen of, or that are ranked, are in no order unless they are a
    scale: they are sorted by share. Those of which one is chosen stand as they were asked.
    """
    unordered = question.type in ("select_multiple", "ranking") and question.scale is None
    return "share" if unordered else "order"


def last(question: Question) -> tuple[str, ...]:
    """The answers that stand last whatever their share: what is written, then what excludes."""
    open_ = [option.id for option in question.options if option.open]
    exclusive = [option.id for option in question.options if option.exclusive]
    return (*open_, *(name for name in exclusive if name not in open_))


def by_share(table: ReleasedTable, *, after: Collection[str] = ()) -> ReleasedTable:
    """The table with its largest printed share or value first; equal ones as they were.

    Withheld rows follow what is shown, in the order they were asked, so that their places tell
    nothing. after: ids of rows that come last, in this order.
    """
    places = {name: number for number, name in enumerate(after)}

    def place(row: ReleasedRow) -> tuple[int, bool, float]:
        cell = row.cells[0]
        value = cell.share if cell.share is not None else cell.value
        return places.get(row.id, -1), value is None, -(value or 0)

    return replace(table, rows=tuple(sorted(table.rows, key=place)))
