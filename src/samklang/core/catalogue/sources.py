"""Sources: what an address is called where its link is enough and the whole of it is too long."""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit


def named(sources: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each address with its name: the site's, and a number where a site is there more than once.

    A source that is no address is its own name.
    """
    sites = [urlsplit(source).netloc.removeprefix("www.") or source for source in sources]
    every, seen = Counter(sites), Counter[str]()
    found = []
    for source, site in zip(sources, sites, strict=True):
        seen[site] += 1
        found.append((source, f"{site} ({seen[site]})" if every[site] > 1 else site))
    return tuple(found)
