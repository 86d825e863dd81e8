"""Deeds on a network's own terms: one is added, one that no example has is taken away."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.text import slugify

from samklang.web.actions.audit import record
from samklang.web.models import Network, VocabularyTerm
from samklang.web.queries.vocabulary import used_by


class InUse(Exception):
    """An example has the term: without it, the example would say a code that nobody can read."""


@transaction.atomic
def add_term(
    network: Network, *, of_list: str, sv: str, en: str, source: str, by: AbstractBaseUser
) -> VocabularyTerm:
    """Adds a term last in its list, under a code that no shipped term can have."""
    code = f"own-{slugify(sv)[:28].strip('-')}".rstrip("-")
    if network.vocabulary.filter(vocabulary=of_list, code=code).exists():
        code = f"{code}-{secrets.token_hex(2)}"
    term = VocabularyTerm.objects.create(
        network=network, vocabulary=of_list, code=code, label_sv=sv, label_en=en, source=source
    )
    record("add_term", by=by, network=network, list=of_list, code=code)
    return term


@transaction.atomic
def remove_term(term: VocabularyTerm, *, by: AbstractBaseUser) -> None:
    """Takes a term away. Raises InUse."""
    if used_by(term):
        raise InUse
    record("remove_term", by=by, network=term.network, list=term.vocabulary, code=term.code)
    term.delete()
