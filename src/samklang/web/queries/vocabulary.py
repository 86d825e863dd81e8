"""A network's own terms: challenges, and what it adds to the lists of core.vocabulary.terms."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import get_args

from samklang.core.language.wording import Wording
from samklang.core.vocabulary.terms import Vocabulary, VocabularyTerm
from samklang.web.models import Network
from samklang.web.models import VocabularyTerm as Row

CHALLENGES = "challenges"


def own_terms(network: Network) -> Mapping[str, Sequence[Row]]:
    """A network's terms by list, in the order they were added. One query."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in network.vocabulary.all():
        found[row.vocabulary].append(row)
    return found


def network_terms(own: Mapping[str, Sequence[Row]]) -> tuple[VocabularyTerm, ...]:
    """The terms that a network adds to the shipped lists, as a package has them."""
    return tuple(
        VocabularyTerm(
            vocabulary,
            row.code,
            Wording(row.label_sv, row.label_en),
            row.source,
            row.valid_from,
            row.valid_to,
        )
        for vocabulary in get_args(Vocabulary)
        for row in own.get(vocabulary, ())
    )
