"""Knowledge cards, references and contacts as staff fill them in."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Unpack

from django import forms

from samklang.core.language.wording import LANGUAGES, Language, Wording, in_languages
from samklang.exchange.reference_habits import bare_doi
from samklang.exchange.reference_text import LONGEST, free_key, key_of
from samklang.package.consistency import EMAIL
from samklang.package.references import DOI, TYPES
from samklang.package.yaml_text import TEXT
from samklang.web.forms.address import Address
from samklang.web.forms.fields import Form, FormArguments, Sent, Words, said
from samklang.web.forms.worded import Asked, Needed, WordedForm
from samklang.web.queries.sources import Kind, named_by, title_of

# The kinds that people choose among; an entry of another kind keeps its own.
KINDS = (
    *("report", "article-journal", "book", "chapter", "webpage", "article-newspaper"),
    *("legislation", "thesis", "paper-conference", "dataset", "document"),
)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


class EntryForm(WordedForm):
    """What the forms of entries share: the version of the file, and the entry as it was.

    was: how the entry is known again where somebody has moved it meanwhile.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=TEXT, strip=False)

    def __init__(
        self,
        data: Sent = None,
        *,
        entry: Mapping[str, object],
        taken: Sequence[str],
        languages: Sequence[Language],
        **kwargs: Unpack[FormArguments],
    ):
        """entry: as it stands, {} for a new one. taken: keys that others have."""
        texts = {name: _wording(entry, name) for name in self.texts}
        kwargs["initial"] = {**(kwargs.get("initial") or {}), **texts}
        super().__init__(data, languages=languages, **kwargs)
        self.entry, self.taken = entry, taken

    def result(self) -> dict[str, object]:
        """The entry as filled in; the fields that the form does not know are kept."""
        return dict(self.entry)

    def shown(self, name: str) -> str:
        """What a field holds, in words."""
        value = self[name].value()
        if isinstance(value, list | tuple):
            choices = dict(self.fields[name].choices)  # type: ignore[attr-defined]
            return "; ".join(str(choices.get(one, one)) for one in value)
        if isinstance(self.fields[name], forms.ChoiceField):
            return str(dict(self.fields[name].choices).get(value, value or ""))  # type: ignore[attr-defined]
        return str(said("sources.yes") if value is True else value if value else "")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _merged(entry: Mapping[str, object], written: Mapping[str, object]) -> dict[str, object]:
    """An entry with what was written: fields keep their place, empty ones go."""
    merged = {**entry, **written}
    return {
        name: value
        for name, value in merged.items()
        if name not in written or value not in ("", [], {}, None)
    }


def _wording(entry: Mapping[str, object], name: str) -> Wording:
    """A text of an entry; what it says in a language that there is not is no part."""
    there = entry.get(name)
    there = there if isinstance(there, Mapping) else {}
    return in_languages(lambda language: str(there.get(language) or ""))


def _written(text: Wording) -> dict[str, str]:
    """A text as the file has it."""
    lines = {language: _lines(text[language]) for language in LANGUAGES}
    return {language: text for language, text in lines.items() if text}


