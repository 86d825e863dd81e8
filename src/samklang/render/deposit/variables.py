"""Variables: each figure as the variables of a codebook, with their categories as released."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.document.blocks import Figure
from samklang.core.document.document import Document
from samklang.core.figures.questions import withheld_text
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

Words = Mapping[Language, str]


@dataclass(frozen=True)
class Category:
    """A category: its value, its label by language, its released cell, and in words why not."""

    value: str
    label: Words
    cell: ReleasedCell
    withheld: Words


@dataclass(frozen=True)
class Missing:
    """Respondents outside the base of a variable: how many, and why.

    kind: "not_answered" of those who were asked and gave no answer, "not_shown" of those who were
    not asked. Those whose number is withheld are no kind.
    """

    kind: str
    label: Words
    count: int


@dataclass(frozen=True)
class Variable:
    """A variable of released frequencies. `figures` is its figure by language.

    name: as in the CSV, ``figure``, ``figure.row`` or ``figure.series``. base: respondents.
    """

    name: str
    label: Words
    base: int | None
    categories: tuple[Category, ...]
    figures: Mapping[Language, Figure]

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Who is outside the base, as far as the report says it; rows with bases of their own say
        nothing of it."""
        table = self.first.table
        if table.base is None:
            return ()
        counts = {"not_answered": table.not_answered, "not_shown": table.not_shown}
        return tuple(
            Missing(kind, {k: phrase(k, f"deposit.{kind}") for k in self.figures}, count)
            for kind, count in counts.items()
            if count
        )

    @property
    def first(self) -> Figure:
        """Its figure in the theme's first language."""
        return next(iter(self.figures.values()))


def variables(documents: Mapping[Language, Document]) -> Iterator[Variable]:
    """Every variable: a question; a statement of a matrix; a direction of the factors.

    What several surveys have found is no variable of this one.
    """
    first = next(iter(documents.values()))
    for number, figure in enumerate(first.figures):
        if figure.kind == "line":
            continue
        figures = {language: d.figures[number] for language, d in documents.items()}
        yield from _of_figure(figures)


def _of_figure(figures: Mapping[Language, Figure]) -> Iterator[Variable]:
    first = next(iter(figures.values()))
    rows, series = range(len(first.table.rows)), range(len(first.table.series))
    if first.end_to_end:
        for r in rows:
            row = first.table.rows[r]
            yield Variable(
                f"{first.id}.{row.id}",
                {k: f"{f.title}: {f.table.rows[r].label}" for k, f in figures.items()},
                row.base,
                tuple(_category(figures, r, s, by_series=True) for s in series),
                figures,
            )
        return
    for s in series:
        one = len(first.table.series) == 1
        yield Variable(
            first.id if one else f"{first.id}.{first.table.series[s].id}",
            {
                k: f.title if one else f"{f.title}: {f.table.series[s].label}"
                for k, f in figures.items()
            },
            first.table.base,
            tuple(_category(figures, r, s, by_series=False) for r in rows),
            figures,
        )


def _category(figures: Mapping[Language, Figure], r: int, s: int, *, by_series: bool) -> Category:
    first = next(iter(figures.values())).table
    cell = first.rows[r].cells[s]
    return Category(
        first.series[s].id if by_series else first.rows[r].id,
        {
            k: f.table.series[s].label if by_series else f.table.rows[r].label
            for k, f in figures.items()
        },
        cell,
        {k: withheld_text(cell, first.threshold, k) for k in figures}
        if cell.status != "shown"
        else {},
    )
