"""Sources: what a source is called where its link is enough and its address is too long."""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from samklang.core.catalogue.example import Source


def named(sources: Sequence[Source]) -> tuple[tuple[str, str], ...]:
    """Each address with its name, and a number where a name is there more than once.

    The name is the title with its publisher, either alone, else the site.
    """
    names = [_name(source) for source in sources]
    every, seen = Counter(names), Counter[str]()
    named_sources = []
    for source, name in zip(sources, names, strict=True):
        seen[name] += 1
        named_sources.append((source.url, f"{name} ({seen[name]})" if every[name] > 1 else name))
    return tuple(named_sources)


def _name(source: Source) -> str:
    said = ", ".join(part for part in (source.title, source.publisher) if part)
    return said or urlsplit(source.url).netloc.removeprefix("www.") or source.url
