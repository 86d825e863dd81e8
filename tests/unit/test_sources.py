"""Names of sources: short, told apart, and never another address."""

from samklang.core.catalogue.sources import named


def test_an_address_is_called_by_its_site_and_numbered_where_it_is_there_twice() -> None:
    sources = ("https://www.svt.se/a/b", "https://nsd.se/c", "http://svt.se/d?e=f", "Arkivet, 2018")
    assert named(sources) == (
        ("https://www.svt.se/a/b", "svt.se (1)"),
        ("https://nsd.se/c", "nsd.se"),
        ("http://svt.se/d?e=f", "svt.se (2)"),
        ("Arkivet, 2018", "Arkivet, 2018"),
    )
    assert named(()) == ()
