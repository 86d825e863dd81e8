"""Embed line: what one puts into another's page to show a figure there."""

from markupsafe import escape

from samklang.core.document.blocks import Figure
from samklang.core.document.document import Document

# Pixels: a chart of some six bars with its words.
HEIGHT = 560


def embed_line(document: Document, figure: Figure) -> str:
    """One line of HTML without script; `document` has an address."""
    address = f"{document.address}{document.language}/embed/{figure.id}.html"
    about = f'title="{escape(figure.headline)}" width="100%" height="{HEIGHT}" loading="lazy"'
    return f'<iframe src="{escape(address)}" {about}></iframe>'
