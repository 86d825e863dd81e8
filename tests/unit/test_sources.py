"""Names of sources: short, told apart, and never another address."""

from samklang.core.catalogue.example import Source
from samklang.core.catalogue.sources import named


def test_a_source_is_called_by_its_title_and_publisher_else_its_site_and_numbered() -> None:
    sources = (
        Source("https://www.svt.se/a/b"),
        Source("https://nsd.se/c", "Byn tog över affären", "NSD"),
        Source("http://svt.se/d?e=f"),
        Source("https://umea.se/x", publisher="Umeå kommun"),
    )
    assert named(sources) == (
        ("https://www.svt.se/a/b", "svt.se (1)"),
        ("https://nsd.se/c", "Byn tog över affären, NSD"),
        ("http://svt.se/d?e=f", "svt.se (2)"),
        ("https://umea.se/x", "Umeå kommun"),
    )
    assert named(()) == ()
