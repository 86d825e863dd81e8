"""Build: a theme package becomes every output in every language of the theme.

A pure function of the package: the same package gives the same bytes. Everything is rendered in
memory and written beside the target, which is swapped in whole, so that a failed build leaves what
was there.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from zipfile import ZIP_STORED

from samklang import __version__
from samklang.analysis.analysis import Issued, analyse
from samklang.core.document.anchors import section_ids, unlinked
from samklang.core.document.blocks import ExampleMap, Figure
from samklang.core.document.document import Document
from samklang.core.document.issues import for_issue
from samklang.core.evidence.gathering import paired
from samklang.core.faults import Fault, FaultyInput, faulty_file
from samklang.core.figures.material import Material
from samklang.core.language.messages import message
from samklang.core.language.wording import Language
from samklang.core.report.compose import compose
from samklang.core.report.default_manuscript import default_manuscript
from samklang.package.outside import read_outside
from samklang.package.theme_package import ThemePackage
from samklang.publication.outputs import Outputs
from samklang.publication.references import with_references

FORMAT = "samklang-publication-1"
MANIFEST = "publication.json"
Made = Callable[[int, int], object]
MANUSCRIPTS: Mapping[Language, str] = {"sv": "manuscript.md", "en": "manuscript.en.md"}


def prepare(
    path: Path, *, draft: bool = False, issued: Issued = lambda edition: None
) -> Mapping[Language, Document]:
    """The documents of a theme package, by language. Raises FaultyInput with every fault."""
    return documents(read_outside(path), draft=draft, issued=issued)


def documents(
    package: ThemePackage, *, draft: bool = False, issued: Issued = lambda edition: None
) -> Mapping[Language, Document]:
    """The documents of a package that has been read. Raises FaultyInput with every fault.

    draft: numbers and words that no figure stands behind are marked instead of being faults.
    issued: as in `analyse`.
    """
    material = with_references(analyse(package, issued=issued), package.references)
    return composed(package, material, draft=draft)


def composed(
    package: ThemePackage, material: Material, *, draft: bool = False
) -> Mapping[Language, Document]:
    """The documents that a package's texts make of its material. Raises as `documents`."""
    found: dict[Language, Document] = {}
    faults: list[Fault] = []
    for language in package.theme.languages:
        file = MANUSCRIPTS[language]
        text = package.manuscripts.get(language) or default_manuscript(material, language)
        document, wrong = compose(text, material, language, file=file, draft=draft)
        faults += [*wrong, *dead_links(document, file=file)]
        found[language] = document
    faults += unlike(found)
    if faults:
        raise FaultyInput(faults)
    return paired(found)


def dead_links(document: Document, *, file: str) -> list[Fault]:
    """Links to what a document does not have, as faults of its manuscript."""
    remedy = message("faults.use_the_id_of_a_section")
    return [
        Fault(file, 0, "", message("faults.a_link_leads_to_which_is", anchor=anchor), remedy)
        for anchor in unlinked(document)
    ]


def unlike(found: Mapping[Language, Document]) -> list[Fault]:
    """Sections and figures that one language has and another has not, or has elsewhere."""
    if len(found) < 2:
        return []
    (first, one), (second, other) = list(found.items())[:2]
    faults = []
    for what, ids in (
        (message("faults.part_what_sections"), section_ids),
        (
            message("faults.part_what_figures"),
            lambda document: tuple(f.id for f in document.figures),
        ),
    ):
        if ids(one) != ids(other):
            faults.append(
                Fault(
                    MANUSCRIPTS[second],
                    0,
                    "",
                    message(
                        "faults.the_are_but_has",
                        what=what,
                        ids=ids(other) or message("faults.part_none"),
                        file=MANUSCRIPTS[first],
                        others=ids(one) or message("faults.part_none"),
                    ),
                    message("faults.give_both_languages_the_same_in"),
                )
            )
    return faults


