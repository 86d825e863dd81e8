"""Coding as it may be printed: agreement by question, and who or what made the codings.

How often each code was given in a sample is not printed: the counts are answers by code. Nor is
why alpha cannot be worked out, since "all were given the same codes" says what each of them said.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import get_args

from samklang.core.coding.agreement import Alpha
from samklang.core.coding.codebook import Codebook
from samklang.core.coding.codings import Coding, Origin
from samklang.core.coding.double_coding import agreement_on, unsettled
from samklang.core.coding.readings import Reading, Sample, Talk
from samklang.core.disclosure.released import ReleasedAgreement, ReleasedCoding

ORIGINS: tuple[Origin, ...] = get_args(Origin)


def release_coding(
    codebook: Codebook,
    codings: Sequence[Coding],
    samples: Sequence[Sample],
    readings: Sequence[Reading],
    talks: Sequence[Talk],
    *,
    threshold: int,
) -> ReleasedCoding | None:
    """What may be printed of how the answers were coded; None where nothing was."""
    if not codings and not readings:
        return None
    scored = codebook.approach == "scored"
    questions = list(dict.fromkeys(sample.question for sample in samples)) if scored else []
    return ReleasedCoding(
        approach=codebook.approach,
        agreements=tuple(_agreement(q, samples, readings, threshold) for q in questions),
        talks=len(talks),
        origins=_origins(codings, threshold),
    )


def _agreement(
    question: str, samples: Sequence[Sample], readings: Sequence[Reading], threshold: int
) -> ReleasedAgreement:
    of = [sample for sample in samples if sample.question == question]
    drawn = sum(sample.drawn for sample in of)
    # Each further sample is drawn from what those before it have left.
    drawn_from = max(sample.drawn_from for sample in of)
    own = [reading for reading in readings if reading.question == question]
    alpha = agreement_on(own, question, ()).alpha if drawn >= threshold else Alpha(None)
    return ReleasedAgreement(
        question=question,
        drawn=drawn if drawn >= threshold else None,
        drawn_from=drawn_from,
        value=None if alpha.value is None else round(alpha.value, 2),
        low=None if alpha.low is None else math.floor(alpha.low * 100 + 1e-9) / 100,
        high=None if alpha.high is None else math.ceil(alpha.high * 100 - 1e-9) / 100,
        settled=not unsettled(own),
    )


def _origins(codings: Sequence[Coding], threshold: int) -> tuple[tuple[str, int | None], ...]:
    counts = Counter(coding.origin for coding in codings)
    if set(counts) <= {"person"}:
        return ()
    total = counts.total()
    enough = all(counts[name] >= threshold for name in ORIGINS if counts[name])
    return tuple(
        (name, (200 * counts[name] + total) // (2 * total) if enough else None)
        for name in ORIGINS
        if counts[name]
    )
