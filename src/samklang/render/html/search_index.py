"""The index of the catalogue's search, made by Pagefind: the same pages give the same bytes.

Pagefind's own files are of its wheel. Its index of a language is named by its content and holds no
time; its list of languages comes in an order of the machine's, which is made one. So it stands in
the publication's manifest as all else.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pagefind.service import get_executable

from samklang.core.document.document import Document
from samklang.core.language.wording import Language
from samklang.render.html.catalogue import indexed

FOLDER = "pagefind"
# Pagefind's other scripts and styles are its own pages of results, which ours is instead of.
ENTRY = "pagefind-entry.json"
KEPT = ("pagefind.js", "pagefind-worker.js", ENTRY)
KEPT_KINDS = (".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")
# Of a list of so few a reader sees all at once.
FEWEST = 10
SECONDS = 300.0


def search_files(documents: Mapping[Language, Document]) -> dict[str, bytes]:
    """The search's files by path within the publication; none where the examples are few."""
    pages = searched_pages(documents)
    if len(pages) < FEWEST * len(documents):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        out = index(pages, Path(folder))
        return {
            f"{FOLDER}/{path.relative_to(out).as_posix()}": _content(path)
            for path in sorted(out.rglob("*"))
            if path.name in KEPT or path.suffix in KEPT_KINDS
        }


def searched_pages(documents: Mapping[Language, Document]) -> dict[str, str]:
    """What is searched: the page of each example, by path within the publication."""
    return {
        f"{language}/{page}": html
        for language, document in documents.items()
        for page, html in indexed(document)
    }


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    return ordered(content) if path.name == ENTRY else content


def ordered(entry: bytes) -> bytes:
    """The list of a site's languages, in the languages' order: Pagefind's is any order.

    Raises ValueError where it is not JSON.
    """
    return json.dumps(json.loads(entry), ensure_ascii=False, sort_keys=True).encode() + b"\n"


def index(pages: Mapping[str, str], folder: Path) -> Path:
    """Pagefind's index of pages by their paths, made within an empty folder: the folder it is in.

    By its command, which has written all when it ends. Its service, which its Python module talks
    to, may be ended before its last bytes are written: in 1.5.2 files came out empty or cut off
    (Pagefind's issue 1271). Raises OSError, CalledProcessError and TimeoutExpired.
    """
    source, out = folder / "pages", folder / FOLDER
    for name, html in pages.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")
    program = get_executable()
    if program is None:
        raise FileNotFoundError("pagefind")
    # Neither settings of the environment nor a file of settings where we happen to stand.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    subprocess.run(
        [program, "--site", source, "--output-path", out, "--silent"],
        cwd=folder,
        env=plain,
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    return out
