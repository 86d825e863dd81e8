"""Where the CPU of a publication goes: each output of the demo theme by itself.

`make bench NAME=publish_parts` renders everything anew in one process, in both languages, and
prints the CPU s of each part, that of the process that reads the package included.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

THEME = Path("themes/social-innovation-i-norr")
T = TypeVar("T")
spent: dict[str, float] = {}


def timed(name: str, work: Callable[[], T]) -> T:
    """Adds what the work takes, other processes that it waits for included, to the part's CPU s."""
    before = _cpu()
    made = work()
    spent[name] = spent.get(name, 0.0) + _cpu() - before
    return made


def _cpu() -> float:
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def main(arguments: list[str]) -> None:
    """Renders, and prints the table."""
    assert not arguments, arguments
    rendering, build = timed("imports", _imports)
    documents = timed("reading and counting", lambda: build.prepare(THEME))
    outputs = rendering.Outputs(fresh=True)
    for document in documents.values():
        issue = rendering._Issues.of(document)
        kept = {}
        for name, output in {**rendering.WRITTEN, **rendering.TYPESET}.items():
            kept[name] = timed(name, lambda o=output, i=issue: o(outputs, i))
        timed("pages", lambda i=issue: _pages(i))
        deck = kept["deck.pptx"]
        timed("slides", lambda i=issue, d=deck: rendering._single_slides(outputs, i, d))
    timed("data", lambda: rendering.data_outputs(documents))
    timed("search", lambda: rendering._search(outputs, documents))
    total = sum(spent.values())
    print(f"{'part':<24}{'CPU s':>7}{'share':>7}")
    for name, seconds in sorted(spent.items(), key=lambda part: -part[1]):
        print(f"{name:<24}{seconds:>7.2f}{seconds / total:>7.0%}")
    print(f"{'all':<24}{total:>7.2f}")


def _imports() -> tuple[Any, Any]:
    from samklang.publication import build, rendering

    rendering._renderers()
    return rendering, build


def _pages(issue: Any) -> None:
    from samklang.render.html import embeds, presentation, single_page, site

    single_page(issue.site)
    site(issue.site, files=[])
    embeds(issue.site)
    presentation(issue.deck)


if __name__ == "__main__":
    main(sys.argv[1:])
