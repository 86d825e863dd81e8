"""A contact's lines: every field has its line, and every output prints every line."""

import dataclasses
import html
import io
import re
import zipfile
from collections.abc import Callable, Mapping

import pytest

from samklang.core.document.blocks import Contacts
from samklang.core.document.contact_card import ContactCard
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Link
from samklang.render import docx, epub, pdf, slides
from samklang.render.html import presentation, single_page, site
from samklang.render.summary import summary_pdf
from tests.samples import document
from tests.typeset_samples import drawings, text

# Said to nobody: it settles who is asked about the report.
UNSAID = {"responsible"}


@dataclasses.dataclass(frozen=True)
class Longer(ContactCard):
    """A card with a line and an address that no output has heard of."""

    @property
    def words(self) -> tuple[str, ...]:
        return (*super().words, "Vardagar")

    @property
    def addresses(self) -> tuple[Link, ...]:
        return (*super().addresses, Link("0920-123", "tel:0920-123"))


def html_text(*pages: bytes) -> str:
    """The words of pages, without spaces."""
    shown = " ".join(page.decode() for page in pages)
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", shown)).split())


def packed(content: bytes) -> str:
    """The words of the XML within a file of Word's, PowerPoint's or an e-book."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [n for n in archive.namelist() if n.endswith((".xml", ".xhtml"))]
        return html_text(*map(archive.read, names)).replace("\u200b", "")


OUTPUTS: Mapping[str, Callable[[Document], str]] = {
    "site": lambda made: html_text(site(made, files=())["closing.html"]),
    "one file": lambda made: html_text(single_page(made)),
    "presentation": lambda made: html_text(
        *(c for name, c in presentation(made).items() if name.endswith(".html"))
    ),
    "report.pdf": lambda made: text(pdf.report(made, figures=drawings(made))),
    "deck.pdf": lambda made: text(pdf.deck(made, figures=drawings(made))),
    "Word": lambda made: packed(docx.report(made)),
    "slides": lambda made: packed(slides.deck(made)),
    "e-book": lambda made: packed(epub.epub(made)),
}
SUMMARIES: Mapping[str, Callable[[Document], str]] = {
    "summary.html": lambda made: html_text(site(made, files=())["summary.html"]),
    "summary.pdf": lambda made: text(summary_pdf(made)),
}


def of(card: ContactCard) -> Document:
    """A report that holds one contact and nothing else."""
    sections = (Section("closing", "Tack", (), (Contacts((card,)),)),)
    return dataclasses.replace(document(), sections=sections, evidence=())


def test_every_field_has_its_line() -> None:
    said = {f.name: f"said-{f.name}" for f in dataclasses.fields(ContactCard)}
    card = ContactCard(**{n: v for n, v in said.items() if n not in UNSAID})
    shown = [card.name, *card.words, *(way.text for way in card.addresses)]
    assert shown == [v for n, v in said.items() if n not in UNSAID]


def test_what_a_contact_lacks_is_no_line() -> None:
    card = ContactCard("Kim", "", "", "", "")
    assert (card.words, card.addresses) == ((), ())


CARD = Longer("Kim", "Samordnare", "Norr", "kim@exempel.se", "https://exempel.se/kim")


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_prints_every_line(name: str) -> None:
    shown = OUTPUTS[name](of(CARD))
    for line in (CARD.name, *CARD.words, *(way.text for way in CARD.addresses)):
        assert line in shown, line


@pytest.mark.parametrize("name", SUMMARIES)
def test_a_summary_has_room_for_one_address(name: str) -> None:
    shown = SUMMARIES[name](of(CARD))
    for line in (CARD.name, *CARD.words, CARD.email):
        assert line in shown, line
    assert "0920-123" not in shown
    without = SUMMARIES[name](of(dataclasses.replace(CARD, email="")))
    assert "https://exempel.se/kim" in without
