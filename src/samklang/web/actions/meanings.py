"""Vectors of meaning are made by the worker, a few at a time, where the model is installed.

Never by a process that answers, but of a query that no example has a word of: a text takes some 40
to 90 CPU ms.
"""

from contextlib import suppress
from itertools import islice

import numpy as np
from django.core.cache import cache
from django.db import IntegrityError, transaction

from samklang.core.coding.suggestions import Vectors
from samklang.suggesting.meaning import MeaningVectors, available
from samklang.web.models import AnswerVector, CatalogueEntry, CodeVector, ExampleVector, Theme
from samklang.web.queries.example_meanings import lacking as lacking_examples
from samklang.web.queries.example_meanings import text_of
from samklang.web.queries.meanings import Lacking, lacking
from samklang.web.queries.open_answers import digest

# Texts in a round, some two CPU s; and the seconds after which a theme that lacked none is looked
# at again.
AT_ONCE, PAUSE = 25, 60


def make_meanings(vectors: Vectors | None = None) -> int:
    """Makes vectors that lack, of at most AT_ONCE texts; gives how many."""
    if vectors is None and not available():
        return 0
    model = vectors or MeaningVectors()
    themes = Theme.objects.filter(deidentified_at=None, read_answers__isnull=False).distinct()
    for theme in themes.order_by("pk"):
        if not cache.add(f"meanings-{theme.pk}", True, PAUSE):
            continue
        examples = list(islice(lacking(theme), AT_ONCE))
        if not examples:
            continue
        for example, row in zip(
            examples, model.of([example.text for example in examples]), strict=True
        ):
            _keep(example, np.asarray(row, dtype="<f4").tobytes(), name=model.name)
        # There may be more.
        cache.delete(f"meanings-{theme.pk}")
        return len(examples)
    return _of_examples(model)


def _of_examples(model: Vectors) -> int:
    """Makes vectors of examples shown that lack one."""
    if not cache.add("meanings-examples", True, PAUSE):
        return 0
    examples = lacking_examples(AT_ONCE)
    for example, row in zip(
        examples, model.of([text_of(example) for example in examples]), strict=True
    ):
        vector = np.asarray(row, dtype="<f4").tobytes()
        with suppress(IntegrityError), transaction.atomic():
            # As it was read; a vector of another model goes.
            if CatalogueEntry.objects.filter(
                pk=example.pk, changed=example.changed, live=True
            ).exists():
                ExampleVector.objects.filter(entry=example).delete()
                ExampleVector.objects.create(entry=example, name=model.name, vector=vector)
    if examples:
        cache.delete("meanings-examples")
    return len(examples)


def _keep(lacking: Lacking, vector: bytes, *, name: str) -> None:
    values = {"digest": digest(lacking.text), "name": name, "vector": vector}
    try:
        with transaction.atomic():
            if lacking.code:
                CodeVector.objects.update_or_create(code_id=lacking.code, defaults=values)
            else:
                AnswerVector.objects.update_or_create(
                    response_id=lacking.response, question=lacking.question, defaults=values
                )
    except IntegrityError:
        # The code or answer was removed meanwhile.
        return
