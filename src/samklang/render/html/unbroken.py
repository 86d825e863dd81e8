"""Unbroken: ranges of numbers that a line of a page never ends within."""

import re

# A tag with what it holds where that is no running text or has one line anyway, as a cell has; or a
# range of per cent between tags.
_RANGE = re.compile(
    r"<(?P<name>svg|script|style|title)\b.*?</(?P=name)>|<td>[^<]*</td>|<[^<>]*>|(?P<range>(?<!\d)\d+–\d+\u00a0?%)",
    re.DOTALL,
)


def unbroken(page: str) -> str:
    """HTML with ranges of per cent on one line: after their dash it would be broken."""
    return _RANGE.sub(
        lambda m: f'<span class="range">{m["range"]}</span>' if m["range"] else m[0], page
    )
