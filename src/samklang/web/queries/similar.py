"""Similar examples: the nearest in meaning, where that is known, or those that share rarer words;
either way more so where they share what they can be narrowed by.
"""

import math

import numpy as np
import numpy.typing as npt

from samklang.core.catalogue.analyser import Place, whole
from samklang.core.catalogue.columns import Columns, mask, places_in
from samklang.core.language.wording import Language
from samklang.web.models import CatalogueEntry, CatalogueWord, Network
from samklang.web.queries.entries import columns, places_with
from samklang.web.queries.example_meanings import nearest

MOST = 3
# Of its words, the rarest that some other example has too.
WORDS = 12
# What sharing a value of these is worth against a word that one example in a thousand has.
SHARED = {"challenge": 3.0, "field": 3.0, "group": 2.0, "form": 2.0, "county": 1.0}
# Where meaning is known, nearness is a cosine: what is no nearer than NEAR is not said to be alike,
# and shared values are worth a part of what they are beside words.
NEAR, BESIDE_MEANING = 0.25, 0.02


def similar(network: Network, entry: CatalogueEntry, language: Language) -> list[CatalogueEntry]:
    """The examples most like one, the likest first; none that shares too little. WORDS + 6 queries.

    The same on both databases: sums of logarithms of counts, equal ones by age.
    """
    kept = columns(network)
    scores, least, part = nearest(network, kept, entry.pk), NEAR, BESIDE_MEANING
    if scores is None:
        scores, least, part = (
            _by_words(network, entry, language, kept),
            math.log(max(kept.live.bit_count(), 2)),
            1,
        )
    for name, worth in SHARED.items():
        for code in entry.values.get(name, ()):
            if code:
                places = places_in(kept.values.get(name, {}).get(code, 0), kept.size)
                scores[places] += worth * part
    scores *= mask(kept.live, kept.size)
    scores[kept.ids == entry.pk] = 0
    best = [
        int(p) for p in np.argsort(-scores.round(9), kind="stable")[:MOST] if scores[p] >= least
    ]
    rows = CatalogueEntry.objects.select_related("theme").in_bulk(kept.ids[best].tolist())
    ids = kept.ids[best].tolist()
    return [rows[i] for i in ids if i in rows and rows[i].live]


def _by_words(
    network: Network, entry: CatalogueEntry, language: Language, kept: Columns
) -> npt.NDArray[np.float64]:
    """How much of an example's rarer words each other one has."""
    total = kept.live.bit_count()
    scores = np.zeros(kept.size)
    words = CatalogueWord.objects.filter(network=network, language=language, examples__gt=1)
    rare = words.filter(word__in=entry.words.get(language, []), examples__lte=max(2, total // 3))
    for word, examples in rare.order_by("examples", "word").values_list("word", "examples")[:WORDS]:
        tokens = [place.value + stem for stem in whole(word, language) for place in Place]
        scores[places_with(kept, [tokens], language)] += math.log(total / examples)
    return scores
