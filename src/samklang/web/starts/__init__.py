"""Starts: questionnaires that a new theme can begin from, and codebooks for its open answers."""

from functools import cache
from importlib.resources import files

from samklang.core.coding.codebook import Codebook
from samklang.core.survey.questionnaire import Questionnaire
from samklang.package.model import validate
from samklang.package.yaml_text import load

NAMES = ("social-innovation", "empty")
CODEBOOKS = ("factors", "challenges", "forms", "phase")


@cache
def start(name: str) -> Questionnaire:
    """The questionnaire of one of NAMES. Raises KeyError for another name."""
    if name not in NAMES:
        raise KeyError(name)
    file = f"{name}.yaml"
    loaded, faults = load(files(__name__).joinpath(file).read_text(encoding="utf-8"), file)
    found, more = validate(Questionnaire, loaded, file)
    if found is None or faults or more:
        raise ValueError(faults, more)
    return found


@cache
def codebook(name: str) -> Codebook:
    """The starter codebook of one of CODEBOOKS. Raises KeyError for another name."""
    if name not in CODEBOOKS:
        raise KeyError(name)
    file = f"{name}.yaml"
    text = files(__name__).joinpath("codebooks", file).read_text(encoding="utf-8")
    loaded, faults = load(text, file)
    found, more = validate(Codebook, loaded, file)
    if found is None or faults or more:
        raise ValueError(faults, more)
    return found
