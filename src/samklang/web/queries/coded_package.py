"""Codebook, codings and states of a theme as a theme package has them.

Coders are numbers there ("K1"), and an answer that has other words now than those that were coded
is unread: its codings and quotes stay out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

from samklang.core.coding import codebook as core
from samklang.core.coding.codings import Coding, Origin, Valence
from samklang.core.coding.readings import Reading, Sample, Talk
from samklang.core.coding.states import AnswerState, State
from samklang.core.language.wording import Wording
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import OpenQuestion, open_questions
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Response
from samklang.web.models import Code, CodeFamily, Quote, ReadAnswer, Theme
from samklang.web.models import Coding as Row
from samklang.web.models.quote import Consent, QuoteState
from samklang.web.queries.double_coded_package import DoubleCoded
from samklang.web.queries.double_coding import still_open
from samklang.web.queries.open_answers import digest


@dataclass(frozen=True)
class Coded:
    """What coders have made of a theme's answers, in the package's own terms.

    samples, readings, talks: of double coding. people: what each coder is called there, by the
    user's id.
    """

    codebook: core.Codebook
    codings: tuple[Coding, ...]
    states: tuple[AnswerState, ...]
    people: Mapping[int, str]
    samples: tuple[Sample, ...] = ()
    readings: tuple[Reading, ...] = ()
    talks: tuple[Talk, ...] = ()


def coded(theme: Theme, questionnaire: Questionnaire, responses: Mapping[int, Response]) -> Coded:
    """The codebook, and the codings and states of `responses` (by the row's id). Eight queries.

    A quote from an answer that two persons are coding, blind to each other, waits for them; what
    the second makes of it is no part before the two are compared.
    """
    double = DoubleCoded(theme, questionnaire, responses)
    codings, states, coders = _codings(theme, questionnaire, responses, double.people)
    return Coded(
        codebook(theme),
        codings,
        states,
        coders,
        double.samples,
        double.readings(coders),
        double.talks(coders),
    )


def codebook(theme: Theme) -> core.Codebook:
    """The codes in use with their families, each parent's before those beneath it. Two queries."""
    families = list(theme.code_families.filter(retired=False))
    codes = list(theme.codes.filter(retired=False).select_related("family", "parent"))
    order = {family.pk: number for number, family in enumerate(families)}
    kept = [code for code in codes if code.family_id in order]
    kept.sort(key=lambda code: (order[code.family_id], code.order, code.pk))
    used = {code.family_id for code in kept}
    return core.Codebook(
        codes=tuple(_code(code) for code in kept),
        families=tuple(_family(f) for f in families if f.pk in used),
        approach=cast(core.Approach, theme.coding_approach),
    )


def _family(row: CodeFamily) -> core.Family:
    return core.Family(row.key, row.name, row.valence, row.many)


def _code(row: Code) -> core.Code:
    parent = row.parent.key if row.parent and not row.parent.retired else ""
    return core.Code(
        id=row.key,
        name=row.name,
        definition=row.definition,
        include=row.include,
        exclude=row.exclude,
        sources=tuple(row.sources),
        family=row.family.key,
        parent=parent,
        colour=row.colour,
        memo=row.memo,
    )


class _Codings(NamedTuple):
    """Codings and states, and what each coder is called."""

    codings: tuple[Coding, ...]
    states: tuple[AnswerState, ...]
    coders: Mapping[int, str]


def _codings(
    theme: Theme,
    questionnaire: Questionnaire,
    responses: Mapping[int, Response],
    others: Collection[int],
) -> _Codings:
    """Codings and states, and what each coder is called; `others`: who are called so beside."""
    places = {place.address: place for place in open_questions(questionnaire)}
    order = {address: number for number, address in enumerate(places)}
    read = [
        (read_answer, text)
        for read_answer in theme.read_answers.exclude(status="").select_related(
            "response__invitation__member"
        )
        if (text := _still(read_answer, places, responses))
    ]
    read.sort(key=lambda r: (order[r[0].question], responses[r[0].response_id].id))
    rows = (
        Row.objects.filter(live=True, answer__in=[answer.pk for answer, _ in read])
        .select_related("code", "quote__released_by")
        .order_by("start", "end", "code__family__order", "code__order", "pk")
    )
    waiting = still_open(theme)
    of_answer: dict[int, list[Row]] = {}
    for row in rows:
        of_answer.setdefault(row.answer_id, []).append(row)
    people = {answer.by_id for answer, _ in read} | {row.by_id for row in rows} | set(others)
    coders = {pk: f"K{n}" for n, pk in enumerate(sorted(p for p in people if p), 1)}
    codings, states = [], []
    for answer, text in read:
        response = responses[answer.response_id].id
        states.append(
            AnswerState(
                response,
                answer.question,
                cast(State, answer.status),
                coders.get(answer.by_id or 0, ""),
                answer.at.replace(microsecond=0, tzinfo=None),
                answer.memo,
            )
        )
        for row in of_answer.get(answer.pk, ()):
            quote = None if waiting.has(answer) else printed(row, theme)
            codings.append(
                Coding(
                    id=f"c{row.pk}",
                    response=response,
                    question=answer.question,
                    start=row.start,
                    end=row.end,
                    text=text[row.start : row.end],
                    code=row.code.key,
                    valence=cast(Valence, row.valence),
                    coder=coders.get(row.by_id or 0, ""),
                    time=row.at.replace(microsecond=0, tzinfo=None),
                    origin=cast(Origin, row.origin),
                    memo=row.memo,
                    released_by=quote.released_by.email if quote and quote.released_by else "",
                    released_on=quote.released_on if quote else None,
                    quote=quote.words if quote else "",
                    translation=quote.translated(theme) if quote else Wording(),
                    attribution=name_of(answer) if quote and quote.consent == Consent.NAME else "",
                )
            )
    return _Codings(tuple(codings), tuple(states), coders)


def printed(row: Row, theme: Theme) -> Quote | None:
    """The quote of a coding where it may be printed: released, and nobody has said no to it."""
    quote: Quote | None = getattr(row, "quote", None)
    if quote is None or quote.state != QuoteState.RELEASED or quote.released_by is None:
        return None
    if quote.consent == Consent.NO or (must_ask(theme) and not quote.consent):
        return None
    return quote


def must_ask(theme: Theme) -> bool:
    """Whether members say how they may be quoted; nobody can be asked in an anonymous theme."""
    return theme.ask_quotes and not theme.anonymous


def name_of(read: ReadAnswer) -> str:
    """The name of the member that an answer is from; '' in an anonymous theme."""
    invitation = read.response.invitation
    return invitation.member.name if invitation else ""


def _still(
    read_answer: ReadAnswer, places: Mapping[str, OpenQuestion], responses: Mapping[int, Response]
) -> str:
    """The answer's words where it is still the one that was read; '' where it is not."""
    place, response = places.get(read_answer.question), responses.get(read_answer.response_id)
    if place is None or response is None:
        return ""
    text = open_answer(response, place)
    return text if text and digest(text) == read_answer.digest else ""
