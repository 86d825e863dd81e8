"""Quotes: candidates that spread over what was said, and a quote shortened without a changed word.

Whom a quote may point to is looked for in `personal_data`; nothing is released here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from samklang.core.coding.codings import Coding, Valence
from samklang.core.language.stems import words

# Words of a quote: fewer say nothing, more are not read.
FEWEST_WORDS, MOST_WORDS = 6, 45
# What being typical weighs against being unlike those chosen before (J. Carbonell and
# J. Goldstein, "The use of MMR", 1998).
TYPICAL = 0.5
GAP = "[…]"
_GAP = re.compile(r"(?:(?<!\s)\s+)?\[(?:…|\.\.\.)\]\s*")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    """A coding that could be quoted. opposite: its valence is the one that fewer codings have."""

    coding: Coding
    opposite: bool = False


def candidates(
    codings: Sequence[Coding],
    members: Mapping[str, str],
    likeness: Floats,
    *,
    number: int,
) -> tuple[Candidate, ...]:
    """Up to `number` codings of one code to choose quotes from, the best first.

    members: the member by response; a response without one speaks for itself. likeness: of each
    coding with each, from -1 to 1. One from each member, of FEWEST_WORDS to MOST_WORDS words. Where
    codings have the valence that most have not, at least one of them is among two or more.
    """
    fit = [
        place
        for place, coding in enumerate(codings)
        if FEWEST_WORDS <= len(words(coding.text)) <= MOST_WORDS
    ]
    if not fit or number < 1:
        return ()
    against = _against(codings)
    typical = likeness[np.ix_(fit, fit)].mean(axis=1)
    worth = dict(zip(fit, typical.tolist(), strict=True))
    chosen: list[int] = []
    while len(chosen) < number:
        left = _left(codings, members, fit, chosen)
        # The last place is kept for the other side if it has not been heard.
        unheard = [place for place in left if codings[place].valence in against]
        heard = any(codings[place].valence in against for place in chosen)
        if unheard and not heard and 0 < len(chosen) == min(number, len(chosen) + len(left)) - 1:
            left = unheard
        if not left:
            break
        chosen.append(max(left, key=lambda place: (_gain(place, chosen, worth, likeness), -place)))
    return tuple(Candidate(codings[p], codings[p].valence in against) for p in chosen)


def _against(codings: Sequence[Coding]) -> frozenset[Valence]:
    """The valence that the fewer codings have; none where all have the same, or as many."""
    hinders = sum(coding.valence == "hinders" for coding in codings)
    enables = sum(coding.valence == "enables" for coding in codings)
    if not hinders or not enables:
        return frozenset()
    return frozenset({"hinders" if hinders < enables else "enables"})


def _left(
    codings: Sequence[Coding], members: Mapping[str, str], fit: Sequence[int], chosen: Sequence[int]
) -> list[int]:
    spoken = {_speaker(codings[place], members) for place in chosen}
    return [place for place in fit if _speaker(codings[place], members) not in spoken]


def _speaker(coding: Coding, members: Mapping[str, str]) -> tuple[str, str]:
    member = members.get(coding.response, "")
    return ("member", member) if member else ("response", coding.response)


def _gain(place: int, chosen: Sequence[int], worth: Mapping[int, float], likeness: Floats) -> float:
    said = max((float(likeness[place, other]) for other in chosen), default=0.0)
    return TYPICAL * worth[place] - (1 - TYPICAL) * said


def shortened(text: str, shown: Sequence[tuple[int, int]]) -> str:
    """The parts of a text that are shown, with GAP where words are left out.

    shown: code points, end exclusive, in order and apart. A part is drawn out to whole words, so
    that no word is ever cut or changed. Raises ValueError for parts out of order or outside.
    """
    parts: list[str] = []
    at = 0
    for start, end in _whole_words(text, shown):
        if text[at:start].strip():
            parts.append(GAP)
        parts.append(text[start:end].strip())
        at = end
    if text[at:].strip():
        parts.append(GAP)
    return " ".join(part for part in parts if part)


def _whole_words(text: str, shown: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    last = 0
    for start, end in shown:
        if not last <= start < end <= len(text):
            raise ValueError(f"{start} to {end} is no part of a text of {len(text)} in its order.")
        last = end
        while start > 0 and not text[start - 1].isspace() and not text[start].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace() and not text[end - 1].isspace():
            end += 1
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def is_shortened(quote: str, text: str) -> bool:
    """Whether a quote is the text with nothing but words left out, and GAP wherever they are.

    White space does not count, nor whether a letter and its mark are written as one (Unicode's
    NFC). What stands between gaps must be whole words of the text, in order.
    """
    first, *rest = (part.split() for part in _GAP.split(normalize("NFC", quote)))
    whole = normalize("NFC", text).split()
    if not (first or any(rest)) or whole[: len(first)] != first:
        return False
    if not rest:
        return whole == first
    at = len(first)
    for part in rest[:-1]:
        # The first place after at least one word is as good as any: it leaves most for the rest.
        places = range(at + 1, len(whole) - len(part) + 1)
        start = next((p for p in places if whole[p : p + len(part)] == part), None)
        if start is None:
            return False
        at = start + len(part)
    end = len(whole) - len(rest[-1])
    return end > at and whole[end:] == rest[-1]
