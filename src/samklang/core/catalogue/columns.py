"""Columns: a catalogue's examples by what they can be narrowed down by, as bits.

An example has a place (a bit); each value of each facet has the bits of the examples that have it.
Counts of a hundred thousand examples are then some hundred ands of whole numbers.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from samklang.core.catalogue.facets import SURENESS, UNKNOWN
from samklang.core.language.wording import Language

Bits = int
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Row:
    """An example as it is indexed. titles: what it is sorted by, by language; changed: when."""

    id: int
    values: Mapping[str, Sequence[str]]
    titles: Mapping[Language, str]
    changed: int


@dataclass
class Columns:
    """The examples of a catalogue. A change makes new columns: readers keep those they have."""

    ids: Places = field(default_factory=lambda: np.empty(0, np.int64))
    live: Bits = 0
    values: Mapping[str, Mapping[str, Bits]] = field(default_factory=dict)
    changed: Places = field(default_factory=lambda: np.empty(0, np.int64))
    _titles: Mapping[Language, list[tuple[str, int]]] = field(default_factory=dict)
    _rows: Mapping[int, Row] = field(default_factory=dict)
    _orders: dict[tuple[str, Language], Places] = field(default_factory=dict)

    def changed_by(self, rows: Iterable[Row], gone: Iterable[int] = ()) -> "Columns":
        """The columns once rows are put in the place of those with the same ids, others gone."""
        put = {row.id: row for row in rows}
        touched = {*put, *gone}
        those = np.array(sorted(touched), np.int64)
        new = those[~np.isin(those, self.ids, assume_unique=True)]
        ids = np.sort(np.concatenate([self.ids, new]))
        if len(self.ids) and len(new) and new[0] < self.ids[-1]:
            # A place within the others: all are laid anew.
            kept = {**self._rows, **put}
            for one in set(gone):
                kept.pop(one, None)
            return Columns()._laid(list(kept.values()))
        changed = np.concatenate([self.changed, np.zeros(len(new), np.int64)])
        values = {name: dict(bits) for name, bits in self.values.items()}
        titles = {language: list(keys) for language, keys in self._titles.items()}
        live, kept = self.live, dict(self._rows)
        for id_ in sorted(touched):
            place = int(np.searchsorted(ids, id_))
            bit = 1 << place
            before = kept.pop(id_, None)
            if before is not None:
                live &= ~bit
                for name, codes in before.values.items():
                    for code in codes:
                        values[name][code] &= ~bit
                for language, title in before.titles.items():
                    of_language = titles[language]
                    del of_language[bisect_left(of_language, (title, place))]
            row = put.get(id_)
            if row is None:
                continue
            live |= bit
            kept[id_] = row
            changed[place] = row.changed
            for name, codes in row.values.items():
                of_facet = values.setdefault(name, {})
                for code in codes:
                    of_facet[code] = of_facet.get(code, 0) | bit
            for language, title in row.titles.items():
                insort(titles.setdefault(language, []), (title, place))
        return Columns(ids, live, values, changed, titles, kept)

    def _laid(self, rows: Sequence[Row]) -> "Columns":
        """Columns of many rows at once."""
        rows = sorted(rows, key=lambda row: row.id)
        places: dict[str, dict[str, list[int]]] = {}
        titles: dict[Language, list[tuple[str, int]]] = {}
        for place, row in enumerate(rows):
            for name, codes in row.values.items():
                for code in codes:
                    places.setdefault(name, {}).setdefault(code, []).append(place)
            for language, title in row.titles.items():
                titles.setdefault(language, []).append((title, place))
        size = len(rows)
        return Columns(
            np.array([row.id for row in rows], np.int64),
            (1 << size) - 1,
            {
                name: {code: bits_of(np.array(at, np.int64), size) for code, at in codes.items()}
                for name, codes in places.items()
            },
            np.array([row.changed for row in rows], np.int64),
            {language: sorted(keys) for language, keys in titles.items()},
            {row.id: row for row in rows},
        )

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Columns":
        """The columns of a whole catalogue."""
        return cls()._laid(rows)

    @property
    def size(self) -> int:
        """How many places there are, those of examples that are gone among them."""
        return len(self.ids)

    def places_of(self, ids: Places) -> Places:
        """The places of ids, in their order; ids that are not in the catalogue are left out."""
        if not len(ids) or not self.size:
            return np.empty(0, np.int64)
        at = np.minimum(np.searchsorted(self.ids, ids), self.size - 1)
        present: Places = at[self.ids[at] == ids]
        return present

    def chosen(self, choice: Mapping[str, Sequence[str]], but: str = "") -> Bits:
        """The examples that a choice leaves: one of the values of each facet in it.

        but: a facet whose choice is left out of account.
        """
        bits = self.live
        for name, codes in choice.items():
            if name == but or not codes:
                continue
            any_of = 0
            for code in codes:
                any_of |= self.values.get(name, {}).get(code, 0)
            bits &= any_of
        return bits

    def counts(
        self, name: str, choice: Mapping[str, Sequence[str]], within: Bits
    ) -> dict[str, int]:
        """How many examples have each value of a facet, under the choices of all other facets."""
        base = self.chosen(choice, but=name) & within
        counted = {c: (bits & base).bit_count() for c, bits in self.values.get(name, {}).items()}
        asked = choice.get(name, ())
        return {code: count for code, count in counted.items() if count or code in asked}

    def order(self, name: str, language: Language) -> Places:
        """All places in an order: `title`, `new` (newest first) or `sure` (surest first)."""
        key = (name, language)
        if key not in self._orders:
            self._orders[key] = self._ordered(name, language)
        return self._orders[key]

    def _ordered(self, name: str, language: Language) -> Places:
        by_title = np.fromiter((p for _, p in self._titles.get(language, ())), np.int64)
        if name == "title":
            return by_title
        if name == "new":
            return by_title[np.argsort(-self.changed[by_title], kind="stable")]
        rank = np.full(self.size, len(SURENESS), np.int64)
        for number, code in enumerate(SURENESS):
            rank[places_in(self.values.get("sureness", {}).get(code, 0), self.size)] = number
        return by_title[np.argsort(rank[by_title], kind="stable")]

    def known(self, name: str) -> tuple[str, ...]:
        """The values of a facet that some example has or had, what is unknown left out."""
        return tuple(code for code in self.values.get(name, {}) if code != UNKNOWN)


def mask(bits: Bits, size: int) -> npt.NDArray[np.bool_]:
    """Bits as a truth value a place."""
    raw = np.frombuffer(bits.to_bytes((size + 7) // 8, "little"), np.uint8)
    return np.unpackbits(raw, bitorder="little", count=size).astype(np.bool_)


def places_in(bits: Bits, size: int) -> Places:
    """The places whose bits are set, in their order."""
    return np.flatnonzero(mask(bits, size)).astype(np.int64)


def bits_of(places: Places, size: int) -> Bits:
    """The bits of some places."""
    flags = np.zeros(size, np.uint8)
    flags[places] = 1
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
