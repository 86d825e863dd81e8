"""Rendering: every output of a theme's documents, as bytes in memory.

Typst lets go of the interpreter while it sets, and Pagefind is a program of its own. So they work
in a thread beside the renderers that are Python's own, and a build takes less time on two cores.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from threading import Thread
from zipfile import ZIP_STORED

from samklang.core.document.bare import bare
from samklang.core.document.blocks import ExampleMap, Figure
from samklang.core.document.deck import Slide, slides
from samklang.core.document.document import Document
from samklang.core.document.issues import for_issue
from samklang.core.language.wording import Language
from samklang.core.report.summary import summary
from samklang.publication.outputs import Outputs

Made = Callable[[int, int], object]
Documents = Mapping[Language, Document]


def render(
    documents: Documents, *, fresh: bool = False, made: Made = lambda done, of: None
) -> dict[str, bytes]:
    """Every output of a theme's documents, by path relative to the folder.

    fresh: render each anew, also where the same has been rendered before. made: hears how many of
    the outputs that take long are there, and of how many.
    """
    from samklang.render.archive import unpacked
    from samklang.render.html import (
        DownloadLink,
        embeds,
        language_chooser,
        presentation,
        single_page,
        site,
        standings,
    )

    outputs = Outputs(fresh=fresh)
    of_language = {language: _Issues.of(document) for language, document in documents.items()}
    done = count(1)
    of = slow_outputs(len(documents))
    issues: dict[Language, dict[str, bytes]] = {}
    pages: dict[Language, dict[str, bytes]] = {}
    with _beside() as beside:
        later = {
            (language, name): beside(output, outputs, issue)
            for language, issue in of_language.items()
            for name, output in TYPESET.items()
        }
        searched = beside(_search, outputs, documents)
        for language, issue in of_language.items():
            issues[language] = {"report.html": single_page(issue.site)}
            for name, output in WRITTEN.items():
                issues[language][name] = output(outputs, issue)
                made(next(done), of)
            deck = issues[language]["deck.pptx"]
            pages[language] = embeds(issue.site) | presentation(issue.deck)
            pages[language] |= unpacked(_single_slides(outputs, issue, deck))
        files = {f"data/{name}": content for name, content in data_outputs(documents).items()}
        for (language, name), output_made in later.items():
            issues[language][name] = output_made.result()
            made(next(done), of)
        files |= unpacked(searched.result())
    for language, issue in of_language.items():
        within = issues[language]
        links = [DownloadLink(name, name, len(within[name])) for name in OFFERED]
        shared = unpacked(within.pop(SHARE))
        within |= pages[language] | site(issue.site, files=links) | shared
        files |= {f"{language}/{name}": content for name, content in within.items()}
    files["index.html"] = language_chooser(documents)
    files |= standings(documents)
    made(of, of)
    return dict(sorted(files.items()))


def read_ahead() -> None:
    """Begins to import the renderers, in a thread, while a package is read in another process."""
    Thread(target=_renderers, name="renderers", daemon=True).start()


def _renderers() -> None:
    import samklang.render.docx
    import samklang.render.epub
    import samklang.render.html
    import samklang.render.pdf
    import samklang.render.share
    import samklang.render.slides
    import samklang.render.summary  # noqa: F401


def slow_outputs(languages: int) -> int:
    """How many outputs take long: those that are kept of each language, and the rest."""
    return (len(WRITTEN) + len(TYPESET)) * languages + 1


@dataclass(frozen=True)
class _Issues:
    """A document as its outputs show it, each with the examples that may be shown there."""

    whole: Document
    report: Document
    site: Document
    deck: Document
    slides: tuple[Slide, ...]

    @classmethod
    def of(cls, document: Document) -> "_Issues":
        report, site, deck = (for_issue(document, name) for name in ("report", "site", "deck"))
        return cls(document, report, site, deck, slides(deck))


@contextmanager
def _beside() -> Iterator[Callable[..., Future[bytes]]]:
    """Hands work to a thread, one after the other; what has not begun when something fails is never
    begun."""
    with ThreadPoolExecutor(1, thread_name_prefix="typeset") as pool:
        try:
            yield pool.submit
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def data_outputs(documents: Documents) -> dict[str, bytes]:
    """The data and what describes them, which lie on the site: so do only examples shown there."""
    from samklang.render.data import data_files
    from samklang.render.data.examples import example_files
    from samklang.render.deposit import deposit_files

    shown = _shown_on_site(documents)
    data = data_files(shown)
    data |= deposit_files(shown, data)
    return data | example_files(shown)


def _shown_on_site(documents: Documents) -> Documents:
    """The documents with the examples that their owners let be shown on the web."""
    return {language: for_issue(document, "site") for language, document in documents.items()}


def _search(outputs: Outputs, documents: Documents) -> bytes:
    """The files of the catalogue's search, in one zip so that they are kept together."""
    from samklang.render.archive import packed
    from samklang.render.html.search_index import search_files, searched_pages

    shown = _shown_on_site(documents)
    return outputs.get(
        "search.zip",
        searched_pages(shown),
        lambda: packed(search_files(shown), method=ZIP_STORED),
    )


