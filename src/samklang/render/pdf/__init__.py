"""PDF: the report and the deck, typeset by typst as PDF/UA-1 and PDF/A-2a."""

from samklang.render.pdf.typeset import PdfWarning, deck, report

__all__ = ["PdfWarning", "deck", "report"]
