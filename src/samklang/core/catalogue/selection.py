"""A selection: what a reader asked of the catalogue, as an address says it and is said again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urlencode

from samklang.core.catalogue.analyser import MOST_LETTERS
from samklang.core.catalogue.facets import FACETS, UNKNOWN, Names
from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.core.vocabulary import municipalities

Order = Literal["sure", "fit", "title", "new", "near"]
# What an address says for a value that is not known; no code is this word.
UNKNOWN_WORD = "okand"
MOST_VALUES = 50
LAST_PAGE = 100_000
_ORDERS: Mapping[str, Order] = {
    "sakerhet": "sure", "traff": "fit", "namn": "title", "nytt": "new", "narhet": "near"
}  # fmt: skip
_WORDS = {order: word for word, order in _ORDERS.items()}


@dataclass(frozen=True)
class Selection:
    """What is asked for. chosen: values by facet; near: a municipality; page: from 1.

    order: '' for the one that fits what is asked: by fit, by nearness, or the surest first.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: str = ""
    order: Order | Literal[""] = ""
    page: int = 1

    @property
    def ordered(self) -> Order:
        """The order of the list."""
        if (self.order == "near" and not self.near) or (self.order == "fit" and not self.text):
            return "sure"
        return self.order or ("near" if self.near else "fit" if self.text else "sure")

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or any(self.chosen.values()))

    def without(self, name: str, value: str) -> "Selection":
        """The selection with one value fewer, from its first page."""
        left = tuple(v for v in self.chosen.get(name, ()) if v != value)
        return replace(self, chosen={**self.chosen, name: left}, page=1)

    def named(self, names: Names) -> "Selection":
        """The selection without codes that are called nothing: they mean nothing."""
        chosen = {
            facet.id: kept
            for facet in FACETS
            if (
                kept := tuple(
                    code
                    for code in self.chosen.get(facet.id, ())
                    if code == UNKNOWN or names.label(facet.names, code, FIRST_LANGUAGE) is not None
                )
            )
        }
        return replace(self, chosen=chosen)

    def query(self) -> str:
        """The selection as the query of an address, without the question mark."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [
            (facet.parameter, value or UNKNOWN_WORD)
            for facet in FACETS
            for value in self.chosen.get(facet.id, ())
        ]
        if self.near:
            pairs.append(("nara", self.near))
        if self.order:
            pairs.append(("ordning", _WORDS[self.order]))
        if self.page > 1:
            pairs.append(("sida", str(self.page)))
        return urlencode(pairs)


def read(parameters: Mapping[str, Sequence[str]]) -> Selection:
    """The selection of an address; what it has that means nothing is passed over."""

    def last(name: str) -> str:
        return (list(parameters.get(name, ())) or [""])[-1]

    text = " ".join(last("q").replace("\0", " ").split())[:MOST_LETTERS]
    near, page = last("nara"), last("sida")
    digits = page.isascii() and page.isdecimal() and len(page) < 7
    return Selection(
        text=text,
        chosen={
            facet.id: given
            for facet in FACETS
            if (given := _values(parameters.get(facet.parameter, ())))
        },
        near=near if near in municipalities() else "",
        order=_ORDERS.get(last("ordning"), ""),
        page=min(max(int(page), 1), LAST_PAGE) if digits else 1,
    )


def _values(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys("" if v == UNKNOWN_WORD else v for v in given[:MOST_VALUES] if v))


# What a reader can choose: the order that fits what is asked, and those that do not depend on it.
CHOICES: tuple[tuple[str, Order | Literal[""]], ...] = (
    ("", ""),
    *((word, order) for word, order in _ORDERS.items() if order not in ("fit", "near")),
)
