"""Factors: coded answers counted as if they were multiple-choice questions, one per valence.

The unit is the organisation: a response whose answers carry a code with a valence counts once,
however often it says so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from samklang.core.coding.codebook import Codebook
from samklang.core.coding.codings import Coding
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing, Responses

VALENCES = ("enables", "hinders")


def factor_question(valence: str) -> str:
    """The id of the derived question of a valence; no question of a survey can have it."""
    return f"factors:{valence}"


def coded_questions(questionnaire: Questionnaire, codings: Sequence[Coding]) -> tuple[str, ...]:
    """The open questions that have codings with a valence, in the questionnaire's order."""
    used = {coding.question for coding in codings if coding.valence}
    return tuple(question.id for question in questionnaire if question.id in used)


def factor_questionnaire(codebook: Codebook) -> Questionnaire:
    """A multiple-choice question per valence, with the codes as options."""
    options = tuple(Option(code.id, code.name) for code in codebook.codes)
    return Questionnaire(
        version="derived",
        questions=tuple(
            Question(factor_question(valence), "select_multiple", Wording(), options=options)
            for valence in VALENCES
        ),
    )


def factor_responses(
    responses: Responses, codings: Sequence[Coding], *, coded: Collection[str]
) -> Responses:
    """The responses with the codes their answers carry, as answers to the derived questions.

    A response that answered none of the `coded` questions has not answered the derived ones.
    """
    carried: dict[tuple[str, str], set[str]] = {}
    for coding in codings:
        if coding.valence and coding.question in coded:
            carried.setdefault((coding.response, coding.valence), set()).add(coding.code)
    rows = []
    for response in responses:
        answered = any(isinstance(response.answers.get(question), str) for question in coded)
        answers: Mapping[str, Answer] = {
            factor_question(valence): frozenset(carried.get((response.id, valence), ()))
            if answered
            else Missing.NOT_ANSWERED
            for valence in VALENCES
        }
        rows.append(replace(response, answers=answers, open_texts={}))
    return Responses(tuple(rows))
