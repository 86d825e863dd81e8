"""Starts: questionnaires that a new theme can begin from."""

from functools import cache
from importlib.resources import files

from samklang.core.survey.questionnaire import Questionnaire
from samklang.package.model import validate
from samklang.package.yaml_text import load

NAMES = ("social-innovation", "empty")


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
