"""Blocks: what stands in a section of a document, one after the other, without layout."""

from dataclasses import dataclass
from typing import Literal

from samklang.core.disclosure.released import ReleasedTable
from samklang.core.document.contact_card import ContactCard
from samklang.core.document.example_card import ExampleCard
from samklang.core.document.inline import Run, Text
from samklang.core.document.invented import Invented, why_invented
from samklang.core.document.map_places import Place, Placed, WholeCounty
from samklang.core.document.method_box import MethodBox

FigureKind = Literal["bars", "grouped", "stacked", "diverging", "dots", "line", "values"]
Measure = Literal["share", "mean", "total", "ratio", "median", "lower-quartile", "upper-quartile"]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section; level 2 or 3 (the section's own title is level 1)."""

    level: int
    id: str
    text: Text


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    text: Text


@dataclass(frozen=True)
class Listing:
    """A list; items are text without blocks of their own."""

    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True)
class KeyPoints:
    """The section in brief: a box in the report and a slide of its own in the deck."""

    title: str
    items: tuple[Text, ...]


@dataclass(frozen=True)
class KeyFigure:
    """The main number of a figure, set large: the number, what it is of, and how sure it is.

    how: unit, interval and base, those that there are. figure: the id of the figure that shows it.
    """

    number: str
    title: str
    how: tuple[str, ...]
    figure: str

    @property
    def to(self) -> str:
        """The address of its figure within a document."""
        return f"figure-{self.figure}"


