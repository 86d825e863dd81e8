"""HTML: the site, the one-file report and the choice of language."""

from samklang.render.html.excerpt import excerpt, excerpt_style
from samklang.render.html.pages import DownloadLink, language_chooser, single_page, site, unbroken

__all__ = [
    "DownloadLink",
    "excerpt",
    "excerpt_style",
    "language_chooser",
    "single_page",
    "site",
    "unbroken",
]
