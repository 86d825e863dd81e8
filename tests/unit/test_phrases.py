"""Interface strings: complete in both languages, with the same values to put in."""

import re
import string
from importlib.resources import files

import pytest

from samklang.core.language.phrases import catalogue, phrase
from samklang.core.language.wording import LANGUAGES

FOLDER = files("samklang.core.language.phrases")
PARTS = sorted(
    entry.name.removesuffix(".toml")
    for entry in FOLDER.joinpath("sv").iterdir()
    if entry.name.endswith(".toml")
)


def fields(text: str) -> set[str]:
    """The names of the values that a string takes."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_are_parts_in_both_languages() -> None:
    assert "report" in PARTS
    english = {e.name.removesuffix(".toml") for e in FOLDER.joinpath("en").iterdir()}
    assert english - {"__pycache__"} == set(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_every_string_is_in_both_languages(part: str) -> None:
    swedish, english = (catalogue(language, part) for language in LANGUAGES)
    assert swedish.keys() == english.keys()
    for name, text in swedish.items():
        assert text.strip(), name
        assert english[name].strip(), name
        assert fields(text) == fields(english[name]), name


@pytest.mark.parametrize("part", PARTS)
def test_swedish_is_not_english(part: str) -> None:
    """A string that is the same in both languages has been forgotten, unless it is one word."""
    swedish, english = (catalogue(language, part) for language in LANGUAGES)
    same = [n for n, text in swedish.items() if text == english[n] and len(text.split()) > 1]
    assert [n for n in same if any(c.isalpha() for c in _without_fields(swedish[n]))] == []


def _without_fields(text: str) -> str:
    return "".join(literal for literal, *_ in string.Formatter().parse(text))


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        phrase("sv", "units.few")
    assert phrase("sv", "units.few", threshold=5) == "färre än 5"


@pytest.mark.parametrize("part", PARTS)
def test_swedish_is_set_as_swedish_is(part: str) -> None:
    """A space that does not break before %, curled quotes, and a dash that is a dash."""
    for name, text in catalogue("sv", part).items():
        if name.startswith("sample_"):  # the file formats' own marks
            continue
        assert not re.search(r"[\d\w}] ?%(?!\w)|\w - \w|\.\.\.", text), name
        if part != "package":  # which quotes what stands in YAML and JSON
            assert '"' not in text, name


# Said on the command line, or of files that somebody has written by hand.
BESIDE_PAGES = {
    *("estimates", "exchange", "faults"),
    *("imports", "package", "refiqda", "terminal"),
}


@pytest.mark.parametrize("part", sorted(set(PARTS) - BESIDE_PAGES))
def test_pages_do_not_speak_of_the_machinery(part: str) -> None:
    """Staff see the report and its material, never a package, a freeze or a build."""
    words = r"\b(paket|frys|fryst|bygge|bygg(s|d|t|da|ts)|rolle?n?|yaml|checksumm\w*)\b"
    said = {n: t for n, t in catalogue("sv", part).items() if re.search(words, t, re.I)}
    assert said == {}
