"""One page: the summary set by typst on exactly one A4 page."""

from importlib.resources import files

from samklang.core.document.document import Document
from samklang.core.language.phrases import phrase
from samklang.core.report.summary import Summary, method_line, summary
from samklang.render.charts import figure_svg
from samklang.render.charts.key import key_text
from samklang.render.design import Branding
from samklang.render.pdf.breaks import shortened
from samklang.render.pdf.content import printable_data
from samklang.render.pdf.tables import size
from samklang.render.pdf.typeset import typeset


def summary_pdf(document: Document, one_page: Summary | None = None) -> bytes:
    """summary.pdf: exactly one A4 page, PDF/UA-1 and PDF/A-2a. Raises PdfRefused.

    one_page: its summary, where the document has been laid bare.
    """
    source = files(__package__).joinpath("templates", "summary.typ").read_bytes()
    data = printable_data(document, _data(document, one_page or summary(document)))
    return typeset(source, data, document)


def _data(document: Document, summary: Summary) -> dict[str, object]:
    """What stands on the page, each text no longer than its place allows."""
    language = document.language
    chart = None
    if summary.chart is not None:
        svg = figure_svg(summary.chart, language, Branding.of(document))
        width, height = size(svg)
        base = summary.chart.table.base
        chart = {
            "number": phrase(language, f"pdf.{summary.chart.called}", number=summary.chart.number),
            "title": shortened(summary.chart.headline, 120),
            "alt": summary.chart.alt,
            "svg": svg,
            "width": width,
            "height": height,
            "legend": key_text(summary.chart, language),
            "base": shortened(summary.chart.base, 160) + (f", n = {base}" if base else ""),
        }
    return {
        "headlines": [
            {
                "number": headline.number,
                "what": shortened(headline.title, 80),
                "how": shortened(", ".join(headline.how), 200),
            }
            for headline in summary.headlines
        ],
        "points": [[_inline(part.text) for part in point] for point in summary.points],
        "chart": chart,
        "method": shortened(method_line(summary), 420),
        "contacts": [
            [
                shortened(text, 160)
                for text in (c.name, *c.words, *(way.text for way in c.addresses[:1]))
            ]
            for c in summary.contacts
        ],
        "url": summary.address,
        "address": shortened(summary.address, 120),
        "full": phrase(language, "summary.full"),
        "kicker": phrase(language, "summary.kicker"),
        "contact": phrase(language, "report.section_contacts"),
        "method_title": phrase(language, "report.section_method"),
    }


def _inline(text: str) -> dict[str, str]:
    return {"kind": "Value", "text": text}
