"""Exhibits: knowledge cards and factors, as they are printed."""

from samklang.core.catalogue.knowledge import KnowledgeCard
from samklang.core.coding.codebook import FACTORS
from samklang.core.disclosure.released import ReleasedQuote
from samklang.core.document.blocks import Card, Factor, Quote
from samklang.core.document.inline import Run
from samklang.core.figures.material import Material
from samklang.core.figures.questions import count_text, withheld_text
from samklang.core.figures.values import cite
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.language.written import written_in


def quote_language(quote: ReleasedQuote, material: Material) -> str:
    """The language that a quote is in: the theme's first if its words do not tell another."""
    return written_in(quote.text, material.theme.languages[0])


def knowledge_card(card: KnowledgeCard, material: Material, language: Language) -> Card:
    """One knowledge card with its citation. Raises Unreadable for a reference not there."""
    text = card.text[language]
    if not card.references:
        return Card(card.id, card.title[language], (Run(text),), ())
    citation = cite(list(card.references), material, language)
    return Card(card.id, card.title[language], (Run(f"{text} "), citation), card.references)


def factors(material: Material, language: Language) -> tuple[Factor, ...]:
    """Every code with valence as a factor, with counts and released quotes."""
    table = material.tables[FACTORS]
    valences = [series.id for series in table.series]
    factors = []
    for code in material.codebook.factors:
        row = next(r for r in table.rows if r.id == code.id)
        counts: dict[str, str] = {}
        quotes: dict[str, tuple[Quote, ...]] = {}
        for valence in valences:
            cell = row.cells[valences.index(valence)]
            count = count_text(cell, row, language)
            quotes[valence] = quotes_of(code.id, valence, material, language)
            if cell.count is not None and row.base is not None:
                counts[valence] = phrase(
                    language, "report.share_of_unit", count=cell.count, base=row.base
                )
            else:
                counts[valence] = count or withheld_text(cell, table.threshold, language)
        factors.append(
            Factor(
                id=code.id,
                name=code.name[language],
                definition=code.definition[language],
                enables=counts["enables"],
                hinders=counts["hinders"],
                enabling_quotes=quotes["enables"],
                hindering_quotes=quotes["hinders"],
                figure=FACTORS,
            )
        )
    return tuple(factors)


def quotes_of(code: str, valence: str, material: Material, language: Language) -> tuple[Quote, ...]:
    """The released quotes that carry a code with a valence, as printed."""
    return tuple(
        _quote(quote, material, language)
        for quote in material.quotes
        if (quote.code, quote.valence) == (code, valence)
    )


def _quote(quote: ReleasedQuote, material: Material, language: Language) -> Quote:
    written = quote_language(quote, material)
    county = material.counties.get(quote.county, {}).get(language, "")
    attribution = phrase(language, "report.member")
    if quote.name:
        attribution = quote.name
    elif county:
        attribution = phrase(language, "report.member_in", county=county)
    return Quote(
        text=quote.text,
        lang=written,
        translation=quote.translation[language] if language != written else "",
        attribution=attribution,
    )
