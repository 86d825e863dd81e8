"""Own words: what no dictionary has is accepted where the theme's own texts have it."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from samklang.core.language.languages import RULES
from samklang.core.language.wording import Language

_LETTERS = re.compile(r"[^\W\d_]+")


def own_words(texts: Iterable[str]) -> frozenset[str]:
    """Every word of some texts, without regard to case."""
    return frozenset(
        word.casefold()
        for text in texts
        for word in _LETTERS.findall(unicodedata.normalize("NFC", text))
    )


def accepted(part: str, own: Collection[str], language: Language) -> bool:
    """Whether a word, or a part of one between hyphens, is one of `own`, also as an owner."""
    plain = part.casefold().strip("-")
    if plain in own:
        return True
    ends = (end for end in RULES[language].owning if plain.endswith(end))
    return any(plain.removesuffix(end) in own for end in ends)
