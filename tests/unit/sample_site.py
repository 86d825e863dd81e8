"""The pages of a sample document's site as text."""

from typing import Any

from samklang.core.document.document import Document, Section
from samklang.render.html import DownloadLink, language_chooser, single_page, site

# The script of the page that searches the examples.
SEARCH = "examples/search.js"
# A block of data is no script: nothing runs it.
SCRIPT = f"//script[not(@type='application/ld+json' or @src='../{SEARCH}')]"
FILES = [
    DownloadLink("report.pdf", "report.pdf", 84_400),
    DownloadLink("deck.pptx", "deck.pptx", 1_234_567),
]


def pages(made: Document) -> dict[str, str]:
    """Every page of a document, the one-file report among them."""
    made_pages = {n: c for n, c in site(made, files=FILES).items() if n.endswith(".html")}
    made_pages["report.html"] = single_page(made)
    made_pages["chooser"] = language_chooser({made.language: made})
    return {name: content.decode() for name, content in made_pages.items()}


def words(element: Any) -> str:
    """The text of an element, with a space between its parts."""
    return " ".join(" ".join(element.itertext()).split())


def section(*blocks: Any, id: str = "part", lead: tuple[Any, ...] = ()) -> Section:
    return Section(id, "Del", lead, blocks)
