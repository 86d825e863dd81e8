"""Consistency of examples: codes, places, addresses and pictures that are there to be named."""

from collections.abc import Collection, Iterator, Mapping

from samklang.core.catalogue.example import Example
from samklang.core.faults import Fault
from samklang.core.language.messages import Message, message
from samklang.core.theme.theme import Theme
from samklang.core.vocabulary import counties, municipalities
from samklang.core.vocabulary.terms import VOCABULARIES, Vocabulary, shipped, terms
from samklang.package.theme_package import ThemePackage
from samklang.package.web import is_web_address
from samklang.package.yaml_text import Loaded, Path, field_name

Loads = Mapping[str, Loaded]
SUMMARY_MOST = 300
YEARS = range(1800, 2101)
Values = tuple[str, Collection[str], Collection[str], Message]


def example_faults(package: ThemePackage, loads: Loads) -> Iterator[Fault]:
    """What examples name and is not there, and texts and years out of their range."""
    yield from _vocabulary_faults(package.theme, loads)
    codes = {code.id for code in package.codebook.codes}
    for example in package.examples:
        file = f"examples/{example.id}.yaml"
        loaded = loads.get(file, Loaded({}, {}))

        def fault(
            path: Path, what: Message, remedy: Message, of: str = file, at: Loaded = loaded
        ) -> Fault:
            return Fault(of, at.line(path), field_name(path), what, remedy)

        for field, values, known, what in _named(example, package.theme, codes):
            for value in values:
                if value not in known:
                    yield fault(
                        (field,),
                        message("package.is", value=value, what=what),
                        message("package.correct_it"),
                    )
        for field, vocabulary, values in _listed(example):
            known = terms(vocabulary, package.theme.vocabularies)
            for value in values:
                if value and value not in known:
                    what = message(
                        "package.example_not_in_list", value=value, vocabulary=vocabulary
                    )
                    remedy = message("package.example_one_of", known=", ".join(known))
                    yield fault((field,), what, remedy)
        for number, source in enumerate(example.sources):
            if not is_web_address(source.url):
                what = message("package.is_no_web_address", source=source.url[:60])
                remedy = message("package.begin_it_with_https")
                yield fault(("sources", number, "url"), what, remedy)
        if example.provenance.match in ("exact", "likely") and not example.sources:
            what = message("package.the_match_is_and_there_is", match=example.provenance.match)
            yield fault(("sources",), what, message("package.add_a_source_or_write_match"))
        for language in package.theme.languages:
            if len(example.summary[language]) > SUMMARY_MOST:
                what = message("package.example_longer", limit=SUMMARY_MOST)
                yield fault(("summary",), what, message("package.example_move"))
        for name in ("begun", "ended"):
            year = getattr(example, name)
            if year is not None and year not in YEARS:
                what = message("package.example_year", year=year)
                yield fault((name,), what, message("package.correct_it"))
        if example.begun and example.ended and example.ended < example.begun:
            what = message("package.example_before")
            yield fault(("ended",), what, message("package.correct_it"))
        for number, picture in enumerate(example.pictures):
            path: Path = ("pictures", number, "file")
            if picture.file not in package.pictures:
                what = message("package.example_nofile", file=picture.file)
                yield fault(path, what, message("package.example_put"))


def _named(example: Example, theme: Theme, codes: Collection[str]) -> Iterator[Values]:
    """Each field of codes: its name, its values, those that are known, what another one is."""
    challenges = {term.id for term in theme.challenges}
    yield "challenges", example.challenges, challenges, message("faults.part_what_challenge")
    what = message("faults.part_what_municipality")
    yield "municipalities", example.municipalities, municipalities(), what
    yield "counties", example.counties, counties(), message("faults.part_what_county")
    for name in ("helped", "hindered"):
        yield name, getattr(example, name), codes, message("faults.part_what_code")


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
            what = message("package.example_inlist", id=term.id, vocabulary=term.vocabulary)
            remedy = message("package.example_another")
            yield Fault("theme.yaml", at.line(path), field_name(path), what, remedy)
