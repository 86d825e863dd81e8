"""A figure in another's frame, and the short address that it carries."""

import html as entities
import json
import re
from dataclasses import replace

import pytest
from lxml import html

from samklang.core.document.blocks import ExampleMap, Figure
from samklang.core.document.document import Document
from samklang.core.document.short_codes import (
    LETTERS,
    MORE,
    printed_address,
    short_address,
    short_codes,
)
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render.html import embeds, site, standings
from samklang.render.pdf import content
from samklang.render.share.picture import share_svg
from tests.samples import document

ADDRESS = "https://norr.example/rapporter/norr/innovation/1/"
# What a frame may weigh.
MOST = 30_000
CODE = re.compile(r"<code>(.*?)</code>")


def published(language: Language = "sv") -> Document:
    return replace(document(language), address=ADDRESS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_map_has_a_page_with_its_table_inside(language: Language) -> None:
    made = published(language)
    pages = embeds(made)
    blocks = [b for _, b in made.blocks() if isinstance(b, Figure | ExampleMap)]
    assert set(pages) == {f"embed/{block.id}.html" for block in blocks}
    for block in blocks:
        content = pages[f"embed/{block.id}.html"]
        assert len(content) <= MOST, block.id
        page = html.fromstring(content.decode())
        assert page.get("lang") == language
        assert page.xpath("//script") == []
        # All that a page needs is inside it.
        assert page.xpath("//link[@rel='stylesheet'] | //img | //iframe") == []
        assert page.xpath("//base/@target") == ["_blank"]
        assert short_address(made, block.id) in page.xpath("//a/@href")
        if isinstance(block, Figure):
            shown = [row.label for row in block.table.rows]
            labels = [" ".join(th.text_content().split()) for th in page.xpath("//tbody//th")]
            assert [label for label in labels if label in shown] == shown
            assert ("syntet" in content.decode().lower()) == block.synthetic


def test_the_site_gives_the_line_that_embeds_a_figure() -> None:
    made = published()
    text = site(made, files=[])["results.html"].decode()
    (figure,) = (f for f in made.figures if f.id == "q1")
    line = next(one for one in map(entities.unescape, CODE.findall(text)) if "embed/q1" in one)
    frame = html.fromstring(line)
    assert frame.tag == "iframe"
    assert frame.get("src") == f"{ADDRESS}sv/embed/q1.html"
    assert frame.get("title") == figure.headline
    assert "script" not in line
    assert "\n" not in line
    # Where nobody knows where the report lies there is no such line.
    assert "iframe" not in site(document(), files=[])["results.html"].decode()


def test_codes_are_of_theme_edition_and_figure_alone() -> None:
    made = document("sv")
    codes = short_codes(made)
    assert len(set(codes.values())) == len(codes) >= 4
    assert all(set(code) <= set(LETTERS) for code in codes.values())
    assert codes == short_codes(document("en"))
    assert codes == short_codes(replace(made, dataset_hash="f" * 64, title="En annan"))
    other = short_codes(replace(made, edition="2"))
    assert not set(codes.values()) & set(other.values())
    assert short_address(made, "q1") == printed_address(made, "q1") == ""
    assert printed_address(published(), "q1") == f"{ADDRESS[8:]}s/{codes['q1']}"


def test_codes_that_meet_are_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samklang.core.document.short_codes.LENGTH", 0)
    codes = short_codes(document())
    assert {len(code) for code in codes.values()} == {MORE}
    assert len(set(codes.values())) == len(codes)


def test_a_short_address_says_what_it_is_in_every_language() -> None:
    found = standings({language: published(language) for language in LANGUAGES})
    codes = short_codes(published())
    assert json.loads(found["s/codes.json"]) == {code: id_ for id_, code in codes.items()}
    page = html.fromstring(found[f"s/{codes['q1']}/index.html"].decode())
    assert [one.text for one in page.xpath("//h1 | //h2")] == ["Gäller", "In force"]
    links = page.xpath("//main//a/@href")
    assert links[0] == "../../sv/results.html#figure-q1"
    assert "../../en/results.html#figure-q1" in links


def test_pictures_and_slides_carry_it() -> None:
    made = published()
    (figure,) = (f for f in made.figures if f.id == "q1")
    printed = printed_address(made, "q1")
    assert printed in share_svg(made, figure)
    assert printed not in share_svg(document(), figure)
    drawings = {b.id: "<svg viewBox='0 0 9 9'></svg>" for _, b in made.blocks() if hasattr(b, "id")}
    held = content._Content(made, drawings, set())
    assert held.holds(figure).endswith(printed)


def test_untrusted_text_stays_text() -> None:
    hostile = """"></iframe><script>alert(1)</script>' {{ 7*7 }}"""
    made = replace(published(), title=hostile, network=hostile)
    section = made.sections[2]
    blocks = tuple(
        replace(b, title=hostile) if isinstance(b, Figure) else b for b in section.blocks
    )
    made = replace(
        made, sections=(*made.sections[:2], replace(section, blocks=blocks), *made.sections[3:])
    )
    for name, text in embeds(made).items():
        assert html.fromstring(text.decode()).xpath("//script") == [], name
    page = site(made, files=[])["results.html"].decode()
    line = next(one for one in map(entities.unescape, CODE.findall(page)) if "embed/q1" in one)
    assert html.fromstring(line).get("title") == hostile


def test_words_of_a_wide_drawing_are_not_cut_where_a_reader_s_font_is_wider() -> None:
    """The names of rows begin left of the drawing where a font is wider than the one measured."""
    made = published()
    figure = next(b for _, b in made.blocks() if isinstance(b, Figure))
    page = embeds(made)[f"embed/{figure.id}.html"].decode()
    for sheet in (page, site(made, files=[])["style.css"].decode()):
        after = sheet[sheet.index("figure svg { display: block") :]
        assert ".wide svg { overflow: visible; }" in after[:200]
    assert html.fromstring(page).xpath("//*[@class='wide']//*[local-name() = 'svg']")
