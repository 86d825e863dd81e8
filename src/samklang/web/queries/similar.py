"""Similar examples: those that share an example's rarer words and what it can be narrowed by."""

import math

import numpy as np

from samklang.core.catalogue.analyser import Place, whole
from samklang.core.catalogue.columns import mask, places_in
from samklang.core.language.wording import Language
from samklang.web.models import CatalogueEntry, CatalogueWord, Network
from samklang.web.queries.entries import columns, places_with

MOST = 3
# Of its words, the rarest that some other example has too.
WORDS = 12
# What sharing a value of these is worth against a word that one example in a thousand has.
SHARED = {"challenge": 3.0, "field": 3.0, "group": 2.0, "form": 2.0, "county": 1.0}


def similar(network: Network, entry: CatalogueEntry, language: Language) -> list[CatalogueEntry]:
    """The examples most like one, the likest first; none that shares too little. WORDS + 4 queries.

    The same on both databases: sums of logarithms of counts, equal ones by age.
    """
    kept = columns(network)
    size, total = kept.size, kept.live.bit_count()
    scores = np.zeros(size)
    words = CatalogueWord.objects.filter(network=network, language=language, examples__gt=1)
    rare = words.filter(word__in=entry.words.get(language, []), examples__lte=max(2, total // 3))
    for word, examples in rare.order_by("examples", "word").values_list("word", "examples")[:WORDS]:
        tokens = [place.value + stem for stem in whole(word, language) for place in Place]
        scores[places_with(kept, [tokens], language)] += math.log(total / examples)
    for name, worth in SHARED.items():
        for code in entry.values.get(name, ()):
            if code:
                scores[places_in(kept.values.get(name, {}).get(code, 0), size)] += worth
    scores *= mask(kept.live, size)
    scores[kept.ids == entry.pk] = 0
    least = math.log(max(total, 2))
    best = [
        int(p) for p in np.argsort(-scores.round(9), kind="stable")[:MOST] if scores[p] >= least
    ]
    rows = CatalogueEntry.objects.select_related("theme").in_bulk(kept.ids[best].tolist())
    ids = kept.ids[best].tolist()
    return [rows[i] for i in ids if i in rows and rows[i].live]
