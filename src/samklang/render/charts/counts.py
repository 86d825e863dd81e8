"""Counts: bars of whole numbers that are no estimates, such as how many examples have what."""

from collections.abc import Sequence

from samklang.core.language import numbers
from samklang.core.language.wording import Language
from samklang.render.charts.measure import width as text_width
from samklang.render.charts.measure import wrapped
from samklang.render.charts.svg import draw
from samklang.render.design import Branding

# One drawing for phones and screens: labels stand above their bars.
WIDTH, LABEL, LINE, BAR, GAP = 340.0, 15.0, 19.0, 14.0, 12.0


def counts_svg(
    id_: str,
    title: str,
    alt: str,
    rows: Sequence[tuple[str, int]],
    language: Language,
    branding: Branding,
) -> str:
    """A bar for each label and count, in their order. alt: the same in words."""
    most = max((count for _, count in rows), default=0)
    room = WIDTH - text_width(numbers.integer(most, language), LABEL) - 8
    bars, y = [], 0.0
    for label, count in rows:
        lines = wrapped(label, LABEL, WIDTH)
        texts = [(line, y + LINE * (n + 1) - 4) for n, line in enumerate(lines)]
        y += LINE * len(lines) + 2
        long = room * count / most if most else 0.0
        bars.append((texts, y, long, numbers.integer(count, language)))
        y += BAR + GAP
    return draw(
        "counts.svg",
        branding,
        id=id_,
        title=title,
        alt=alt,
        width=WIDTH,
        height=y,
        label=LABEL,
        bar=BAR,
        bars=bars,
    )
