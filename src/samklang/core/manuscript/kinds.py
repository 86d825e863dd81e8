"""Kinds: the one table of what can be put into a report, and what each of them holds.

Parsing, composing, the pages that staff write on and the documentation read it. What a kind and its
fields are called stands in the phrases, under ``blocks``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from samklang.core.coding.codebook import VALENCES
from samklang.core.document.blocks import Measure
from samklang.core.theme.theme import Sort

# Where a field is written: after the name, on a line of its own, or between the fences.
Place = Literal["argument", "option", "body"]
# What a field holds. "one" and "many" words of a set are chosen from what the theme has.
Holds = Literal[
    "question",
    "answer",
    "group",
    "measure",
    "number",
    "sort",
    "show",
    "mark",
    "id",
    "title",
    "list",
    "paragraph",
    "slide",
    "finding",
    "factor",
    "factors",
    "valence",
    "cards",
    "examples",
]


@dataclass(frozen=True)
class Field:
    """A field of a block. name: of the option; another field has the name it goes by on a page."""

    name: str
    place: Place
    holds: Holds
    required: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class BlockKind:
    """A kind of block. name: as in ``:::{name}``. offered: whether a page offers to insert it."""

    name: str
    fields: tuple[Field, ...] = ()
    offered: bool = True

    @property
    def options(self) -> frozenset[str]:
        """The names of the options that it may have."""
        return frozenset(field.name for field in self.fields if field.place == "option")

    @property
    def key(self) -> str:
        """Its name in the phrases."""
        return self.name.replace("-", "_")


HIDDEN = "hidden"
FACTOR_FIGURE = "factor-figure"
MEASURES: tuple[Measure, ...] = get_args(Measure)
SORTED: tuple[Sort, ...] = ("order", "share")
# How the numbers of a figure are shown: drawn with a table below, or as the table alone.
SHOW, TABLE = "show", "table"

_QUESTION = Field("question", "argument", "question", required=True)
_ID = Field("id", "option", "id")
# A sentence above a figure instead of its title, held to its numbers.
CLAIM = "claim"
_CLAIM = Field(CLAIM, "option", "title")
_FACTORS = Field("factors", "body", "factors")
# Left out while there is nothing to show (core.report.optional).
_OPTIONAL = Field("optional", "option", "mark")

KINDS: Mapping[str, BlockKind] = {
    kind.name: kind
    for kind in (
        BlockKind(
            "key-points",
            (
                Field("title", "argument", "title"),
                Field("points", "body", "list", required=True),
            ),
        ),
        BlockKind(
            "figure",
            (
                _QUESTION,
                Field("highlight", "option", "answer"),
                Field("by", "option", "group"),
                Field("option", "option", "answer"),
                Field("sort", "option", "sort", allowed=SORTED),
                Field(SHOW, "option", "show", allowed=("chart", TABLE)),
                Field("measure", "option", "measure", allowed=MEASURES),
                Field("over", "option", "number"),
                _CLAIM,
                _ID,
            ),
        ),
        BlockKind(
            "development",
            (
                _QUESTION,
                Field("option", "option", "answer", required=True),
                Field("altered", "option", "mark"),
                _CLAIM,
                _ID,
            ),
        ),
        BlockKind(
            FACTOR_FIGURE,
            (
                Field("by", "option", "group"),
                Field("factor", "option", "factor"),
                Field("direction", "option", "valence", allowed=VALENCES),
                _CLAIM,
                _ID,
                _OPTIONAL,
            ),
        ),
        BlockKind("factors", (_FACTORS, _OPTIONAL)),
        BlockKind(
            "quotes",
            (
                Field("factor", "argument", "factor", required=True),
                Field("valence", "option", "valence", allowed=VALENCES),
            ),
        ),
        BlockKind("finding", (Field("finding", "argument", "finding", required=True),)),
        BlockKind("examples", (Field("whole", "option", "examples"), _OPTIONAL)),
        BlockKind("map", (_OPTIONAL,)),
        BlockKind(
            "notice",
            (
                Field("title", "argument", "title", required=True),
                Field("text", "body", "paragraph", required=True),
            ),
        ),
        BlockKind("method-box"),
        BlockKind("knowledge", (Field("cards", "body", "cards"), _OPTIONAL)),
        BlockKind("references"),
        BlockKind("contacts", (_OPTIONAL,)),
        BlockKind(
            "slide",
            (
                Field("opening", "argument", "mark"),
                Field("examples", "option", "examples"),
                Field("slide", "body", "slide", required=True),
            ),
            offered=False,
        ),
        # What lies within it is kept and not printed.
        BlockKind(HIDDEN, offered=False),
    )
}


def options_of(name: str) -> frozenset[str]:
    """The options that a block may have; none for a kind that is not there."""
    kind = KINDS.get(name)
    return kind.options if kind else frozenset()
