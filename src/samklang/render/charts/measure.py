"""Measure: how wide a text is in the house's sans, so that labels can be wrapped."""

from functools import lru_cache

from samklang.render.design import font_files
from samklang.render.glyphs import advances


@lru_cache(maxsize=20_000)
def width(text: str, size: float) -> float:
    """The width of a text set at `size`, in the same unit; an unknown letter is an em wide."""
    widths, units = advances(font_files()["SourceSansPro-Regular"])
    return sum(widths.get(letter, units) for letter in text) * size / units


def wrapped(text: str, size: float, limit: float, *, lines: int = 3) -> list[str]:
    """The text in at most `lines` lines no wider than `limit`; the last is cut with an ellipsis."""
    wrapped_lines: list[str] = [""]
    for word in text.split():
        longer = f"{wrapped_lines[-1]} {word}".strip()
        if width(longer, size) <= limit or not wrapped_lines[-1]:
            wrapped_lines[-1] = longer
        else:
            wrapped_lines.append(word)
    if len(wrapped_lines) > lines:
        wrapped_lines = wrapped_lines[:lines]
        wrapped_lines[-1] += " …"
    return [_cut(line, size, limit) for line in wrapped_lines]


def _cut(line: str, size: float, limit: float) -> str:
    """A line cut to the limit; only a word too long for it, or the last line, is ever cut."""
    if width(line, size) <= limit:
        return line
    line = line.removesuffix(" …")
    while line and width(f"{line}…", size) > limit:
        line = line[:-1]
    return f"{line}…"
