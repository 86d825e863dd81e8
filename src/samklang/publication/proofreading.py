"""Proofreading: one text of a package, with what is wrong in it and how it will look.

The numbers are those that the report would print with this text: what the text asks for is
released together with all else that the report asks for, by the same road as in a build.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samklang.analysis.analysis import unanalysed
from samklang.core.document.document import Document
from samklang.core.faults import Fault
from samklang.core.figures.material import Material
from samklang.core.language.wording import Language
from samklang.core.manuscript.misnamed import misnamed
from samklang.core.manuscript.outline import outline
from samklang.core.manuscript.parsing import parse
from samklang.core.report.compose import compose
from samklang.core.report.default_manuscript import default_manuscript
from samklang.core.report.drafting import loose_ends
from samklang.package.read import MANUSCRIPTS
from samklang.package.theme_package import ThemePackage
from samklang.publication.build import dead_links, unlike
from samklang.publication.references import with_references


@dataclass(frozen=True)
class Proof:
    """A text as it will read, and every fault of it, by line."""

    document: Document
    faults: tuple[Fault, ...]


def proof(package: ThemePackage, material: Material, language: Language) -> Proof:
    """The manuscript of a package in one language, with the numbers of `material`.

    Faulty parts are left out of the document. What the other language has and this one lacks is a
    fault too.
    """
    material = replace(material, theme=package.theme)
    composed: dict[Language, Document] = {}
    faults: list[Fault] = []
    for each in package.theme.languages:
        if each not in package.manuscripts and each != language:
            continue
        file = MANUSCRIPTS[each]
        text = package.manuscripts.get(each) or default_manuscript(material, each)
        composed[each], wrong = compose(text, material, each, file=file)
        if each == language:
            faults += [*wrong, *dead_links(composed[each], file=file)]
    return Proof(composed[language], (*faults, *unlike(composed)))


def proof_without_numbers(package: ThemePackage, language: Language) -> Proof:
    """The manuscript before there is anything to count: its form is read, and nothing resolved."""
    file, text = MANUSCRIPTS[language], package.manuscripts.get(language, "")
    sections, faults = parse(text, file=file)
    bare, _ = compose(
        "", with_references(unanalysed(package), package.references), language, file=file
    )
    document = replace(bare, sections=outline(sections, package.questionnaire, language))
    named = misnamed(sections, file=file)
    return Proof(document, (*faults, *named, *loose_ends(sections, text, language, file=file)))


def excerpt(material: Material, language: Language, blocks: Sequence[str]) -> Proof:
    """Directives by themselves, for example ``figure q1`` as ":::{figure} q1": one section."""
    body = "\n\n".join(blocks)
    document, faults = compose(f"{{#excerpt}}\n# –\n\n{body}\n", material, language, file="")
    return Proof(document, faults)
