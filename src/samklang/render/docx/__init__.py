"""Word: a document as report.docx, written part by part as ECMA-376 has it."""

from samklang.render.docx.report import report

__all__ = ["report"]
