"""The manuscript of a theme that has none."""

from samklang.core.coding.codebook import FACTORS
from samklang.core.figures.material import Material
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.demands import default_names


def default_manuscript(material: Material, language: Language) -> str:
    """The text of a theme without a manuscript: the method and a figure for each question."""
    parts = [("method", ["{method-box}"])]
    names = default_names(material.theme, material.questionnaire)
    parts.append(("results", [f"{{figure}} {name}" for name in names]))
    if FACTORS in material.tables:
        parts.append(("factors", ["{factor-figure}", "{factors}"]))
    if material.examples:
        on_map = any(example.municipalities for example in material.examples)
        parts.append(("examples", ["{map}", "{examples}"] if on_map else ["{examples}"]))
    if material.contacts:
        parts.append(("contacts", ["{contacts}"]))
    return "\n".join(
        f"{{#{id_}}}\n# {phrase(language, f'report.section_{id_}')}\n\n"
        + "\n".join(f":::{directive}\n:::\n" for directive in directives)
        for id_, directives in parts
        if directives
    )
