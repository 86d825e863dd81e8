"""Quantities in words: what a language calls shares and comparisons, and what the words say."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from samklang.core.language.wording import Language

Says = Literal["over", "under", "about", "more", "less", "greatest"]


class Rule(NamedTuple):
    """What words say: of one share that it is over, under or about `value` per cent; or of several.

    value: 0 for comparisons ("more", "less", "greatest").
    """

    says: Says
    value: float

    @property
    def compares_two(self) -> bool:
        """Whether it holds one share against another."""
        return self.says in ("more", "less")


@dataclass(frozen=True)
class Quantities:
    """The words of one language, as expressions without the limits of words around them.

    rules: the longer first where one holds another. answered: words on those who answered alone.
    compared: what follows a comparative where something is compared. compares_alone: comparatives
    that need nothing after them. counted: a share in two numbers written as words.
    """

    rules: tuple[tuple[str, Rule], ...]
    answered: re.Pattern[str]
    compared: re.Pattern[str]
    compares_alone: re.Pattern[str]
    counted: re.Pattern[str]


@cache
def quantities(language: Language) -> Quantities:
    """The words of a language; one for each language is kept."""
    source = files("samklang.core.language").joinpath("quantities.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))[language]
    rules = tuple((row["words"], _rule(row["says"], row.get("share"))) for row in table["rules"])
    expressions = ("answered", "compared", "compares_alone", "counted")
    return Quantities(rules, *(re.compile(table[name], re.IGNORECASE) for name in expressions))


def _rule(says: Says, share: list[int] | None) -> Rule:
    return Rule(says, 100 * share[0] / share[1] if share else 0)
