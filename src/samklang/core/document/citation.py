"""How to cite a report."""

from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.theme.theme import Theme


def citation_of(theme: Theme, language: Language) -> str:
    """Authors, year, title, edition and whose report it is, in a sentence."""
    year = str(theme.published.year) if theme.published else ""
    title = theme.title[language]
    if theme.subtitle[language]:
        title += f": {theme.subtitle[language]}"
    return phrase(
        language,
        "report.citation",
        authors=numbers.enumeration(list(theme.authors), language) or theme.network.name,
        year=year or phrase(language, "report.citation_undated"),
        title=title,
        edition=theme.edition,
        network=theme.network.name,
    )
