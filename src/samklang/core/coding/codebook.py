"""The codebook: families of codes, what each code means and when it is used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from samklang.core.language.wording import Wording
from samklang.core.privacy import Internal, Public

Approach = Literal["scored", "reflexive"]
# As a code's mark shows them, and as other programs are given them.
COLOURS: Mapping[str, str] = {
    "spruce": "#1e5142",
    "lingon": "#a3263f",
    "sky": "#2b6f9e",
    "amber": "#b77400",
    "plum": "#6c3b7a",
    "moss": "#6b7a24",
    "slate": "#4d5a66",
    "rust": "#9a4a1e",
}

VALENCES = ("enables", "hinders")
# The table of all codes with valence, and the question that they are options of by groups.
FACTORS = "factors"
# The question that a family without valence becomes begins so.
FAMILY_PREFIX = "codes-"


def of_codes(question: str) -> bool:
    """Whether a question, or the column that parts members, is of codes and not of a survey."""
    return question == FACTORS or question.startswith(FAMILY_PREFIX)


def direction(code: str, valence: str) -> str:
    """The id of a code with a valence: as a series of the factors by groups."""
    return f"{code}.{valence}"


@dataclass(frozen=True)
class Family:
    """Codes that answer one question of the material.

    valence: whether a coding says that the code enables or hinders. Codes of a family with
    valence are the factors; a family without becomes a figure as a question with several choices.
    many: whether one answer may carry several codes of the family.
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    name: Public[Wording]
    valence: Public[bool] = True
    many: Public[bool] = True


@dataclass(frozen=True)
class Code:
    """A code with its definition; used with a valence it is a factor.

    include, exclude: what belongs under the code and what does not.
    sources: keys of references.json that the code builds on.
    family: id of its family; '' in a codebook without families, whose codes all have valence.
    parent: id of the code it is listed beneath; each is counted by what it was used for itself.
    colour: one of COLOURS or ''. memo: what the coders have noted on the code.
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    name: Public[Wording]
    definition: Public[Wording]
    include: Public[Wording] = field(default_factory=Wording)
    exclude: Public[Wording] = field(default_factory=Wording)
    sources: Public[tuple[str, ...]] = ()
    family: Public[str] = ""
    parent: Public[str] = ""
    colour: Public[str] = ""
    memo: Internal[str] = ""


@dataclass(frozen=True)
class Codebook:
    """All codes of a theme, in the order they are reported, and their families.

    approach: how it is shown that others would code alike: by the score of a double coding, or, in
    a reflexive coding, by a log of what the coders talked over.
    """

    __pydantic_config__ = {"extra": "forbid"}

    codes: Public[tuple[Code, ...]] = ()
    families: Public[tuple[Family, ...]] = ()
    approach: Public[Approach] = "scored"

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        """Codes keyed by id."""
        return {c.id: c for c in self.codes}

    @cached_property
    def family_by_id(self) -> Mapping[str, Family]:
        """Families keyed by id."""
        return {f.id: f for f in self.families}

    def has_valence(self, code: Code) -> bool:
        """Whether codings with the code say that it enables or hinders."""
        family = self.family_by_id.get(code.family)
        return family is None or family.valence

    @cached_property
    def factors(self) -> tuple[Code, ...]:
        """The codes with valence, in order."""
        return tuple(code for code in self.codes if self.has_valence(code))

    def of(self, family: Family) -> tuple[Code, ...]:
        """The codes of a family, in order."""
        return tuple(code for code in self.codes if code.family == family.id)
