"""Double coding as the site has it: samples, what may not be seen yet, agreement, differences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from samklang.core.coding.agreement import Agreement
from samklang.core.coding.codings import Valence
from samklang.core.coding.double_coding import agreement_on, differ
from samklang.core.coding.readings import Mark, Part, Reading
from samklang.core.coding.states import State
from samklang.core.survey.open_questions import OpenQuestion
from samklang.web.models import (
    Code,
    Coding,
    CodingSample,
    ReadAnswer,
    Response,
    SampledAnswer,
    Theme,
)
from samklang.web.queries.open_answers import digest, sent, text_of


class Person(Protocol):
    """Somebody by the id of the account."""

    @property
    def pk(self) -> int: ...


@dataclass(frozen=True)
class Hidden:
    """Answers whose codings a person may not see yet: those it codes itself, blind.

    responses: by the address of the open question. samples: the sample of each question.
    """

    responses: Mapping[str, frozenset[int]] = field(default_factory=dict)
    samples: Mapping[str, int] = field(default_factory=dict)

    def of(self, question: str) -> frozenset[int]:
        """The responses whose answer to a question is hidden."""
        return self.responses.get(question, frozenset())

    def has(self, read: ReadAnswer) -> bool:
        """Whether an answer is hidden."""
        return read.response_id in self.of(read.question)

    def __bool__(self) -> bool:
        return bool(self.responses)


def hidden_from(theme: Theme, person: Person) -> Hidden:
    """What a person may not see of others' codings while it codes a sample blind. One query."""
    return _open(theme, second=person.pk)


def still_open(theme: Theme) -> Hidden:
    """All answers of samples that are not compared yet. One query."""
    return _open(theme)


def _open(theme: Theme, **narrowed: object) -> Hidden:
    rows = SampledAnswer.objects.filter(
        sample__theme=theme,
        sample__compared_at=None,
        **{f"sample__{name}": value for name, value in narrowed.items()},
    ).values_list("sample__question", "response_id", "sample_id")
    open_places: dict[str, set[int]] = {}
    samples: dict[str, int] = {}
    for question, response, sample in rows:
        open_places.setdefault(question, set()).add(response)
        samples[question] = sample
    return Hidden({q: frozenset(of) for q, of in open_places.items()}, samples)


@dataclass(frozen=True)
class Blind:
    """A sampled answer as its second coder sees it: the words and its own codings, nothing else.

    It has what `open_answers.Opened` has, so that one page shows both.
    """

    where: OpenQuestion
    response: Response
    text: str
    read: SampledAnswer
    codings: Sequence[Coding]

    @property
    def version(self) -> int:
        """The version that a save must name."""
        return self.read.version

    @property
    def changed(self) -> bool:
        """Whether the answer has other words now than those that were read."""
        return bool(self.read.digest) and self.read.digest != digest(self.text)

    @property
    def status(self) -> str:
        """The state; '' where the answer is unread, or must be read anew."""
        return "" if self.changed else self.read.status


def blind(row: SampledAnswer, where: OpenQuestion, codes: Mapping[int, Code]) -> Blind | None:
    """The answer of a sample's row; None where there is none any more. No query."""
    text = text_of(row.response.answers, where)
    if not text or row.response.state != "sent":
        return None
    codings = [
        Coding(code=codes[code], valence=valence, start=start, end=end)
        for code, valence, start, end in row.marks
        if code in codes and end <= len(text)
    ]
    return Blind(where, row.response, text, row, codings)


@dataclass(frozen=True)
class Progress:
    """How far a sample has come: answers in it, read by the first, and by the second coder."""

    sample: CodingSample
    answers: int
    first: int
    second: int
    rows: Sequence[SampledAnswer]

    @property
    def done(self) -> bool:
        """Whether both have read all of it."""
        return 0 < self.answers == self.first == self.second


def progress(sample: CodingSample, where: OpenQuestion) -> Progress:
    """How far a sample has come. An answer whose words have changed must be read anew. Two queries.

    Each of `rows` has `words`, the answer, and `own`, the second coder's state.
    """
    rows, first, second = [], 0, 0
    read = ReadAnswer.objects.filter(theme=sample.theme_id, question=where.address)
    known = {r.response_id: (r.status, r.digest) for r in read}
    for row in sample.answers.select_related("response"):
        text = text_of(row.response.answers, where)
        if not text:
            continue
        status, of = known.get(row.response_id, ("", ""))
        first += bool(status) and of == digest(text)
        row.words = text  # type: ignore[attr-defined]
        row.own = row.status if row.digest == digest(text) else ""  # type: ignore[attr-defined]
        second += bool(row.own)  # type: ignore[attr-defined]
        rows.append(row)
    return Progress(sample, len(rows), first, second, rows)


