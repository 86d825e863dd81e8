"""Near you: the nearest examples of each municipality, as one page that needs no script."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from samklang.core.document.example_card import ExampleCard
from samklang.core.language.alphabet import sort_key
from samklang.core.language.wording import Language
from samklang.core.vocabulary import counties, municipalities
from samklang.core.vocabulary.distances import county_distance, distance

PAGE = "examples/near.html"
# So many of each municipality: with all 290 the page is some 130 kB.
MOST = 3


@dataclass(frozen=True)
class Near:
    """An example near a municipality. km: whole kilometres, 0 within it; county: all of its own."""

    example: ExampleCard
    km: int
    county: bool = False


@dataclass(frozen=True)
class Town:
    """A municipality with the examples nearest to it."""

    code: str
    name: str
    near: Sequence[Near]


def near_page(
    cards: Sequence[ExampleCard], language: Language, render: Callable[..., bytes]
) -> dict[str, bytes]:
    """The page; none where no example has a place. Counties that have examples stand first."""
    near = nearest(cards)
    if not near:
        return {}
    towns = municipalities()
    of_county: dict[str, list[Town]] = defaultdict(list)
    for code in sorted(near, key=lambda code: sort_key(towns[code].name)):
        of_county[towns[code].county].append(Town(code, towns[code].name, near[code]))
    here = {code for card in cards for code in card.counties}
    here |= {towns[code].county for card in cards for code in card.municipalities}
    named = [
        (code not in here, sort_key(counties()[code].name[language]), code) for code in of_county
    ]
    ordered = [(counties()[code].name[language], of_county[code]) for _, _, code in sorted(named)]
    return {PAGE: render("examples_near.html", page=PAGE, counties=ordered)}


def nearest(cards: Sequence[ExampleCard]) -> Mapping[str, Sequence[Near]]:
    """The examples nearest to each municipality by its code, equal ones by title.

    Kilometres between points well inside the municipalities, as the crow flies. What holds in a
    whole county comes after what is in the municipality itself.
    """
    in_town: dict[str, list[ExampleCard]] = defaultdict(list)
    in_county: dict[str, list[ExampleCard]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: sort_key(card.title)):
        for code in card.municipalities:
            in_town[code].append(card)
        for code in () if card.municipalities else card.counties:
            in_county[code].append(card)
    if not in_town and not in_county:
        return {}
    return {
        code: _nearest(code, town.county, in_town, in_county)
        for code, town in municipalities().items()
    }


def _nearest(
    code: str,
    county: str,
    in_town: Mapping[str, Sequence[ExampleCard]],
    in_county: Mapping[str, Sequence[ExampleCard]],
) -> Sequence[Near]:
    places = [(distance(code, town), town, False) for town in in_town]
    places += [(county_distance(code, other), other, True) for other in in_county]
    near: dict[str, Near] = {}
    for away, place, whole in sorted(places):
        for card in (in_county if whole else in_town)[place]:
            near.setdefault(card.id, Near(card, round(away), whole and place == county))
        if len(near) >= MOST:
            break
    return tuple(near.values())[:MOST]
