"""Deeds on a network's own terms: one is added or renamed, one no example has is taken away."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from samklang.core.language.wording import Wording, any_text
from samklang.web.actions.audit import record
from samklang.web.actions.upkeep import index_anew
from samklang.web.models import Network, VocabularyTerm
from samklang.web.queries.vocabulary import with_term


class InUse(Exception):
    """An example has the term: without it, the example would say a code that nobody can read."""


@transaction.atomic
def add_term(
    network: Network, *, of_list: str, label: Wording, source: str, by: User
) -> VocabularyTerm:
    """Adds a term last in its list, under a code that no shipped term can have."""
    code = f"own-{slugify(any_text(label))[:28].strip('-')}".rstrip("-")
    if network.vocabulary.filter(vocabulary=of_list, code=code).exists():
        code = f"{code}-{secrets.token_hex(2)}"
    term = VocabularyTerm.objects.create(
        network=network, vocabulary=of_list, code=code, label=label, source=source
    )
    record("add_term", by=by, network=network, list=of_list, code=code)
    return term


@transaction.atomic
def rename_term(term: VocabularyTerm, *, label: Wording, source: str, by: User) -> None:
    """Gives a term other words under the code it has, so that no example changes.

    Examples that have it are found by the new words once the worker has indexed them anew.
    """
    term.label, term.source = label, source
    term.save(update_fields=["label", "source"])
    index_anew(with_term(term))
    record("rename_term", by=by, network=term.network, list=term.vocabulary, code=term.code)


@transaction.atomic
def remove_term(term: VocabularyTerm, *, by: User) -> None:
    """Takes a term away. Raises InUse."""
    if with_term(term):
        raise InUse
    record("remove_term", by=by, network=term.network, list=term.vocabulary, code=term.code)
    term.delete()
