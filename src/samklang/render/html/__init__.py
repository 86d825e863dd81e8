"""HTML: the site, the one-file report and the choice of language."""

from samklang.render.html.embeds import embeds, standings
from samklang.render.html.excerpt import excerpt, excerpt_style
from samklang.render.html.pages import (
    DownloadLink,
    language_chooser,
    single_page,
    site,
    statement_html,
)
from samklang.render.html.presentation import presentation
from samklang.render.html.unbroken import unbroken

__all__ = [
    "DownloadLink",
    "embeds",
    "excerpt",
    "excerpt_style",
    "language_chooser",
    "presentation",
    "single_page",
    "site",
    "standings",
    "statement_html",
    "unbroken",
]
