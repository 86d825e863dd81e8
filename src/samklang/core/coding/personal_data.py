"""Personal data in a text that may be quoted: flagged for a person to judge, never taken out.

A flag says that somebody must look. No flag does not say that nobody can be recognised.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from samklang.core.language.alphabet import folded

Kind = Literal[
    "personal-number", "telephone", "e-mail", "address", "link", "name", "place-and-trait"
]

# A trait that so few members of a place share can point one of them out.
RARE = 5
# A shorter name is as often a word of the language, and is one only with its capital.
SHORTEST_NAME = 4

_EMAIL = re.compile(r"[\w.+-]{1,64}(?:@|\s?[(\[](?:at|a|snabel-a)[)\]]\s?)[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Hyphens, dashes and the sign that some write for a minus.
_DASH = "\\-\u2010-\u2015\u2212"
# Ten or twelve digits, as ÅÅMMDD-NNNN; the month may be raised by 20 in an organisation's number,
# and the day by 60 in a samordningsnummer. A date may be written apart: 1981-12-18-9876.
_NUMBER = re.compile(
    rf"(?<!\d)(?P<century>18|19|20)?(\d\d)[{_DASH}./ ]?(\d\d)[{_DASH}./ ]?(\d\d)"
    rf"\s?[{_DASH}+]?\s?(\d{{4}})(?!\d)"
)
_TELEPHONE = re.compile(
    rf"(?<![\d,.])(?<!\d\s)(?:\+\s?\d{{1,3}}|0)(?:[\s()/.{_DASH}]{{0,3}}\d){{6,12}}(?!\d)"
)
_ROADS = "gatan|vägen|stigen|gränden|torget|allén|backen|leden|kajen|promenaden|esplanaden|platsen"
_STREET = re.compile(
    rf"\b[^\W\d_][\w-]{{0,60}}(?:{_ROADS}|väg|gata|gränd|plan)\s+(?:nr\s)?\d{{1,4}}(?:\s?[a-z])?\b",
    re.IGNORECASE,
)
# "Norra Vägen 3": of the road's own word alone, the capital tells it from "på vägen 3 gånger".
_ROAD = re.compile(rf"\b[A-ZÅÄÖ][\w:]{{0,30}}\s(?:{_ROADS.title()})\s+\d{{1,4}}(?:\s?[a-zA-Z])?\b")
_POSTCODE = re.compile(r"(?<!\d)\d{3}\s\d{2}\s+[A-ZÅÄÖ]\w+")
_BOX = re.compile(r"\bBox\s+\d{1,5}\b", re.IGNORECASE)

_BY_KIND: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("e-mail", _EMAIL),
    ("link", _LINK),
    ("address", _STREET),
    ("address", _ROAD),
    ("address", _POSTCODE),
    ("address", _BOX),
)


@dataclass(frozen=True, order=True)
class Flag:
    """What may point to somebody, and where: code points, end exclusive."""

    start: int
    end: int
    kind: Kind
    text: str


@dataclass(frozen=True)
class Known:
    """What the register says that a text may give away.

    names: of members and contacts. traits: by a place and a word for a trait, how many members have
    both: ("Arjeplog", "ridklubb"): 1.
    """

    names: Collection[str] = ()
    traits: Mapping[tuple[str, str], int] = field(default_factory=dict)


def flags(text: str, known: Known) -> tuple[Flag, ...]:
    """Everything in a text that may point to somebody, in its order; overlaps of one kind once."""
    every = {
        *_patterns(text),
        *_names(text, known.names),
        *_rare(text, known.traits),
    }
    return tuple(sorted(every))


def _patterns(text: str) -> Iterator[Flag]:
    numbers = [
        m
        for m in _NUMBER.finditer(text)
        if _is_personal(m[2] + m[3] + m[4], m[5], whole=bool(m["century"]))
    ]
    taken = [m.span() for m in numbers]
    for match in numbers:
        yield Flag(*match.span(), "personal-number", match[0])
    for match in _TELEPHONE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield Flag(*match.span(), "telephone", match[0])
    for kind, pattern in _BY_KIND:
        for match in pattern.finditer(text):
            yield Flag(*match.span(), kind, match[0])


def _is_personal(date: str, last: str, *, whole: bool) -> bool:
    """Whether ten digits can be a personnummer or samordningsnummer: a day, and the check digit
    (Luhn; Skatteverket SKV 704).

    whole: the century stood before them. Then they are one, with a slip of the pen where the check
    digit is wrong; without it they may as well be an errand's number.
    """
    month, day = int(date[2:4]), int(date[4:6])
    if not (1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)):
        return False
    if whole:
        return True
    doubled = (int(d) * (2 - place % 2) for place, d in enumerate(date + last[:3]))
    return (10 - sum(d // 10 + d % 10 for d in doubled) % 10) % 10 == int(last[3])


def _names(text: str, names: Collection[str]) -> Iterator[Flag]:
    long = frozenset(n for n in names if len(n.strip()) >= SHORTEST_NAME)
    short = frozenset(n for n in names if 1 < len(n.strip()) < SHORTEST_NAME and n[0].isupper())
    pattern = _any_of(long | short)
    for match in pattern.finditer(text) if pattern else ():
        if match[0][0].isupper() or len(match[0].rstrip("s:")) >= SHORTEST_NAME:
            yield Flag(*match.span(), "name", match[0])


@lru_cache(maxsize=32)
def _any_of(names: frozenset[str]) -> re.Pattern[str] | None:
    """Any of the names as whole words, whatever their case; longest first.

    With a genitive s, that of an abbreviation after a colon; a name of several words, as of an
    association, with the article too: "Luleå Ridklubben".
    """
    if not names:
        return None
    parts = sorted(
        {
            r"\s+".join(map(re.escape, words)) + (r"(?:e?[nt])?" if len(words) > 1 else "")
            for words in map(str.split, names)
        },
        key=len,
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(reversed(parts))})(?::?s)?(?!\w)", re.IGNORECASE)


def _rare(text: str, traits: Mapping[tuple[str, str], int]) -> Iterator[Flag]:
    """A place and a trait in the same text that fewer than RARE members share."""
    plain = folded(text)
    for (place, trait), members in traits.items():
        if members >= RARE or folded(place) not in plain or folded(trait) not in plain:
            continue
        named = _any_of(frozenset({place}))
        match = named.search(text) if named else None
        if match:
            yield Flag(*match.span(), "place-and-trait", f"{match[0]} + {trait}")
