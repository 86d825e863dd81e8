"""Reading: how a chart is read, shown on an example as office programs draw it."""

import io

from pptx.slide import Slide as Page
from pptx.util import Emu, Inches

from samklang.core.document.deck import Slide
from samklang.core.document.method_box import MethodBox
from samklang.core.language.wording import Language
from samklang.render.charts import reading_svg
from samklang.render.pdf.tables import size
from samklang.render.pictures import png
from samklang.render.slides import fit
from samklang.render.slides.template import BODY_HEIGHT, BODY_TOP, LEFT, ROOM, clean, points
from samklang.render.slides.writing import Pen, bold_start, properties

# Its smallest text, 13 units of 640, is 14 points then.
WIDE = Inches(9.57)
SHARP = 1600


def add_reading(pen: Pen, slide: Slide, page: Page, language: Language) -> None:
    """The example with the names of its marks, and below it what each of them is."""
    box = slide.content
    assert isinstance(box, MethodBox)
    read = box.reading_in_office
    used = 0
    if read.chart:
        svg = reading_svg(read.chart, language, pen.branding)
        across, down = size(svg)
        used = round(WIDE * down / across)
        picture = page.shapes.add_picture(
            io.BytesIO(png(svg, width=SHARP)), LEFT, BODY_TOP, WIDE, Emu(used)
        )
        properties(picture).set("descr", clean(read.chart.alt))
        used += Inches(0.15)
    texts = [f"{fact.label}: {fact.value}" for fact in read.short]
    room, tall = points(ROOM), points(BODY_HEIGHT - used)
    lines = fit.largest(texts, room, tall, (20, 18, 16, fit.NOTE), gap=0.15)
    frame = pen.box(page, LEFT, BODY_TOP + used, ROOM, BODY_HEIGHT - used)
    pen.write(frame, texts, size=lines)
    for paragraph, fact in zip(frame.paragraphs, read.short, strict=True):
        bold_start(paragraph, clean(f"{fact.label}:"))
