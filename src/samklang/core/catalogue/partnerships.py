"""Partnerships: whom examples are done with, and how many have a partner of each sector."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from samklang.core.catalogue.example import Example
from samklang.core.language import numbers
from samklang.core.language.alphabet import sort_key
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, worded


@dataclass(frozen=True)
class Partnership:
    """One partner of an example, in words; '' is what is not known.

    example: its id. organisation: whose the example is. sector: what kind of organisation the
    partner is. part: what it does.
    """

    example: str
    title: str
    organisation: str
    partner: str
    sector: str
    part: str


def partnerships(
    example: Example, id_: str, language: Language, label: Callable[[str, str], str]
) -> tuple[Partnership, ...]:
    """The partners of an example. label: what a code of a list (`sectors`, `parts`) is called."""
    title = worded(example.title, language)
    return tuple(
        Partnership(
            id_,
            title,
            example.organisation or "",
            worded(partner.name, language),
            label("sectors", partner.sector),
            label("parts", partner.part),
        )
        for partner in example.partners
    )


def by_partner(
    every: Iterable[Partnership],
) -> tuple[tuple[str, str, tuple[Partnership, ...]], ...]:
    """Each partner with its sector and its partnerships: those of most examples first.

    Partners of one name and sector are one; equal ones by name.
    """
    grouped: dict[tuple[str, str], list[Partnership]] = {}
    for partnership in every:
        grouped.setdefault((partnership.partner, partnership.sector), []).append(partnership)
    rows = [
        (name, sector, tuple(sorted(of_it, key=lambda one: sort_key(one.title))))
        for (name, sector), of_it in grouped.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[2]), sort_key(row[0]), row[1])))


def in_words(counts: Sequence[tuple[str, int]], language: Language) -> str:
    """The figure's text: each sector with how many examples have a partner of it."""
    said = "; ".join(f"{label}: {numbers.integer(count, language)}" for label, count in counts)
    return phrase(language, "partners.alt", counts=said)