def render(
    found: Mapping[Language, Document], *, fresh: bool = False, made: Made = lambda done, of: None
) -> dict[str, bytes]:
    """Every output of a theme's documents, by path relative to the folder.

    fresh: render each anew, also where the same document has been rendered before. made: hears
    how many of the outputs that take long are there, and of how many.
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

    files: dict[str, bytes] = {}
    done, of = 0, slow_outputs(len(found))
    for language, document in found.items():
        outputs = Outputs(document, fresh=fresh)
        shown = for_issue(document, "site")
        issue = {"report.html": single_page(shown)}
        for name, make in DEAR.items():
            issue[name] = outputs.get(name, partial(make, document))
            made(done := done + 1, of)
        links = [DownloadLink(name, name, len(content)) for name, content in issue.items()]
        issue |= site(shown, files=links) | embeds(shown)
        issue |= presentation(for_issue(document, "deck"))
        issue |= unpacked(outputs.get("share.zip", partial(_share, shown)))
        single = partial(_single_slides, document, issue["deck.pptx"])
        issue |= unpacked(outputs.get("slides.zip", single))
        files |= {f"{language}/{name}": content for name, content in issue.items()}
        made(done := done + 1, of)
    files |= {f"data/{name}": content for name, content in data_outputs(found).items()}
    files |= _search(found, fresh=fresh)
    files["index.html"] = language_chooser(found)
    files |= standings(found)
    made(of, of)
    return dict(sorted(files.items()))


def slow_outputs(languages: int) -> int:
    """How many outputs take long: those in DEAR and the site of each language, and the data."""
    return (len(DEAR) + 1) * languages + 1


def data_outputs(found: Mapping[Language, Document]) -> dict[str, bytes]:
    """The data and what describes them, which lie on the site: so do only examples shown there."""
    from samklang.render.data import data_files
    from samklang.render.data.examples import example_files
    from samklang.render.deposit import deposit_files

    shown = shown_on_site(found)
    data = data_files(shown)
    data |= deposit_files(shown, data)
    return data | example_files(shown)


def shown_on_site(found: Mapping[Language, Document]) -> Mapping[Language, Document]:
    """The documents with the examples that their owners let be shown on the web."""
    return {language: for_issue(document, "site") for language, document in found.items()}


def _search(found: Mapping[Language, Document], *, fresh: bool) -> Mapping[str, bytes]:
    """The index of the catalogue's search, kept with the first language's outputs."""
    from samklang.render.archive import packed, unpacked
    from samklang.render.html.search_index import search_files

    shown = shown_on_site(found)

    def made() -> bytes:
        return packed(search_files(shown), method=ZIP_STORED)

    every = "-".join(Outputs(document, fresh=True).key[:12] for document in shown.values())
    first = next(iter(found.values()))
    return unpacked(Outputs(first, fresh=fresh).get(f"search-{every}.zip", made))


def _report_pdf(document: Document) -> bytes:
    from samklang.render import pdf

    document = for_issue(document, "report")
    return pdf.report(document, figures=_drawings(document))


def _deck_pdf(document: Document) -> bytes:
    from samklang.render import pdf

    document = for_issue(document, "deck")
    return pdf.deck(document, figures=_drawings(document))


def _deck_pptx(document: Document) -> bytes:
    from samklang.render import slides

    document = for_issue(document, "deck")
    return slides.deck(document)


def _report_docx(document: Document) -> bytes:
    from samklang.render import docx

    document = for_issue(document, "report")
    return docx.report(document)


def _report_epub(document: Document) -> bytes:
    from samklang.render import epub

    return epub.epub(for_issue(document, "report"))


def _summary_pdf(document: Document) -> bytes:
    from samklang.render import summary

    return summary.summary_pdf(document)


def _share(document: Document) -> bytes:
    """The pictures of all figures, in one zip so that they are kept together."""
    from samklang.render.archive import packed
    from samklang.render.share import share_files

    return packed(share_files(document), method=ZIP_STORED)


def _single_slides(document: Document, deck: bytes) -> bytes:
    """Each slide of the deck by itself, in one zip so that they are kept together."""
    from samklang.render import slides
    from samklang.render.archive import packed

    found = slides.single_slides(for_issue(document, "deck"), deck)
    return packed(found, method=ZIP_STORED)


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


# What takes long to render, and is kept.
DEAR: Mapping[str, Callable[[Document], bytes]] = {
    "report.pdf": _report_pdf,
    "deck.pdf": _deck_pdf,
    "deck.pptx": _deck_pptx,
    "report.docx": _report_docx,
    "report.epub": _report_epub,
    "summary.pdf": _summary_pdf,
}


def build(
    path: Path,
    out: Path,
    *,
    progress: Callable[[str], None],
    made: Made = lambda done, of: None,
    draft: bool = False,
    issued: Issued = lambda edition: None,
) -> tuple[str, ...]:
    """Builds a theme package into the folder `out`; the paths written.

    made: as in `render`. draft: as in `documents`; every page of a draft says that it is one.
    issued: as in `analyse`.
    Raises FaultyInput with every fault, and when `out` holds anything that is not an earlier build.
    """
    _refuse_foreign(out)
    progress(f"Reading {path}")
    found = prepare(path, draft=draft, issued=issued)
    progress(f"Rendering {', '.join(found)}")
    files = render(found, made=made)
    dataset = next(iter(found.values())).dataset_hash
    files[MANIFEST] = manifest(files, dataset=dataset, draft=draft)
    progress(f"Writing {out}")
    write_folder(files, out)
    return tuple(files)


def manifest(files: Mapping[str, bytes], *, dataset: str, draft: bool = False) -> bytes:
    """What was built from what: the package's hash and the SHA-256 of every file."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    body: dict[str, object] = {
        "format": FORMAT,
        "samklang": __version__,
        "dataset": dataset,
        "files": hashes,
    }
    if draft:
        body["draft"] = True
    return (json.dumps(body, indent=1) + "\n").encode()


def _refuse_foreign(out: Path) -> None:
    if out.is_dir() and not any(out.iterdir()):
        return
    if out.exists() and not (out / MANIFEST).is_file():
        what = (
            message("faults.the_folder_holds_other_things_than")
            if out.is_dir()
            else (message("faults.it_is_a_file"))
        )
        raise faulty_file(out, what, message("faults.choose_an_empty_or_new_folder"))


def write_folder(files: Mapping[str, bytes], out: Path) -> None:
    """Writes beside `out` and swaps: a reader sees the old folder or the new one, never half."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, content in files.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        fresh.chmod(0o755)
        if out.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
            os.rename(out, old / "build")
            os.rename(fresh, out)
            shutil.rmtree(old)
        else:
            os.rename(fresh, out)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
