"""Drawings: native charts with their workbooks, the map and photographs, in line with the text."""

from samklang.core.document.blocks import ExampleMap, Figure
from samklang.core.document.method_box import ReadingChart
from samklang.core.language.wording import Language
from samklang.core.theme.house_style import Logo
from samklang.render.case_picture import CasePicture
from samklang.render.charts import map_svg, reading_svg
from samklang.render.design import Branding
from samklang.render.docx.styles import TEXT_WIDTH
from samklang.render.docx.xml import NAMESPACES, add, clean
from samklang.render.element import Element
from samklang.render.pdf.tables import size
from samklang.render.pictures import logo_png, logo_size, png

EMU, POINT = 635, 12_700  # in a twip, in a point
WIDTH = TEXT_WIDTH * EMU
# A map is no taller, so that its caption stands on the same page.
TALLEST = 11_000 * EMU // 2
POINTS = 9.0
# The room of a logo: 55 mm by 22 mm.
LOGO = (1_980_000, 792_000)
# The room of an example's picture: 90 mm by 70 mm.
PHOTO = (3_240_000, 2_520_000)
# The width of the example that shows how a chart is read: 120 mm.
READING = 4_320_000
# A chart's rows and frame in EMU.
ROW, FRAME = 290_000, 420_000
MOST = 8_200_000
# Points: what a page has for a chart and its table besides their words and a heading; and the share
# of their height that the chart's rows keep at the least so that they fit.
BOTH, KEPT = 436.0, 0.66
# Points: what programs give the names of rows at the least, a line of theirs, and what is free.
NAMES, LEADING, PADDING = WIDTH / POINT * 0.4, 11.0, 1.0
# A chart whose rows stand beside each other.
OF_POINTS = 2_000_000