class CardForm(EntryForm):
    """A knowledge card."""

    texts = {
        "title": Asked(said("sources.card_title"), 200, needed=Needed.EVERY),
        "text": Asked(said("sources.card_text"), TEXT, rows=7, needed=Needed.EVERY),
    }

    references = forms.MultipleChoiceField(
        label=said("sources.card_references"),
        help_text=said("sources.card_references_hint"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        entry: Mapping[str, object],
        taken: Sequence[str],
        languages: Sequence[Language],
        references: Sequence[Mapping[str, object]],
        **kwargs: Unpack[FormArguments],
    ):
        super().__init__(data, entry=entry, taken=taken, languages=languages, **kwargs)
        named = named_by(entry)
        choices = {str(reference.get("id")): title_of(reference) for reference in references}
        # A key that no reference has is shown as it is, so that saving does not lose it.
        choices |= {key: key for key in named if key not in choices}
        self.fields["references"].choices = list(choices.items())  # type: ignore[attr-defined]
        self.initial["references"] = named

    def result(self) -> dict[str, object]:
        """As in the base; a new one gets a key of its own where its kind has keys."""
        data = self.values()
        title, chosen = _written(data["title"]), data["references"]
        kept = [key for key in named_by(self.entry) if key in chosen]
        return _merged(
            {"id": free_key(next(iter(title.values())), self.taken)} | dict(self.entry),
            {
                "title": title,
                "text": _written(data["text"]),
                "references": [*kept, *(key for key in chosen if key not in kept)],
            },
        )


class ContactForm(EntryForm):
    """Whom a reader can turn to."""

    texts = {"role": Asked(said("sources.role"), 500)}
    order = ("name", "role")

    name = forms.CharField(
        label=said("sources.name"), help_text=said("sources.name_hint"), max_length=200
    )
    organisation = forms.CharField(
        label=said("sources.organisation"), required=False, max_length=200
    )
    email = forms.CharField(label=said("sources.email"), required=False, max_length=254)
    url = Address(label=said("sources.address"), required=False, max_length=2000)
    responsible = forms.BooleanField(
        label=said("sources.responsible"),
        help_text=said("sources.responsible_hint"),
        required=False,
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        entry: Mapping[str, object],
        taken: Sequence[str],
        languages: Sequence[Language],
        **kwargs: Unpack[FormArguments],
    ):
        super().__init__(data, entry=entry, taken=taken, languages=languages, **kwargs)
        plain = {name: entry.get(name) or "" for name in ("name", "organisation", "email", "url")}
        self.initial.update(plain)
        self.initial["responsible"] = entry.get("responsible", True) is True

    def clean_email(self) -> str:
        """Held to the rule of the package."""
        email: str = self.cleaned_data["email"]
        if email and not EMAIL.fullmatch(email):
            raise forms.ValidationError(said("sources.no_email"))
        return email

    def clean(self) -> dict[str, object]:
        """A role is written in each language of the theme, or in none."""
        data = super().clean() or self.cleaned_data
        for field in self.lacking("role"):
            self.add_error(field, said("sources.both"))
        return data

    def result(self) -> dict[str, object]:
        """As in the base; a new one gets a key of its own where its kind has keys."""
        data = self.values()
        written: dict[str, object] = {
            "name": data["name"],
            "role": _written(data["role"]),
            "organisation": data["organisation"],
            "email": data["email"],
            "url": data["url"],
            "responsible": None if data["responsible"] else False,
        }
        return _merged(self.entry, written)


class ReferenceForm(EntryForm):
    """A reference, as CSL-JSON has it."""

    type = forms.ChoiceField(label=said("sources.kind"))
    title = forms.CharField(label=said("sources.title"), max_length=1000)
    author = forms.CharField(
        label=said("sources.author"),
        help_text=said("sources.author_hint"),
        required=False,
        max_length=TEXT,
        widget=_area(3),
    )
    issued = forms.CharField(
        label=said("sources.issued"),
        help_text=said("sources.issued_hint"),
        required=False,
        max_length=40,
    )
    container = forms.CharField(
        label=said("sources.container"),
        help_text=said("sources.container_hint"),
        required=False,
        max_length=1000,
    )
    publisher = forms.CharField(label=said("sources.publisher"), required=False, max_length=1000)
    url = Address(label=said("sources.address"), required=False, max_length=2000)
    doi = forms.CharField(
        label=said("sources.doi"),
        help_text=said("sources.doi_hint"),
        required=False,
        max_length=300,
    )
    accessed = forms.CharField(
        label=said("sources.accessed"),
        help_text=said("sources.accessed_hint"),
        required=False,
        max_length=40,
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        entry: Mapping[str, object],
        taken: Sequence[str],
        languages: Sequence[Language],
        **kwargs: Unpack[FormArguments],
    ):
        super().__init__(data, entry=entry, taken=taken, languages=languages, **kwargs)
        kind = entry.get("type")
        choices: list[tuple[str, Words]] = [
            (k, said(f"sources.kind_{k.replace('-', '_')}")) for k in KINDS
        ]
        if kind in TYPES and kind not in KINDS:
            choices.append((kind, kind))
        self.fields["type"].choices = choices  # type: ignore[attr-defined]
        shown = {
            "type": kind or "report",
            "title": entry.get("title") or "",
            "author": "\n".join(_name_line(name) for name in _names(entry)),
            "issued": _date_line(entry.get("issued")),
            "container": entry.get("container-title") or "",
            "publisher": entry.get("publisher") or "",
            "url": entry.get("URL") or "",
            "doi": entry.get("DOI") or "",
            "accessed": _date_line(entry.get("accessed")),
        }
        self.initial.update(shown)

    def clean_doi(self) -> str:
        """Without the address before it."""
        doi: str = bare_doi(self.cleaned_data["doi"])
        if doi and not DOI.fullmatch(doi):
            raise forms.ValidationError(said("sources.no_doi"))
        return doi

    def clean_issued(self) -> object:
        """A year, a month or a day."""
        return self._date("issued")

    def clean_accessed(self) -> object:
        """A day, as a rule."""
        return self._date("accessed")

    def _date(self, name: str) -> object:
        """A CSL date; one that has not been touched stays as it is, whatever its form."""
        text, there = self.cleaned_data[name], self.entry.get(name)
        if not text:
            return None
        if there is not None and text == _date_line(there):
            return there
        match = _DATE.fullmatch(text)
        parts = [int(part) for part in match.groups() if part] if match else []
        try:
            datetime.date(*(*parts, 1, 1)[:3])
        except (TypeError, ValueError):
            raise forms.ValidationError(said("sources.no_date")) from None
        return {"date-parts": [parts]}

    def clean_author(self) -> list[object]:
        """One name a line. A name that has not been touched keeps all that the file says of it."""
        there = {_name_line(name): name for name in _names(self.entry)}
        lines = [line.strip() for line in _lines(self.cleaned_data["author"]).split("\n")]
        return [there.get(line) or _name(line) for line in lines if line]

    def result(self) -> dict[str, object]:
        """As in the base; a new one gets a key of its own where its kind has keys."""
        data = self.cleaned_data
        written = {
            "type": data["type"],
            "author": data["author"],
            "issued": data["issued"],
            "title": data["title"],
            "container-title": data["container"],
            "publisher": data["publisher"],
            "URL": data["url"],
            "DOI": data["doi"],
            "accessed": data["accessed"],
        }
        key = self.entry.get("id") or key_of(written, self.taken)
        return _merged({"id": key} | dict(self.entry), written)


class PasteForm(Form):
    """References from a reference manager."""

    pasted = forms.CharField(
        label=said("sources.pasted"),
        help_text=said("sources.pasted_hint"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "dir": "auto"}),
    )


