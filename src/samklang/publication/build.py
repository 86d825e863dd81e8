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
from collections.abc import Callable, Collection, Mapping
from itertools import product
from pathlib import Path

from samklang import __version__
from samklang.analysis.analysis import Issued, analyse
from samklang.core.document.anchors import section_ids, unlinked
from samklang.core.document.document import Document
from samklang.core.evidence.gathering import paired
from samklang.core.faults import Fault, FaultyInput, faulty_file
from samklang.core.figures.material import Material
from samklang.core.language.messages import message
from samklang.core.language.wording import Language
from samklang.core.report.compose import compose
from samklang.core.report.default_manuscript import default_manuscript
from samklang.package.outside import read_outside
from samklang.package.read import MANUSCRIPTS
from samklang.package.theme_package import ThemePackage
from samklang.publication.chosen import chosen
from samklang.publication.references import with_references
from samklang.publication.rendering import Made, read_ahead, render

FORMAT = "samklang-publication-1"
MANIFEST = "publication.json"


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
    documents: dict[Language, Document] = {}
    faults: list[Fault] = []
    for language in package.theme.languages:
        file = MANUSCRIPTS[language]
        text = package.manuscripts.get(language) or default_manuscript(material, language)
        document, wrong = compose(text, material, language, file=file, draft=draft)
        faults += [*wrong, *dead_links(document, file=file)]
        documents[language] = document
    faults += unlike(documents)
    if faults:
        raise FaultyInput(faults)
    return paired(documents)


def dead_links(document: Document, *, file: str) -> list[Fault]:
    """Links to what a document does not have, as faults of its manuscript."""
    remedy = message("faults.use_the_id_of_a_section")
    return [
        Fault(file, 0, "", message("faults.a_link_leads_to_which_is", anchor=anchor), remedy)
        for anchor in unlinked(document)
    ]


def unlike(documents: Mapping[Language, Document]) -> list[Fault]:
    """Sections and figures that one language has and another has not, or has elsewhere."""
    languages = tuple(documents)
    faults = []
    for (what, ids), second in product(
        (
            (message("faults.part_what_sections"), section_ids),
            (message("faults.part_what_figures"), _figure_ids),
        ),
        languages[1:],
    ):
        first = languages[0]
        one, other = documents[first], documents[second]
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


def _figure_ids(document: Document) -> tuple[str, ...]:
    return tuple(figure.id for figure in document.figures)


def build(
    path: Path,
    out: Path,
    *,
    progress: Callable[[str], None],
    made: Made = lambda done, of: None,
    draft: bool = False,
    only: Collection[str] = (),
    issued: Issued = lambda edition: None,
) -> tuple[str, ...]:
    """Builds a theme package into the folder `out`; the paths written.

    only: the outputs that are asked for, as in `chosen`; () for all. made: as in `render`.
    draft: as in `documents`; every page of a draft says that it is one. issued: as in `analyse`.
    Raises FaultyInput with every fault, and when `out` holds anything that is not an earlier build.
    """
    _refuse_foreign(out)
    progress(f"Reading {path}")
    if not only:
        read_ahead()
    prepared = prepare(path, draft=draft, issued=issued)
    progress(f"Rendering {', '.join(prepared)}")
    files = chosen(prepared, only) if only else render(prepared, made=made)
    dataset = next(iter(prepared.values())).dataset_hash
    files[MANIFEST] = manifest(files, dataset=dataset, draft=draft, only=only)
    progress(f"Writing {out}")
    write_folder(files, out)
    return tuple(files)


def manifest(
    files: Mapping[str, bytes], *, dataset: str, draft: bool = False, only: Collection[str] = ()
) -> bytes:
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
    if only:
        body["only"] = sorted(only)
    return (json.dumps(body, indent=1) + "\n").encode()


def _refuse_foreign(out: Path) -> None:
    if out.is_dir() and not any(out.iterdir()):
        return
    if out.exists() and not (out / MANIFEST).is_file():
        what = (
            message("faults.the_folder_holds_other_things_than")
            if out.is_dir()
            else message("faults.it_is_a_file")
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
