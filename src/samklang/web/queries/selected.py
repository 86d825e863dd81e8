"""What a selection leaves of a network's catalogue: one answer for list, counts, map and files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from django.db.models import Q, QuerySet

from samklang.core.catalogue.analyser import Term, query_terms, term, whole
from samklang.core.catalogue.columns import Bits, Columns, Places, bits_of, mask, places_in
from samklang.core.catalogue.example import Example as Printed
from samklang.core.catalogue.facets import UNKNOWN, Facet, Names
from samklang.core.catalogue.ranking import Fit, fit
from samklang.core.catalogue.selection import Selection
from samklang.core.catalogue.spelling import LONG, SHORTEST, bare, ends, nearest
from samklang.core.language.alphabet import sort_key
from samklang.core.language.phrases import phrase
from samklang.core.language.stems import stem_of
from samklang.core.language.wording import Language
from samklang.core.vocabulary.distances import county_distance, distance
from samklang.web.models import CatalogueEntry, CatalogueWord, Network
from samklang.web.queries.entries import columns, names_of, places_with, printed_entry
from samklang.web.queries.example_meanings import meant

PAGE = 24
# Words that a word's beginning is taken to stand for.
MOST_ENDINGS = 20


@dataclass(frozen=True)
class Correction:
    """A word that no example has, and the one searched for in its place."""

    word: str
    meant: str


@dataclass(frozen=True)
class Value:
    """A value of a facet on a page. count: how many examples there would be with it."""

    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Result:
    """What a selection leaves. places: all of them in the order of the list.

    every: each example has all the words. by_meaning: none has any, and these are nearest in
    meaning. terms: what was searched for, for highlighting.
    """

    network: Network
    language: Language
    names: Names
    selection: Selection
    columns: Columns
    bits: Bits
    within: Bits
    places: Places
    every: bool
    terms: tuple[Term, ...]
    corrections: tuple[Correction, ...]
    by_meaning: bool = False

    @property
    def total(self) -> int:
        """How many examples there are."""
        return len(self.places)

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.total // PAGE))

    @property
    def page(self) -> int:
        """The page shown: the last where the one asked for is beyond it."""
        return min(self.selection.page, self.pages)

    def shown(self) -> list[tuple[CatalogueEntry, Printed]]:
        """The examples of the page. One query."""
        return self.entries((self.page - 1) * PAGE, self.page * PAGE)

    def entries(self, start: int, stop: int) -> list[tuple[CatalogueEntry, Printed]]:
        """Examples of the list from one number to another. One query."""
        ids = self.columns.ids[self.places[start:stop]].tolist()
        rows = CatalogueEntry.objects.select_related("theme").in_bulk(ids)
        # What was taken out since the columns were read is not shown.
        return [(rows[i], printed_entry(rows[i])) for i in ids if i in rows and rows[i].live]

    def values(self, facet: Facet) -> tuple[Value, ...]:
        """A facet's values with their counts: by name, what is not known last."""
        chosen = self.selection.chosen
        counts = self.columns.counts(facet.id, chosen, self.within)
        unknown = phrase(self.language, "readers.unknown")
        values = [
            Value(code, label, count, code in chosen.get(facet.id, ()))
            for code, count in counts.items()
            if (
                label := unknown
                if code == UNKNOWN
                else self.names.label(facet.names, code, self.language)
            )
        ]
        return tuple(sorted(values, key=lambda v: (v.code == UNKNOWN, sort_key(v.label))))


def select(network: Network, selection: Selection, language: Language) -> Result:
    """The examples of a network's catalogue that a selection leaves."""
    kept, names = columns(network), names_of(network)
    selection = selection.named(names)
    within, fitting, by_meaning = kept.live, None, False
    terms: tuple[Term, ...] = ()
    corrections: tuple[Correction, ...] = ()
    if selection.text:
        fitting, terms, corrections = _search(network, kept, selection.text, language)
        if kept.size and not len(fitting.places) and (near := meant(network, kept, selection.text)):
            fitting, by_meaning = replace(fitting, places=near[0], scores=near[1]), True
        within = bits_of(fitting.places, kept.size) if kept.size else 0
    bits = kept.chosen(selection.chosen) & within
    return Result(
        network,
        language,
        names,
        selection,
        kept,
        bits,
        within,
        _ordered(kept, bits, selection, fitting, language),
        fitting is None or fitting.every,
        terms,
        corrections,
        by_meaning,
    )