FORMS: Mapping[Kind, type[EntryForm]] = {
    "card": CardForm,
    "reference": ReferenceForm,
    "contact": ContactForm,
}


def _names(entry: Mapping[str, object]) -> list[Mapping[str, object]]:
    names = entry.get("author")
    return [name for name in names if isinstance(name, Mapping)] if isinstance(names, list) else []


def _name_line(name: Mapping[str, object]) -> str:
    """A name as a line: family, given; an organisation as it is."""
    family, given = (str(name.get(part) or "").strip() for part in ("family", "given"))
    if family:
        line = f"{family}, {given}" if given else f"{family},"
    else:
        line = str(name.get("literal") or given).strip()
    return " ".join(line.split())


def _name(line: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in line.partition(","))
    if not comma or not family:
        return {"literal": line}
    return {"family": family, "given": given} if given else {"family": family}


def _date_line(date: object) -> str:
    """A CSL date as a line: its parts with - between, its ends with /; else its own words."""
    if not isinstance(date, Mapping):
        return ""
    parts = date.get("date-parts")
    if not isinstance(parts, list):
        return str(date.get("literal") or date.get("raw") or "")
    days = [day for day in parts if isinstance(day, list)]
    return "/".join("-".join(f"{part:02}" for part in day if isinstance(part, int)) for day in days)
