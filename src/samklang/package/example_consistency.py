"""Consistency of examples: codes, places, addresses and pictures that are there to be named."""

from collections.abc import Collection, Iterator, Mapping

from samklang.core.catalogue.example import Example
from samklang.core.faults import Fault
from samklang.core.theme.theme import Theme
from samklang.core.vocabulary import counties, municipalities
from samklang.core.vocabulary.terms import VOCABULARIES, Vocabulary, shipped, terms
from samklang.package.theme_package import ThemePackage
from samklang.package.web import is_web_address
from samklang.package.yaml_text import Loaded, Path, field_name

Loads = Mapping[str, Loaded]
SUMMARY_MOST = 300
YEARS = range(1800, 2101)
Values = tuple[str, Collection[str], Collection[str], str]


def example_faults(package: ThemePackage, loads: Loads) -> Iterator[Fault]:
    """What examples name and is not there, and texts and years out of their range."""
    yield from _vocabulary_faults(package.theme, loads)
    codes = {code.id for code in package.codebook.codes}
    for example in package.examples:
        file = f"examples/{example.id}.yaml"
        loaded = loads.get(file, Loaded({}, {}))

        def fault(path: Path, what: str, remedy: str, of: str = file, at: Loaded = loaded) -> Fault:
            return Fault(of, at.line(path), field_name(path), what, remedy)

        for field, values, known, what in _named(example, package.theme, codes):
            for value in values:
                if value not in known:
                    yield fault((field,), f"'{value}' is {what}.", "Correct it.")
        for field, vocabulary, values in _listed(example):
            known = terms(vocabulary, package.theme.vocabularies)
            for value in values:
                if value and value not in known:
                    what = f"'{value}' is not in the list {vocabulary}."
                    yield fault((field,), what, f"Write one of: {', '.join(known)}.")
        for number, source in enumerate(example.sources):
            if not is_web_address(source.url):
                what = f"'{source.url[:60]}' is no web address."
                yield fault(("sources", number, "url"), what, "Begin it with https://.")
        if example.provenance.match in ("exact", "likely") and not example.sources:
            what = f"the match is '{example.provenance.match}' and there is no source."
            yield fault(("sources",), what, "Add a source, or write match: none.")
        for language in package.theme.languages:
            if len(example.summary[language]) > SUMMARY_MOST:
                what = f"the summary is longer than {SUMMARY_MOST} characters."
                yield fault(("summary",), what, "Move the rest to description.")
        for name in ("begun", "ended"):
            year = getattr(example, name)
            if year is not None and year not in YEARS:
                yield fault((name,), f"{year} is no year.", "Correct it.")
        if example.begun and example.ended and example.ended < example.begun:
            yield fault(("ended",), "it ended before it began.", "Correct it.")
        for number, picture in enumerate(example.pictures):
            path: Path = ("pictures", number, "file")
            if picture.file not in package.pictures:
                what = f"there is no file '{picture.file}'."
                yield fault(
                    path, what, "Put it into the folder pictures and write pictures/NAME.jpg."
                )


def _named(example: Example, theme: Theme, codes: Collection[str]) -> Iterator[Values]:
    """Each field of codes: its name, its values, those that are known, what another one is."""
    challenges = {term.id for term in theme.challenges}
    yield "challenges", example.challenges, challenges, "no challenge of theme.yaml"
    yield "municipalities", example.municipalities, municipalities(), "no municipality's code"
    yield "counties", example.counties, counties(), "no county's code"
    for name in ("helped", "hindered"):
        yield name, getattr(example, name), codes, "no code of codebook.yaml"


def _listed(example: Example) -> Iterator[tuple[str, Vocabulary, Collection[str]]]:
    """Each field that is chosen from a list: its name, the list, the codes chosen."""
    yield "fields", "fields", example.fields
    yield "goals", "goals", example.goals
    yield "groups", "groups", example.groups
    yield "forms", "forms", example.forms
    yield "reach", "reach", example.reach
    yield "funding", "funding", example.funding
    yield "phase", "phases", (example.phase,)
    yield "status", "statuses", (example.status,)
    yield "shown", "shown", (example.shown,)
    yield "licence", "licences", (example.licence,)
    yield "partners", "sectors", [p.sector for p in example.partners]
    yield "partners", "parts", [p.part for p in example.partners]
    yield "pictures", "licences", [p.licence for p in example.pictures]
    yield "reached", "counted", (example.reached.counted,) if example.reached else ()


def _vocabulary_faults(theme: Theme, loads: Loads) -> Iterator[Fault]:
    """A network's own terms that would take the place of a shipped one."""
    for number, term in enumerate(theme.vocabularies):
        if term.vocabulary in VOCABULARIES and term.id in shipped(term.vocabulary):
            path: Path = ("vocabularies", number, "id")
            at = loads.get("theme.yaml", Loaded({}, {}))
            what = f"'{term.id}' is in the list {term.vocabulary} already."
            yield Fault("theme.yaml", at.line(path), field_name(path), what, "Give it another id.")
