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
    real = [place for place in placed if not place.invented]
    for place in real:
        for code in place.municipalities:
            there.setdefault(code, []).append(place.example)
        # An example with a municipality has its dot there; its county only says where that lies.
        for code in place.counties if not place.municipalities else ():
            whole.setdefault(code, []).append(place.example)
    codes = sorted(there, key=lambda code: sort_key(towns[code].name))
    named = {code for place in placed if not place.other for code in place.counties}
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
    left = [place for place in shown.placed if place.example not in closed]
    made = example_map(left, language, number=shown.number)
    if not made.counties:
        made = replace(made, counties=shown.counties, about=shown.about)
    return replace(made, id=shown.id, title=shown.title, evidence=shown.evidence)


def _elsewhere(real: Sequence[Placed], language: Language) -> str:
    wide = sum(bool(place.counties) and not place.municipalities for place in real)
    nowhere = sum(not (place.municipalities or place.counties) for place in real if not place.other)
    said = [
        counted(language, f"report.map_{name}", count)
        for name, count in (("wide", wide), ("elsewhere", nowhere))
        if count
    ]
    return " ".join(said) or phrase(language, "report.map_everywhere")
