"""Texts in the languages of a theme: one column each, which holds every language's."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.fields.json import KeyTransform

from samklang.core.language import wording
from samklang.core.language.languages import CODE_LETTERS, LANGUAGES, RULES
from samklang.core.language.wording import Wording

__all__ = [
    "CODE_LETTERS",
    "Worded",
    "WordingField",
    "language_choices",
    "read_wording",
    "stored",
]

if TYPE_CHECKING:
    _Json = models.JSONField[Wording, Wording]
else:
    _Json = models.JSONField


class WordingField(_Json):
    """A text by language, in Python a `Wording`. Only the languages that have a text are stored.

    A language that has gone from the registry is not read. How long a text may be is its form's.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("default", Wording)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Without the default, which every such field has."""
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is Wording:
            del kwargs["default"]
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The text; what was asked for one language is as JSON has it."""
        if value is None or isinstance(expression, KeyTransform):
            return super().from_db_value(value, expression, connection)
        return read_wording(value)

    def to_python(self, value: Any) -> Any:
        """The text of a mapping, as a file of rows has it."""
        return _of_known(value) if isinstance(value, Mapping) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        """The mapping that is stored."""
        return stored(value) if isinstance(value, Wording) else super().get_prep_value(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Raises ValidationError where a text is needed and there is none."""
        super().validate(self.get_prep_value(value), model_instance)

    def value_to_string(self, obj: models.Model) -> Any:
        """The mapping, for a file of rows."""
        return self.get_prep_value(self.value_from_object(obj))


def read_wording(column: str) -> Wording:
    """The text that a column holds; both databases give JSON as its text."""
    return _of_known(json.loads(column))


def stored(text: Wording) -> dict[str, str]:
    """A text as a column holds it."""
    return {language: text[language] for language in LANGUAGES if text[language]}


def _of_known(texts: Mapping[str, str]) -> Wording:
    if not texts.keys() <= RULES.keys():
        texts = {code: text for code, text in texts.items() if code in RULES}
    return Wording(**texts)


def language_choices() -> list[tuple[str, str]]:
    """The languages that members are written to and asked in."""
    return [(code, rules.own_name) for code, rules in RULES.items()]


class Worded:
    """A model with such columns, beside `models.Model`."""

    def shown(self, name: str, language: str) -> str:
        """The text of `name` in a language; in another where it has not been translated."""
        return wording.worded(getattr(self, name), wording.known_language(language))
