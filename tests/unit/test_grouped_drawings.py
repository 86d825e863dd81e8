"""Drawings of the one-file report: lighter, and drawn as before."""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

from lxml import html

from samklang.core.document.blocks import ExampleMap, Examples
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Link
from samklang.core.document.map_places import Place
from samklang.render import design
from samklang.render.charts import map_svg
from samklang.render.html import single_page
from samklang.render.html.grouped import grouped
from samklang.render.html.one_file import FEW_LISTED
from tests.samples import document, example

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="9" fill="#111">
<line x1="1" stroke="#cfd8d2" stroke-width="1"/>
<line x1="2" stroke="#cfd8d2" stroke-width="1"/>
<rect x="1" fill="#a61e3c"/>
<rect x="1" fill="url(#s)"/>
<text x="1" fill="#111" data-in-bar="" font-weight="600">1 &lt; 2</text>
<text x="2" fill="#111" data-in-bar="" font-weight="600">16 %</text>
</svg>"""


MANY = FEW_LISTED + 30
PLACE = Place("2514", "Kalix", ("exempel-1",))
KALIX = ExampleMap("map", 3, "Karta", "Karta.", ("25",), (PLACE,), "")
Element = tuple[str, dict[str, str], str]


def with_examples(many: int, address: str = "") -> Document:
    """A report with one example whole, and the rest in a list."""
    examples = tuple(replace(example(1), id=f"exempel-{n}") for n in range(1, many + 1))
    places = (replace(PLACE, examples=tuple(e.id for e in examples)),)
    blocks = (replace(KALIX, places=places), Examples(examples, "Om dem.", whole=("exempel-1",)))
    section = Section("examples", "Exempel", (), blocks)
    return replace(document(), sections=(section,), address=address)


def drawn(svg: str) -> list[Element]:
    """Each element with what it has itself and of its groups."""

    def within(one: ElementTree.Element, more: dict[str, str]) -> Iterator[Element]:
        for child in one:
            has = more | child.attrib
            if child.tag.endswith("}g"):
                yield from within(child, has)
            else:
                yield child.tag, has, child.text or ""

    return list(within(ElementTree.fromstring(svg), {}))


def test_elements_that_look_alike_say_it_once_and_look_as_before() -> None:
    made = grouped(f"<p>a</p>{DRAWING}<p>b</p>")
    assert made.startswith("<p>a</p><svg")
    assert made.endswith("</svg><p>b</p>")
    svg = made[len("<p>a</p>") : -len("<p>b</p>")]
    assert drawn(svg) == drawn(DRAWING)
    assert svg.count("<g ") == 2
    assert svg.count('stroke-width="1"') == 1
    # What the style looks for stays where it was.
    assert svg.count('stroke="#cfd8d2"') == 2
    assert [child.tag.rpartition("}")[2] for child in ElementTree.fromstring(svg)] == [
        "g",
        "rect",
        "rect",
        "g",
    ]


def test_the_land_of_a_map_is_there_once_and_used_again() -> None:
    wide, narrow = (map_svg(KALIX, "sv", design.HOUSE, narrow=n) for n in (False, True))
    first, second = grouped(f"{wide}<hr>{narrow}").split("<hr>")
    assert drawn(first) == drawn(wide)
    assert f'<g id="{KALIX.anchor}-map-land"' in first
    assert second.count(f'<use href="#{KALIX.anchor}-map-land"/>') == 1
    land = sum(tag.endswith("}path") for tag, *_ in drawn(wide))
    assert land > 10
    assert not any(tag.endswith("}path") for tag, *_ in drawn(second))


def test_the_one_file_report_lists_some_and_leads_to_the_catalogue_for_the_rest() -> None:
    few, many = (len(single_page(with_examples(n))) for n in (MANY, 20 * MANY))
    assert many - few < 1_000
    for address, root in (("", ""), ("https://norr.se/1/", "https://norr.se/1/sv/")):
        page = html.fromstring(single_page(with_examples(MANY, address)).decode())
        assert len(page.xpath("//ul[@class='listed']/li")) == FEW_LISTED
        # One is whole, and the rest is counted.
        more = page.xpath("//p[@class='more']/a")[-1]
        assert str(MANY - FEW_LISTED - 1) in more.text_content()
        assert more.get("href") == f"{root}examples/index.html"
        assert page.xpath("//figure[@class='map']//li")[0].text_content() == f"Kalix: {MANY}"
        ids = set(page.xpath("//@id"))
        for target in page.xpath("//a/@href[contains(., 'example')]"):
            inside = target[1:] in ids
            assert inside or target.startswith(("https://", "mailto:", "examples/")), target


def test_a_link_to_an_example_that_is_left_out_leads_to_its_page() -> None:
    made = with_examples(MANY)
    last = f"example-exempel-{MANY}"
    linked = replace(made.sections[0], lead=(Link("Sist", f"#{last}"),))
    page = html.fromstring(single_page(replace(made, sections=(linked,))).decode())
    assert page.xpath("//a[text()='Sist']/@href") == [f"examples/{last}.html"]
