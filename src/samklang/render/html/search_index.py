"""The index of the catalogue's search, made by Pagefind: the same pages give the same bytes.

Pagefind's own files are of its wheel. Its index of a language is named by its content, and holds no
time and no order of the machine's, so that it stands in the publication's manifest as all else.
"""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pagefind.index import IndexConfig, PagefindIndex

from samklang.core.document.document import Document
from samklang.core.language.wording import Language
from samklang.render.html.catalogue import indexed

FOLDER = "pagefind"
# Pagefind's other scripts and styles are its own pages of results, which ours is instead of.
KEPT = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
KEPT_KINDS = (".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")
# Of a list of so few a reader sees all at once.
FEWEST = 10
SECONDS = 300.0


def search_files(documents: Mapping[Language, Document]) -> dict[str, bytes]:
    """The search's files by path within the publication; none where the examples are few."""
    pages = {
        f"{language}/{page}": html
        for language, document in documents.items()
        for page, html in indexed(document)
    }
    if len(pages) < FEWEST * len(documents):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "pages"), Path(folder, FOLDER)
        for name, html in pages.items():
            path = source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html, encoding="utf-8")
        asyncio.run(asyncio.wait_for(_index(source, out), SECONDS))
        return {
            f"{FOLDER}/{path.relative_to(out).as_posix()}": path.read_bytes()
            for path in sorted(out.rglob("*"))
            if path.name in KEPT or path.suffix in KEPT_KINDS
        }


async def _index(source: Path, out: Path) -> None:
    config = IndexConfig(output_path=str(out), write_playground=False)
    async with PagefindIndex(config=config) as index:
        await index.add_directory(str(source))
