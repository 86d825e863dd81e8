"""One file: what the report as one file leaves to the site, and where that lies."""

from collections.abc import Callable

from samklang.core.document.blocks import Examples
from samklang.core.document.document import Document
from samklang.render.html.catalogue import page_of_example

# Examples that are listed by name before the reader is sent to the catalogue, which has all.
FEW_LISTED = 40


def catalogue_address(document: Document) -> str:
    """Where all examples are."""
    return f"{_folder_address(document)}examples/index.html"


def _folder_address(document: Document) -> str:
    """Where the site of the document's language lies; '' where nobody knows, as beside the file."""
    return f"{document.address}{document.language}/" if document.address else ""


def links_within(document: Document) -> Callable[[str], str]:
    """Links of the one-file report: to itself, and to the site for examples that it leaves out."""
    lists = [block for _, block in document.blocks() if isinstance(block, Examples)]
    elsewhere = {e.anchor: page_of_example(e) for b in lists for e in b.listed[FEW_LISTED:]}
    site = _folder_address(document)

    def href(anchor: str) -> str:
        return f"{site}{elsewhere[anchor]}" if anchor in elsewhere else f"#{anchor}"

    return href
