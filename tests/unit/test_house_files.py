"""House files: a logo and a Word template from outside, made safe, and where they are shown."""

import dataclasses
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from PIL import Image

from samklang.core.faults import FaultyInput
from samklang.core.theme.house_style import House
from samklang.package.logo import ATTRIBUTES, PNG_START, SHAPES, NoLogo, read_logo
from samklang.package.read import read
from samklang.package.word_template import NoTemplate, read_template
from samklang.package.write import write
from samklang.publication.build import build
from samklang.render.docx import report
from samklang.render.docx.xml import name as word
from samklang.render.html import single_page, site
from samklang.render.pictures import logo_png
from samklang.render.slides import deck
from samklang.render.summary import summary_pdf
from tests.samples import document
from tests.small_package import small_package

START = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">'
SHAPE = '<path d="M0 0h10v10z" fill="#123456"/>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def svg(inside: str) -> bytes:
    return f"{START}{inside}{SHAPE}</svg>".encode()


def png(width: int = 60, height: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#1b3a8a").save(out, "PNG")
    return out.getvalue()


def template(styles: str, part: str = "word/styles.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
        archive.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


def style(name: str, run: str = "", paragraph: str = "", based: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        f"{based}<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def test_a_logo_is_made_anew_of_shapes_alone() -> None:
    logo = read_logo(
        "style/logo.svg",
        svg('<metadata>hemligt</metadata><!-- x --><circle onclick="x()" class="c" r="5"/>'),
    )
    told = logo.content.decode()
    assert (logo.width, logo.height) == (200, 80)
    for gone in ("onclick", "hemligt", "<!--", "class"):
        assert gone not in told
    assert 'r="5"' in told
    assert 'fill="#123456"' in told


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p/></foreignObject>",
        '<image href="https://a.se/x.png"/>',
        '<use href="#a"/>',
        "<text>Namn</text>",
        "<style>@import url(https://a.se)</style>",
        '<g><g><animate attributeName="x"/></g></g>',
        "<g>" * 60 + "</g>" * 60,
        "<path/>" * 6000,
    ],
)
def test_what_a_logo_may_not_hold_is_refused_with_a_remedy(inside: str) -> None:
    with pytest.raises(NoLogo) as refused:
        read_logo("style/logo.svg", svg(inside))
    assert str(refused.value.remedy)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no svg",
        b'<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9000 1"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan 1"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 -5 1"/>',
        START.encode() + b" " * 300_000 + b"</svg>",
    ],
)
def test_what_is_no_logo_is_refused(content: bytes) -> None:
    with pytest.raises(NoLogo):
        read_logo("style/logo.svg", content)


@given(st.text(max_size=60), st.sampled_from(sorted(ATTRIBUTES)))
def test_no_attribute_leads_out_of_a_logo(value: str, key: str) -> None:
    root = etree.Element("{http://www.w3.org/2000/svg}svg", viewBox="0 0 200 80")
    child = etree.SubElement(root, "{http://www.w3.org/2000/svg}path")
    try:
        child.set(key, value)
        child.set("style", f"fill:url(https://a.se/x);{key}:url(javascript:{value})")
    except ValueError:
        return
    logo = read_logo("style/logo.svg", etree.tostring(root))
    for element in etree.fromstring(logo.content).iter():
        assert etree.QName(element).localname in SHAPES
        for given_value in element.attrib.values():
            assert ":" not in given_value
            assert "//" not in given_value


def test_a_png_keeps_its_pixels_and_nothing_more() -> None:
    whole = png()
    text = b"Author\0Anna"
    secret = (
        struct.pack(">I", len(text))
        + b"tEXt"
        + text
        + struct.pack(">I", zlib.crc32(b"tEXt" + text))
    )
    at = len(PNG_START) + 25
    logo = read_logo("style/logo.png", whole[:at] + secret + whole[at:] + b"more")
    assert b"Anna" not in logo.content
    assert not logo.content.endswith(b"more")
    assert Image.open(io.BytesIO(logo.content)).tobytes() == Image.open(io.BytesIO(whole)).tobytes()


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", PNG_START, png()[:-20], png()[:60] + b"x" + png()[61:], png(5000, 1000)],
)
def test_a_broken_or_large_png_is_refused(content: bytes) -> None:
    with pytest.raises(NoLogo):
        read_logo("style/logo.png", content)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_logo_or_a_refusal(content: bytes) -> None:
    for name in ("style/a.svg", "style/a.png"):
        with pytest.raises(NoLogo):
            read_logo(name, PNG_START + content if name.endswith("png") else content)


