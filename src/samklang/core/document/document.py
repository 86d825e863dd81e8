"""The document: headings, text and figures of one issue in one language, without layout."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from samklang.core.document.blocks import Block, Figure
from samklang.core.document.evidence import Evidence
from samklang.core.document.inline import Text
from samklang.core.document.invented import Invented, why_invented
from samklang.core.document.slide_text import SlideText
from samklang.core.language.wording import Language
from samklang.core.theme.house_style import House


@dataclass(frozen=True)
class Section:
    """A section of the report and of the deck. `lead` is its first paragraph ('' if none).

    slides: the words of its slides that the author wrote.
    """

    id: str
    title: str
    lead: Text
    blocks: tuple[Block, ...]
    slides: tuple[SlideText, ...] = ()


@dataclass(frozen=True)
class Document:
    """One issue in one language.

    notices: what every page must say (synthetic answers first). published: in words, '' if not
    set. published_iso: the same as YYYY-MM-DD. dataset_hash: SHA-256 of the theme package, hex.
    citation: how to cite the report. address: the folder on the web where all its outputs are
    published, with a slash at its end; '' where that is not known. colour, accent: of the network's
    house style, "#rrggbb"; '' for Samklang's own. typeface: of headings and running text. house:
    its logo and Word template. evidence: what every printed number rests on, in the order the
    numbers are read. opening: the main results, gathered from the sections; None where there are
    none to gather. pictures: those of examples, by path in the package.
    withdrawn: ids of examples that have been taken back. rehearsal: the answers were simulated
    before anybody was asked; every page, slide, figure and picture says so.
    """

    language: Language
    languages: tuple[Language, ...]
    theme: str
    title: str
    subtitle: str
    network: str
    network_url: str
    authors: tuple[str, ...]
    edition: str
    published: str
    published_iso: str
    licence: str
    synthetic: bool
    notices: tuple[str, ...]
    dataset_hash: str
    citation: str
    sections: tuple[Section, ...]
    address: str = ""
    colour: str = ""
    accent: str = ""
    typeface: Literal["serif", "sans"] = "serif"
    house: House = field(default_factory=House)
    evidence: tuple[Evidence, ...] = ()
    opening: Section | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    rehearsal: bool = False

    @property
    def invented(self) -> Invented:
        """Why its answers are no real ones, '' where they are."""
        return why_invented(self)

    @property
    def chapters(self) -> tuple[Section, ...]:
        """The sections of an issue that is read from its first page, the main results first."""
        return (self.opening, *self.sections) if self.opening else self.sections

    def blocks(self) -> Iterator[tuple[Section, Block]]:
        """Every block of the sections with its section, in reading order; not the opening's."""
        for section in self.sections:
            for block in section.blocks:
                yield section, block

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, in reading order."""
        return tuple(b for _, b in self.blocks() if isinstance(b, Figure))