def _report_pdf(outputs: Outputs, issue: _Issues) -> bytes:
    from samklang.render import pdf

    given = issue.report
    return outputs.get("report.pdf", given, lambda: pdf.report(given, figures=_drawings(given)))


def _deck_pdf(outputs: Outputs, issue: _Issues) -> bytes:
    from samklang.render import pdf

    given = rest, shown = bare(issue.deck), issue.slides
    return outputs.get("deck.pdf", given, lambda: pdf.deck(rest, shown, figures=_drawings(rest)))


def _deck_pptx(outputs: Outputs, issue: _Issues) -> bytes:
    from samklang.render.slides import deck

    given = rest, shown = bare(issue.deck), issue.slides
    return outputs.get("deck.pptx", given, lambda: deck(rest, shown))


def _report_docx(outputs: Outputs, issue: _Issues) -> bytes:
    from samklang.render import docx

    return outputs.get("report.docx", issue.report, lambda: docx.report(issue.report))


def _report_epub(outputs: Outputs, issue: _Issues) -> bytes:
    from samklang.render import epub

    return outputs.get("report.epub", issue.report, lambda: epub.epub(issue.report))


def _summary_pdf(outputs: Outputs, issue: _Issues) -> bytes:
    from samklang.render.summary import summary_pdf

    given = rest, one_page = bare(issue.whole), summary(issue.whole)
    return outputs.get("summary.pdf", given, lambda: summary_pdf(rest, one_page))


def _share(outputs: Outputs, issue: _Issues) -> bytes:
    """The pictures of all figures, in one zip so that they are kept together."""
    from samklang.render.archive import packed
    from samklang.render.share import share_files

    given = bare(issue.site)
    return outputs.get(SHARE, given, lambda: packed(share_files(given), method=ZIP_STORED))


def _single_slides(outputs: Outputs, issue: _Issues, deck: bytes) -> bytes:
    """Each slide of the deck by itself, in one zip so that they are kept together."""
    from samklang.render.archive import packed
    from samklang.render.slides import single_slides

    return outputs.get(
        "slides.zip",
        (issue.slides, deck),
        lambda: packed(single_slides(issue.deck, deck), method=ZIP_STORED),
    )


def _drawings(document: Document) -> Mapping[str, str]:
    """The SVG of every figure and map by id."""
    from samklang.render.charts import figure_svg, map_svg
    from samklang.render.design import Branding

    branding = Branding.of(document)
    return {
        block.id: figure_svg(block, document.language, branding)
        if isinstance(block, Figure)
        else map_svg(block, document.language, branding)
        for _, block in document.blocks()
        if isinstance(block, Figure | ExampleMap)
    }


SHARE = "share.zip"
Output = Callable[[Outputs, _Issues], bytes]
# What takes long to render, and is kept: by renderers in Python, and by typst.
WRITTEN: Mapping[str, Output] = {
    "deck.pptx": _deck_pptx,
    "report.docx": _report_docx,
    "report.epub": _report_epub,
}
TYPESET: Mapping[str, Output] = {
    "report.pdf": _report_pdf,
    "deck.pdf": _deck_pdf,
    "summary.pdf": _summary_pdf,
    SHARE: _share,
}
# In the order in which they are offered on the front page.
OFFERED = (
    *("report.html", "report.pdf", "deck.pdf", "deck.pptx"),
    *("report.docx", "report.epub", "summary.pdf"),
)
