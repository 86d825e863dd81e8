"""Grouped: drawings within a page that say once what they have in common."""

import re
from collections.abc import Iterator
from itertools import groupby

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
# An element that stands on a line of its own, as the templates of drawings write them.
_ELEMENT = re.compile(r"<(?:line|path|text|circle)\b[^<>]*(?:/>|>[^<>]*</text>)")
_LAND = re.compile(r'<g id="([^"]+-land)"[^>]*>(.*?)</g>', re.DOTALL)
# No colour, and no rect: by those the style gives drawings the colours of a dark screen, or those
# that readers have chosen.
_LOOK = re.compile(
    r" (?:stroke-width|stroke-linecap|stroke-linejoin|stroke-dasharray|font-size|"
    r'font-weight|text-anchor|fill(?=="none"))="[^"]*"'
)


def grouped(page: str) -> str:
    """HTML whose drawings have elements that look alike, one after the other, in a group.

    The land of a map that is drawn for phones too is there once.
    """
    drawn: dict[str, str] = {}

    def land(group: re.Match[str]) -> str:
        first = drawn.setdefault(group[2], group[1])
        return group[0] if first == group[1] else f'<use href="#{first}"/>'

    return _DRAWING.sub(lambda drawing: "\n".join(_lines(_LAND.sub(land, drawing[0]))), page)


def _lines(drawing: str) -> Iterator[str]:
    for look, lines in groupby(filter(None, drawing.split("\n")), key=_look):
        same = list(lines)
        if look and len(same) > 1:
            yield f"<g{look}>"
            yield from (_LOOK.sub("", line) for line in same)
            yield "</g>"
        else:
            yield from same


def _look(line: str) -> str:
    return "".join(_LOOK.findall(line)) if _ELEMENT.fullmatch(line) else ""
