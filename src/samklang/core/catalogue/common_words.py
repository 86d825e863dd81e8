"""Common words: the tokens that so many examples have that an index is slow to say which.

Their examples are kept as bits with a catalogue's columns; any other token stands in so few
examples that the index names them at once. Which tokens are kept changes no answer.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from samklang.core.catalogue.columns import Bits, Columns, bits_of
from samklang.core.language.wording import Language

# The share of the examples from which on a token is common, and how many are kept of a language:
# of a hundred thousand examples each token takes 12 kB.
SHARE, MOST = 0.005, 1_000
Tokens = Mapping[Language, str]


def commonest(sample: Iterable[Tokens]) -> dict[Language, frozenset[str]]:
    """The common tokens of each language, as some examples' tokens show them."""
    counts: dict[Language, Counter[str]] = {}
    size = 0
    for tokens in sample:
        size += 1
        for language, of_language in tokens.items():
            counts.setdefault(language, Counter()).update(of_language.split())
    return {
        language: frozenset(
            token
            for token, examples in sorted(counted.items(), key=lambda c: (-c[1], c[0]))[:MOST]
            if examples >= SHARE * size
        )
        for language, counted in counts.items()
    }


def with_words(
    columns: Columns,
    common: Mapping[Language, frozenset[str]],
    examples: Iterable[tuple[int, Tokens]],
) -> Columns:
    """The columns with the examples that have each common token.

    examples: the id and the tokens of every example; those that have no place are passed over.
    """
    places = dict(zip(columns.ids.tolist(), range(columns.size), strict=True))
    at: dict[Language, dict[str, array[int]]] = {
        language: {token: array("q") for token in sorted(tokens)}
        for language, tokens in common.items()
    }
    for id_, tokens in examples:
        place = places.get(id_)
        if place is None:
            continue
        for language, of_token in at.items():
            for token in of_token.keys() & tokens.get(language, "").split():
                of_token[token].append(place)
    words: dict[Language, dict[str, Bits]] = {
        language: {
            token: bits_of(np.array(having, np.int64), columns.size)
            for token, having in of_token.items()
        }
        for language, of_token in at.items()
    }
    return replace(columns, words=words, postings={})
