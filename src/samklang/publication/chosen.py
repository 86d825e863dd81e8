"""Chosen: the pages or the data of a theme alone, which are made in a moment."""

from collections.abc import Iterable, Mapping

from samklang.core.document.document import Document
from samklang.core.document.issues import for_issue
from samklang.core.language.wording import Language
from samklang.publication.rendering import data_outputs

# The site of each language with report.html and its embedded figures; the data with what describes
# them. What there is to download beside the pages is left out, and so is what searches them.
OUTPUTS = ("pages", "data")


def chosen(documents: Mapping[Language, Document], only: Iterable[str]) -> dict[str, bytes]:
    """The outputs `only`, of OUTPUTS, of a theme's documents, by path relative to the folder."""
    files: dict[str, bytes] = {}
    if "pages" in only:
        files |= _pages(documents)
    if "data" in only:
        files |= {f"data/{name}": content for name, content in data_outputs(documents).items()}
    return dict(sorted(files.items()))


def named(recorded: object) -> tuple[str, ...]:
    """The outputs that a manifest says a folder has, () where it has all."""
    return tuple(name for name in OUTPUTS if isinstance(recorded, list) and name in recorded)


def _pages(documents: Mapping[Language, Document]) -> dict[str, bytes]:
    from samklang.render.html import embeds, language_chooser, single_page, site, standings

    files = {"index.html": language_chooser(documents), **standings(documents)}
    for language, document in documents.items():
        shown = for_issue(document, "site")
        own = {"report.html": single_page(shown), **site(shown, files=()), **embeds(shown)}
        files |= {f"{language}/{name}": content for name, content in own.items()}
    return files
