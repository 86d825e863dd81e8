"""Entries of a network's catalogue: its columns, kept in the process and brought up to date."""

import datetime
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from samklang.core.catalogue.analyser import VERSION
from samklang.core.catalogue.columns import Bits, Columns, Places, Row, bits_of, places_in
from samklang.core.catalogue.common_words import commonest, with_words
from samklang.core.catalogue.example import Example as Printed
from samklang.core.catalogue.facets import Names
from samklang.core.catalogue.packed import FORM, unpacked
from samklang.core.language.alphabet import sort_key
from samklang.core.language.wording import LANGUAGES, Language, Wording, texts_of
from samklang.package.model import adapter
from samklang.search import index_of
from samklang.search.index import Clause
from samklang.web.models import CatalogueColumns, CatalogueEntry, Network
from samklang.web.queries.vocabulary import CHALLENGES, network_terms, own_terms

# Changes that are read in a fraction of a second.
FEW = 1_000
# Networks whose columns a process keeps.
MOST_NETWORKS = 50
# Answers of the index that the columns of a network keep: 12 kB each of 100 000 examples.
MOST_POSTINGS = 200
# Examples that show which words are common: a token of one in two hundred is in some ten of them.
SAMPLE = 2_000
_FIELDS = ("pk", "live", "values", "changed", "title")
# How an entry was made: a language more gives every document another number, and each a text more.
INDEXED = 100 * VERSION + len(LANGUAGES)
# Entries that were made otherwise; both halves are looked up by their index.
OUTDATED = Q(live=True) & (Q(analyser__lt=INDEXED) | Q(analyser__gt=INDEXED))
_lock = Lock()
# Bounded by MOST_NETWORKS and, within the columns of one, MOST_POSTINGS.
_kept: OrderedDict[int, tuple[int, Columns]] = OrderedDict()


def document(entry: int, language: Language) -> int:
    """The number in the index of an entry in a language."""
    return len(LANGUAGES) * entry + LANGUAGES.index(language)


def columns(network: Network) -> Columns:
    """The columns of a network's catalogue as it is now. Three queries at most."""
    of_network = CatalogueEntry.objects.filter(network=network)
    newest = newest_change(network)
    with _lock:
        seen, kept = _kept.get(network.pk, (0, Columns()))
        if newest < seen:
            seen, kept = 0, Columns()
        if newest - seen > FEW:
            seen, kept = _stored(network, seen, newest) or (seen, kept)
        if newest > seen:
            fields = (*_FIELDS, "tokens") if kept.words else _FIELDS
            rows = of_network.filter(changed__gt=seen).order_by("changed").values_list(*fields)
            seen, kept = newest, _updated(kept, list(rows.iterator()))
        _kept[network.pk] = (seen, kept)
        _kept.move_to_end(network.pk)
        while len(_kept) > MOST_NETWORKS:
            _kept.popitem(last=False)
    return kept


def newest_change(network: Network) -> int:
    """The number of the last change of a network's catalogue; 0 before any. One query."""
    newest: int | None = network.entries.aggregate(newest=Max("changed"))["newest"]
    return newest or 0


def _stored(network: Network, seen: int, newest: int) -> tuple[int, Columns] | None:
    """The columns that the worker stored after one change and before another. One query."""
    stored = CatalogueColumns.objects.filter(network=network, form=FORM)
    between = stored.filter(changed__gt=seen, changed__lte=newest)
    one = between.values_list("changed", "content").first()
    return one and (one[0], unpacked(bytes(one[1])))


def _updated(kept: Columns, rows: list[tuple[Any, ...]]) -> Columns:
    put = [
        Row(
            pk,
            values,
            {language: sort_key(text) for language, text in _texts(title).items()},
            changed,
            _texts(*tokens) if tokens else {},
        )
        for pk, live, values, changed, title, *tokens in rows
        if live
    ]
    return kept.changed_by(put, [row[0] for row in rows if not row[1]])


def with_common_words(network: Network, *, anew: bool) -> Columns:
    """The columns with the examples that have each common word; this process keeps them so.

    anew: which words are common is reckoned again, from every example: five queries at most, and
    some CPU seconds of a hundred thousand. What changes meanwhile may be seen as it is after its
    change, and is read again by whoever begins from these columns.
    """
    kept = columns(network)
    if kept.words and not anew:
        return kept
    live = network.entries.filter(live=True).order_by("pk")
    step = max(1, -(-kept.size // SAMPLE))
    sample = live.filter(pk__in=kept.ids[::step].tolist()).values_list("tokens", flat=True)
    rows = live.values_list("pk", "tokens").iterator(chunk_size=FEW)
    made = with_words(
        kept, commonest(map(_texts, sample)), ((pk, _texts(tokens)) for pk, tokens in rows)
    )
    with _lock:
        seen, newest = _kept.get(network.pk, (0, None))
        if newest is kept:
            _kept[network.pk] = (seen, made)
    return made


def _texts(text: Wording) -> dict[Language, str]:
    return dict(zip(LANGUAGES, texts_of(text), strict=True))


def forget() -> None:
    """Keeps nothing: the rows are other rows now."""
    with _lock:
        _kept.clear()


def places_with(kept: Columns, clause: Clause, language: Language) -> Places:
    """The places of the examples that have a token of every group. The first time one query, and
    one more for each group of which some tokens are common; none where all are."""
    common = kept.words.get(language, {})
    bits, uncommon = kept.live, []
    for group in clause:
        others = tuple(token for token in group if token not in common)
        if len(others) == len(group):
            uncommon.append(others)
            continue
        of_group = _indexed(kept, (others,), language) if others else 0
        for token in group:
            of_group |= common.get(token, 0)
        bits &= of_group
    if uncommon:
        bits &= _indexed(kept, tuple(uncommon), language)
    return places_in(bits, kept.size)


def _indexed(kept: Columns, clause: tuple[tuple[str, ...], ...], language: Language) -> Bits:
    """The examples that the index has for a clause. One query, the first time."""
    key = (language, clause)
    bits = kept.postings.get(key)
    if bits is None:
        with connection.cursor() as cursor:
            numbers = index_of(connection.vendor).documents(
                cursor, clause, every=len(LANGUAGES), nth=LANGUAGES.index(language)
            )
        bits = bits_of(kept.places_of(numbers // len(LANGUAGES)), kept.size)
        if len(kept.postings) >= MOST_POSTINGS:
            kept.postings.clear()
        kept.postings[key] = bits
    return bits


def entry(network: Network, name: str) -> CatalogueEntry | None:
    """The entry at an address, shown or taken back; None where readers know of none. One query."""
    entry_row = network.entries.filter(name=name).select_related("theme").first()
    return entry_row if entry_row and (entry_row.live or entry_row.withdrawn) else None


def printed_entry(entry: CatalogueEntry) -> Printed:
    """The example that a live entry shows."""
    return adapter(Printed).validate_python(entry.record)


def names_of(network: Network) -> Names:
    """What codes are called in a network. Two queries."""
    own = own_terms(network)
    return Names(
        own=network_terms(own),
        challenges={t.code: t.label for t in own.get(CHALLENGES, ())},
        themes=dict(network.themes.values_list("address", "title")),
    )


def has_examples(network: Network) -> bool:
    """Whether the network's catalogue shows any example. One query."""
    return network.entries.filter(live=True).exists()


def newest_entries(most: int) -> list[tuple[str, str, datetime.datetime]]:
    """Examples shown anywhere, the newest changed first: network, name, when. One query."""
    live = CatalogueEntry.objects.filter(live=True).order_by("-changed_at")
    return list(live.values_list("network__address", "name", "changed_at")[:most])