@dataclass(frozen=True)
class KeyFigures:
    """The main numbers of a document, beside each other."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Notice:
    """A remark set apart from the text, for example on what is not known."""

    title: str
    text: Text


@dataclass(frozen=True)
class Figure:
    """A figure with everything that travels with it.

    id: also the stem of its CSV. number: counted through the document.
    kind: `bars` (one series with intervals), `grouped` (series beside each other: factors by
    valence), `stacked` (series that make up the base, in no order), `diverging` (the same on an
    ordered scale, lowest first), `dots` (one series of shares with intervals, a group a row),
    `line` (one answer's share with its interval in each theme of a series, oldest first),
    `values` (one series of means, totals or ratios in `table.unit`, with intervals; cells have no
    share). highlight: row id of the answer the title speaks of, or ''.
    measure: what the numbers are; other than shares in `values` alone. reach: numbers that the
    axis holds besides the table's own, where the table is part of a larger one.
    neutral: id of the series in the middle of a diverging figure; '' where the middle lies between
    two series. total: id of the row of all members, last, where the others are groups of them; ''
    where there is none. breaks: ids of the rows of a `line` that are not joined to the row before,
    since the question was changed between them. summary: what it shows in one or two sentences,
    numbers included. alt: the text alternative in words. question: the wording asked. base: the
    base in words. unit: what is counted ("organisationer som svarat"). weighting, interval,
    sensitivity: how the estimate was made, in words ('' where there is none). notes: further
    remarks. row_header: the heading of the row labels in the table. evidence: id of what it rests
    on, or ''. claim: what it shows as a sentence that its numbers bear out, which then is its
    heading; or ''. unreliable: row and series id of every printed number that is too uncertain to
    go unmarked. rehearsal: as of a Document. as_table: where it is read it is a table alone; on a
    slide it is drawn all the same.
    """

    id: str
    number: int
    kind: FigureKind
    title: str
    summary: str
    alt: str
    question: str
    base: str
    unit: str
    weighting: str
    interval: str
    sensitivity: str
    notes: tuple[str, ...]
    row_header: str
    table: ReleasedTable
    highlight: str = ""
    synthetic: bool = False
    rehearsal: bool = False
    neutral: str = ""
    total: str = ""
    breaks: tuple[str, ...] = ()
    measure: Measure = "share"
    reach: tuple[float, ...] = ()
    evidence: str = ""
    claim: str = ""
    unreliable: tuple[tuple[str, str], ...] = ()
    as_table: bool = False

    @property
    def called(self) -> Literal["figure", "table"]:
        """What it is called and counted among."""
        return "table" if self.as_table else "figure"

    @property
    def anchor(self) -> str:
        """Its address within a document."""
        return f"figure-{self.id}"

    @property
    def invented(self) -> Invented:
        """Why its answers are no real ones, '' where they are."""
        return why_invented(self)

    @property
    def headline(self) -> str:
        """What stands above it: the finding where it has one, else what it is of."""
        return self.claim or self.title

    @property
    def laid(self) -> Literal["from zero", "end to end", "points"]:
        """How its numbers are laid out, which renderers go by rather than by its kind."""
        match self.kind:
            case "bars" | "grouped":
                return "from zero"
            case "stacked" | "diverging":
                return "end to end"
            case "dots" | "line" | "values":
                return "points"

    @property
    def end_to_end(self) -> bool:
        """Whether the shares of a row are laid end to end, without intervals."""
        return self.laid == "end to end"

    @property
    def has_values(self) -> bool:
        """Whether its cells hold means, totals or ratios in the table's unit, and no shares."""
        return self.kind == "values"

    @property
    def of_points(self) -> bool:
        """Whether each row is a point with its interval, and not a length from zero."""
        return self.laid == "points"

    @property
    def asked(self) -> str:
        """The question, to stand below the heading; '' where it is the heading."""
        return "" if self.question == self.headline else self.question

    @property
    def withheld(self) -> bool:
        """Whether it shows no number at all."""
        return all(cell.status != "shown" for row in self.table.rows for cell in row.cells)

    @property
    def own_bases(self) -> bool:
        """Whether each row of a single series has a base of its own."""
        return bool(self.total) or self.kind == "line"


@dataclass(frozen=True)
class Card:
    """A knowledge card; `references` are the keys cited, already part of `text` as Cite."""

    id: str
    title: str
    text: Text
    references: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Its address within a document."""
        return f"card-{self.id}"


@dataclass(frozen=True)
class Cards:
    """The knowledge cards."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Quote:
    """A quote that a person released. `lang` is the language it was given in.

    text: as it was written. translation: '' where none is needed. attribution: for example
    "Medlem i Norrbottens län", never a name.
    """

    text: str
    lang: str
    translation: str
    attribution: str


@dataclass(frozen=True)
class Factor:
    """A factor: its definition, how many name it as enabling and hindering, and quotes.

    enables, hinders: "17 av 31 organisationer", in words. figure: id of the factor figure.
    heading: what it is headed by in the report where that is not its name; or ''.
    """

    id: str
    name: str
    definition: str
    enables: str
    hinders: str
    enabling_quotes: tuple[Quote, ...]
    hindering_quotes: tuple[Quote, ...]
    figure: str = ""
    evidence: str = ""
    heading: str = ""

    @property
    def anchor(self) -> str:
        """Its address within a document."""
        return f"factor-{self.id}"

    @property
    def headed(self) -> str:
        """Its heading in the report."""
        return self.heading or self.name


@dataclass(frozen=True)
class Factors:
    """Factors in the order of the codebook."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class Examples:
    """The catalogue of examples; `note` says whose the classification is.

    whole: ids of those that are told whole, in that order, the rest in a list; None where all are.
    """

    examples: tuple[ExampleCard, ...]
    note: str
    evidence: str = ""
    whole: tuple[str, ...] | None = None

    @property
    def shown_whole(self) -> tuple[ExampleCard, ...]:
        """The examples that are told whole."""
        if self.whole is None:
            return self.examples
        cards = {card.id: card for card in self.examples}
        return tuple(cards[id_] for id_ in self.whole if id_ in cards)

    @property
    def listed(self) -> tuple[ExampleCard, ...]:
        """The examples that are only named."""
        whole = self.whole
        return () if whole is None else tuple(c for c in self.examples if c.id not in whole)

    @property
    def in_order(self) -> tuple[ExampleCard, ...]:
        """Every example as the report has them: those that are told whole, then the rest."""
        return self.shown_whole + self.listed


@dataclass(frozen=True)
class ExampleMap:
    """A map of the counties with the examples that are tied to a municipality or a whole county.

    about: what it is a map of, in a sentence. counties: SCB codes drawn. elsewhere: text on the
    examples that have no dot. whole: counties that some example holds in the whole of, shaded.
    placed: the examples that it is made of, for an issue in which some of them are not shown.
    """

    id: str
    number: int
    title: str
    about: str
    counties: tuple[str, ...]
    places: tuple[Place, ...]
    elsewhere: str
    evidence: str = ""
    whole: tuple[WholeCounty, ...] = ()
    placed: tuple[Placed, ...] = ()

    @property
    def anchor(self) -> str:
        """Its address within a document."""
        return f"figure-{self.id}"

    def called(self, example: str) -> str:
        """The title of an example on it, by its id."""
        return next((p.title for p in self.placed if p.example == example and p.title), example)

    @property
    def listed(self) -> tuple[Place | WholeCounty, ...]:
        """What the map shows, in words: its places, then its whole counties."""
        return (*self.places, *self.whole)

    @property
    def alt(self) -> str:
        """The text alternative: what it is, how many examples each place has, and the others."""
        counted = (f"{place.name}: {len(place.examples)}." for place in self.listed)
        return " ".join((self.about, *counted, self.elsewhere)).strip()

    def shades(self, municipality: str) -> bool:
        """Whether a municipality is shaded: examples are there or in the whole of its county."""
        return any(place.municipality == municipality for place in self.places) or any(
            place.county == municipality[:2] for place in self.whole
        )


@dataclass(frozen=True)
class Reference:
    """An entry of the reference list, formatted; `url` is '' where there is none."""

    key: str
    text: tuple[Run, ...]
    url: str


@dataclass(frozen=True)
class References:
    """The reference list, in the alphabet's order."""

    entries: tuple[Reference, ...]


@dataclass(frozen=True)
class Contacts:
    """Whom to turn to."""

    contacts: tuple[ContactCard, ...]


Block = (
    Heading
    | Paragraph
    | Listing
    | KeyPoints
    | KeyFigures
    | Notice
    | Figure
    | MethodBox
    | Cards
    | Factors
    | Examples
    | ExampleMap
    | References
    | Contacts
)
