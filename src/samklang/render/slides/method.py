"""Method: how the survey was made, as facts and a native table of who answered."""

from pptx.enum.text import PP_ALIGN
from pptx.slide import Slide as Page
from pptx.util import Emu, Inches

from samklang.core.document.deck import Slide
from samklang.core.document.method_box import MethodBox
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.slides import fit
from samklang.render.slides.template import BODY_HEIGHT, BODY_TOP, LEFT, ROOM, clean, points
from samklang.render.slides.writing import Pen, bold_start, properties


def add_method(pen: Pen, slide: Slide, page: Page, language: Language) -> None:
    """The facts of a method box, and its groups beside them."""
    box = slide.content
    assert isinstance(box, MethodBox)
    wide = Inches(6.5) if box.strata else ROOM
    texts = [f"{fact.label}: {fact.value}" for fact in box.facts]
    room, tall = points(wide), points(BODY_HEIGHT)
    # It is looked up; and a face that stands in for ours is wider.
    size = fit.largest(texts, room, tall * 0.85, (20, 18, 16), gap=0.4)
    if fit.height(texts, size, room, gap=0.4) > tall:
        each = tall / len(texts) - size * 0.4
        texts = [fit.shortened(text, size, room, each) for text in texts]
    frame = pen.box(page, LEFT, BODY_TOP, wide, BODY_HEIGHT)
    pen.write(frame, texts, size=size)
    for paragraph, fact in zip(frame.paragraphs, box.facts, strict=True):
        bold_start(paragraph, clean(f"{fact.label}:"))
    if box.strata:
        _strata(pen, page, box, language)


def _strata(pen: Pen, page: Page, box: MethodBox, language: Language) -> None:
    """Who answered, as a native table with a header row."""
    rows = box.strata[:9]
    left, width = LEFT + Inches(6.9), Inches(4.83)
    title = pen.box(page, left, BODY_TOP, width, Inches(0.35))
    pen.write(title, [box.strata_title], size=14, colour=design.MUTED)
    frame = page.shapes.add_table(
        len(rows) + 1, 4, Emu(left), Inches(2.15), width, Emu(Inches(0.4) * (len(rows) + 1))
    )
    alt = phrase(language, "slides.table_alt", title=box.strata_title)
    properties(frame).set("descr", clean(alt))
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    # Where Source Sans is missing, its place is taken by wider letters.
    for index, inches in enumerate((1.6, 1.1, 1.35, 0.78)):
        table.columns[index].width = Inches(inches)
    header = [phrase(language, f"slides.{k}") for k in ("stratum", "invited", "answered", "rate")]
    hidden = phrase(language, "charts.protected")
    lines = [
        [
            row.label,
            str(row.invited),
            hidden if row.answered is None else str(row.answered),
            "–" if row.rate is None else numbers.percent(row.rate, language),
        ]
        for row in rows
    ]
    for r, line in enumerate([header, *lines]):
        for c, text in enumerate(line):
            cell = table.cell(r, c)
            cell.fill.background()
            cell.margin_left = cell.margin_right = Inches(0.05)
            pen.write(cell.text_frame, [text], size=14, bold=r == 0, colour=design.INK)
            if c:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
