"""Open answers: what a response wrote in a place. Raw answers; no renderer may import this."""

from collections.abc import Mapping, Sequence

from samklang.core.survey.open_questions import OpenQuestion
from samklang.core.survey.responses import Response


def open_answer(response: Response, place: OpenQuestion) -> str:
    """What a response wrote in a place; '' where it wrote nothing."""
    if place.option is not None:
        return response.open_texts.get(place.address, "")
    answer = response.answers.get(place.question.id)
    if place.field is not None:
        cards: Sequence[Mapping[str, str]] = answer if isinstance(answer, tuple) else ()
        if len(cards) < place.card:
            return ""
        return cards[place.card - 1].get(place.field.id, "")
    return answer if isinstance(answer, str) else ""
