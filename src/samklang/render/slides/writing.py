"""Writing: text, boxes, rules and columns on a slide, with its language on every run."""

import copy
import io
import re
from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.shapes.base import BaseShape
from pptx.slide import Slide as Page
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from samklang.core.document.inline import Link, Text
from samklang.core.language.written import office_tag
from samklang.render import design
from samklang.render.case_picture import CasePicture
from samklang.render.design import Branding
from samklang.render.element import Element
from samklang.render.slides import fit
from samklang.render.slides.template import (
    BODY_HEIGHT,
    BODY_TOP,
    LEFT,
    ROOM,
    clean,
    points,
    rgb,
)

# The paper round a logo on a coloured ground.
EDGE = Inches(0.15)


class Pen:
    """Writes in one language, in a network's look."""

    def __init__(self, tag: str, branding: Branding):
        self.tag, self.branding = tag, branding

    def write(
        self,
        frame: TextFrame,
        texts: Sequence[str | Text],
        *,
        size: float | None,
        colour: str | None = None,
        bold: bool = False,
        italic: bool = False,
        lang: str = "",
        font: str | None = None,
        after: bool = False,
    ) -> None:
        """Writes paragraphs into a frame, the first into the one that is there, or `after` it."""
        frame.word_wrap = True
        for number, text in enumerate(texts):
            first = number == 0 and not after
            paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
            if number and size:
                paragraph.space_before = Pt(size * 0.5)
            for part in [text] if isinstance(text, str) else text:
                content = part if isinstance(part, str) else part.text
                run = paragraph.add_run()
                run.text = clean(content)
                style = run.font
                if size:
                    style.size = Pt(size)
                if bold or getattr(part, "strong", False):
                    style.bold = True
                if italic or getattr(part, "emphasis", False):
                    style.italic = True
                if font:
                    style.name = font
                if colour:
                    style.color.rgb = rgb(colour)
                if isinstance(part, Link) and not part.url.startswith("#"):
                    run.hyperlink.address = clean(part.url)
                own = getattr(part, "lang", "")
                tag = lang or (office_tag(own) if own else self.tag)
                run._r.get_or_add_rPr().set("lang", tag)

    def box(self, page: Page, left: int, top: int, width: int, height: int) -> TextFrame:
        """A text box without margins."""
        frame = page.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height)).text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.TOP
        return frame

    def rule(self, page: Page, left: int, top: int, width: int, colour: str) -> None:
        """A rule above a column; it says nothing to a screen reader."""
        line = page.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, Emu(left), Emu(top), Emu(left + width), Emu(top)
        )
        line.line.color.rgb = rgb(colour)
        line.line.width = Pt(2.25)
        decorative(line)

    def paper(self, page: Page, left: int, top: int, width: int, height: int) -> None:
        """White paper behind a logo, which is drawn for a light ground; it says nothing."""
        sheet = page.shapes.add_shape(
            MSO_SHAPE.RECTANGLE,
            Emu(left - EDGE),
            Emu(top - EDGE),
            Emu(width + 2 * EDGE),
            Emu(height + 2 * EDGE),
        )
        sheet.fill.solid()
        sheet.fill.fore_color.rgb = rgb(design.PAPER)
        sheet.line.fill.background()
        sheet.shadow.inherit = False
        decorative(sheet)

    def notes(self, page: Page, texts: Sequence[str]) -> None:
        """Speaker notes, after those that the slide has already."""
        frame = page.notes_slide.notes_text_frame
        assert frame is not None  # our notes' template has a place for text
        self.write(frame, [text for text in texts if text], size=None, after=bool(frame.text))

    def columns(
        self,
        page: Page,
        texts: Sequence[Sequence[str]],
        *,
        across: int,
        sizes: Sequence[float],
        colours: Sequence[str] | None,
        room: int = ROOM,
    ) -> None:
        """Short texts side by side under rules; the first line of each is its title.

        room: the width of all of them, in EMU.
        """
        gap = Inches(0.4)
        width = (room - gap * (across - 1)) // across
        down = -(-len(texts) // across)
        tall = (BODY_HEIGHT - Inches(0.3) * (down - 1)) // down
        limit, height = points(width), points(tall) - 8
        size = min(fit.largest(list(text), limit, height - 6, sizes, gap=0.25) for text in texts)
        for number, text in enumerate(texts):
            left = LEFT + (number % across) * (width + gap)
            top = BODY_TOP + (number // across) * (tall + Inches(0.3))
            self.rule(page, left, top, width, colours[number] if colours else self.branding.spruce)
            frame = self.box(page, left, top + Inches(0.1), width, tall - Inches(0.1))
            whole = [text[0], *text[1:]]
            while len(whole) > 1 and fit.height(whole, size, limit, gap=0.25) > height:
                over = fit.height(whole, size, limit, gap=0.25) - height
                last = fit.height([whole[-1]], size, limit)
                if last - over < size * fit.LEADING:
                    whole.pop()
                else:
                    whole[-1] = fit.shortened(whole[-1], size, limit, last - over)
                    break
            self.write(
                frame,
                [fit.shortened(whole[0], size, limit, height)],
                size=size,
                bold=True,
                font=self.branding.serif,
            )
            for line in whole[1:]:
                paragraph = frame.add_paragraph()
                paragraph.space_before = Pt(3)
                run = paragraph.add_run()
                run.text = clean(line)
                run.font.size = Pt(size)
                run._r.get_or_add_rPr().set("lang", self.tag)
                if address := _address(line):
                    run.hyperlink.address = address

    def photo(self, page: Page, picture: CasePicture, box: tuple[int, int, int, int]) -> None:
        """A picture as large as its box (left, top, width, height), whose it is below."""
        left, top, width, height = box
        credit = Inches(0.6) if picture.credit else 0
        scale = min(width / picture.width, (height - credit) / picture.height)
        size = round(picture.width * scale), round(picture.height * scale)
        shape = page.shapes.add_picture(
            io.BytesIO(picture.content), Emu(left), Emu(top), Emu(size[0]), Emu(size[1])
        )
        properties(shape).set("descr", clean(picture.alt))
        shape.name = clean(picture.alt)[:60]
        if credit:
            frame = self.box(page, left, top + size[1], width, credit)
            words = fit.shortened(picture.credit, 14, points(width), points(credit))
            self.write(frame, [words], size=14)


def _address(line: str) -> str:
    """The address that a line leads to, where it is one as a whole."""
    if line.startswith(("https://", "http://")):
        return clean(line)
    return f"mailto:{clean(line)}" if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", line) else ""


def bold_start(paragraph: Any, start: str) -> None:
    """Splits a paragraph's run so that its label stands in bold."""
    run = paragraph.runs[0]
    text = run.text
    element = copy.deepcopy(run._r)
    run.text = start
    run.font.bold = True
    run._r.addnext(element)
    paragraph.runs[1].text = text[len(start) :]


def properties(shape: BaseShape) -> Element:
    """The element that holds a shape's number, name and alternative text, whatever its kind."""
    return next(shape.element.iter(qn("p:cNvPr")))


def decorative(shape: BaseShape) -> None:
    """Marks a shape as decoration (MS-ODRAWXML, 2.20.1): a screen reader passes it by."""
    extensions = etree.SubElement(properties(shape), qn("a:extLst"))
    extension = etree.SubElement(extensions, qn("a:ext"))
    extension.set("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    mark = etree.SubElement(extension, f"{{{space}}}decorative", nsmap={"adec": space})
    mark.set("val", "1")
