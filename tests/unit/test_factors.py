"""Factors: who is counted, and once only."""

from samklang.core.coding.codebook import Code, Codebook
from samklang.core.coding.codings import Coding
from samklang.core.coding.factors import coded_questions, factor_questionnaire, factor_responses
from samklang.core.language.wording import Wording
from samklang.core.survey.open_questions import open_questions
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Missing, Response, Responses

QUESTIONS = Questionnaire(
    "1", tuple(Question(q, "text", Wording("?", "?")) for q in ("q5", "q6", "q7"))
)
RESPONSES = Responses(
    (
        Response("r1", "m1", "complete", answers={"q5": "Pengar och pengar", "q6": "Tid"}),
        Response("r2", "m2", "complete", answers={"q5": Missing.NOT_ANSWERED, "q6": "Pengar"}),
        Response(
            "r3",
            "m3",
            "complete",
            answers={"q5": Missing.NOT_ANSWERED, "q6": Missing.NOT_ANSWERED, "q7": "Hej"},
        ),
    )
)


def coding(response: str, question: str, code: str, valence: str) -> Coding:
    return Coding("c", response, question, 0, 1, "x", code, valence)  # type: ignore[arg-type]


CODINGS = (
    coding("r1", "q5", "economy", "enables"),
    coding("r1", "q5", "economy", "enables"),
    coding("r1", "q6", "time", "hinders"),
    coding("r2", "q6", "economy", "hinders"),
    coding("r3", "q7", "greeting", ""),
)


def test_only_questions_coded_with_a_valence_give_factors() -> None:
    assert coded_questions(QUESTIONS, CODINGS) == ("q5", "q6")


def test_an_organisation_counts_once_per_code_and_valence() -> None:
    places = open_questions(QUESTIONS)[:2]
    rows = factor_responses(RESPONSES, CODINGS, places=places).rows
    assert [row.answers["factors:enables"] for row in rows] == [
        frozenset({"economy"}),
        frozenset(),
        Missing.NOT_ANSWERED,
    ]
    assert [row.answers["factors:hinders"] for row in rows] == [
        frozenset({"time"}),
        frozenset({"economy"}),
        Missing.NOT_ANSWERED,
    ]


def test_the_codes_are_the_options() -> None:
    name = Wording("Ekonomi", "Economy")
    questionnaire = factor_questionnaire(Codebook((Code("economy", name, name),)))
    assert [q.id for q in questionnaire] == ["factors:enables", "factors:hinders"]
    assert [option.id for option in questionnaire.questions[0].options] == ["economy"]
