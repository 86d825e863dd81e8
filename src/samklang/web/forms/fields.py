"""Fields: the labels, hints and errors of forms in the page's language, from our own phrases."""

import datetime
from collections.abc import Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy
from django.utils.translation import get_language

from samklang.core.language.languages import RULES
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import (
    LANGUAGES,
    Language,
    Wording,
    in_languages,
    known_language,
)
from samklang.web.models.response import LARGEST_ID

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise as Promise
else:
    from django.utils.functional import Promise

# Words of ours: a text, or a phrase in the language of whoever is shown it.
Words = str | Promise
# What a browser sent, None where the form is shown for the first time.
Sent = Mapping[str, object] | None


class FormArguments(TypedDict, total=False):
    """What every form takes by name, beside what it needs itself: Django's own."""

    initial: MutableMapping[str, object] | None
    prefix: str | None
    auto_id: bool | str
    label_suffix: str | None


def page_language() -> Language:
    """The language of the page that is being made."""
    return known_language(get_language())


def _now(key: str, **values: object) -> str:
    return phrase(page_language(), key, **values)


def _called(language: Language) -> str:
    return RULES[language].called_in(page_language())


def _headed(language: Language) -> str:
    name = _called(language)
    return name[:1].upper() + name[1:]


# What a language is called on the page: within a sentence, and by itself.
called, headed = lazy(_called, str), lazy(_headed, str)
# A phrase in the language of the page that shows it, not of the process that read the class.
said = lazy(_now, str)


def languages() -> list[tuple[str, Words]]:
    """The languages to choose among."""
    return [(language, headed(language)) for language in LANGUAGES]


def whole_number(sent: str, *, otherwise: int = 0, most: int = LARGEST_ID) -> int:
    """The number that a browser sent in a field or an address; `otherwise` where it is none.

    most: the largest there can be. Python refuses to read a number of thousands of digits.
    """
    plain = sent.isascii() and sent.isdecimal() and len(sent) <= len(str(most))
    return int(sent) if plain and int(sent) <= most else otherwise


class Moment(forms.DateTimeField):
    """A day and time here. Before EARLIEST it is none: in UTC it could lie before the year 1."""

    EARLIEST = 1900
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(
        self, value: str | datetime.datetime | datetime.date | None
    ) -> datetime.datetime | None:
        """The moment with its zone, None where the field is empty. Raises ValidationError."""
        moment: datetime.datetime | None = super().to_python(value)
        if moment and moment.year < self.EARLIEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class Form(forms.Form):
    """A form whose errors stand in a summary that links to the fields, and beside each."""

    required_css_class = ""
    use_required_attribute = False

    def __init__(
        self,
        data: Sent = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(data, files, **kwargs)
        self.tie_hints()

    def tie_hints(self) -> None:
        """Ties each field to its hint; once more where fields were added."""
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}-hint"

    def full_clean(self) -> None:
        """Checks the form, and ties each faulty field to the words on its fault."""
        super().full_clean()
        for name in self.errors:
            if field := self.fields.get(name):
                attributes = field.widget.attrs
                hint = attributes.get("aria-describedby", "").removesuffix(f"id_{name}-error")
                attributes["aria-describedby"] = f"{hint} id_{name}-error".strip()
                attributes["aria-invalid"] = "true"


class WordedRow(forms.Form):
    """A row of a set of things with a text each. name: its id, empty in a new one."""

    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(
        self,
        data: Sent = None,
        *,
        languages: Sequence[Language],
        **arguments: Unpack[FormArguments],
    ):
        super().__init__(data, **arguments)
        self.languages = tuple(languages)
        for language in languages:
            self.fields[language] = forms.CharField(required=False, max_length=500)

    def asked(self) -> list[tuple[Language, forms.BoundField]]:
        """The field of each language."""
        return [(language, self[language]) for language in self.languages]


def by_language(wording: Wording, prefix: str = "") -> dict[str, str]:
    """A text as the fields of a form that has one for each language: `PREFIXsv`."""
    return {f"{prefix}{language}": wording[language] for language in LANGUAGES}


def wording_of(
    values: Mapping[str, Any], prefix: str, languages: Sequence[Language], kept: Wording
) -> Wording:
    """The text of such fields in the languages of a form; in others it stays as it was."""
    return in_languages(
        lambda language: (
            values.get(f"{prefix}{language}") or "" if language in languages else kept[language]
        )
    )
