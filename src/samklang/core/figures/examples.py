"""Examples as they are printed: names for codes, headings for texts, nothing of the unknown."""

from collections.abc import Iterator, Mapping, Sequence

from samklang.core.catalogue.example import Example, Partner, Picture
from samklang.core.catalogue.partnerships import partnerships
from samklang.core.catalogue.sources import named
from samklang.core.document.example_card import CardPicture, ExampleCard
from samklang.core.figures.material import Material
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, Wording, worded
from samklang.core.vocabulary.terms import Vocabulary, terms


def example_card(example: Example, material: Material, language: Language) -> ExampleCard:
    """One example as printed; what is not known stays empty."""
    challenges = {term.id: term.label[language] for term in material.theme.challenges}
    match = example.provenance.match
    provenance = "invented" if example.invented else match.replace("-", "_")
    labels = _Labels(material, language)
    return ExampleCard(
        id=example.id,
        title=worded(example.title, language),
        description=example.description[language],
        organisation=example.organisation or "",
        place=_place(example, material, labels),
        municipalities=example.municipalities,
        counties=example.counties,
        challenges=tuple(challenges[c] for c in example.challenges),
        target_group=_target_group(example, labels),
        partners=tuple(labels.partner(partner) for partner in example.partners),
        years=_years(example, labels),
        sources=named(example.sources),
        match=match,
        provenance=phrase(language, f"report.match_{provenance}"),
        confidence=example.provenance.confidence[language],
        other=example.other,
        issues=example.issues,
        summary=example.summary[language] or example.description[language],
        facets=tuple(_facets(example, labels, challenges)),
        texts=tuple(_texts(example, language)),
        facts=tuple(_facts(example, labels)),
        pictures=tuple(labels.picture(picture) for picture in example.pictures),
        invented=example.invented,
        partnerships=partnerships(
            example,
            example.id,
            language,
            lambda name, code: labels.one(name, code),  # type: ignore[arg-type]
        ),
    )


class _Labels:
    """What codes are called in a theme and language; a code without a label is its own."""

    def __init__(self, material: Material, language: Language):
        self.material, self.language = material, language

    def one(self, vocabulary: Vocabulary, code: str) -> str:
        """The label of a code, '' for none."""
        term = terms(vocabulary, self.material.theme.vocabularies).get(code)
        return worded(term.label, self.language) if term else code

    def all(self, vocabulary: Vocabulary, codes: Sequence[str]) -> tuple[str, ...]:
        """The labels of some codes, in their order."""
        return tuple(self.one(vocabulary, code) for code in codes)

    def listed(self, vocabulary: Vocabulary, codes: Sequence[str]) -> str:
        """The labels of some codes on one line."""
        return "; ".join(self.all(vocabulary, codes))

    def factors(self, codes: Sequence[str]) -> str:
        """The names of codes of the codebook."""
        names: dict[str, Wording] = {code.id: code.name for code in self.material.codebook.codes}
        return "; ".join(names[code][self.language] if code in names else code for code in codes)

    def partner(self, partner: Partner) -> str:
        """A partner with its sector and part in brackets, as far as they are known."""
        known = [
            label
            for vocabulary, code in (("sectors", partner.sector), ("parts", partner.part))
            if (label := self.one(vocabulary, code))  # type: ignore[arg-type]
        ]
        name = worded(partner.name, self.language)
        return f"{name} ({', '.join(k[:1].lower() + k[1:] for k in known)})" if known else name

    def picture(self, picture: Picture) -> CardPicture:
        """A picture with who made it and on what terms it is shown."""
        terms_of = self.one("licences", picture.licence)
        credit = ". ".join(part for part in (picture.credit, terms_of) if part)
        return CardPicture(picture.file, worded(picture.alt, self.language), credit)

    def say(self, key: str, **values: object) -> str:
        """A phrase of examples."""
        return phrase(self.language, f"examples.{key}", **values)


def _facets(
    example: Example, labels: _Labels, challenges: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    material, language = labels.material, labels.language
    inside = (material.county_of[code] for code in example.municipalities)
    for county in dict.fromkeys((*example.counties, *inside)):
        yield "county", county, material.counties[county][language]
    for code in example.challenges:
        yield "challenge", code, challenges[code]
    for code in example.fields:
        yield "field", code, labels.one("fields", code)
    for code in dict.fromkeys(partner.sector for partner in example.partners if partner.sector):
        yield "sector", code, labels.one("sectors", code)


def _texts(example: Example, language: Language) -> Iterator[tuple[str, str]]:
    for key in ("need", "solution", "novelty", "results", "guide"):
        text: Wording = getattr(example, key)
        if said := worded(text, language):
            yield phrase(language, f"examples.{key}"), said


def _facts(example: Example, labels: _Labels) -> Iterator[tuple[str, str]]:
    facts = (
        ("fields", labels.listed("fields", example.fields)),
        ("goals", labels.listed("goals", example.goals)),
        ("forms", labels.listed("forms", example.forms)),
        ("phase", labels.one("phases", example.phase)),
        ("status", labels.one("statuses", example.status)),
        ("reached", _reached(example, labels)),
        ("funding", labels.listed("funding", example.funding)),
        ("shown", labels.one("shown", example.shown)),
        ("helped", labels.factors(example.helped)),
        ("hindered", labels.factors(example.hindered)),
        ("licence", labels.one("licences", example.licence)),
    )
    for key, text in facts:
        if text:
            yield labels.say(key), text


def _target_group(example: Example, labels: _Labels) -> str:
    said = example.target_group[labels.language]
    return said or labels.listed("groups", example.groups)


def _years(example: Example, labels: _Labels) -> str:
    if said := example.years[labels.language]:
        return said
    if example.begun and example.ended:
        return labels.say("years_both", begun=example.begun, ended=example.ended)
    if example.begun:
        return labels.say("years_from", begun=example.begun)
    return labels.say("years_until", ended=example.ended) if example.ended else ""


def _reached(example: Example, labels: _Labels) -> str:
    reached = example.reached
    if reached is None:
        return ""
    people = numbers.integer(reached.people, labels.language)
    said = labels.say("people_year" if reached.year else "people", people=people, year=reached.year)
    known = labels.one("counted", reached.counted)
    return f"{said} ({known[:1].lower()}{known[1:]})" if known else said


def _place(example: Example, material: Material, labels: _Labels) -> str:
    language = labels.language
    # A municipality lies in a county, whether or not the example says so.
    codes = example.counties or dict.fromkeys(material.county_of[m] for m in example.municipalities)
    counties = [material.counties[c][language] for c in codes]
    county = numbers.enumeration(counties, language)
    names = [material.municipalities[m] for m in example.municipalities]
    if not names:
        return ", ".join(part for part in (county, *labels.all("reach", example.reach)) if part)
    joined = numbers.enumeration(names, language)
    place = phrase(language, "report.municipality_place", names=joined, county=county)
    return ", ".join((place, *labels.all("reach", example.reach)))
