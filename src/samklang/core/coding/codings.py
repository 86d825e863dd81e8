"""Codings: which code a coder tied to which span of an answer. Raw text; not for renderers."""

import datetime
from dataclasses import dataclass, field
from typing import Literal

from samklang.core.language.wording import Wording
from samklang.core.privacy import Internal, Personal

Valence = Literal["enables", "hinders", ""]
# Who or what made a coding: a coder, a suggestion that a coder accepted, or a file from elsewhere.
Origin = Literal["person", "suggestion", "import"]


@dataclass(frozen=True)
class Coding:
    """A code on a span of one answer.

    start, end: code points of the answer, end exclusive. text: the answer's words in that span.
    released_by, released_on: the person who released the span as a quote, and when; both empty
    means it never leaves the package. translation: of a released quote.
    quote: the words as they are printed, where the span was shortened. attribution: the name that
    the member has let the quote bear. memo: the coder's note.
    """

    id: Internal[str]
    response: Personal[str]
    question: Internal[str]
    start: Internal[int]
    end: Internal[int]
    text: Personal[str]
    code: Internal[str]
    valence: Internal[Valence] = ""
    coder: Personal[str] = ""
    time: Internal[datetime.datetime | None] = None
    released_by: Personal[str] = ""
    released_on: Internal[datetime.date | None] = None
    translation: Internal[Wording] = field(default_factory=Wording)
    origin: Internal[Origin] = "person"
    memo: Personal[str] = ""
    quote: Internal[str] = ""
    attribution: Personal[str] = ""

    @property
    def released(self) -> bool:
        """Whether a person has released the span as a quote."""
        return bool(self.released_by and self.released_on)
