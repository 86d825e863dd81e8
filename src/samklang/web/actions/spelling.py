"""Deeds on a network's own list of words."""

from django.contrib.auth.models import User
from django.db import transaction

from samklang.web.actions.audit import record
from samklang.web.models import AcceptedWord, Network


@transaction.atomic
def accept_word(network: Network, *, word: str, by: User) -> AcceptedWord:
    """Accepts a word in every report of the network; one that is accepted already is as it was."""
    # Two who accept the same word at once wait for each other here.
    Network.objects.select_for_update().get(pk=network.pk)
    there = network.accepted_words.filter(word__iexact=word).first()
    if there:
        return there
    made = AcceptedWord.objects.create(network=network, word=word, by=by)
    record("accept_word", by=by, network=network, subject=word)
    return made


@transaction.atomic
def remove_word(word: AcceptedWord, *, by: User) -> None:
    """Takes a word off the list: the spell check lists it again."""
    record("remove_word", by=by, network=word.network, subject=word.word)
    word.delete()
