"""Embeds: each figure as a page for another's frame, and the pages that short addresses lead to."""

import json
from collections.abc import Mapping

from samklang.core.document.blocks import ExampleMap, Figure
from samklang.core.document.document import Document
from samklang.core.document.short_codes import FOLDER as SHORT
from samklang.core.document.short_codes import printed_address, short_address, short_codes
from samklang.core.language.wording import Language
from samklang.render.html.evidence import page_name
from samklang.render.html.pages import filled, pages_of_anchors

FOLDER = "embed"
CODES = f"{SHORT}/codes.json"


def embeds(document: Document) -> dict[str, bytes]:
    """A page of each figure and map, its table inside, by path within the language's folder."""
    where = pages_of_anchors(document)

    def href(anchor: str) -> str:
        page = where.get(anchor, "")
        # An example's page is its own.
        return f"../{page}" if page.startswith("examples/") else f"../{page}#{anchor}"

    records = {record.id: record for record in document.evidence}
    return {
        f"{FOLDER}/{block.id}.html": filled(
            "embed.html",
            document,
            block=block,
            title=block.headline if isinstance(block, Figure) else block.title,
            page="",
            root="../",
            href=href,
            know=lambda id_: f"../{page_name(records[id_])}" if id_ in records else "",
            whole_of=lambda record: f"../{page_name(record)}",
            whole=f"../{where[block.anchor]}#{block.anchor}",
            short=short_address(document, block.id),
            printed=printed_address(document, block.id),
        ).encode()
        for _, block in document.blocks()
        if isinstance(block, Figure | ExampleMap)
    }


def standings(documents: Mapping[Language, Document]) -> dict[str, bytes]:
    """What short addresses lead to, above the languages: a page for each code, and the codes.

    A page says that the figure holds, as it does where nothing has come after it. Where the web
    application publishes, it answers in the page's place.
    """
    first = next(iter(documents.values()))
    codes = short_codes(first)
    standings: dict[str, bytes] = {}
    for id_, code in codes.items():
        shown = {
            language: (block, f"../../{language}/{pages_of_anchors(document)[block.anchor]}")
            for language, document in documents.items()
            for _, block in document.blocks()
            if isinstance(block, Figure | ExampleMap) and block.id == id_
        }
        page = filled("standing.html", first, documents=documents, shown=shown, page="")
        standings[f"{SHORT}/{code}/index.html"] = page.encode()
    by_code = {code: id_ for id_, code in sorted(codes.items(), key=lambda item: item[1])}
    standings[CODES] = (json.dumps(by_code, indent=1) + "\n").encode()
    return standings
