"""The summary on one page, for press and post."""

from samklang.render.summary.one_page import summary_pdf

__all__ = ["summary_pdf"]
