"""Series: what earlier themes asked and printed, and whether a question is still the same."""

import datetime
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from samklang.core.language.messages import Message, message
from samklang.core.language.wording import LANGUAGES, Wording
from samklang.core.privacy import Public
from samklang.core.survey.questionnaire import (
    Item,
    Option,
    Question,
    Questionnaire,
    QuestionType,
)

# What can make two questions of one id different questions, in the order it is told.
Altered = Literal["type", "wording", "options", "items", "base"]
WAYS: Mapping[Altered, Message] = {
    "type": message("faults.part_ways_type"),
    "wording": message("faults.part_ways_wording"),
    "options": message("faults.part_ways_options"),
    "items": message("faults.part_ways_items"),
    "base": message("faults.part_ways_base"),
}


@dataclass(frozen=True)
class AnsweredTwice:
    """What those who answered both surveys tell of a change, worked out from both themes' answers.

    part: how much of the shares' variances cancels, in the steps of `estimate.panel`. count, base:
    of the answer in this theme as they were then; with others it is not used.
    """

    __pydantic_config__ = {"extra": "forbid"}

    part: Public[float]
    count: Public[int]
    base: Public[int]


@dataclass(frozen=True)
class EarlierShare:
    """A share that an earlier theme of a series printed, in whole per cent with its interval.

    question: a question, or `question.item`, as it is named in this theme. base: how many
    answered; None where that is not known. band_low, band_high: the sensitivity band.
    count, members: how many chose the answer, and how many members the question concerned, where
    all who answered counted alike: the share is then that of a simple random sample of these.
    twice: what those who also answered this theme tell of the change; None where it is not known.
    """

    __pydantic_config__ = {"extra": "forbid"}

    question: Public[str]
    option: Public[str]
    share: Public[int]
    low: Public[int]
    high: Public[int]
    base: Public[int | None] = None
    count: Public[int | None] = None
    members: Public[int | None] = None
    band_low: Public[int | None] = None
    band_high: Public[int | None] = None
    twice: Public[AnsweredTwice | None] = None


@dataclass(frozen=True)
class EarlierQuestion:
    """A question as an earlier theme asked it. relevant: of whom it was asked, as there."""

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    type: Public[QuestionType]
    wording: Public[Wording]
    options: Public[tuple[Item, ...]] = ()
    items: Public[tuple[Item, ...]] = ()
    relevant: Public[str] = ""


@dataclass(frozen=True)
class EarlierTheme:
    """An earlier theme of the same series, for example last year's: what it asked and printed.

    questions: as they were asked; one that is not there is taken to be as it is now. published,
    address: when and where it can be read. synthetic: its answers were invented.
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    shares: Public[tuple[EarlierShare, ...]]
    title: Public[Wording] = field(default_factory=Wording)
    published: Public[datetime.date | None] = None
    address: Public[str] = ""
    questions: Public[tuple[EarlierQuestion, ...]] = ()
    synthetic: Public[bool] = False

    def question(self, name: str) -> EarlierQuestion | None:
        """The question as it was asked; None where that is not kept."""
        return next((q for q in self.questions if q.id == name), None)


def as_asked(question: Question) -> EarlierQuestion:
    """What of a question decides whether two surveys asked the same."""
    return EarlierQuestion(
        id=question.id,
        type=question.type,
        wording=question.wording,
        options=tuple(Item(o.id, o.label) for o in question.options),
        items=question.items,
        relevant=question.relevant,
    )


def altered(before: EarlierQuestion, now: EarlierQuestion) -> tuple[Altered, ...]:
    """In what ways a question is no longer the one that was asked; () where it is.

    Texts are compared in the languages that both have, without regard to spaces. The order of
    options is part of the question: what stands first is chosen more often (Krosnick & Alwin 1987,
    Public Opinion Quarterly 51:2).
    """
    return tuple(_altered(before, now))


def related(before: EarlierQuestion, now: EarlierQuestion) -> bool:
    """Whether two questions of one id are one question at all, changed or not.

    Ids such as q1 come back in every questionnaire. Two are taken to be one question where at least
    half of the words of their wordings are the same (Jaccard's index, in a language both have).
    """
    for code in LANGUAGES:
        first, second = (set(_words(q.wording[code])) for q in (before, now))
        if first and second and 2 * len(first & second) >= len(first | second):
            return True
    return False


def oldest_first(earlier: Sequence[EarlierTheme]) -> tuple[EarlierTheme, ...]:
    """The themes by the day they were published where all have one, else as they stand."""
    if all(theme.published for theme in earlier):
        return tuple(sorted(earlier, key=lambda theme: str(theme.published)))
    return tuple(earlier)


def changes(name: str, asked: Sequence[EarlierQuestion]) -> tuple[tuple[Altered, ...], ...]:
    """In what ways a question, or an item of one, was changed from each theme to the next."""
    # An item may be older or newer than its question: the other items are no part of it.
    questions = [replace(q, items=()) for q in asked] if "." in name else asked
    return tuple(altered(was, now) for was, now in itertools.pairwise(questions))


def changed_since(
    name: str, option: str, earlier: Sequence[EarlierTheme], now: EarlierQuestion
) -> bool:
    """Whether a question is no longer as it was in any of the themes that printed the answer."""
    asked = [
        theme.question(now.id) or now
        for theme in oldest_first(earlier)
        if any((s.question, s.option) == (name, option) for s in theme.shares)
    ]
    return any(changes(name, [*asked, now]))


def followed(
    earlier: Sequence[EarlierTheme], questionnaire: Questionnaire
) -> frozenset[tuple[str, str]]:
    """The answers that an earlier theme printed and that are still asked for.

    Each is a question, or `question.item`, and an option. What is another question of the same id
    in any of the themes is none of them.
    """
    pairs: set[tuple[str, str]] = set()
    others: set[str] = set()
    for theme in earlier:
        for share in theme.shares:
            asked = questionnaire.find(share.question)
            if asked is None or share.option not in {o.id for o in asked.question.options}:
                continue
            now = as_asked(asked.question)
            if related(theme.question(now.id) or now, now):
                pairs.add((share.question, share.option))
            else:
                others.add(share.question)
    return frozenset(pair for pair in pairs if pair[0] not in others)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _altered(before: EarlierQuestion, now: EarlierQuestion) -> Iterator[Altered]:
    if before.type != now.type:
        yield "type"
    if not _same(before.wording, now.wording):
        yield "wording"
    if not _listed(before.options, now.options):
        yield "options"
    if not _listed(before.items, now.items):
        yield "items"
    if before.relevant.split() != now.relevant.split():
        yield "base"


def _listed(before: Sequence[Item | Option], now: Sequence[Item | Option]) -> bool:
    return [option.id for option in before] == [option.id for option in now] and all(
        _same(was.label, now_.label) for was, now_ in zip(before, now, strict=True)
    )


def _same(before: Wording, now: Wording) -> bool:
    both = [code for code in LANGUAGES if before[code] and now[code]]
    return all(before[code].split() == now[code].split() for code in both)
