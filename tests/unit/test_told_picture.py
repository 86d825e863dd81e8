"""An example's picture stands in its box of the report and on its slide, with what it shows."""

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation

from samklang.core.document.blocks import Examples
from samklang.core.document.document import Document
from samklang.core.document.example_card import CardPicture
from samklang.render.case_picture import SIDE, case_picture
from samklang.render.docx import report as docx
from samklang.render.html.pages import single_page, site
from samklang.render.pdf.content import report_content
from samklang.render.slides import deck
from tests.samples import document as sample
from tests.samples import example

FILE = "pictures/buss.jpg"


@pytest.fixture
def document() -> Document:
    """The sample document with one example told, which has a picture wider than it is high."""
    made = io.BytesIO()
    Image.new("RGB", (1600, 400), "teal").save(made, "JPEG")
    seen = CardPicture(FILE, "En buss <med> kaffe", "Anna Öberg")
    card = replace(example(1), pictures=(seen,))
    sections = tuple(
        replace(
            section,
            blocks=tuple(
                replace(block, examples=(card,), whole=(card.id,))
                if isinstance(block, Examples)
                else block
                for block in section.blocks
            ),
        )
        for section in sample().sections
    )
    return replace(sample(), sections=sections, pictures={FILE: made.getvalue()})


def test_it_is_made_small_and_keeps_its_shape(document: Document) -> None:
    card = replace(example(1), pictures=(CardPicture(FILE, "a", "b"),))
    told = case_picture(card, document)
    assert told is not None
    assert (told.width, told.height) == (SIDE, SIDE // 4)
    assert case_picture(card, replace(document, pictures={})) is None
    assert case_picture(example(1), document) is None


def test_the_box_on_the_web_shows_it_by_its_file_and_the_one_page_holds_it(
    document: Document,
) -> None:
    pages = site(document, files=())
    box = pages["examples.html"].decode()
    assert 'src="examples/pictures/buss.jpg" alt="En buss &lt;med&gt; kaffe"' in box
    assert "examples/pictures/buss.jpg" in pages
    alone = single_page(document).decode()
    assert 'src="data:image/jpeg;base64,' in alone
    assert "<figcaption>Anna Öberg</figcaption>" in alone


def test_the_report_has_it_with_what_it_shows(document: Document) -> None:
    drawings = {b.id: "<svg/>" for _, b in document.blocks() if hasattr(b, "number")}  # type: ignore[union-attr]
    content = report_content(document, drawings)
    (told,) = [
        block["examples"][0]["picture"]
        for section in content["sections"]
        for block in section["blocks"]
        if block["kind"] == "Examples"
    ]
    assert (told["alt"], told["credit"], told["shape"]) == ("En buss <med> kaffe", "Anna Öberg", 4)


def test_the_word_file_has_it_with_what_it_shows(document: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(docx(document))) as archive:
        main = etree.fromstring(archive.read("word/document.xml"))
        with Image.open(io.BytesIO(archive.read("word/media/example1.jpg"))) as picture:
            assert picture.size == (SIDE, SIDE // 4)
        assert b'Extension="jpg"' in archive.read("[Content_Types].xml")
    (about,) = main.findall(".//{*}docPr[@descr='En buss <med> kaffe']")
    extent = about.getparent().find("{*}extent")
    assert int(extent.get("cx")) / int(extent.get("cy")) == pytest.approx(4, abs=0.01)
    assert "Anna Öberg" in "".join(main.itertext())


def test_its_slide_has_it_with_what_it_shows(document: Document) -> None:
    pictures = [
        shape
        for slide in Presentation(io.BytesIO(deck(document))).slides
        for shape in slide.shapes
        if shape._element.tag.endswith("}pic")
    ]
    (one,) = [p for p in pictures if p._element.nvPicPr.cNvPr.get("descr") == "En buss <med> kaffe"]
    assert one.width / one.height == pytest.approx(4, abs=0.01)