class Drawings:
    """The drawings of one document, with the parts that hold them."""

    def __init__(self, language: Language, branding: Branding):
        self.language, self.branding = language, branding
        self.parts: dict[str, bytes] = {}
        self.relations: dict[str, tuple[str, str]] = {}

    def chart(self, paragraph: Element, figure: Figure, tag: str, *, table: float) -> None:
        """The figure as a chart that Word and LibreOffice can edit, workbook and all.

        table: the height in points of the table that it shares a page with.
        """
        # python-pptx is slow to bring in, and a report without figures needs no charts.
        from samklang.render.slides.chart import chart_part
        from samklang.render.slides.workbook import workbook

        tall = _height(figure, self.language, table)
        number = sum(part.startswith("word/charts/chart") for part in self.parts) + 1
        self.parts[f"word/charts/chart{number}.xml"] = chart_part(
            figure,
            self.language,
            self.branding,
            tag,
            points=POINTS,
            room=(WIDTH / POINT, tall / POINT),
        )
        self.parts[f"word/embeddings/workbook{number}.xlsx"] = workbook(figure, self.language)
        id_ = self._relation("chart", f"charts/chart{number}.xml")
        data = self._inline(paragraph, figure.title, figure.alt, WIDTH, tall, "c")
        add(data, "c:chart", r__id=id_)
        data.set("uri", NAMESPACES["c"])

    def logo(self, paragraph: Element, logo: Logo, network: str) -> None:
        """The network's logo as a picture."""
        width, height = logo_size(logo, most=LOGO)
        self.parts["word/media/logo.png"] = logo_png(logo)
        self._picture(paragraph, "logo.png", network, network, round(width), round(height))

    def map(self, paragraph: Element, block: ExampleMap, language: Language) -> None:
        """The map as a picture, sharp in print."""
        svg = map_svg(block, language, self.branding)
        wide, high = size(svg)
        width, height = round(TALLEST * wide / high), TALLEST
        if width > WIDTH:
            width, height = WIDTH, round(WIDTH * high / wide)
        self.parts["word/media/map.png"] = png(svg, width=round(width / 914_400 * 220))
        self._picture(paragraph, "map.png", block.title, block.alt, width, height)

    def reading(self, paragraph: Element, chart: ReadingChart, language: Language) -> None:
        """The example that shows how a chart is read, as a picture."""
        svg = reading_svg(chart, language, self.branding)
        wide, high = size(svg)
        self.parts["word/media/reading.png"] = png(svg, width=round(READING / 914_400 * 220))
        tall = round(READING * high / wide)
        self._picture(paragraph, "reading.png", chart.about, chart.alt, READING, tall)

    def photo(self, paragraph: Element, picture: CasePicture, title: str) -> None:
        """An example's picture, with what it shows."""
        number = sum(part.startswith("word/media/example") for part in self.parts) + 1
        file = f"example{number}.jpg"
        self.parts[f"word/media/{file}"] = picture.content
        scale = min(PHOTO[0] / picture.width, PHOTO[1] / picture.height)
        width, height = round(picture.width * scale), round(picture.height * scale)
        self._picture(paragraph, file, title, picture.alt, width, height)

    def _picture(
        self, paragraph: Element, file: str, title: str, alt: str, width: int, height: int
    ) -> None:
        id_ = self._relation("image", f"media/{file}")
        data = self._inline(paragraph, title, alt, width, height, "pic")
        data.set("uri", NAMESPACES["pic"])
        picture = add(data, "pic:pic")
        about = add(picture, "pic:nvPicPr")
        add(about, "pic:cNvPr", id=0, name=file)
        add(about, "pic:cNvPicPr")
        fill = add(picture, "pic:blipFill")
        add(fill, "a:blip", r__embed=id_)
        add(add(fill, "a:stretch"), "a:fillRect")
        shape = add(picture, "pic:spPr")
        frame = add(shape, "a:xfrm")
        add(frame, "a:off", x=0, y=0)
        add(frame, "a:ext", cx=width, cy=height)
        add(add(shape, "a:prstGeom", prst="rect"), "a:avLst")

    def _relation(self, kind: str, target: str) -> str:
        id_ = f"rIdDrawing{len(self.relations) + 1}"
        self.relations[id_] = (kind, target)
        return id_

    def _inline(
        self, paragraph: Element, title: str, alt: str, width: int, height: int, prefix: str
    ) -> Element:
        """The frame of a drawing; its graphic data is filled in by the caller."""
        inline = add(
            add(add(paragraph, "w:r"), "w:drawing"), "wp:inline", distT=0, distB=0, distL=0, distR=0
        )
        add(inline, "wp:extent", cx=width, cy=height)
        add(inline, "wp:effectExtent", l=0, t=0, r=0, b=0)
        add(
            inline,
            "wp:docPr",
            id=len(self.relations),
            name=f"{prefix}{len(self.relations)}",
            descr=clean(alt),
            title=clean(title),
        )
        add(inline, "wp:cNvGraphicFramePr")
        return add(add(inline, "a:graphic"), "a:graphicData", uri="")


def _height(figure: Figure, language: Language, table: float) -> int:
    """A chart's height: by its rows, their names, and the bars that stand beside each other."""
    # As above.
    from samklang.render.slides.legend import height
    from samklang.render.slides.workbook import name_lines

    rows, series = len(figure.table.rows), len(figure.table.series)
    if figure.of_points:
        return OF_POINTS
    each: float = ROW
    if figure.end_to_end:
        each = ROW * 9 // 8
    elif series > 1:
        each = ROW * (2 + series) // 3
    names = max(300_000, round(height(figure, WIDTH / POINT, POINTS) * POINT)) if series > 1 else 0
    shared = (BOTH - table) * POINT - FRAME - names
    lines = name_lines(figure, language, size=POINTS, room=NAMES)
    named = (lines * LEADING + PADDING) * POINT
    each = max(min(each, shared / max(rows, 1)), each * KEPT, named)
    return min(round(FRAME + rows * each + names), MOST)
