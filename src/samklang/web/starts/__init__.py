"""Starts: what a new theme can begin from: questionnaire, texts, codebooks and manuscript."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from samklang.core.coding.codebook import Codebook
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Questionnaire
from samklang.package.files import MANUSCRIPTS
from samklang.package.model import validate
from samklang.package.yaml_text import load

# Those that are whole: with texts, codebooks and a manuscript beside the questionnaire.
WHOLE = (
    "social-innovation",
    "membership",
    "volunteering",
    "public-agreements",
    "crisis-preparedness",
)
NAMES = (*WHOLE, "empty")
CODEBOOKS = ("factors", "challenges", "forms", "phase")


@dataclass(frozen=True)
class StartTexts:
    """What a start says beside its questions: title, purpose, consent; names of CODEBOOKS."""

    __pydantic_config__ = {"extra": "forbid"}

    title: Wording
    purpose: Wording
    consent: Wording
    codebooks: tuple[str, ...] = ()


# Bounded by WHOLE (others raise, which is not kept).
@cache
def start_texts(name: str) -> StartTexts:
    """The texts of one of WHOLE. Raises KeyError for another name."""
    if name not in WHOLE:
        raise KeyError(name)
    return cast(StartTexts, _read(StartTexts, "texts", f"{name}.yaml"))


def start_files(name: str) -> Mapping[str, str]:
    """The further files of a theme package that one of WHOLE begins with, by path."""
    if name not in WHOLE:
        raise KeyError(name)
    here = files(__name__)
    contents = {
        **{
            path: here.joinpath("manuscripts", name + path.removeprefix("manuscript"))
            for path in MANUSCRIPTS.values()
        },
        "knowledge.yaml": here.joinpath("texts", f"{name}.knowledge.yaml"),
    }
    return {
        path: file.read_text(encoding="utf-8") for path, file in contents.items() if file.is_file()
    }


# Bounded by NAMES, likewise.
@cache
def start(name: str) -> Questionnaire:
    """The questionnaire of one of NAMES. Raises KeyError for another name."""
    if name not in NAMES:
        raise KeyError(name)
    return cast(Questionnaire, _read(Questionnaire, f"{name}.yaml"))


# Bounded by CODEBOOKS, likewise.
@cache
def codebook(name: str) -> Codebook:
    """The starter codebook of one of CODEBOOKS. Raises KeyError for another name."""
    if name not in CODEBOOKS:
        raise KeyError(name)
    return cast(Codebook, _read(Codebook, "codebooks", f"{name}.yaml"))


def _read(kind: type, *path: str) -> object:
    text = files(__name__).joinpath(*path).read_text(encoding="utf-8")
    loaded, faults = load(text, path[-1])
    start, more = validate(kind, loaded, path[-1])
    if start is None or faults or more:
        raise ValueError(faults, more)
    return start
