"""Cards: an example as a page prints it, in one language, with the words met marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samklang.core.catalogue.analyser import Term
from samklang.core.catalogue.example import Example as Printed
from samklang.core.catalogue.example import Picture
from samklang.core.catalogue.excerpts import Piece, excerpt, highlighted
from samklang.core.catalogue.facets import Names, counties_of, sureness
from samklang.core.catalogue.sources import named
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, spoken_language, worded
from samklang.web.models import CatalogueEntry

# Facts of a page: the phrase that names each, its list, and the example's field.
LISTED = (
    ("readers.facet_challenge", "challenges", "challenges"),
    ("readers.facet_group", "groups", "groups"),
    ("examples.fields", "fields", "fields"),
    ("examples.forms", "forms", "forms"),
    ("examples.goals", "goals", "goals"),
    ("examples.funding", "funding", "funding"),
)
ONE_OF = (
    ("examples.phase", "phases", "phase"),
    ("examples.status", "statuses", "status"),
    ("examples.shown", "shown", "shown"),
)
TEXTS = ("need", "solution", "novelty", "results", "guide")


@dataclass(frozen=True)
class ShownPicture:
    """A picture on an example's page. number: of its address; credit: whose and on what terms."""

    number: int
    alt: str
    credit: str


@dataclass(frozen=True)
class ExampleCard:
    """An example in one language. name: of its address; spoken: the language that it is in.

    texts, facts: what is known, as (heading, text); unknown: the names of what is not.
    """

    name: str
    title: tuple[Piece, ...]
    plain_title: str
    organisation: tuple[Piece, ...]
    place: tuple[Piece, ...]
    summary: tuple[Piece, ...]
    paragraphs: tuple[str, ...]
    match: str
    sureness: str
    texts: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    theme: str
    spoken: Language
    pictures: tuple[ShownPicture, ...] = ()


def card(
    entry: CatalogueEntry,
    example: Printed,
    names: Names,
    language: Language,
    terms: Sequence[Term] = (),
) -> ExampleCard:
    """The card of an entry."""

    def marked(text: str) -> tuple[Piece, ...]:
        return highlighted(text, terms, language)

    description = worded(example.description, language)
    summary = worded(example.summary, language) or description
    where = place(example, names, language)
    facts = tuple(_facts(example, names, language, where))
    return ExampleCard(
        name=entry.name,
        title=marked(worded(example.title, language)),
        plain_title=worded(example.title, language),
        organisation=marked(example.organisation or ""),
        place=marked(where),
        summary=marked(excerpt(summary, terms, language)),
        paragraphs=tuple(p for p in description.split("\n") if p.strip()),
        match=sureness(example),
        sureness=names.label("sureness", sureness(example), language) or "",
        texts=tuple(
            (phrase(language, f"examples.{name}"), text)
            for name in TEXTS
            if (text := worded(getattr(example, name), language))
        ),
        facts=tuple((label, text) for label, text in facts if text),
        unknown=tuple(label.lower() for label, text in facts if not text),
        sources=named(example.sources),
        theme=entry.theme.shown("title", language),
        spoken=spoken_language(example.description, language),
        pictures=tuple(
            ShownPicture(number, worded(picture.alt, language), _credit(picture, names, language))
            for number, picture in enumerate(example.pictures, 1)
        ),
    )


def _credit(picture: Picture, names: Names, language: Language) -> str:
    terms_of = names.label("licences", picture.licence, language) or ""
    return ". ".join(part for part in (picture.credit, terms_of) if part)


def _facts(
    example: Printed, names: Names, language: Language, where: str
) -> Iterator[tuple[str, str]]:
    yield phrase(language, "readers.organisation"), example.organisation or ""
    yield phrase(language, "readers.place"), where
    said = worded(example.target_group, language)
    if said:
        yield phrase(language, "readers.target_group"), said
    for key, list_name, field in LISTED:
        labels = names.labels(list_name, getattr(example, field), language)
        if labels or not (field == "groups" and said):
            yield phrase(language, key), "; ".join(labels)
    partners = "; ".join(worded(partner.name, language) for partner in example.partners)
    yield phrase(language, "readers.partners"), partners
    yield phrase(language, "readers.years"), _years(example, language)
    for key, list_name, field in ONE_OF:
        yield phrase(language, key), names.label(list_name, getattr(example, field), language) or ""
    if licence := names.label("licences", example.licence, language):
        yield phrase(language, "examples.licence"), licence


def _years(example: Printed, language: Language) -> str:
    if said := worded(example.years, language):
        return said
    values = {"begun": example.begun, "ended": example.ended}
    if not any(values.values()):
        return ""
    which = "both" if all(values.values()) else "from" if example.begun else "until"
    return phrase(language, f"examples.years_{which}", **values)


def place(example: Printed, names: Names, language: Language) -> str:
    """Where an example is: "Kalix, Norrbottens län", a county by itself, or ''."""
    towns = names.labels("municipalities", example.municipalities, language)
    within = names.labels("counties", counties_of(example), language)
    county = numbers.enumeration(list(within), language)
    reach = names.labels("reach", example.reach, language)
    if towns:
        joined = numbers.enumeration(list(towns), language)
        county = phrase(language, "report.municipality_place", names=joined, county=county)
    return ", ".join(part for part in (county, *reach) if part)
