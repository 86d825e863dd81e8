"""Coded spans to choose quotes from: for each code first those that spread over what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from samklang.core.coding.codings import Coding as Span
from samklang.core.coding.codings import Valence
from samklang.core.coding.quotes import Candidate, candidates
from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.core.survey.questionnaire import Questionnaire
from samklang.suggesting.words import word_space
from samklang.web.models import Coding, Theme
from samklang.web.queries.double_coding import still_open
from samklang.web.queries.quotes import span_of

# Spans that are weighed against each other; and how many of a code are put forward, beside those
# of other codes or alone.
MOST_WEIGHED = 1_000
OF_EACH, OF_ONE = 3, 8
# Spans that are listed after those, as they come.
MOST_LISTED = 300

Why = Literal["", "typical", "unlike", "opposite"]


@dataclass(frozen=True)
class Choosable:
    """A coded span that is no quote yet. why: it is put forward; '' for one that is only listed."""

    coding: Coding
    span: str
    why: Why = ""


def choosable(theme: Theme, asked: Questionnaire, *, code: str = "") -> list[Choosable]:
    """The coded spans of a theme, or of one code: those put forward first, code by code. Two
    queries.

    Spans of answers that are withheld, or have other words by now, are none; nor are those of
    answers that two persons are coding, blind to each other.
    """
    waiting = still_open(theme)
    rows = Coding.objects.filter(live=True, quote=None, answer__theme=theme)
    rows = rows.exclude(answer__status="withheld").order_by("code__order", "code_id", "pk")
    if code:
        rows = rows.filter(code__key=code)
    rows = rows.select_related("code__family", "answer__response__invitation")
    every = [
        (row, span)
        for row in rows[:MOST_WEIGHED]
        if not waiting.has(row.answer) and (span := span_of(row, asked).words)
    ]
    first = _put_forward(every, OF_ONE if code else OF_EACH)
    forward = {candidate.coding.pk for candidate in first}
    rest = [Choosable(row, span) for row, span in every if row.pk not in forward]
    return [*first, *rest[:MOST_LISTED]]


def _put_forward(every: Sequence[tuple[Coding, str]], number: int) -> list[Choosable]:
    if not every:
        return []
    space = word_space((), tuple(span for _, span in every), FIRST_LANGUAGE).space.answers
    by_code: dict[int, list[int]] = {}
    for place, (row, _) in enumerate(every):
        by_code.setdefault(row.code_id, []).append(place)
    result = []
    for places in by_code.values():
        spans = {str(every[p][0].pk): every[p] for p in places}
        members = {
            str(row.answer.response_id): str(row.answer.response.invitation.member_id)
            for row, _ in spans.values()
            if row.answer.response.invitation
        }
        rows = space[places]
        best = candidates(
            [_span(row, text) for row, text in spans.values()],
            members,
            (rows @ rows.T).toarray(),
            number=number,
        )
        result += [
            Choosable(*spans[candidate.coding.id], _why(candidate, first=not at))
            for at, candidate in enumerate(best)
        ]
    return result


def _why(candidate: Candidate, *, first: bool) -> Why:
    if candidate.opposite:
        return "opposite"
    return "typical" if first else "unlike"


def _span(row: Coding, text: str) -> Span:
    return Span(
        id=str(row.pk),
        response=str(row.answer.response_id),
        question=row.answer.question,
        start=row.start,
        end=row.end,
        text=text,
        code=row.code.key,
        valence=cast(Valence, row.valence),
    )
