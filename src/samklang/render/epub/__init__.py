"""EPUB: the report as an e-book, written from the same templates as the site."""

from samklang.render.epub.book import epub

__all__ = ["epub"]
