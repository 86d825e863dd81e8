"""Codes as answers: coded answers counted as if they were multiple-choice questions.

The unit is the organisation: a response whose answers carry a code counts once, however often it
says so. Codes with valence become a question per valence; a family of codes without, a question.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from samklang.core.coding.codebook import (
    FACTORS,
    FAMILY_PREFIX,
    VALENCES,
    Codebook,
    Family,
    direction,
)
from samklang.core.coding.codings import Coding
from samklang.core.coding.states import AnswerState, settled
from samklang.core.language.wording import Wording, in_languages
from samklang.core.privacy import Personal, Public
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import OpenQuestion, open_questions
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing, Response, Responses


def factor_question(valence: str) -> str:
    """The id of the derived question of a valence; no question of a survey can have it."""
    return f"factors:{valence}"


def family_question(family: Family) -> str:
    """The id of the question that a family without valence becomes."""
    return f"{FAMILY_PREFIX}{family.id}"


def coded_questions(questionnaire: Questionnaire, codings: Sequence[Coding]) -> tuple[str, ...]:
    """Addresses of what has codings with a valence, in the questionnaire's order."""
    used = {coding.question for coding in codings if coding.valence}
    return tuple(place.address for place in open_questions(questionnaire) if place.address in used)


def factor_questionnaire(codebook: Codebook) -> Questionnaire:
    """A multiple-choice question per valence, with the codes of valence as options."""
    options = tuple(Option(code.id, code.name) for code in codebook.factors)
    return Questionnaire(
        version="derived",
        questions=tuple(
            Question(factor_question(valence), "select_multiple", Wording(), options=options)
            for valence in VALENCES
        ),
    )


def factor_responses(
    responses: Responses,
    codings: Sequence[Coding],
    states: Sequence[AnswerState] = (),
    *,
    places: Sequence[OpenQuestion],
) -> Responses:
    """The responses with the codes their answers carry, as answers to the derived questions.

    places: the open questions coded. A response that answered none of them, or one that has not
    been read to the end, has not answered the derived questions.
    """
    coded = {place.address for place in places}
    carried: dict[tuple[str, str], set[str]] = {}
    for coding in codings:
        if coding.valence and coding.question in coded:
            carried.setdefault((coding.response, coding.valence), set()).add(coding.code)
    rows = []
    counts = _Counted(codings, states, places)
    for response in responses:
        answers: Mapping[str, Answer] = {
            factor_question(valence): frozenset(carried.get((response.id, valence), ()))
            if counts.has(response)
            else Missing.NOT_ANSWERED
            for valence in VALENCES
        }
        rows.append(replace(response, answers=answers, open_texts={}))
    return Responses(tuple(rows))


@dataclass(frozen=True)
class WithCodes:
    """What was asked and answered, with codes among the answers."""

    questionnaire: Public[Questionnaire]
    responses: Personal[Responses]


def with_factor_question(
    questionnaire: Questionnaire,
    responses: Responses,
    codebook: Codebook,
    codings: Sequence[Coding],
    states: Sequence[AnswerState] = (),
    *,
    places: Sequence[OpenQuestion],
) -> WithCodes:
    """One multiple-choice question more, whose options are every code with each valence.

    It counts as `factor_responses` does, so that groups split the very numbers of all.
    """
    carried = factor_responses(responses, codings, states, places=places)
    further = Question(
        FACTORS,
        "select_multiple",
        Wording(),
        options=tuple(
            Option(direction(code.id, valence), code.name)
            for code in codebook.factors
            for valence in VALENCES
        ),
        sensitive=any(place.question.sensitive for place in places),
    )
    rows = tuple(
        replace(response, answers={**response.answers, FACTORS: _directions(given)})
        for response, given in zip(responses, carried, strict=True)
    )
    asked = replace(questionnaire, questions=(*questionnaire.questions, further))
    return WithCodes(asked, Responses(rows))


def _directions(given: Response) -> Answer:
    """What a response carries, as answers to one question."""
    directions: set[str] = set()
    for valence in VALENCES:
        codes = given.answers[factor_question(valence)]
        if not isinstance(codes, frozenset):
            return Missing.NOT_ANSWERED
        directions |= {direction(code, valence) for code in codes}
    return frozenset(directions)


def with_family_questions(
    questionnaire: Questionnaire,
    responses: Responses,
    codebook: Codebook,
    codings: Sequence[Coding],
    states: Sequence[AnswerState] = (),
) -> WithCodes:
    """A multiple-choice question more for each family without valence that was used."""
    places = {place.address: place for place in open_questions(questionnaire)}
    further: list[Question] = []
    rows = list(responses)
    for family in codebook.families:
        codes = codebook.of(family)
        of_family = {code.id for code in codes}
        used = [c for c in codings if c.code in of_family]
        if family.valence or not used:
            continue
        name = family_question(family)
        coded = {c.question for c in used}
        chosen = [place for address, place in places.items() if address in coded]
        counts = _Counted(codings, states, chosen)
        further.append(
            Question(
                name,
                "select_multiple",
                _asked(chosen),
                short=family.name,
                options=tuple(Option(code.id, code.name) for code in codes),
                sensitive=any(place.question.sensitive for place in chosen),
            )
        )
        carried: dict[str, set[str]] = {}
        for coding in used:
            carried.setdefault(coding.response, set()).add(coding.code)
        rows = [
            replace(
                response,
                answers={
                    **response.answers,
                    name: frozenset(carried.get(response.id, ()))
                    if counts.has(response)
                    else Missing.NOT_ANSWERED,
                },
            )
            for response in rows
        ]
    if not further:
        return WithCodes(questionnaire, responses)
    asked = replace(questionnaire, questions=(*questionnaire.questions, *further))
    return WithCodes(asked, Responses(tuple(rows)))


def _asked(places: Collection[OpenQuestion]) -> Wording:
    """The wordings of the questions coded, one after another."""
    return in_languages(lambda language: " / ".join(place.wording(language) for place in places))


class _Counted:
    """Which responses count in a figure of codes: every answer they gave has been settled."""

    def __init__(
        self,
        codings: Sequence[Coding],
        states: Sequence[AnswerState],
        places: Sequence[OpenQuestion],
    ):
        self.places = places
        self.settled = settled(codings, states, questions=[p.address for p in places])

    def has(self, response: Response) -> bool:
        given = [place.address for place in self.places if open_answer(response, place)]
        return bool(given) and all(self._is_settled(response.id, address) for address in given)

    def _is_settled(self, response: str, address: str) -> bool:
        read = self.settled[address]
        return read is None or (response, address) in read
