"""A made-up language: English with other letters and a third longer, as German or Finnish is.

What is printed without an accent came from no phrase: it is the document's own, or stands in the
code. What is placed by how long English words are overlaps or runs out.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from unittest.mock import patch

from samklang.core.language import phrases
from samklang.core.language.wording import Language

# Letters with a mark, all of which the fonts have.
OTHERS = str.maketrans("aceginorsuyzACEGINORSUYZ", "áćéğíńóŕśúýžÁĆÉĞÍŃÓŔŚÚÝŽ")
# Values, markup, addresses and names in code stay as they are.
KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|`[^`]*`|https?://\S+)")


def longer(text: str) -> str:
    """The text with marks on its letters; every vowel twice, which is a third more."""
    pieces = KEPT.split(text)
    return "".join(
        piece if KEPT.fullmatch(piece) else _stretched(piece.translate(OTHERS)) for piece in pieces
    )


def _stretched(text: str) -> str:
    return re.sub("[áéíóúýÁÉÍÓÚÝ]", lambda vowel: vowel[0] * 2, text)


@cache
def _catalogue(language: Language, part: str) -> dict[str, str]:
    source = files(phrases).joinpath(language, f"{part}.toml")
    said = tomllib.loads(source.read_text(encoding="utf-8"))
    return {key: longer(text) for key, text in said.items()} if language == "en" else said


@contextmanager
def english_made_longer() -> Iterator[None]:
    """English is the made-up language as long as this lasts."""
    with (
        patch.object(phrases, "catalogue", _catalogue),
        patch("samklang.render.pdf.content.catalogue", _catalogue),
    ):
        yield
