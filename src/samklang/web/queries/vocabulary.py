"""A network's own terms: challenges, and what it adds to the lists of core.vocabulary.terms."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from samklang.core.vocabulary.terms import Vocabulary, VocabularyTerm
from samklang.web.models import Example, Network
from samklang.web.models import VocabularyTerm as Row

CHALLENGES = "challenges"


def own_terms(network: Network) -> Mapping[str, Sequence[Row]]:
    """A network's terms by list, in the order they were added. One query."""
    terms: dict[str, list[Row]] = defaultdict(list)
    for row in network.vocabulary.all():
        terms[row.vocabulary].append(row)
    return terms


def network_terms(own: Mapping[str, Sequence[Row]]) -> tuple[VocabularyTerm, ...]:
    """The terms that a network adds to the shipped lists, as a package has them."""
    return tuple(
        VocabularyTerm(
            vocabulary,
            row.code,
            row.label,
            row.source,
            row.valid_from,
            row.valid_to,
        )
        for vocabulary in get_args(Vocabulary)
        for row in own.get(vocabulary, ())
    )


# The lists that staff add to on a page, and the field of an example that holds a list's codes.
# Official lists (fields of activity, goals, licences) are not added to there.
ADDED_TO = {
    CHALLENGES: "challenges",
    "groups": "groups",
    "forms": "forms",
    "sectors": "partners",
    "parts": "partners",
    "funding": "funding",
}


def with_term(term: Row) -> Sequence[int]:
    """The ids of the network's examples that have a term, drafts among them. One query."""
    field = ADDED_TO[term.vocabulary]
    records = Example.objects.filter(theme__network=term.network).values_list("pk", "record")
    every = records.iterator(chunk_size=500)
    return [pk for pk, example in every if term.code in _codes(example, field, term.vocabulary)]


def _codes(record: Mapping[str, Any], field: str, of_list: str) -> Sequence[str]:
    held = record.get(field) or []
    if field != "partners":
        return held
    part = "sector" if of_list == "sectors" else "part"
    return [partner.get(part, "") for partner in held]
