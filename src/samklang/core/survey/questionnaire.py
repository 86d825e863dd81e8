"""The questionnaire: questions as versioned data, in one or more languages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

from samklang.core.language.wording import Wording, in_languages
from samklang.core.privacy import Public

QuestionType = Literal[
    "select_one",
    "select_multiple",
    "matrix",
    "ranking",
    "integer",
    "decimal",
    "date",
    "text",
    "cards",
    "consent",
    "calculate",
    "note",
]
# A ranking is tallied by what each respondent puts first.
CLOSED: tuple[QuestionType, ...] = ("select_one", "select_multiple", "matrix", "ranking")
# What a card can ask for.
ON_A_CARD: tuple[QuestionType, ...] = ("select_one", "integer", "decimal", "date", "text")
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
    dessa"). tags: what a choice filter asks of, by the tag's bare name (`region: north`).
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    label: Public[Wording]
    open: Public[bool] = False
    exclusive: Public[bool] = False
    tags: Public[Mapping[str, str]] = field(default_factory=dict, hash=False)


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
    constraint: an expression that an answer must make true; `.` is the answer. constraint_message
    says it in words.
    choice_filter: an expression that options on offer make true; a bare name is a tag of theirs.
    calculation: the expression whose worth a calculate question holds; nobody is shown it.
    fields, most: what each card asks for, and how many cards there may be.
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
    constraint: Public[str] = ""
    constraint_message: Public[Wording] = field(default_factory=Wording)
    choice_filter: Public[str] = ""
    calculation: Public[str] = ""
    fields: Public[tuple["Question", ...]] = ()
    most: Public[int] = 3

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # Worked out once: what is made of a question is kept by it, and asked for at every page.
        return hash((self.id, self.type, self.wording, self.options, self.items, self.fields))

    @property
    def answered(self) -> bool:
        """Whether a respondent answers it: a note is read, and a calculation is worked out."""
        return self.type not in ("note", "calculate")

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
        return in_languages(lambda language: self.short[language] or self.wording[language])

    def with_expressions(self, changed: Callable[[str], str]) -> "Question":
        """The same question, each of its expressions `changed`."""
        return replace(
            self,
            relevant=changed(self.relevant),
            constraint=changed(self.constraint),
            choice_filter=changed(self.choice_filter),
            calculation=changed(self.calculation),
        )

    def columns(self) -> tuple[str, ...]:
        """The columns of responses.csv that hold this question, in order."""
        match self.type:
            case "note":
                main: list[str] = []
            case "select_multiple" | "ranking":
                main = [f"{self.id}.{o.id}" for o in self.options]
            case "cards":
                numbers = range(1, self.most + 1)
                main = [f"{self.id}.{n}.{f.id}" for n in numbers for f in self.fields]
            case "matrix":
                main = [f"{self.id}.{i.id}" for i in self.items]
            case _:
                main = [self.id]
        return (*main, *(f"{self.id}.{o.id}.text" for o in self.options if o.open))


class LocatedQuestion(NamedTuple):
    """A question, or a matrix with one of its items."""

    question: Question
    item: Item | None

    @property
    def closed(self) -> bool:
        """Whether it is answered by options: of a matrix, each item is."""
        return self.question.closed and (self.question.type == "matrix") == bool(self.item)


@dataclass(frozen=True)
class Questionnaire:
    """A version of the questionnaire; a published version never changes."""

    __pydantic_config__ = {"extra": "forbid"}

    version: Public[str]
    questions: Public[tuple[Question, ...]]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.version, self.questions))

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Questions keyed by id."""
        return {q.id: q for q in self.questions}

    def find(self, name: str) -> LocatedQuestion | None:
        """The question `name`, or the matrix and item of `question.item`; None where not there."""
        id_, dot, item = name.partition(".")
        question = self.by_id.get(id_)
        if question is None:
            return None
        if not dot:
            return LocatedQuestion(question, None)
        part = next((i for i in question.items if i.id == item), None)
        return LocatedQuestion(question, part) if part else None
