"""The map of examples: what it shows and says of those that may be shown in an issue."""

from collections.abc import Sequence
from dataclasses import replace

from samklang.core.document.blocks import ExampleMap
from samklang.core.document.map_places import Place, Placed, WholeCounty
from samklang.core.language import numbers
from samklang.core.language.alphabet import sort_key
from samklang.core.language.phrases import counted, phrase
from samklang.core.language.wording import Language
from samklang.core.vocabulary import counties, municipalities


def example_map(placed: Sequence[Placed], language: Language, *, number: int) -> ExampleMap:
    """The map of the examples that are tied to municipalities, by name, or to whole counties."""
    towns, names = municipalities(), counties()
    there: dict[str, list[str]] = {}
    whole: dict[str, list[str]] = {}
    real = [one for one in placed if not one.invented]
    for one in real:
        for code in one.municipalities:
            there.setdefault(code, []).append(one.example)
        # An example with a municipality has its dot there; its county only says where that lies.
        for code in one.counties if not one.municipalities else ():
            whole.setdefault(code, []).append(one.example)
    codes = sorted(there, key=lambda code: sort_key(towns[code].name))
    named = {code for one in placed if not one.other for code in one.counties}
    drawn = tuple(sorted(named | {towns[code].county for code in codes}, reverse=True))
    return ExampleMap(
        id="map",
        number=number,
        title=phrase(language, "report.map_title"),
        about=phrase(
            language,
            "report.map_about",
            counties=numbers.enumeration([names[code].name[language] for code in drawn], language),
        ),
        counties=drawn,
        places=tuple(Place(code, towns[code].name, tuple(there[code])) for code in codes),
        elsewhere=_elsewhere(real, language),
        whole=tuple(
            WholeCounty(
                code,
                phrase(language, "report.map_whole", county=names[code].name[language]),
                tuple(whole[code]),
            )
            for code in sorted(whole, reverse=True)
        ),
        placed=tuple(placed),
    )


def without(shown: ExampleMap, closed: set[str], language: Language) -> ExampleMap:
    """The map without some examples: its dots, its counts and what it says of the others.

    The counties that are drawn stay where nothing is left to be drawn.
    """
    if not shown.placed:
        return shown
    left = [one for one in shown.placed if one.example not in closed]
    made = example_map(left, language, number=shown.number)
    if not made.counties:
        made = replace(made, counties=shown.counties, about=shown.about)
    return replace(made, id=shown.id, title=shown.title, evidence=shown.evidence)


def _elsewhere(real: Sequence[Placed], language: Language) -> str:
    wide = sum(bool(one.counties) and not one.municipalities for one in real)
    nowhere = sum(not (one.municipalities or one.counties) for one in real if not one.other)
    said = [
        counted(language, f"report.map_{name}", count)
        for name, count in (("wide", wide), ("elsewhere", nowhere))
        if count
    ]
    return " ".join(said) or phrase(language, "report.map_everywhere")