def drawable(theme: Theme, where: OpenQuestion, second: Person) -> list[int]:
    """The answers to a question that a person can code blind: it has not coded them itself, and
    they are in no sample before. Two queries.
    """
    own = ReadAnswer.objects.filter(theme=theme, question=where.address)
    seen = set(own.filter(by=second.pk).values_list("response_id", flat=True))
    seen |= set(own.filter(codings__by=second.pk).values_list("response_id", flat=True))
    seen |= set(
        SampledAnswer.objects.filter(
            sample__theme=theme, sample__question=where.address
        ).values_list("response_id", flat=True)
    )
    rows = sent(theme).order_by("pk").values_list("pk", "answers")
    return [pk for pk, answers in rows if pk not in seen and text_of(answers, where)]


def readings_of(row: SampledAnswer, question: str, keys: Mapping[int, str]) -> dict[Part, Reading]:
    """The readings of a compared answer, as core has them; coders and responses by the rows' ids.

    keys: of the theme's codes, also those no longer in use.
    """
    sample = row.sample
    readings: dict[Part, Reading] = {
        "first": Reading(
            str(row.response_id),
            question,
            "first",
            str(row.first_by_id or ""),
            cast(State, row.first_status),
            marks_of(row.first_marks, keys),
            row.first_at,
            row.first_memo,
        ),
        "second": Reading(
            str(row.response_id),
            question,
            "second",
            str(sample.second_id or ""),
            cast(State, row.status),
            marks_of(row.marks, keys),
            row.at,
            row.memo,
        ),
    }
    if row.outcome:
        readings["settled"] = Reading(
            str(row.response_id),
            question,
            "settled",
            str(row.settled_by_id or ""),
            cast(State, row.outcome["status"]),
            marks_of(row.outcome["marks"], keys),
            None,
            row.outcome["memo"],
        )
    return readings


def marks_of(kept: Sequence[Sequence[Any]], keys: Mapping[int, str]) -> tuple[Mark, ...]:
    """Marks as they are kept, by the codes' keys."""
    return tuple(
        Mark(keys[code], cast(Valence, valence), start, end)
        for code, valence, start, end in kept
        if code in keys
    )


def keys_of(theme: Theme) -> dict[int, str]:
    """The key of each code the theme ever had. One query."""
    return dict(theme.codes.values_list("pk", "key"))


@dataclass(frozen=True)
class Compared:
    """What the double coding of a question gave.

    differences: answers on which the two differed; left: those that nobody has settled.
    """

    where: OpenQuestion
    agreement: Agreement
    differences: Sequence[SampledAnswer]
    left: int


def compared(theme: Theme, where: OpenQuestion) -> Compared | None:
    """The agreement on all compared samples of a question; None where there are none. Two queries.

    Each of `differences` has `words`, the answer.
    """
    rows = list(
        SampledAnswer.objects.filter(sample__theme=theme, sample__question=where.address)
        .exclude(sample__compared_at=None)
        .select_related("sample", "response", "settled_by")
        .order_by("pk")
    )
    if not rows:
        return None
    keys = keys_of(theme)
    readings: list[Reading] = []
    differences = []
    for row in rows:
        parts = readings_of(row, where.address, keys)
        readings += parts.values()
        if differ(parts["first"], parts["second"]):
            row.words = text_of(row.response.answers, where)  # type: ignore[attr-defined]
            differences.append(row)
    used = theme.codes.filter(retired=False, family__retired=False)
    used = used.order_by("family__order", "order", "pk")
    shown = agreement_on(readings, where.address, list(used.values_list("key", flat=True)))
    return Compared(where, shown, differences, sum(not row.outcome for row in differences))


def settled_twice(theme: Theme, where: OpenQuestion) -> frozenset[int]:
    """The responses whose answer two persons coded blind and made the same of, or settled. Two
    queries."""
    rows = SampledAnswer.objects.filter(
        sample__theme=theme, sample__question=where.address
    ).exclude(sample__compared_at=None)
    keys = keys_of(theme)
    settled = set()
    for row in rows.select_related("sample"):
        parts = readings_of(row, where.address, keys)
        if row.outcome or not differ(parts["first"], parts["second"]):
            settled.add(row.response_id)
    return frozenset(settled)
