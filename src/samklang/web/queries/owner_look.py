"""How an example will look, before anything of it is published: for its owner's page."""

from dataclasses import dataclass

from samklang.core.language.wording import Language
from samklang.web.models import CatalogueEntry, Example
from samklang.web.queries.catalogue import printed
from samklang.web.queries.entries import names_of
from samklang.web.queries.example_cards import ExampleCard, card


@dataclass(frozen=True)
class Look(ExampleCard):
    """A card as a page prints it. line: how a list of report and slides names it."""

    line: str = ""


def owner_look(example: Example, language: Language) -> Look:
    """The example as the site, the report and the slides will show it. Two queries."""
    entry = CatalogueEntry(name=example.name, theme=example.theme)
    shown = printed(example)
    made = card(entry, shown, names_of(example.theme.network), language)
    where = "".join(piece.text for piece in made.place)
    parts = (made.plain_title, shown.organisation or "", where)
    return Look(**vars(made), line=" · ".join(part for part in parts if part))
