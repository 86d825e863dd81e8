"""Forms of texts in several languages: a field `NAME_CODE` for each, one `Wording` of them all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Unpack

from django import forms

from samklang.core.language.wording import Language, Wording
from samklang.web.forms.fields import Form, FormArguments, Sent, Words, called, said, wording_of


class Needed(Enum):
    """In which of a form's languages a text must be filled in."""

    NO = "no"
    FIRST = "first"
    EVERY = "every"


@dataclass(frozen=True)
class Asked:
    """How a text is asked for. most: letters. rows: of its box, 0 for one line. hint: by the first
    of its fields.
    """

    label: Words
    most: int | None = None
    rows: int = 0
    needed: Needed = Needed.NO
    hint: Words = ""

    def field(self, language: Language, languages: Sequence[Language], text: str) -> forms.Field:
        """Its field in one of a form's languages. text: as it stands."""
        first, label = language == languages[0], self.label
        if len(languages) > 1:
            label = said("staff.in_language", label=label, language=called(language))
        return forms.CharField(
            label=label,
            max_length=self.most,
            required=self.needed is Needed.EVERY or (first and self.needed is Needed.FIRST),
            help_text=self.hint if first else "",
            widget=forms.Textarea(attrs={"rows": self.rows}) if self.rows else forms.TextInput(),
            initial=text,
        )


class WordedForm(Form):
    """A form with such texts.

    texts: by name. `initial` has the `Wording` of each, and what that has in languages that the
    form does not ask for is kept. order: texts and fields as they stand; texts first without it.
    """

    texts: Mapping[str, Asked] = {}
    order: Sequence[str] = ()

    def __init__(
        self,
        data: Sent = None,
        *,
        languages: Sequence[Language],
        **arguments: Unpack[FormArguments],
    ):
        super().__init__(data, **arguments)
        self.languages = tuple(languages)
        self.kept = {name: self.initial.get(name) or Wording() for name in self.texts}
        for name, asked in self.texts.items():
            for language in self.languages:
                text = self.kept[name][language]
                self.fields[f"{name}_{language}"] = asked.field(language, self.languages, text)
        self.build()
        self.order_fields(
            [field for name in self.order or self.texts for field in self.named(name)]
        )
        self.tie_hints()

    def build(self) -> None:
        """Adds the form's other fields, where they are not the same for all."""

    def named(self, name: str) -> list[str]:
        """The fields of a text; another field is its own."""
        return [f"{name}_{language}" for language in self.languages if name in self.texts] or [name]

    def without(self, *names: str) -> None:
        """Leaves texts out of the form."""
        self.texts = {name: asked for name, asked in self.texts.items() if name not in names}
        for name in names:
            for language in self.languages:
                del self.fields[f"{name}_{language}"]

    def values(self) -> dict[str, Any]:
        """What was filled in, each text in one."""
        fields = {field for name in self.texts for field in self.named(name)}
        plain = {name: value for name, value in self.cleaned_data.items() if name not in fields}
        return plain | {
            name: wording_of(self.cleaned_data, f"{name}_", self.languages, self.kept[name])
            for name in self.texts
        }

    def lacking(self, *names: str) -> Iterator[str]:
        """The fields of texts that are empty in some language and filled in in another."""
        for name in names:
            texts = {field: self.cleaned_data.get(field) for field in self.named(name)}
            if any(texts.values()):
                yield from (field for field, text in texts.items() if not text)
