"""Presentation: the deck as a page of slides, which a script shows one at a time to a hall.

Without the script it is read from top to bottom, with what is said to each slide folded below it.
"""

from importlib.resources import files

from samklang.core.document.deck import slides
from samklang.core.document.document import Document
from samklang.core.document.inline import plain
from samklang.core.language.phrases import phrase
from samklang.render.html.pages import filled, pages_of_anchors

PAGE, SCRIPT = "deck.html", "deck.js"


def presentation(document: Document) -> dict[str, bytes]:
    """The page and its script, by path within the language's folder."""
    where = pages_of_anchors(document)

    def href(anchor: str) -> str:
        page = where.get(anchor, "")
        if not page:
            return f"#{anchor}"
        return page if page.startswith("examples/") else f"{page}#{anchor}"

    shown = slides(document)
    page = filled(
        PAGE,
        document,
        page=PAGE,
        href=href,
        know=lambda id_: "",
        slides=shown,
        titles_of=[
            f"{slide.title} ({part})" if (part := _part(slide.part, slide.parts, document)) else ""
            for slide in shown
        ],
        spoken=[[plain(text) for text in slide.spoken] for slide in shown],
    )
    script = files(__package__).joinpath("templates", SCRIPT).read_bytes()
    return {PAGE: page.encode(), SCRIPT: script}


def _part(part: int, parts: int, document: Document) -> str:
    """Which of several slides it is, in words; '' for the only one."""
    return phrase(document.language, "pdf.part", part=part, parts=parts) if parts > 1 else ""