def test_a_template_s_styles_are_read_value_by_value() -> None:
    looks = read_template(
        template(
            style("Normal", '<w:rFonts w:ascii="Georgia"/><w:sz w:val="22"/>')
            + style(
                "heading 1",
                '<w:b w:val="0"/><w:color w:val="1B3A8A"/><w:sz w:val="40"/>',
                '<w:spacing w:before="240" w:after="99999999" w:line="480" w:lineRule="exact"/>',
                '<w:basedOn w:val="Normal"/>',
            )
            + style("Evil", '<w:rFonts w:ascii="x"/>')
        )
    )
    first, normal = looks
    assert (first.name, first.font, first.size, first.bold) == ("heading 1", "Georgia", 20, False)
    assert (first.colour, first.before, first.after, first.line) == ("#1b3a8a", 12, None, 24)
    assert (normal.name, normal.size, normal.colour) == ("normal", 11, None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        template(style("Normal"), part="word/other.xml"),
        template(style("Egen")),
        template(style("heading 1", '<w:color w:val="CCCCCC"/>')),
        template(style("Normal", based='<w:basedOn w:val="Normal"/>')),
        template("<w:style"),
    ],
)
def test_what_is_no_template_is_refused_with_a_remedy(content: bytes) -> None:
    with pytest.raises(NoTemplate) as refused:
        read_template(content)
    assert str(refused.value.remedy)


def test_the_report_takes_over_the_template_s_styles_and_no_markup_of_it() -> None:
    looks = read_template(
        template(
            style("Normal", '<w:rFonts w:ascii="Georgia"/>')
            + style("heading 1", '<w:color w:val="7A1F5C"/><w:sz w:val="44"/>')
        )
    )
    made = dataclasses.replace(document(), house=House(None, looks))
    with zipfile.ZipFile(io.BytesIO(report(made))) as archive:
        sheet = etree.fromstring(archive.read("word/styles.xml"))
        assert not [n for n in archive.namelist() if "vba" in n]
    by_id = {s.get(word("w:styleId")): s for s in sheet.iter(word("w:style"))}
    heading = by_id["Heading1"].find(word("w:rPr"))
    assert heading.find(word("w:color")).get(word("w:val")) == "7A1F5C"
    assert heading.find(word("w:sz")).get(word("w:val")) == "44"
    for id_ in ("Normal", "Heading2", "Note"):
        fonts = by_id[id_].find(f"{word('w:rPr')}/{word('w:rFonts')}")
        assert fonts.get(word("w:ascii")) == "Georgia"


@pytest.mark.parametrize("file", ["svg", "png"])
def test_the_logo_is_an_image_in_every_form(file: str) -> None:
    logo = read_logo(f"style/logo.{file}", svg("") if file == "svg" else png())
    made = dataclasses.replace(document(), house=House(logo))
    pages = site(made, files=[])
    assert pages[f"logo.{file}"] == logo.content
    shown = html.fromstring(pages["results.html"].decode()).xpath("//img[@class='logo']/@src")
    assert shown == [f"logo.{file}"]
    whole = html.fromstring(single_page(made).decode()).xpath("//img[@class='logo']/@src")
    assert [s.split(";")[0] for s in whole] == [
        "data:image/svg+xml" if file == "svg" else "data:image/png"
    ]
    for content, path in ((report(made), "word/media/logo.png"), (deck(made), "ppt/media/image")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert [n for n in archive.namelist() if n.startswith(path)]
    assert summary_pdf(made) != summary_pdf(document())
    assert Image.open(io.BytesIO(logo_png(logo))).width >= 60


def with_style(folder: Path, lines: str) -> Path:
    package = small_package(folder)
    theme = package / "theme.yaml"
    theme.write_text(f"{theme.read_text(encoding='utf-8')}style: {lines}\n", encoding="utf-8")
    (package / "style").mkdir()
    return package


def test_a_package_with_a_house_style_is_built_and_written_whole(tmp_path: Path) -> None:
    package = with_style(tmp_path / "a", "{logo: style/logo.svg, template: style/house.docx}")
    (package / "style" / "logo.svg").write_bytes(svg(""))
    (package / "style" / "house.docx").write_bytes(template(style("Normal", '<w:sz w:val="22"/>')))
    found = read(package)
    assert found.house.logo is not None
    write(found, tmp_path / "b")
    again = read(tmp_path / "b")
    assert (again.house, again.style) == (found.house, found.style)
    build(package, tmp_path / "out", progress=lambda _: None)
    assert (tmp_path / "out" / "sv" / "logo.svg").is_file()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("{logo: style/none.svg}", "there is no file"),
        ("{logo: ../../etc/passwd}", "there is no file"),
        ("{logo: style/bad.svg}", "a script"),
        ("{template: style/bad.svg}", "ending in .docx"),
        ("{template: style/bad.docx}", "not a Word file"),
    ],
)
def test_a_file_that_does_not_do_is_a_fault(lines: str, told: str, tmp_path: Path) -> None:
    package = with_style(tmp_path, lines)
    (package / "style" / "bad.svg").write_bytes(svg("<script/>"))
    (package / "style" / "bad.docx").write_bytes(b"x")
    with pytest.raises(FaultyInput) as faulty:
        read(package)
    (fault,) = faulty.value.faults
    assert told in str(fault.what)
