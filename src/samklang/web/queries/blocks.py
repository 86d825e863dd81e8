"""A report in blocks, as staff edit it: each piece of its text as it will look, in its section."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from samklang.analysis.analysis import unanalysed
from samklang.core.document.blocks import Paragraph
from samklang.core.document.document import Document, Section
from samklang.core.faults import Fault, FaultyInput
from samklang.core.figures.material import Material
from samklang.core.language.wording import Language
from samklang.core.manuscript.editing import Numbered, numbered
from samklang.core.manuscript.kinds import SHOW, TABLE
from samklang.core.manuscript.outline import outline
from samklang.core.manuscript.parsing import Role, parse
from samklang.core.manuscript.pieces import TEXT, Piece, read_block, shown
from samklang.core.manuscript.prose import is_prose
from samklang.core.manuscript.targets import Unreadable
from samklang.core.report.compose import compose
from samklang.core.report.drafting import loose_ends
from samklang.core.report.roles import resolve
from samklang.package.read import MANUSCRIPTS
from samklang.publication.references import with_references
from samklang.web.models import Theme, ThemeFile, ThemeFileVersion
from samklang.web.queries.double_coding import Person
from samklang.web.queries.manuscript_preview import Standing, material, standing

# Each piece is a section of the look, of this name and its number.
PART = "part-"
# How far back it is looked for what to undo.
UNDONE = 60


@dataclass(frozen=True)
class Card:
    """A piece of the text. kind: as in the phrases. faults: what is wrong in it.

    looks: whether the look has it. editable: whether it has a form of its own.
    """

    number: int
    piece: Piece
    kind: str
    looks: bool
    faults: tuple[Fault, ...]
    editable: bool

    @property
    def hidden(self) -> bool:
        """Whether it is kept and not printed."""
        return self.piece.form == "hidden"


@dataclass(frozen=True)
class CardSection:
    """A section: its heading and what stands in it. head: None before the first heading."""

    id: str
    title: str
    head: Card | None
    cards: tuple[Card, ...]

    @property
    def faults(self) -> int:
        """How many things in it are wrong."""
        heads = [self.head] if self.head else []
        return sum(len(card.faults) for card in [*heads, *self.cards])


@dataclass(frozen=True)
class Report:
    """A report's text in blocks. look: what is printed of it, each piece a section of its own.

    standing: of the theme with this text.
    """

    sections: tuple[CardSection, ...]
    look: Document | None
    standing: Standing

    @property
    def faults(self) -> int:
        """How many things in its text are wrong."""
        return sum(section.faults for section in self.sections)


def report(theme: Theme, language: Language, text: str, person: Person) -> Report:
    """The text of a theme's report in blocks, as a person may see it."""
    file = MANUSCRIPTS[language]
    there = standing(theme, person, put={file: text})
    parts = numbered(text)
    sections, formed = parse(text, file=file)
    look, composed = looked(there, language, parts)
    faults = {*formed, *composed, *loose_ends(sections, text, language, file=file)}
    shown_in = {int(section.id.removeprefix(PART)) for section in look.sections} if look else set()
    cards = [_card(part, part.number in shown_in, faults) for part in parts]
    made = tuple(_sections(cards))
    return Report(made, look, there)


def material_of(there: Standing) -> Material | None:
    """What a text may draw on; None where there is nothing to count yet, or it cannot be."""
    if there.package is None or not there.counted:
        return None
    try:
        return material(there)
    except FaultyInput:
        return None


class Looked(NamedTuple):
    """Pieces as a document, and the faults of them all."""

    document: Document | None
    faults: tuple[Fault, ...]


def looked(there: Standing, language: Language, parts: Sequence[Numbered]) -> Looked:
    """The pieces as a document, each a section of its own, and the faults of them all.

    They are composed together, so that figures are numbered as in the report.
    """
    package = there.package
    if package is None:
        return Looked(None, ())
    source, lines = _apart([p for p in parts if p.piece.form not in ("section", "other")])
    file, material = MANUSCRIPTS[language], material_of(there)
    if material is None:
        bare = with_references(unanalysed(package), package.references)
        base, _ = compose("", bare, language, file=file)
        drafts, faults = parse(source, file=file)
        made: Sequence[Section] = outline(drafts, package.questionnaire, language)
    else:
        base, faults = compose(source, material, language, file=file)
        made = base.sections
    leads = {number + 1 for number, part in enumerate(parts) if part.piece.form == "section"}
    whole = tuple(_led(section, int(section.id.removeprefix(PART)) in leads) for section in made)
    return Looked(replace(base, sections=whole), tuple(_placed(fault, lines) for fault in faults))


