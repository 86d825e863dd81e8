"""Breaks: where a line may end inside a word that no line can hold."""

import re
from urllib.parse import quote

# Zero width, no ink: a reader who copies the text gets the word, a line may end here.
BREAK = "\u200b"
# Swedish compounds are hyphenated by typst's patterns; a run longer than this is no word.
LONGEST_WORD = 40
STEP = 10

_LONG = re.compile(r"\S{25,}")
_MARKS = re.compile(r"([/._?&=:;,+@#%|~-]+)(?=[^\s\u200b])")
_COUNT = re.compile(r"(?<=\d) (av|of) (?=\d)")
_RUN = re.compile(rf"[^\s\u200b]{{{LONGEST_WORD + 1},}}")


def breakable(text: str) -> str:
    """The text with places to break in addresses and in runs without any space."""
    if len(text) < 25:
        return text
    return _LONG.sub(lambda long: _RUN.sub(_pieces, _MARKS.sub(rf"\1{BREAK}", long[0])), text)


def _pieces(run: re.Match[str]) -> str:
    letters = run[0]
    return BREAK.join(letters[i : i + STEP] for i in range(0, len(letters), STEP))


def tied(text: str) -> str:
    """The text with counts on one line: "20 av 32"."""
    return _COUNT.sub("\u00a0\\1\u00a0", text)


def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` characters, cut between words where it can be."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    before, space, _ = cut.rpartition(" ")
    return f"{(before if space and len(before) > limit / 2 else cut).rstrip(' ,;:–')}…"


def link_address(url: str) -> str:
    """An address that a PDF may hold: what is not ASCII is percent-encoded (RFC 3986, 2.1)."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=-._~", errors="replace")
