"""Own texts: those of a theme whose words its report may use, whatever a dictionary says."""

from collections.abc import Iterator

from samklang.core.language.wording import LANGUAGES, Language
from samklang.core.vocabulary import counties, municipalities
from samklang.package.theme_package import ThemePackage


def own_texts(package: ThemePackage, language: Language) -> Iterator[str]:
    """The texts of a theme whose words are accepted: names in all languages, the rest in one."""
    theme = package.theme
    yield from (
        theme.network.name,
        *theme.authors,
        *(theme.title[language] for language in LANGUAGES),
    )
    yield from (challenge.label[language] for challenge in theme.challenges)
    yield from (column.label[language] for column in theme.columns)
    yield from (vocabulary.label[language] for vocabulary in theme.vocabularies)
    for question in package.questionnaire:
        for asked in (question, *question.fields):
            yield from (asked.wording[language], asked.short[language])
            yield from (option.label[language] for option in asked.options)
            yield from (item.label[language] for item in asked.items)
    yield from (code.name[language] for code in package.codebook.codes)
    for member in package.register.members if package.register else ():
        yield from (member.name, *member.groups.values())
    for example in package.examples:
        yield from (example.title[language] for language in LANGUAGES)
        yield example.organisation or ""
        yield from (
            partner.name[language] for partner in example.partners for language in LANGUAGES
        )
        yield from (source.publisher for source in example.sources)
    yield from (f"{contact.name} {contact.organisation}" for contact in package.contacts)
    for item in package.references:
        yield from _names(item.get("author"))
        yield from _names(item.get("editor"))
    yield from (municipality.name for municipality in municipalities().values())
    yield from (county.name[each] for county in counties().values() for each in LANGUAGES)


def _names(people: object) -> Iterator[str]:
    """The names of a reference's authors, as CSL-JSON has them."""
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict):
            yield from (part for part in person.values() if isinstance(part, str))
