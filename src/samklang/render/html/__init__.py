"""HTML: the site, the one-file report and the choice of language."""

from samklang.render.html.pages import DownloadLink, language_chooser, single_page, site

__all__ = ["DownloadLink", "language_chooser", "single_page", "site"]
