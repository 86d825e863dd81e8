"""Reindexing: everything readers search is made anew, where this version reads texts otherwise."""

from collections import Counter
from collections.abc import Iterator

from django.db import connection, transaction

from samklang.core.catalogue.consent import Stage
from samklang.core.catalogue.spelling import ends
from samklang.core.language.wording import LANGUAGES
from samklang.search import index_of
from samklang.web.actions.listing import documents, fill, new_entry
from samklang.web.models import CatalogueEntry, CatalogueWord, Example, Network
from samklang.web.models.sql import insert_all
from samklang.web.queries.catalogue import printed
from samklang.web.queries.entries import OUTDATED, names_of

# Rows that are written at once.
ROWS = 500


@transaction.atomic
def reindex() -> int:
    """Makes entries, words and index of every example shown on the site anew; how many there are.

    No action on an example: the trail has no row of it.
    """
    with connection.cursor() as cursor:
        index_of(connection.vendor).clear(cursor)
    CatalogueWord.objects.all().delete()
    shown = sum(_of_network(network) for network in Network.objects.select_for_update())
    with connection.cursor() as cursor:
        index_of(connection.vendor).create(cursor)
    return shown


def _of_network(network: Network) -> int:
    names = names_of(network)
    entries = {entry.example_id: entry for entry in network.entries.all()}
    changed = max((entry.changed for entry in entries.values()), default=0)
    taken = {entry.name for entry in entries.values()}
    words: Counter[tuple[str, str]] = Counter()
    number, made = 0, []
    for example in _shown(network):
        entry = entries.pop(example.pk, None) or new_entry(example, example.name in taken)
        taken.add(entry.name)
        number += 1
        entry.changed = changed + number
        fill(entry, printed(example), names)
        words.update((code, word) for code in LANGUAGES for word in entry.words[code])
        made.append(entry)
        if len(made) == ROWS:
            _write(made)
            made = []
    _write(made)
    insert_all(
        CatalogueWord,
        [
            CatalogueWord(
                network=network, language=code, word=word, head=head, tail=tail, examples=examples
            )
            for (code, word), examples in words.items()
            for head, tail in [ends(word)]
        ],
    )
    return number


def _shown(network: Network) -> Iterator[Example]:
    published = Example.objects.filter(theme__network=network, stage=Stage.PUBLISHED.value)
    for example in published.select_related("theme").iterator(chunk_size=ROWS):
        if "site" in example.may_be_shown():
            yield example


def _write(entries: list[CatalogueEntry]) -> None:
    fresh = [entry for entry in entries if entry.pk is None]
    for entry in entries:
        if entry.pk is not None:
            entry.save()
    insert_all(CatalogueEntry, fresh)
    given = {number: tokens for entry in entries for number, tokens in documents(entry).items()}
    with connection.cursor() as cursor:
        index_of(connection.vendor).put_all(cursor, given)


def outdated() -> bool:
    """Whether some example was indexed by another version, or is shown and not indexed at all."""
    if CatalogueEntry.objects.filter(OUTDATED).exists():
        return True
    published = Example.objects.filter(stage=Stage.PUBLISHED.value, entry=None)
    return any("site" in example.may_be_shown() for example in published.iterator())
