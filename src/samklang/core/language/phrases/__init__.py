"""Phrases: the interface strings in Swedish and English, one TOML file per part and language."""

import tomllib
from functools import cache
from importlib.resources import files

from samklang.core.language.wording import Language


# Bounded by the files beside this one.
@cache
def catalogue(language: Language, part: str) -> dict[str, str]:
    """The strings of one part ("report", "site" …) by name."""
    source = files(__name__).joinpath(language, f"{part}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def phrase(language: Language, key: str, /, **values: object) -> str:
    """The string ``part.name`` with its values put in.

    Raises KeyError when the string, or a value it needs, is not there.
    """
    part, name = key.split(".", 1)
    return catalogue(language, part)[name].format(**values)


def counted(language: Language, key: str, count: int, **values: object) -> str:
    """The string for one or for several: ``part.name_one`` where the count is 1."""
    return phrase(language, f"{key}_one" if count == 1 else key, count=count, **values)
