"""The site and the one-file report where texts are hostile: they are never markup."""

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from samklang.core.document.blocks import Paragraph, Reference
from samklang.core.document.contact_card import ContactCard
from samklang.core.document.document import Document
from samklang.core.document.example_card import ExampleCard
from samklang.core.document.inline import Cite, Link
from samklang.core.document.map_places import Place
from samklang.core.language.wording import LANGUAGES, Language
from tests.samples import document
from tests.unit.sample_site import SCRIPT, pages, section

HOSTILE = (
    """</p></title></style><script>alert(1)</script><img src=x onerror=alert(2)>"' {{ 7*7 }}"""
)


# What is held to a rule of its own, where it is read, and is never free text.
HELD = {"id", "key", "keys", "lang", "language", "languages", "kind", "match", "status", "figure"}
HELD |= {"municipality", "municipalities", "counties", "highlight", "dataset_hash", "url", "email"}
HELD |= {"sources", "references", "examples", "theme", "network_url", "edition", "typeface"}


def hostile(value: Any, name: str = "") -> Any:
    """The same, with every free text replaced by one that tries everything."""
    if name in HELD and not (name in ("examples",) and isinstance(value[0], ExampleCard)):
        return value
    if isinstance(value, str):
        return HOSTILE if value else value
    if isinstance(value, tuple):
        return tuple(hostile(part) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            f.name: hostile(getattr(value, f.name), f.name) for f in dataclasses.fields(value)
        }
        return replace(value, **changes)
    return value


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif dataclasses.is_dataclass(value):
        for f in dataclasses.fields(value):
            yield from texts(getattr(value, f.name))


def skeleton(page: Any) -> list[str]:
    """The elements of a page, in order; a drawing has as many as its labels have lines.

    What keeps a range on one line is left out: a text that is replaced holds none.
    """
    found = page.xpath("//*[not(ancestor::svg or self::span[@class='range'])]")
    return [element.tag for element in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_untrusted_text_is_never_markup(language: Language) -> None:
    made = hostile(document(language))
    assert sum(text == HOSTILE for text in texts(made)) > 130
    before = pages(document(language))
    for name, text in pages(made).items():
        page, plain_page = html.fromstring(text), html.fromstring(before[name])
        assert page.xpath(f"{SCRIPT} | //img | //*[@onerror]") == [], name
        assert skeleton(page) == skeleton(plain_page), name
        assert HOSTILE in page.text_content(), name


def test_untrusted_addresses_stay_within_their_attribute() -> None:
    url = "https://a.se/\"><script>alert(1)</script><a href='"
    made = replace(
        document(),
        sections=(
            section(
                Paragraph((Link("länk", url), Cite("(A)", ('x"><script>',)))),
            ),
            *(s for s in document().sections if s.id == "closing"),
        ),
    )
    made = replace_all(made, url)
    for name, text in pages(made).items():
        page = html.fromstring(text)
        assert page.xpath(SCRIPT) == [], name
    page = html.fromstring(pages(made)["report.html"])
    assert page.xpath("//a/@href").count(url) == 4


def replace_all(made: Document, url: str) -> Document:
    """With `url` as the address of every reference and contact."""

    def changed(value: Any) -> Any:
        if isinstance(value, Reference | ContactCard):
            return replace(value, url=url)
        if isinstance(value, tuple):
            return tuple(changed(part) for part in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type | Place):
            return replace(
                value,
                **{f.name: changed(getattr(value, f.name)) for f in dataclasses.fields(value)},
            )
        return value

    return changed(made)  # type: ignore[no-any-return]
