"""The summary: what of a document goes on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.document.blocks import Contacts, Figure, KeyFigure, KeyPoints
from samklang.core.document.contact_card import ContactCard
from samklang.core.document.document import Document
from samklang.core.document.inline import Run, Text, Value, headed, plain
from samklang.core.document.method_box import Fact, MethodBox
from samklang.core.figures.amounts import between_text, value_text
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

LEAST, MOST = 3, 5
HEADLINES = 3
# A point longer than this is no point.
LONGEST = 260
METHOD = ("population", "answered", "dates", "mode")


@dataclass(frozen=True)
class Summary:
    """One page: main numbers, three to five points, a chart, the method, whom to ask.

    points may be fewer where the document says less. chart is None without figures. method: facts
    of the method box, then a sentence on the intervals.
    """

    headlines: tuple[KeyFigure, ...]
    points: tuple[Text, ...]
    chart: Figure | None
    method: tuple[Fact, ...]
    interval: str
    contacts: tuple[ContactCard, ...]
    address: str


def summary(document: Document) -> Summary:
    """The document on one page. Everything is taken from it, nothing is worded anew."""
    headlines = _headlines(document)
    figures_shown = {headline.figure for headline in headlines}
    chart = _chart(document.figures, figures_shown)
    return Summary(
        headlines=headlines,
        points=_points(document, figures_shown),
        chart=chart,
        method=_method(document),
        interval=chart.interval if chart else "",
        contacts=_contacts(document),
        address=document.address or document.network_url,
    )


def method_line(summary: Summary) -> str:
    """How the survey was made, in a line or two."""
    facts = [f"{fact.label}: {fact.value}." for fact in summary.method]
    return " ".join([*facts, summary.interval]).strip()


def _headlines(document: Document) -> tuple[KeyFigure, ...]:
    language = document.language
    headlines = []
    for figure in document.figures:
        table = figure.table
        row = next((row for row in table.rows if row.id == figure.highlight), None)
        # Of several series none is the main one.
        if row is None or len(row.cells) > 1 or row.cells[0].status != "shown":
            continue
        cell, base = row.cells[0], table.base if table.base is not None else row.base
        how = (
            table.unit,
            between_text(cell, table, language),
            _answers(cell, base, language),
            phrase(language, "site.base_is", base=figure.base),
        )
        headlines.append(
            KeyFigure(
                value_text(cell, table, language),
                # The title of a figure by groups does not say which of them this is.
                f"{figure.title}: {row.label}" if figure.total else figure.title,
                tuple(text for text in how if text),
                figure.id,
            )
        )
    return tuple(headlines[:HEADLINES])


def _answers(cell: ReleasedCell, base: int | None, language: Language) -> str:
    """How many answered so of how many; of a number, how many answered; '' where withheld."""
    if base is None:
        return ""
    if cell.share is None or cell.count is None:
        return phrase(language, "site.of_answers", count=base)
    return phrase(language, "site.count_of", count=cell.count, base=base)


def _points(document: Document, figures_shown: set[str]) -> tuple[Text, ...]:
    """Key points that carry numbers first, spread over the sections, in the document's order.

    figures_shown: those whose main numbers stand above, so that points of these alone say little
    new. A document without key points has the summaries of its figures instead.
    """
    every = [
        (number, section.id, item)
        for number, (section, item) in enumerate(
            (section, item)
            for section, block in document.blocks()
            if isinstance(block, KeyPoints)
            for item in block.items
        )
        if 0 < len(plain(item)) <= LONGEST
    ]
    if not every:
        told = [f for f in document.figures if 0 < len(f.summary) <= LONGEST]
        shown = [_by_itself(f) for f in told if not f.withheld]
        # That all is withheld is said once.
        shown = shown or [f.summary for f in told[:1]]
        return tuple((Run(text),) for text in shown[:MOST])
    taken: list[tuple[int, str, Text]] = []
    # A round takes one point of each section: first of those with new numbers, then of the rest.
    for rank, most in ((0, MOST), (1, MOST), (2, LEAST)):
        left = [point for point in every if _rank(point[2], figures_shown) == rank]
        while left and len(taken) < most:
            for section in dict.fromkeys(point[1] for point in left):
                first = next(point for point in left if point[1] == section)
                if len(taken) < most:
                    taken.append(first)
                left.remove(first)
    return tuple(item for _, _, item in sorted(taken, key=lambda point: point[0]))


def _by_itself(figure: Figure) -> str:
    """What a figure shows, with what it is of, where its title does not stand above."""
    of = figure.question if figure.kind == "values" else figure.title
    text = headed(of, figure.summary)
    return text if len(text) <= LONGEST else figure.summary


def _rank(item: Text, figures_shown: set[str]) -> int:
    """0 for numbers that are not told above, 1 for such as are, 2 for no numbers at all."""
    figures = {part.figure for part in item if isinstance(part, Value) and part.figure}
    return 2 if not figures else int(figures <= figures_shown)


def _chart(figures: Sequence[Figure], figures_shown: set[str]) -> Figure | None:
    """The figure that shows most, before those whose number is told already."""
    if not figures:
        return None

    def worth(figure: Figure) -> tuple[bool, bool, int]:
        shown = sum(c.status == "shown" for row in figure.table.rows for c in row.cells)
        return figure.id not in figures_shown, figure.kind == "bars" and shown > 2, min(shown, 6)

    best = max(worth(figure) for figure in figures)
    return next(figure for figure in figures if worth(figure) == best)


def _method(document: Document) -> tuple[Fact, ...]:
    labels = [phrase(document.language, f"report.method_{name}") for name in METHOD]
    for _, block in document.blocks():
        if isinstance(block, MethodBox):
            return tuple(fact for fact in block.facts if fact.label in labels)
    return ()


def _contacts(document: Document) -> tuple[ContactCard, ...]:
    """Two at most of those who answer for the report, those one can write to first."""
    every = [
        contact
        for _, block in document.blocks()
        if isinstance(block, Contacts)
        for contact in block.contacts
        if contact.responsible
    ]
    return tuple(sorted(every, key=lambda contact: not contact.email)[:2])
