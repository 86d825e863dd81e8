"""Share pictures: their size, that all text is there and inside, and what the pages say of them."""

import dataclasses
import io
from typing import Any

import pytest
from lxml import etree, html
from PIL import Image

from samklang.core.document.blocks import Figure
from samklang.core.document.document import Document, Section
from samklang.render.html import single_page, site
from samklang.render.share import HEIGHT, WIDTH, share_files, share_svg
from samklang.render.share.picture import exhibits
from tests.sample_tables import share_table
from tests.samples import document, figure

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=["sv", "en"])
def issue(request: pytest.FixtureRequest) -> tuple[Document, dict[str, bytes]]:
    made = document(request.param)
    return made, share_files(made)


def words(root: Any) -> str:
    return " ".join("".join(t.itertext()) for t in root.iter(f"{SVG}text"))


def one(**changes: Any) -> tuple[Document, Any]:
    """The picture of a figure, parsed."""
    shown = figure(share_table(), **changes)
    made = dataclasses.replace(document(), sections=(Section("s", "S", (), (shown,)),))
    return made, etree.fromstring(share_svg(made, shown).encode())


def test_every_figure_and_map_has_both_forms(issue: tuple[Document, dict[str, bytes]]) -> None:
    ids = ["q1", "statements", "map", "factors"]
    assert set(issue[1]) == {f"share/{i}.{kind}" for i in ids for kind in ("svg", "png")}


def test_the_png_is_1200_by_630(issue: tuple[Document, dict[str, bytes]]) -> None:
    for name, content in issue[1].items():
        if name.endswith(".png"):
            picture = Image.open(io.BytesIO(content))
            assert picture.size == (WIDTH, HEIGHT) == (1200, 630)
            colours = picture.convert("RGB").getcolors(1 << 20)
            assert colours is not None
            assert len(colours) > 50


def test_title_source_network_and_mark_are_written(
    issue: tuple[Document, dict[str, bytes]],
) -> None:
    made, files = issue
    told = words(etree.fromstring(files["share/q1.svg"]))
    for text in (made.figures[0].title, made.network, made.title, "n = 32", "66"):
        assert text in told
    assert ("Syntetiska svar" if made.language == "sv" else "Synthetic answers") in told


def test_without_invented_answers_there_is_no_mark() -> None:
    """The mark is the figure's own: that other answers of the report are invented says nothing."""
    made, root = one(synthetic=False)
    assert made.synthetic
    assert "Syntetiska" not in words(root)


def test_a_map_of_real_places_is_not_called_invented_and_names_its_sources() -> None:
    made = document()
    assert made.synthetic
    (block,) = (b for b in exhibits(made) if not isinstance(b, Figure))
    told = words(etree.fromstring(share_svg(made, block).encode()))
    assert "Syntetiska" not in told
    assert "Källa: de källor som står vid varje exempel i" in " ".join(told.split())


def test_the_marks_are_explained_in_the_picture() -> None:
    _, root = one()
    told = " ".join(words(root).split())
    assert "Strecket visar konfidensintervallet, klammern känslighetsbandet." in told


@pytest.mark.parametrize("title", ["Kort", "Ett längre namn på en figur om samverkan " * 3])
def test_a_title_is_whole_and_within_the_picture(title: str) -> None:
    _, root = one(title=title.strip())
    told = " ".join(words(root).split())
    assert title.strip() in told
    assert "…" not in told


def test_a_title_in_lines_has_no_word_alone_on_the_last() -> None:
    title = "Har utvecklat nytänkande lösningar under året, efter län"
    _, root = one(title=title)
    heads = [t.text for t in root.iter(f"{SVG}text") if t.text and t.text in title]
    assert len(heads) == 2
    assert " ".join(heads) == title
    assert min(map(len, heads)) > 0.7 * max(map(len, heads))


def test_a_title_without_end_is_cut_with_a_sign() -> None:
    for title in ("ord " * 900, "x" * 5000):
        _, root = one(title=title)
        assert "…" in words(root)


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "&lt; ]]> --> </svg>", "{{ 7*7 }}", "🎉 日本 \x00\x0b"]
)
def test_hostile_text_is_only_text(value: str) -> None:
    made, root = one(title=value, alt=value, base=value)
    assert not list(root.iter(f"{SVG}script"))
    shown = share_files(made)
    assert len(shown) == 2
    if value.isascii() and value.isprintable():
        assert value in words(root)


def test_nothing_is_fetched(issue: tuple[Document, dict[str, bytes]]) -> None:
    for name, content in issue[1].items():
        if name.endswith(".svg"):
            text = content.decode().replace("http://www.w3.org/2000/svg", "")
            assert "http" not in text
            assert text.count("url(data:font/woff2;base64,") == 3


def test_the_same_document_gives_the_same_bytes(issue: tuple[Document, dict[str, bytes]]) -> None:
    assert share_files(issue[0]) == issue[1]


def meta(page: bytes, name: str) -> str:
    found = html.fromstring(page).xpath(f"//meta[@property='{name}']/@content")
    return str(found[0]) if found else ""


def test_pages_name_their_picture_by_a_whole_address_only_where_there_is_one() -> None:
    pages = site(document(), files=[])
    assert meta(pages["results.html"], "og:image") == "share/q1.png"
    assert meta(pages["examples.html"], "og:image") == "share/map.png"
    assert meta(pages["analysis.html"], "og:image") == ""
    examples = [page for name, page in pages.items() if name.startswith("examples/example-")]
    assert {meta(page, "og:image") for page in examples} == {"../share/map.png"}
    made = dataclasses.replace(document(), address="https://example.org/rapport/")
    there = meta(site(made, files=[])["results.html"], "og:image")
    assert there == "https://example.org/rapport/sv/share/q1.png"


def test_each_figure_offers_its_picture_on_the_site_alone() -> None:
    page = html.fromstring(site(document(), files=[])["results.html"])
    links = page.xpath("//figure//a[@download]/@href")
    assert links == ["share/q1.png", "share/q1.svg", "share/statements.png", "share/statements.svg"]
    assert "share/q1.png" not in single_page(document()).decode()
