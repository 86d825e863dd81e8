"""Wording: one text in the languages of a theme."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samklang.core.language.languages import (
    ENGLISH,
    FIRST_LANGUAGE,
    LANGUAGES,
    RULES,
    Language,
    known_language,
    other_languages,
)
from samklang.core.privacy import Public

__all__ = [
    "ENGLISH",
    "FIRST_LANGUAGE",
    "LANGUAGES",
    "Language",
    "Wording",
    "any_text",
    "in_languages",
    "known_language",
    "other_languages",
    "rewritten",
    "spoken_language",
    "texts_of",
    "worded",
]


@dataclass(init=False, repr=False, eq=False, frozen=True)
class Wording:
    """A text in each language; empty where a theme does not use the language."""

    # Its fields are the languages, so that what reads, checks, prints and guards dataclasses needs
    # no case of its own for a text. What dataclasses would make of them is written out, since a
    # code may be a word of Python ("is", Icelandic).
    __pydantic_config__ = {"extra": "forbid"}
    __annotations__ = dict.fromkeys(LANGUAGES, Public[str])
    locals().update(dict.fromkeys(LANGUAGES, ""))

    def __init__(self, *texts: str, **by_language: str):
        """texts: in the order of the languages. Raises TypeError for a language there is not."""
        given = (
            {**dict(zip(LANGUAGES, texts, strict=False)), **by_language} if texts else by_language
        )
        if len(texts) > len(LANGUAGES) or not given.keys() <= RULES.keys():
            raise TypeError(f"no such language: {', '.join(given)}")
        self.__dict__.update({language: given.get(language, "") for language in LANGUAGES})

    def __getitem__(self, language: Language) -> str:
        text: str = self.__dict__[language]
        return text

    def __bool__(self) -> bool:
        return any(texts_of(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Wording) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(texts_of(self)))

    def __repr__(self) -> str:
        texts = ", ".join(f"{language}={text!r}" for language, text in self.__dict__.items())
        return f"Wording({texts})"


def in_languages(text: Callable[[Language], str]) -> Wording:
    """A text made for each language."""
    return Wording(**{language: text(language) for language in LANGUAGES})


def rewritten(wording: Wording, language: Language, text: str) -> Wording:
    """The same text with other words in one language."""
    return in_languages(lambda code: text if code == language else wording[code])


def texts_of(wording: Wording) -> Iterator[str]:
    """The text in each language, in their order, empty ones too."""
    return (wording[language] for language in LANGUAGES)


def any_text(wording: Wording) -> str:
    """A text in the first language that it is in; empty where it is in none."""
    return next(filter(None, texts_of(wording)), "")


def spoken_language(wording: Wording, language: Language) -> Language:
    """The language that `worded` gives a text in."""
    if wording[language]:
        return language
    return next((other for other in LANGUAGES if wording[other]), FIRST_LANGUAGE)


def lowered(name: str) -> str:
    """A name as it stands within a sentence: "Ekonomi" is "ekonomi", "EU-medel" stays as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def worded(wording: Wording, language: Language) -> str:
    """A text in a language; in another where it has not been translated."""
    return wording[language] or any_text(wording)
