"""Headings: the columns of an XLSForm under the names that people give them."""

import re
from collections.abc import Mapping, Sequence

# Other names of columns, as pyxform reads them too.
_EVERYWHERE = {"caption": "label"}
_SURVEY = {
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "bind::readonly": "read_only",
    "bind::jr:constraintmsg": "constraint_message",
    "constraining_message": "constraint_message",
    "calculate": "calculation",
    "command": "type",
    "tag": "name",
    "value": "name",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "control::jr:count": "repeat_count",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
    "readonly": "read_only",
}
_CHOICES = {"value": "name"}
TRANSLATED = ("label", "hint", "constraint_message")
EXPRESSIONS = ("relevant", "constraint", "choice_filter", "calculation", "required")
SURVEY = frozenset(
    {
        *("type", "name", "repeat_count", "appearance", "disabled", "default", "trigger"),
        *("read_only", "parameters", "image", "audio", "video", "media", "big-image", "autoplay"),
        *TRANSLATED,
        *EXPRESSIONS,
    }
)
LONGEST = 200  # characters of a heading
SETTINGS = frozenset({"form_title", "form_id", "version", "default_language"})
# What a word processor makes of quotes.
_QUOTES = str.maketrans({**dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„‟″", '"')})


def heading(text: str, sheet: str) -> str:
    """A heading as the reader knows it: `Choice Filter` is choice_filter, `Label: SV` label::sv."""
    stem, marks, language = re.sub(r"\s*:\s*:\s*", "::", text.strip().lower()[:LONGEST]).partition(
        "::"
    )
    if not marks and stem.partition(":")[0].strip() in ("label", "hint", "caption"):
        stem, marks, language = stem.partition(":")
    stem = re.sub(r"\s+", "_", stem.strip())
    names = {"survey": _SURVEY, "choices": _CHOICES}.get(sheet, {})
    if whole := names.get(f"{stem}{marks}{language.strip()}"):
        return whole
    stem = _EVERYWHERE.get(stem, names.get(stem, stem))
    return f"{stem}::{language.strip()}" if marks else stem


def plain_quotes(cells: Mapping[str, str]) -> Mapping[str, str]:
    """The cells with straight quotes in their expressions."""
    return {h: t.translate(_QUOTES) if h in EXPRESSIONS else t for h, t in cells.items()}


def column(place: int) -> str:
    """The letters of a column, counted from 0: A, B … AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def unknown(headings: Sequence[str]) -> tuple[str, ...]:
    """Those of the sheet survey that the reader has no use for."""
    return tuple(h for h in headings if h and h.partition("::")[0] not in SURVEY)