def _led(section: Section, first: bool) -> Section:
    """The section whose first words are a lead only where they begin a section of the report."""
    if first or not section.lead:
        return section
    return replace(section, lead=(), blocks=(Paragraph(section.lead), *section.blocks))


class _Moved(NamedTuple):
    """The line of a piece in a section of its own, and in the manuscript."""

    there: int
    here: int


class _Apart(NamedTuple):
    text: str
    places: list[_Moved]


def _apart(parts: Sequence[Numbered]) -> _Apart:
    """The pieces each in a section of its own."""
    lines: list[str] = []
    places: list[_Moved] = []
    for part in parts:
        text = shown(part.piece.text) if part.piece.form == "hidden" else part.piece.text
        lines += [f"{{#{PART}{part.number}}}", "# –", ""]
        places.append(_Moved(len(lines) + 1, part.piece.line))
        lines += [*text.rstrip("\r\n").split("\n"), ""]
    return _Apart("\n".join(lines), places)


def _placed(fault: Fault, places: Sequence[_Moved]) -> Fault:
    """A fault at its line in the text."""
    before = [place for place in places if place.there <= fault.line]
    if not before:
        return replace(fault, line=0)
    return replace(fault, line=fault.line - before[-1].there + before[-1].here)


def _card(part: Numbered, looks: bool, faults: set[Fault]) -> Card:
    piece = part.piece
    lines = range(piece.line, piece.line + piece.lines)
    here = tuple(sorted(fault for fault in faults if fault.line in lines))
    if piece.form == "hidden":
        here = ()
    editable = piece.form in ("section", "block") or (piece.form in TEXT and is_prose(piece.text))
    return Card(part.number, piece, _kind(piece), looks, here, editable)


def _kind(piece: Piece) -> str:
    match piece.form:
        case "section":
            return "section"
        case "heading" | "paragraph" | "list":
            return "text"
        case "block" if is_table(piece.text):
            return "number_table"
        case "block" | "hidden":
            return piece.name.replace("-", "_") if piece.name else "text"
        case _:
            return "other"


def is_table(source: str) -> bool:
    """Whether a block is a figure that is printed as a table alone."""
    block = read_block(source)
    return block is not None and block.name == "figure" and dict(block.options).get(SHOW) == TABLE


def _sections(cards: Sequence[Card]) -> Iterator[CardSection]:
    head: Card | None = None
    inside: list[Card] = []
    for card in cards:
        if card.piece.form == "section":
            if head or inside:
                yield _section(head, inside)
            head, inside = card, []
        else:
            inside.append(card)
    if head or inside:
        yield _section(head, inside)


def _section(head: Card | None, cards: Sequence[Card]) -> CardSection:
    words = section_words(head.piece.text) if head else SectionWords("", "")
    return CardSection(words.id, words.title, head, tuple(cards))


class SectionWords(NamedTuple):
    id: str
    title: str


def section_words(source: str) -> SectionWords:
    """What a section's heading says."""
    sections, _ = parse(source, file="")
    return SectionWords(sections[0].id, sections[0].title) if sections else SectionWords("", "")


class Worth(NamedTuple):
    """What a value prints, and what is wrong with it."""

    words: str
    wrong: str = ""


def value_of(role: Role, material: Material | None, language: Language) -> Worth:
    """What a value prints; one that cannot be worked out says "?"."""
    if material is None:
        return Worth("–")
    try:
        return Worth(resolve(role.typed, material, language).text)
    except Unreadable as unknown:
        words = role.content.rpartition(": ")[0] if role.name in ("claim", "fixed") else ""
        words = role.content.partition(": ")[0] if role.name == "claim" else words
        return Worth(words or "?", unknown.what.text(language))


def undoable(file: ThemeFile | None) -> ThemeFileVersion | None:
    """The version that undoing the last change would bring back; undone changes are passed over."""
    if file is None:
        return None
    versions = list(file.versions.order_by("-version")[:UNDONE])
    done: list[ThemeFileVersion] = []
    for version in reversed(versions):
        if len(done) > 1 and done[-2].text == version.text:
            done.pop()
        else:
            done.append(version)
    return done[-2] if len(done) > 1 else None
