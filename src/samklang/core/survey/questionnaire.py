"""The questionnaire: questions as versioned data, in one or more languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from samklang.core.privacy import Public
from samklang.core.wording import Wording

QuestionType = Literal[
    "select_one", "select_multiple", "matrix", "integer", "decimal", "date", "text", "note"
]
CLOSED: tuple[QuestionType, ...] = ("select_one", "select_multiple", "matrix")
NUMERIC: tuple[QuestionType, ...] = ("integer", "decimal")
# What ordered options measure; the word is for those who read the data, the order is the options'.
Scale = Literal[
    "agreement", "extent", "frequency", "importance", "likelihood", "quality", "satisfaction"
]


@dataclass(frozen=True)
class Option:
    """A choice of a closed question.

    open: the respondent may write what it means ("annat, nämligen"), in the column
    ``question.option.text``. exclusive: excludes the others of a select_multiple ("inget av
    dessa").
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    label: Public[Wording]
    open: Public[bool] = False
    exclusive: Public[bool] = False


@dataclass(frozen=True)
class Item:
    """A row of a matrix: one statement that is answered on the question's options."""

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    label: Public[Wording]


@dataclass(frozen=True)
class Question:
    """One question.

    short: its title in figures; the wording is used where it is empty.
    relevant: an expression over earlier answers; empty means always asked.
    base: the base in words for a question that not everyone was asked ("de som svarade ja …").
    sensitive: the threshold holds for every cell, whatever `disclosure.ordinary` says.
    scale: what the options measure, where they stand in order from the least to the most.
    neutral: the option of a scale that takes no side; where it is empty the middle one of an odd
    number of options does, and none of an even number.
    unit: what a number counts ("timmar per vecka").
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    type: Public[QuestionType]
    wording: Public[Wording]
    short: Public[Wording] = field(default_factory=Wording)
    hint: Public[Wording] = field(default_factory=Wording)
    options: Public[tuple[Option, ...]] = ()
    items: Public[tuple[Item, ...]] = ()
    relevant: Public[str] = ""
    base: Public[Wording] = field(default_factory=Wording)
    required: Public[bool] = False
    sensitive: Public[bool] = False
    scale: Public[Scale | None] = None
    neutral: Public[str] = ""
    unit: Public[Wording] = field(default_factory=Wording)

    @property
    def numeric(self) -> bool:
        """Whether the answers are numbers that have a mean and a total."""
        return self.type in NUMERIC

    @property
    def middle(self) -> str:
        """The id of the option in the middle of the scale, '' where there is none."""
        if self.scale is None or self.neutral or len(self.options) % 2 == 0:
            return self.neutral
        return self.options[len(self.options) // 2].id

    @property
    def closed(self) -> bool:
        """Whether the answers are choices that can be tallied."""
        return self.type in CLOSED

    @property
    def title(self) -> Wording:
        """The short title, else the wording, language by language."""
        return Wording(sv=self.short.sv or self.wording.sv, en=self.short.en or self.wording.en)

    def columns(self) -> tuple[str, ...]:
        """The columns of responses.csv that hold this question, in order."""
        match self.type:
            case "note":
                main: list[str] = []
            case "select_multiple":
                main = [f"{self.id}.{o.id}" for o in self.options]
            case "matrix":
                main = [f"{self.id}.{i.id}" for i in self.items]
            case _:
                main = [self.id]
        return (*main, *(f"{self.id}.{o.id}.text" for o in self.options if o.open))


@dataclass(frozen=True)
class Questionnaire:
    """A version of the questionnaire; a published version never changes."""

    __pydantic_config__ = {"extra": "forbid"}

    version: Public[str]
    questions: Public[tuple[Question, ...]]

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Questions keyed by id."""
        return {q.id: q for q in self.questions}
