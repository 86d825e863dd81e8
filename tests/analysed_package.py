"""A package of eighty members with any design, analysed, and what its report says."""

from pathlib import Path

from samklang.analysis.analysis import analyse
from samklang.core.document.blocks import Paragraph
from samklang.core.document.document import Document
from samklang.core.document.inline import plain
from samklang.core.document.method_box import MethodBox
from samklang.core.figures.material import Material
from samklang.core.report.compose import compose
from samklang.package.read import read
from tests.designed_package import designed_package, members

MARGINS = (
    "margins: [{columns: [grade], values: [low], members: 20},"
    " {columns: [grade], values: [mid], members: 30},"
    " {columns: [grade], values: [high], members: 30}]"
)
DRAWN = "sizes: [{stratum: ['24'], drawn: 30}, {stratum: ['25'], drawn: 28}]"
MERGED = "collapse: [{name: {sv: De stora, en: The large}, strata: [['24', large], ['25', large]]}]"
GROUP = {number: (county, size) for number, (county, size, _) in enumerate(members())}


def analysed(folder: Path, design: str, body: str = "", **more: str) -> tuple[Material, Document]:
    """The material and the Swedish document of a package with the design."""
    package = read(designed_package(folder / "p", design=design, body=body, **more))
    material = analyse(package)
    document, faults = compose(package.manuscripts["sv"], material, "sv", file="m.md")
    assert faults == ()
    return material, document


def box(document: Document) -> MethodBox:
    return next(b for _, b in document.blocks() if isinstance(b, MethodBox))


def said(document: Document) -> str:
    """The text of the method box."""
    found = box(document)
    return " ".join([*(f"{f.label}: {f.value}" for f in found.facts), *found.text])


def sentence(document: Document) -> str:
    """The text of the first paragraph."""
    return plain(next(b.text for _, b in document.blocks() if isinstance(b, Paragraph)))
