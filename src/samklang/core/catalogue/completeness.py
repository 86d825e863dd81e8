"""Completeness: what an example lacks before it can be published, and what would make it useful."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from samklang.core.catalogue.example import Example
from samklang.core.language.wording import FIRST_LANGUAGE, Language

# Letters of a description: shorter says too little, longer is not read.
LEAST, MOST = 40, 1200


@dataclass(frozen=True)
class Lack:
    """One thing on the list of what is left to do; `what` names a phrase, `catalogue.lack_WHAT`.

    needed: it keeps the example from being published.
    """

    what: Literal[
        "title", "description", "short", "long", "organisation", "place", "source", "translation",
        "target_group", "years", "summary", "need", "solution", "challenge", "field", "phase",
        "results", "picture", "licence",
    ]  # fmt: skip
    needed: bool


def lacks(example: Example, languages: tuple[Language, ...]) -> tuple[Lack, ...]:
    """What an example lacks, what is needed first."""
    return tuple(sorted(_lacks(example, languages), key=lambda lack: not lack.needed))


def _lacks(example: Example, languages: tuple[Language, ...]) -> Iterator[Lack]:
    first, *others = languages or (FIRST_LANGUAGE,)
    description = example.description[first]
    if not example.title[first]:
        yield Lack("title", needed=True)
    if not description:
        yield Lack("description", needed=True)
    elif len(description) < LEAST:
        yield Lack("short", needed=False)
    elif len(description) > MOST:
        yield Lack("long", needed=True)
    if not example.municipalities and not example.counties:
        yield Lack("place", needed=False)
    if not example.organisation:
        yield Lack("organisation", needed=False)
    if not example.sources and example.provenance.match in ("exact", "likely", "theme-only"):
        yield Lack("source", needed=True)
    if not all(example.title[other] and example.description[other] for other in others):
        yield Lack("translation", needed=True)
    for what, there in (
        ("summary", example.summary),
        ("need", example.need),
        ("solution", example.solution),
        ("challenge", example.challenges),
        ("field", example.fields),
        ("target_group", example.target_group or example.groups),
        ("phase", example.phase),
        ("years", example.years or example.begun),
        ("results", example.results),
        ("picture", example.pictures),
        ("licence", example.licence),
    ):
        if not there:
            yield Lack(what, needed=False)  # type: ignore[arg-type]
