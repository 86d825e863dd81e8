"""PDF: the report and the deck, typeset by typst as PDF/UA-1 and PDF/A-2a."""

from samklang.render.pdf.typeset import PdfRefused, PdfWarning, deck, report

__all__ = ["PdfRefused", "PdfWarning", "deck", "report"]
