"""Texts: what of an example is searched, in which place and language."""

from collections.abc import Mapping

from samklang.core.catalogue.analyser import Place
from samklang.core.catalogue.example import Example
from samklang.core.catalogue.facets import BY_ID, Names, counties_of
from samklang.core.language.wording import Language, worded

# Texts that are searched as they stand.
TEXTS = ("summary", "description", "need", "solution", "novelty", "results", "guide",
         "target_group", "years")  # fmt: skip
# Lists whose labels are searched too.
LISTED = ("challenge", "group", "field", "form")


def searched_texts(
    example: Example, language: Language, names: Names
) -> Mapping[Place, tuple[str, ...]]:
    """An example's texts as a page in a language shows them, by the place of a match."""
    return {
        Place.TITLE: (worded(example.title, language),),
        Place.NAME: (
            example.organisation or "",
            *names.labels("municipalities", example.municipalities, language),
            *names.labels("counties", counties_of(example), language),
            *(worded(partner.name, language) for partner in example.partners),
        ),
        Place.TEXT: (
            *(worded(getattr(example, name), language) for name in TEXTS),
            *(
                label
                for facet in map(BY_ID.__getitem__, LISTED)
                for label in names.labels(facet.names, facet.values(example), language)
            ),
        ),
    }
