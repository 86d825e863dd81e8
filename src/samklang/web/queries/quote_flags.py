"""What in a quote may point to somebody, by patterns and by the network's register."""

from collections import Counter
from collections.abc import Mapping, Sequence

from samklang.core.coding.personal_data import RARE, Flag, Known, flags
from samklang.core.language.alphabet import folded
from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.core.vocabulary import counties, municipalities
from samklang.web.models import Network


def flags_of(network: Network, texts: Sequence[str]) -> list[tuple[Flag, ...]]:
    """The flags of each text, in their order. One query."""
    known = _known(network, " ".join(texts))
    return [flags(text, known) for text in texts]


def _known(network: Network, texts: str) -> Known:
    """What of the register the texts could give away: names, and rare traits in a place.

    Names whose first word stands nowhere in the texts are left out, since thousands of them would
    be looked for at every letter.
    """
    plain = folded(texts)
    names: set[str] = set()
    traits: Counter[tuple[str, str]] = Counter()
    rows = network.members.values_list("name", "contact", "municipality", "county", "groups")
    for name, contact, municipality, county, groups in rows.iterator(chunk_size=2000):
        names |= {part for part in (name, contact, *contact.split()) if _is_in(part, plain)}
        for place in _places(municipality, county):
            if folded(place) in plain:
                traits.update((place, trait) for trait in _traits(groups))
    return Known(names, {both: count for both, count in traits.items() if count < RARE})


def _is_in(name: str, plain: str) -> bool:
    return bool(name.strip()) and folded(name.split()[0]) in plain


def _places(municipality: str, county: str) -> list[str]:
    places = [municipalities()[municipality].name] if municipality in municipalities() else []
    return [*places, counties()[county].name[FIRST_LANGUAGE]] if county in counties() else places


def _traits(groups: Mapping[str, object]) -> set[str]:
    """The words of a member's groups; a number, or a single letter, is no trait in a text."""
    return {str(v) for v in groups.values() if len(str(v)) > 2 and not str(v).isdecimal()}
