"""Upkeep of the readers' catalogue, by the worker: no page waits for it.

What is indexed by an older version, or by words that a term no longer has, is indexed anew.

Where an example is taken out no search finds it any more, but SQLite's index and the stored
columns may hold words of it until they are written anew, which takes time where there are many.
"""

from collections.abc import Sequence

from django.core.cache import cache
from django.db import connection, transaction

from samklang.core.catalogue.packed import FORM, packed
from samklang.search import index_of
from samklang.web.actions.listing import bring_in_line
from samklang.web.models import CatalogueColumns, CatalogueEntry, Example, Network
from samklang.web.queries.entries import FEW, OUTDATED, newest_change, with_common_words

# Seconds after which it is looked again how far the catalogues have changed.
PAUSE = 60
LOOKED = "catalogue-looked-at"
# Examples that are indexed anew in a round: some of a second.
AT_ONCE = 50


def tend_catalogues() -> int:
    """Purges what was taken out, indexes anew what should be, and stores columns that have fallen
    behind; gives how many."""
    done = purge_index()
    if cache.add(LOOKED, True, PAUSE):
        renewed = _renew()
        done += renewed or _store()
        if renewed:
            # There may be more.
            cache.delete(LOOKED)
    return done


def index_anew(examples: Sequence[int]) -> None:
    """Has the worker index some examples anew, those of them that are shown."""
    for start in range(0, len(examples), AT_ONCE):
        some = CatalogueEntry.objects.filter(example__in=examples[start : start + AT_ONCE])
        some.filter(live=True).update(analyser=0)
    cache.delete(LOOKED)


def _renew() -> int:
    """Indexes some of what is of an older version."""
    older = CatalogueEntry.objects.filter(OUTDATED).order_by("pk")
    examples = Example.objects.filter(entry__in=older.values("pk")[:AT_ONCE])
    due = list(examples.select_related("theme"))
    for example in due:
        bring_in_line(example)
    return len(due)


@transaction.atomic
def purge_index() -> int:
    """Leaves nothing of what was taken out in the database's files."""
    unpurged = CatalogueEntry.objects.filter(unpurged=True).select_for_update()
    taken_out = list(unpurged.values_list("pk", "network"))
    if not taken_out:
        return 0
    with connection.cursor() as cursor:
        index_of(connection.vendor).purge(cursor)
    CatalogueColumns.objects.filter(network__in={network for _, network in taken_out}).delete()
    CatalogueEntry.objects.filter(pk__in=[pk for pk, _ in taken_out]).update(unpurged=False)
    cache.delete(LOOKED)
    return len(taken_out)


def _store() -> int:
    """Stores the columns of networks whose stored ones are many changes old, or are not there."""
    stored = dict(CatalogueColumns.objects.filter(form=FORM).values_list("network", "changed"))
    number = 0
    for network in Network.objects.order_by("pk"):
        newest = newest_change(network)
        if newest - stored.get(network.pk, 0) < FEW:
            continue
        # Never newer than they say: what changes meanwhile is read again.
        # Where they are missing because they were purged, the same words are common still.
        content = packed(with_common_words(network, anew=network.pk in stored))
        CatalogueColumns.objects.update_or_create(
            network=network, defaults={"changed": newest, "form": FORM, "content": content}
        )
        number += 1
    return number
