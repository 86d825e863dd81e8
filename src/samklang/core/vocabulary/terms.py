"""Terms: the lists that an example's fields are chosen from, each term with its source.

A list is a file of lists/: code, a column for each language, the days it is valid from and to
(empty: always), and where the label comes from. A network adds terms of its own beside them.
"""

import csv
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from samklang.core.language.wording import Wording
from samklang.core.privacy import Public
from samklang.core.vocabulary import label

# fields: ICNPO groups. goals: the global goals. groups: target groups. forms: what is new. phases:
# how far it has come. sectors, parts: of a partner. counted: how the people reached are known.
# shown: how well results are shown. reach: beyond municipalities and counties.
Vocabulary = Literal[
    "fields", "goals", "groups", "forms", "phases", "statuses", "sectors", "parts", "funding",
    "shown", "counted", "reach", "licences",
]  # fmt: skip
VOCABULARIES: tuple[Vocabulary, ...] = get_args(Vocabulary)


@dataclass(frozen=True)
class VocabularyTerm:
    """A term of a list, shipped or a network's own (`vocabularies` of theme.yaml).

    id: its code. source: where the label comes from.
    """

    __pydantic_config__ = {"extra": "forbid"}

    vocabulary: Public[Vocabulary]
    id: Public[str]
    label: Public[Wording]
    source: Public[str] = ""
    valid_from: Public[datetime.date | None] = None
    valid_to: Public[datetime.date | None] = None


@cache
def shipped(vocabulary: Vocabulary) -> Mapping[str, VocabularyTerm]:
    """The terms of a list that Samklang ships, by code, in the list's order."""
    text = files(__package__).joinpath("lists", f"{vocabulary}.csv").read_text(encoding="utf-8")
    return {
        row["code"]: VocabularyTerm(
            vocabulary,
            row["code"],
            label(row),
            row["source"],
            _day(row["valid_from"]),
            _day(row["valid_to"]),
        )
        for row in csv.DictReader(text.splitlines())
    }


Terms = Mapping[str, VocabularyTerm]


def terms(vocabulary: Vocabulary, own: Iterable[VocabularyTerm] = ()) -> Terms:
    """The terms of a list by code: those shipped, then a network's own, which replace none."""
    added = {term.id: term for term in own if term.vocabulary == vocabulary}
    first = shipped(vocabulary)
    return {**first, **{code: term for code, term in added.items() if code not in first}}


def in_force(terms: Terms, day: datetime.date) -> Terms:
    """The terms that may be chosen on a day; those chosen before keep their label."""
    return {
        code: term
        for code, term in terms.items()
        if (term.valid_from or day) <= day <= (term.valid_to or day)
    }


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
