"""Columns: a catalogue's examples by what they can be narrowed down by, as bits.

An example has a place (a bit); each value of each facet has the bits of the examples that have it.
Counts of a hundred thousand examples are then some hundred ands of whole numbers.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from samklang.core.catalogue.facets import SURENESS, UNKNOWN
from samklang.core.language.wording import LANGUAGES, Language

Bits = int
Places = npt.NDArray[np.int64]
# A facet's name, or a language.
Name = TypeVar("Name", bound=str)
_ByName = Mapping[Name, Mapping[str, Bits]]


@dataclass(frozen=True)
class Row:
    """An example as it is indexed. titles: what it is sorted by, by language; changed: when.

    tokens: what the index has of it, by language; needed where columns have common words.
    """

    id: int
    values: Mapping[str, Sequence[str]]
    titles: Mapping[Language, str]
    changed: int
    tokens: Mapping[Language, str] = field(default_factory=dict)


@dataclass
class Columns:
    """The examples of a catalogue. A change makes new columns: readers keep those they have.

    titles: what each place is sorted by, "" where its example is gone. by_title: the places of
    those that are there, in their order. words: by language, the examples that have each of the
    commonest tokens; every change keeps them true. postings: the examples that searches of these
    columns had from the index, by language and tokens; who narrows a search down asks for the same
    ones again.
    """

    ids: Places = field(default_factory=lambda: np.empty(0, np.int64))
    live: Bits = 0
    values: Mapping[str, Mapping[str, Bits]] = field(default_factory=dict)
    changed: Places = field(default_factory=lambda: np.empty(0, np.int64))
    titles: Mapping[Language, Sequence[str]] = field(default_factory=dict)
    by_title: Mapping[Language, Places] = field(default_factory=dict)
    words: Mapping[Language, Mapping[str, Bits]] = field(default_factory=dict)
    postings: dict[tuple[Language, tuple[tuple[str, ...], ...]], Bits] = field(default_factory=dict)
    _orders: dict[tuple[str, Language], Places] = field(default_factory=dict)

    def changed_by(self, rows: Iterable[Row], gone: Iterable[int] = ()) -> "Columns":
        """The columns once rows are put in the place of those with the same ids, others gone."""
        put = {row.id: row for row in rows}
        touched = np.array(sorted({*put, *gone}), np.int64)
        before = self._widened(touched)
        size, emptied = before.size, before.places_of(touched)
        stays = np.ones(size, np.bool_)
        stays[emptied] = False
        keep = ((1 << size) - 1) ^ bits_of(emptied, size)
        numbers = np.array(sorted(put), np.int64)
        places = dict(zip(numbers.tolist(), before.places_of(numbers).tolist(), strict=True))
        changed = before.changed.copy()
        having: dict[tuple[str, str], list[int]] = {}
        using: dict[tuple[Language, str], list[int]] = {}
        for id_, place in places.items():
            changed[place] = put[id_].changed
            for name, codes in put[id_].values.items():
                for code in codes:
                    having.setdefault((name, code), []).append(place)
            for language, common in before.words.items():
                for token in common.keys() & put[id_].tokens.get(language, "").split():
                    using.setdefault((language, token), []).append(place)
        titles: dict[Language, Sequence[str]] = {}
        by_title: dict[Language, Places] = {}
        for language in LANGUAGES:
            of_place = list(before.titles.get(language, [""] * size))
            for place in emptied.tolist():
                of_place[place] = ""
            order = before.by_title.get(language, np.empty(0, np.int64))
            order = order[stays[order]]
            added = []
            for id_, place in places.items():
                if language in put[id_].titles:
                    of_place[place] = put[id_].titles[language]
                    added.append(place)
            titles[language] = of_place
            by_title[language] = _merged(order, added, of_place)
        live = (before.live & keep) | bits_of(before.places_of(numbers), size)
        return Columns(
            before.ids,
            live,
            _with(before.values, keep, having, size),
            changed,
            titles,
            by_title,
            _with(before.words, keep, using, size),
        )

    def _widened(self, wanted: Places) -> "Columns":
        """The columns with a place, where no example is, for those of some ids that have none."""
        new = np.setdiff1d(wanted, self.ids[self.places_of(wanted)], assume_unique=True)
        if not len(new):
            return self
        at = np.searchsorted(self.ids, new)
        size, places = self.size + len(new), np.arange(self.size)
        moved = places + np.searchsorted(at, places, side="right")
        # Most are newer than all others, and nothing moves.
        last = at[0] == self.size

        def wider(bits: Bits) -> Bits:
            return bits if last else bits_of(moved[places_in(bits, self.size)], size)

        titles: dict[Language, Sequence[str]] = {}
        for language, of_place in self.titles.items():
            wide = [*of_place, *[""] * len(new)] if last else [""] * size
            for place, title in () if last else zip(moved.tolist(), of_place, strict=True):
                wide[place] = title
            titles[language] = wide
        return Columns(
            np.insert(self.ids, at, new),
            wider(self.live),
            _each(self.values, wider),
            np.insert(self.changed, at, 0),
            titles,
            {language: moved[order] for language, order in self.by_title.items()},
            _each(self.words, wider),
        )

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Columns":
        """The columns of a whole catalogue."""
        return cls().changed_by(rows)

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
        """How many examples have each value of a facet, under the choices of all other facets.

        A value that was chosen is among them, even where no example has it.
        """
        base = self.chosen(choice, but=name) & within
        counted = {c: (bits & base).bit_count() for c, bits in self.values.get(name, {}).items()}
        asked = choice.get(name, ())
        chosen = {code: counted.get(code, 0) for code in asked}
        return {code: count for code, count in counted.items() if count} | chosen

    def order(self, name: str, language: Language) -> Places:
        """All places in an order: `title`, `new` (newest first) or `sure` (surest first)."""
        key = (name, language)
        if key not in self._orders:
            self._orders[key] = self._ordered(name, language)
        return self._orders[key]

    def _ordered(self, name: str, language: Language) -> Places:
        by_title = self.by_title.get(language, np.empty(0, np.int64))
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


def _each(every: _ByName[Name], made: Callable[[Bits], Bits]) -> dict[Name, dict[str, Bits]]:
    return {
        name: {code: made(bits) for code, bits in codes.items()} for name, codes in every.items()
    }


def _with(
    every: _ByName[Name], keep: Bits, added: Mapping[tuple[Name, str], list[int]], size: int
) -> dict[Name, dict[str, Bits]]:
    """Bits by name and code: those of the places that are kept, and of some more places."""
    kept = _each(every, lambda bits: bits & keep)
    for (name, code), at in added.items():
        of_name = kept.setdefault(name, {})
        of_name[code] = of_name.get(code, 0) | bits_of(np.array(at, np.int64), size)
    return kept


def _merged(order: Places, added: Sequence[int], titles: Sequence[str]) -> Places:
    """An order of places by title with some more of them in it; equal titles by place."""

    def key(place: int) -> tuple[str, int]:
        return titles[place], place

    more = sorted(added, key=key)
    at = [bisect_left(order, key(place), key=key) for place in more]
    merged: Places = np.insert(order, np.array(at, np.int64), more)
    return merged


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
