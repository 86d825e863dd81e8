"""Answers in an order in which like follows like, for whoever reads them; never counted."""

from functools import lru_cache

import numpy as np

from samklang.core.coding.grouping import groups
from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.suggesting.words import word_space

# With more answers than this their likeness would make a page wait: some 0.3 CPU s.
MOST = 800
# Answers in a group, and groups at most.
OF_EACH, GROUPS = 6, 12
# The directions in which answers differ most; the rest is noise, and takes time.
DIRECTIONS = 50


@lru_cache(maxsize=4)
def alike(texts: tuple[str, ...]) -> tuple[int, ...]:
    """The places of texts, group by group, the largest first; within one the most typical first.

    As they come where there are more than MOST, or hardly any.
    """
    if not 2 * OF_EACH <= len(texts) <= MOST:
        return tuple(range(len(texts)))
    rows = word_space((), texts, FIRST_LANGUAGE).space.answers
    values, directions = np.linalg.eigh((rows @ rows.T).toarray())
    kept = directions[:, -DIRECTIONS:] * np.sqrt(np.maximum(values[-DIRECTIONS:], 0))
    lengths = np.linalg.norm(kept, axis=1, keepdims=True)
    vectors = kept / np.where(lengths > 1e-9, lengths, 1)
    number = min(max(len(texts) // OF_EACH, 2), GROUPS)
    return tuple(place for group in groups(vectors, number) for place in group)
