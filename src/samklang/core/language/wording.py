"""Wording: one text in the languages of a theme."""

from dataclasses import dataclass
from typing import Literal

from samklang.core.privacy import Public

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")


def known_language(code: str | None) -> Language:
    """The language of a code; the first where it is none of these."""
    return next((language for language in LANGUAGES if language == code), LANGUAGES[0])


@dataclass(frozen=True)
class Wording:
    """A text in Swedish and English; empty where a theme does not use the language."""

    __pydantic_config__ = {"extra": "forbid"}

    sv: Public[str] = ""
    en: Public[str] = ""

    def __getitem__(self, language: Language) -> str:
        return self.sv if language == "sv" else self.en

    def __bool__(self) -> bool:
        return bool(self.sv or self.en)


def worded(wording: Wording, language: Language) -> str:
    """A text in a language; in another where it has not been translated."""
    others = (wording[other] for other in LANGUAGES if wording[other])
    return wording[language] or next(others, "")
