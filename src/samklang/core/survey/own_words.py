"""Own words: which answers can tell who wrote them, and answers without them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Answer, Card, Missing, Response

# Answers that are one of a few, or a number, stay; what somebody wrote can tell who wrote it.
STAYS = frozenset(
    {"select_one", "select_multiple", "matrix", "ranking", "integer", "decimal", "date", "consent"}
)
COVER = "x"


def without_words(asked: Questionnaire, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Stored answers without what was written in own words, beside an open option too."""
    kept = {q.id for q in asked if q.type in STAYS}
    return {name: value for name, value in answers.items() if name in kept}


def covered(text: str) -> str:
    """As many x as the text has code points, so that a span within it still is one."""
    return COVER * len(text)


def cover_words(response: Response, asked: Questionnaire) -> Response:
    """A package's response with own words covered; who answered what by a cross stays as it was."""
    answers = {
        question.id: _covered(answer) if question.type not in {*STAYS, "calculate"} else answer
        for question in asked
        if (answer := response.answers.get(question.id)) is not None
    }
    texts = {name: covered(text) for name, text in response.open_texts.items()}
    return replace(response, answers={**response.answers, **answers}, open_texts=texts)


def _covered(answer: Answer) -> Answer:
    if isinstance(answer, Missing | frozenset):
        return answer
    if isinstance(answer, str):
        return covered(answer)
    if isinstance(answer, tuple):
        return tuple({f: covered(text) for f, text in card.items()} for card in answer)
    return cast(Card, {k: v if isinstance(v, Missing) else covered(v) for k, v in answer.items()})