def _search(
    network: Network, kept: Columns, text: str, language: Language
) -> tuple[Fit, tuple[Term, ...], tuple[Correction, ...]]:
    live = mask(kept.live, kept.size)

    def postings(clause: Sequence[Sequence[str]]) -> Places:
        return places_with(kept, clause, language)

    words = CatalogueWord.objects.filter(network=network, language=language)
    terms = tuple(_unmarked(words, term) for term in query_terms(text, language))
    fitting = fit(terms, postings, kept.size, live)
    corrections: list[Correction] = []
    if 0 in fitting.hits:
        terms = tuple(
            term if hits else _meant(words, term, corrections)
            for term, hits in zip(terms, fitting.hits, strict=True)
        )
        fitting = fit(terms, postings, kept.size, live)
    return fitting, terms, tuple(corrections)


def _meant(words: QuerySet[CatalogueWord], one: Term, corrections: list[Correction]) -> Term:
    """The term for a word that no example has: of words it begins, of the nearest one, or of
    either of its parts."""
    language = one.language
    head, tail = ends(one.word)
    begins = bare(min(one.stems[0], one.word, key=len) if len(one.word) > LONG else one.word)
    if len(one.word) >= SHORTEST - 1:
        same_head = words.filter(head=head).order_by("-examples", "word")
        longer = [w for w in same_head.values_list("word", flat=True) if bare(w).startswith(begins)]
        if longer:
            return _with(one, longer[:MOST_ENDINGS])
    near = words.filter(Q(head=head) | Q(tail=tail)).values_list("word", "examples")
    meant = nearest(one.word, near, stem=lambda word: stem_of(word, language))
    if meant is not None:
        corrections.append(Correction(one.word, meant))
        return term(meant, language)
    return replace(one, others=tuple(stem for part in one.parts for stem in part))


def _unmarked(words: QuerySet[CatalogueWord], term: Term) -> Term:
    """The term with words that it is without its marks: "aldre" is "äldre" too."""
    if not term.word.isascii():
        return term
    head, tail = ends(term.word)
    same_ends = words.filter(head=head, tail=tail).values_list("word", flat=True)
    return _with(
        term, [word for word in same_ends if word != term.word and bare(word) == term.word]
    )


def _with(term: Term, words: Sequence[str]) -> Term:
    stems = [stem for word in words for stem in whole(word, term.language)]
    return replace(term, stems=tuple(dict.fromkeys([*term.stems, *stems])))


def _ordered(
    kept: Columns, bits: Bits, selection: Selection, fitting: Fit | None, language: Language
) -> Places:
    """The places that are left, in the order asked for; equal ones by title."""
    if not kept.size:
        return np.empty(0, np.int64)
    order, left = selection.ordered, mask(bits, kept.size)
    if order in ("title", "new", "sure"):
        by_name = kept.order(order, language)
        return by_name[left[by_name]]
    by_title = kept.order("title", language)
    by_title = by_title[left[by_title]]
    if order == "fit" and fitting is not None:
        key = -fitting.scores[by_title]
    else:
        key = _distances(kept, selection.near)[by_title]
    return by_title[np.argsort(key, kind="stable")]


def _distances(kept: Columns, near: str) -> npt.NDArray[np.float64]:
    """Kilometres from a municipality to the nearest place of each example; unknown ones last."""
    away = np.full(kept.size, np.inf)
    # A county stands for itself where no municipality is given.
    whole_county = kept.values.get("municipality", {}).get(UNKNOWN, 0)
    for code, bits in kept.values.get("county", {}).items():
        if code:
            at = places_in(bits & whole_county, kept.size)
            away[at] = np.minimum(away[at], county_distance(near, code))
    for code, bits in kept.values.get("municipality", {}).items():
        if code:
            at = places_in(bits, kept.size)
            away[at] = np.minimum(away[at], distance(near, code))
    return away
