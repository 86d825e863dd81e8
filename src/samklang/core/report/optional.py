"""Optional parts: what a manuscript shows once there is anything to show, and leaves out till then.

A starter manuscript has the whole report's sections before anything is coded or any example is
allowed; with ``:optional:`` such a block, and a section that has no other, waits for its time. So
does a section that has nothing but what is hidden, as an analysis that nobody has written yet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from samklang.core.coding.codebook import FACTORS
from samklang.core.figures.material import Material
from samklang.core.manuscript.parsing import Directive, DraftBlock, DraftSection

THERE: Mapping[str, Callable[[Material], bool]] = {
    "factor-figure": lambda material: FACTORS in material.tables,
    "factors": lambda material: FACTORS in material.tables,
    "examples": lambda material: bool(material.examples),
    "map": lambda material: any(example.municipalities for example in material.examples),
    "knowledge": lambda material: bool(material.knowledge),
    "contacts": lambda material: bool(material.contacts),
}


def without_absent(drafts: Sequence[DraftSection], material: Material) -> tuple[DraftSection, ...]:
    """The sections without optional blocks that the material has nothing for.

    A section whose directives are all such blocks is left out with its text, and one with nothing
    below its heading is left out too.
    """
    present = []
    for draft in filter(lambda draft: draft.blocks, drafts):
        kept = tuple(block for block in draft.blocks if not _absent(block, material))
        shows = any(isinstance(block, Directive) for block in kept)
        if len(kept) == len(draft.blocks) or shows:
            present.append(replace(draft, blocks=kept))
    return tuple(present)


def _absent(block: DraftBlock, material: Material) -> bool:
    if not isinstance(block, Directive) or "optional" not in block.options:
        return False
    there = THERE.get(block.name)
    return there is not None and not there(material)
