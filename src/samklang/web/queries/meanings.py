"""Vectors of meaning as they are stored: those a question's ranking needs, and those that lack."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from samklang.core.coding.spaces import SeenAnswers, Space, meaning_space, seen
from samklang.core.coding.suggestions import CodeText
from samklang.core.language.wording import any_text
from samklang.core.survey.open_questions import open_questions
from samklang.suggesting.meaning import MeaningVectors
from samklang.web.models import AnswerVector, Code, CodeVector, Theme
from samklang.web.queries.open_answers import Line, asked, digest, sent, text_of

NAME = MeaningVectors.name
# With more answers than this words rank alone (decision 16).
MOST = 20_000
Vector = npt.NDArray[np.float32]


def code_text(code: Code) -> CodeText:
    """What a code says of itself, in the first language that it has."""
    said = " ".join(map(any_text, (code.definition, code.include))).strip()
    return CodeText(code.key, any_text(code.name), said)


@dataclass(frozen=True)
class Meaning:
    """The vectors of a question's codes and answers; known by `key`, so that it can be kept by."""

    key: str
    codes: Vector = field(compare=False)
    answers: Vector = field(compare=False)

    def space(self, first: int, last: int) -> Space:
        """Those of the codes from `first` to `last`, beside all answers."""
        return meaning_space(self.codes[first:last], _seen(self))


@lru_cache(maxsize=4)
def _seen(meant: Meaning) -> SeenAnswers:
    """Kept, since a save changes no text."""
    return seen(meant.answers)


def meaning(
    theme: Theme, question: str, lines: Sequence[Line], codes: Sequence[Code]
) -> Meaning | None:
    """The vectors of codes and answers, in their order; None where any lacks. Two queries."""
    of_answers = {
        response: (of, vector)
        for response, of, vector in AnswerVector.objects.filter(
            response__theme=theme, question=question, name=NAME
        ).values_list("response_id", "digest", "vector")
    }
    if len(of_answers) < len(lines):
        return None
    of_codes = {
        code: (of, vector)
        for code, of, vector in CodeVector.objects.filter(code__theme=theme, name=NAME).values_list(
            "code_id", "digest", "vector"
        )
    }
    wanted = [
        *((of_codes.get(code.pk), code_text(code).text) for code in codes),
        *((of_answers.get(line.response), line.text) for line in lines),
    ]
    if not all(kept and kept[0] == digest(text) for kept, text in wanted):
        return None
    rows = [np.frombuffer(bytes(kept[1]), dtype="<f4") for kept, _ in wanted if kept]
    key = hashlib.sha256("".join(kept[0] for kept, _ in wanted if kept).encode()).hexdigest()
    every = np.array(rows, dtype=np.float32)
    return Meaning(key, every[: len(codes)], every[len(codes) :])


@dataclass(frozen=True)
class Lacking:
    """A text without a vector: of a code, or of a response's answer to a question."""

    text: str
    code: int = 0
    response: int = 0
    question: str = ""


def lacking(theme: Theme) -> Iterator[Lacking]:
    """The texts of a theme that have no vector of their own words: codes, then answers to the
    questions that somebody has begun to code. Four queries.
    """
    of_codes = dict(
        CodeVector.objects.filter(code__theme=theme, name=NAME).values_list("code_id", "digest")
    )
    for code in theme.codes.filter(retired=False):
        text = code_text(code).text
        if of_codes.get(code.pk) != digest(text):
            yield Lacking(text, code=code.pk)
    begun = set(theme.read_answers.values_list("question", flat=True).distinct())
    places = [place for place in open_questions(asked(theme)) if place.address in begun]
    if not places or sent(theme).count() > MOST:
        return
    known = {
        (response, question): of
        for response, question, of in AnswerVector.objects.filter(
            response__theme=theme, name=NAME
        ).values_list("response_id", "question", "digest")
    }
    for pk, answers in sent(theme).values_list("pk", "answers").iterator(chunk_size=500):
        for place in places:
            text = text_of(answers, place)
            if text and known.get((pk, place.address)) != digest(text):
                yield Lacking(text, response=pk, question=place.address)
