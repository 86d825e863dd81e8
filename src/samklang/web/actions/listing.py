"""Listing: an example is put into the readers' catalogue, or taken out of it, as it is decided.

Called inside the transaction of the action that decides; the action has the row in the trail.
"""

import json
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.models import F, Max

from samklang.core.catalogue.analyser import Place, search_words, tokens
from samklang.core.catalogue.consent import Stage
from samklang.core.catalogue.example import Example as Printed
from samklang.core.catalogue.facets import Names, facet_values
from samklang.core.catalogue.spelling import ends
from samklang.core.catalogue.texts import searched_texts
from samklang.core.language.stems import LONGEST_WORD
from samklang.core.language.wording import LANGUAGES, Wording, in_languages, worded
from samklang.package.model import adapter
from samklang.search import index_of
from samklang.web.models import CatalogueEntry, CatalogueWord, Example, ExampleVector, Network
from samklang.web.queries.catalogue import printed
from samklang.web.queries.entries import INDEXED, document, names_of

# A list in JSON as rows, and a part of a row, by the database.
_ROWS = {
    "postgresql": "json_array_elements(%s::json) AS one (value)",
    "sqlite": "json_each(%s) AS one",
}
_PART = {"postgresql": "one.value->>{}", "sqlite": "json_extract(one.value, '$[{}]')"}


@transaction.atomic(savepoint=False)
def bring_in_line(example: Example) -> None:
    """Makes the catalogue show the example as it stands now, or not at all."""
    # One change of a network's catalogue at a time: readers see them in the order of their numbers.
    network = Network.objects.select_for_update().get(pk=example.theme.network_id)
    example.theme.network = network
    entry = CatalogueEntry.objects.filter(example=example).first()
    shown = "site" in example.may_be_shown()
    if entry is None and not shown:
        return
    if entry is None:
        entry = new_entry(example, network.entries.filter(name=example.name).exists())
    if entry.live:
        _take_out(entry)
    newest = network.entries.aggregate(newest=Max("changed"))["newest"] or 0
    entry.changed, entry.analyser = newest + 1, INDEXED
    entry.withdrawn = example.stage == Stage.WITHDRAWN.value
    if shown:
        _put_in(entry, printed(example), names_of(network))
    else:
        entry.save()


def new_entry(example: Example, taken: bool) -> CatalogueEntry:
    """An entry at the example's name, with its theme's where another theme has one so named.

    taken: another theme has.
    """
    entry = CatalogueEntry(network_id=example.theme.network_id, theme=example.theme)
    entry.name = f"{example.name}-{example.theme.address}" if taken else example.name
    entry.example = example
    return entry


def _put_in(entry: CatalogueEntry, example: Printed, names: Names) -> None:
    fill(entry, example, names)
    entry.save()
    index = index_of(connection.vendor)
    with connection.cursor() as cursor:
        index.put_all(cursor, documents(entry))
    _count_words(entry)


def fill(entry: CatalogueEntry, example: Printed, names: Names) -> None:
    """Gives an entry what it shows and what is searched; nothing is saved."""
    entry.analyser = INDEXED
    entry.live, entry.values = True, facet_values(example, entry.theme.address)
    entry.record = adapter(Printed).dump_python(example, mode="json")
    texts = {code: searched_texts(example, code, names) for code in LANGUAGES}
    entry.title = in_languages(lambda code: worded(example.title, code)[:400])
    entry.tokens = in_languages(lambda code: tokens(texts[code], code))
    entry.words = {code: sorted(_words(texts[code])) for code in LANGUAGES}


def _take_out(entry: CatalogueEntry) -> None:
    """Empties an entry; no search finds it. What its files still hold the worker purges."""
    index = index_of(connection.vendor)
    with connection.cursor() as cursor:
        for number, tokens in documents(entry).items():
            index.remove(cursor, number, tokens)
    # A vector hints at what was said.
    ExampleVector.objects.filter(entry=entry).delete()
    entry.unpurged = True
    _count_words_no_longer(entry)
    entry.live, entry.record, entry.values, entry.words = False, {}, {}, {}
    entry.title = entry.tokens = Wording()


def documents(entry: CatalogueEntry) -> Mapping[int, str]:
    """What the index has of an entry: the tokens of each language, by the document's number."""
    return {document(entry.pk, code): entry.tokens[code] for code in LANGUAGES}


def _words(texts: Mapping[Place, Iterable[str]]) -> set[str]:
    every = (w for of_place in texts.values() for text in of_place for w in search_words(text))
    return {word for word in every if len(word) <= LONGEST_WORD}


def _count_words_no_longer(entry: CatalogueEntry) -> None:
    """Takes the words of an example from the counts; a word of no example is forgotten."""
    for code in LANGUAGES:
        words = entry.words.get(code, [])
        counted = CatalogueWord.objects.filter(
            network=entry.network_id, language=code, word__in=words
        )
        counted.filter(examples__lte=1).delete()
        counted.update(examples=F("examples") - 1)


def _count_words(entry: CatalogueEntry) -> None:
    """Counts the words of an example, in one statement with one parameter for all: hundreds are
    slow to send.
    """
    table = CatalogueWord._meta.db_table
    parts = ", ".join(_PART[connection.vendor].format(number) for number in range(4))
    words = [[code, word, *ends(word)] for code in LANGUAGES for word in entry.words.get(code, ())]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (network_id, language, word, head, tail, examples) "
            f"SELECT %s, {parts}, 1 FROM {_ROWS[connection.vendor]} "
            # SQLite needs the condition to tell this ON from that of a join.
            "WHERE TRUE ON CONFLICT (network_id, language, word) "
            f"DO UPDATE SET examples = {table}.examples + 1",
            [entry.network_id, json.dumps(words, ensure_ascii=False)],
        )
