"""The record of an example in three steps: what it needs, what makes it useful, and the rest.

A step holds its own fields and leaves those of the others as they are, so that each is saved by
itself. Nothing here needs a script: a list has rows to spare, and a municipality is chosen by name.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Unpack

from django import forms

from samklang.core.catalogue.completeness import MOST
from samklang.core.document.legible import one_line
from samklang.core.language.wording import LANGUAGES, Wording, any_text, worded
from samklang.core.vocabulary import counties, municipalities, municipality_codes
from samklang.core.vocabulary.terms import Vocabulary, in_force, terms
from samklang.package.picture import PICTURE_BYTES, read_picture
from samklang.web.forms.address import Address
from samklang.web.forms.fields import Form, FormArguments, Sent, page_language, said
from samklang.web.forms.house import sound
from samklang.web.forms.worded import Asked, Needed, WordedForm
from samklang.web.models import Example
from samklang.web.queries.vocabulary import CHALLENGES, network_terms, own_terms

STEPS = (1, 2, 3)
SPARE = 2
SUMMARY_MOST = 300


def _text(name: str, rows: int, most: int, needed: Needed = Needed.NO) -> Asked:
    return Asked(said(f"record.{name}"), most, rows, needed)


class RecordStep(WordedForm):
    """One step."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        data: Sent = None,
        *,
        example: Example,
        record: Mapping[str, Any],
        by_owner: bool,
        **kwargs: Unpack[FormArguments],
    ):
        self.record, self.example, self.by_owner = record, example, by_owner
        kwargs["initial"] = {name: Wording(**(record.get(name) or {})) for name in self.texts}
        super().__init__(data, languages=example.theme.written_in, **kwargs)
        self.fields["version"].initial = example.version

    def values(self) -> dict[str, object]:
        """The record with what this step says."""
        given = super().values()
        texts = {name: _by_language(given[name], self.texts[name].rows) for name in self.texts}
        return {**self.record, **texts}

    def more(self) -> dict[str, object]:
        """What is not of the record but of the example."""
        return {}

    def _labels(self, vocabulary: Vocabulary, chosen: Iterable[str]) -> list[tuple[str, str]]:
        own = network_terms(own_terms(self.example.theme.network))
        every = terms(vocabulary, own)
        today = in_force(every, datetime.date.today())
        return [
            (code, worded(term.label, page_language()))
            for code, term in every.items()
            if code in today or code in chosen
        ]

    def _many(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        if choices:
            self.fields[name] = forms.MultipleChoiceField(
                label=said(f"record.{name}"),
                choices=choices,
                required=False,
                initial=self.record.get(name) or [],
                widget=forms.CheckboxSelectMultiple,
            )

    def _one(self, name: str, vocabulary: Vocabulary) -> None:
        kept = self.record.get(name) or ""
        self.fields[name] = forms.ChoiceField(
            label=said(f"record.{name}"),
            choices=[("", said("record.not_known")), *self._labels(vocabulary, [kept])],
            required=False,
            initial=kept,
        )

    def _listed(self, name: str, vocabulary: Vocabulary) -> None:
        self._many(name, self._labels(vocabulary, self.record.get(name) or []))

    def _chosen(self, *names: str) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    def _year(self, name: str, kept: int | None) -> None:
        self.fields[name] = forms.IntegerField(
            label=said(f"record.{name}"),
            required=False,
            min_value=1800,
            max_value=2100,
            initial=kept,
        )


class NeededStep(RecordStep):
    """What every example needs to be published: what it is, whose, where and how that is known."""

    texts = {
        "title": _text("title", 0, 200, Needed.FIRST),
        "summary": Asked(
            said("record.summary"),
            SUMMARY_MOST,
            rows=3,
            hint=said("record.at_most", most=SUMMARY_MOST),
        ),
        "description": _text("description", 7, MOST, Needed.FIRST),
    }

    def build(self) -> None:
        """Whose it is, where it is, and its sources."""
        self.fields["organisation"] = forms.CharField(
            label=said("record.organisation"),
            required=False,
            max_length=200,
            initial=self.record.get("organisation") or "",
            help_text="" if self.by_owner else said("record.organisation_hint"),
            widget=forms.TextInput(attrs={} if self.by_owner else {"list": "members"}),
        )
        names = municipalities()
        places = [names[c].name for c in self.record.get("municipalities") or [] if c in names]
        self.rows = len(places) + SPARE
        for number in range(self.rows):
            self.fields[f"place_{number}"] = forms.CharField(
                label=said("record.place", number=number + 1),
                help_text=said("record.place_hint") if number == len(places) else "",
                required=False,
                # All of the country's, with commas between.
                max_length=5_000,
                initial=places[number] if number < len(places) else "",
                widget=forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off"}),
            )
        here = page_language()
        self._many("counties", [(c.code, c.name[here]) for c in counties().values()])
        self._listed("reach", "reach")
        kept = self.record.get("sources") or []
        self.sources = len(kept) + SPARE
        for number in range(self.sources):
            source = kept[number] if number < len(kept) else {}
            for part, field in (
                ("url", Address(required=False, max_length=500)),
                ("title", forms.CharField(required=False, max_length=200)),
                ("publisher", forms.CharField(required=False, max_length=120)),
                ("seen", forms.DateField(required=False, widget=_day())),
            ):
                field.label = said(f"record.source_{part}", number=number + 1)
                field.initial = source.get(part) or ""
                self.fields[f"source_{number}_{part}"] = field
        if not self.by_owner:
            self.fields["owner_email"] = forms.EmailField(
                label=said("catalogue.owner_email"),
                help_text=said("catalogue.owner_email_hint"),
                required=False,
                initial=self.example.owner_email,
                max_length=254,
            )

    def clean(self) -> dict[str, object]:
        """Names of municipalities that there are, and a title that is seen."""
        given = super().clean() or {}
        title = f"title_{self.languages[0]}"
        if given.get(title) and not one_line(given[title]):
            self.add_error(title, str(said("catalogue.lack_title")))
        named = [municipality_codes(given.get(f"place_{n}", "")) for n in range(self.rows)]
        for number in (n for n, codes in enumerate(named) if codes is None):
            self.add_error(f"place_{number}", str(said("record.no_municipality")))
        self.codes = [code for codes in named for code in codes or ()]
        return given

    def values(self) -> dict[str, object]:
        """The record with what this step says."""
        given = self.cleaned_data
        sources = [
            {
                "url": url,
                "title": given[f"source_{n}_title"].strip(),
                "publisher": given[f"source_{n}_publisher"].strip(),
                "seen": seen.isoformat() if (seen := given[f"source_{n}_seen"]) else None,
            }
            for n in range(self.sources)
            if (url := given[f"source_{n}_url"])
        ]
        return {
            **super().values(),
            "organisation": given["organisation"].strip() or None,
            "municipalities": list(dict.fromkeys(self.codes)),
            "sources": sources,
            **self._chosen("counties", "reach"),
        }

    def more(self) -> dict[str, object]:
        """Whom to ask, and which member it is of: the one that is called so, else as before."""
        if self.by_owner:
            return {}
        given = self.cleaned_data
        members = self.example.theme.network.members.filter(name=given["organisation"].strip())
        return {
            "owner_email": given["owner_email"],
            "member": members.order_by("pk").first() or self.example.member,
        }


class UsefulStep(RecordStep):
    """What makes an example useful to who reads it."""

    texts = {name: _text(name, 4, MOST) for name in ("need", "solution", "novelty", "results")}

    def build(self) -> None:
        """What it is about, with whom, when, and whom it has reached."""
        self._listed("fields", "fields")
        own = own_terms(self.example.theme.network).get(CHALLENGES, ())
        self._many("challenges", [(row.code, any_text(row.label)) for row in own])
        self._listed("groups", "groups")
        self._listed("forms", "forms")
        self._one("phase", "phases")
        self._one("status", "statuses")
        self._year("begun", self.record.get("begun"))
        self._year("ended", self.record.get("ended"))
        reached = self.record.get("reached") or {}
        self.fields["people"] = forms.IntegerField(
            label=said("record.people"),
            required=False,
            min_value=0,
            max_value=10_000_000,
            initial=reached.get("people"),
        )
        self._year("people_year", reached.get("year"))
        self._one("counted", "counted")
        self.fields["counted"].initial = reached.get("counted") or ""
        self._one("shown", "shown")
        self._partners()

    def _partners(self) -> None:
        kept = self.record.get("partners") or []
        self.partners = len(kept) + SPARE
        for number in range(self.partners):
            partner = kept[number] if number < len(kept) else {}
            asked = Asked(said("record.partner", number=number + 1), 200)
            names = partner.get("name") or {}
            for language in self.languages:
                self.fields[f"partner_{number}_{language}"] = asked.field(
                    language, self.languages, names.get(language, "")
                )
            for part, vocabulary in (("sector", "sectors"), ("part", "parts")):
                chosen = partner.get(part) or ""
                self.fields[f"partner_{number}_{part}"] = forms.ChoiceField(
                    label=said(f"record.partner_{part}", number=number + 1),
                    choices=[
                        ("", said("record.not_known")),
                        *self._labels(vocabulary, [chosen]),  # type: ignore[arg-type]
                    ],
                    required=False,
                    initial=chosen,
                )

    def clean(self) -> dict[str, object]:
        """What ended began before."""
        given = super().clean() or {}
        if (given.get("begun") or 0) > (given.get("ended") or 9999):
            self.add_error("ended", str(said("record.ended_before")))
        return given

    def values(self) -> dict[str, object]:
        """The record with what this step says."""
        given = self.cleaned_data
        reached = None
        if given["people"] is not None:
            counted, year = given["counted"], given["people_year"]
            reached = {"people": given["people"], "year": year, "counted": counted}
        partners = [
            {
                "name": {
                    language: given.get(f"partner_{n}_{language}", "").strip() or name
                    for language in LANGUAGES
                },
                "sector": given[f"partner_{n}_sector"],
                "part": given[f"partner_{n}_part"],
            }
            for n in range(self.partners)
            if (name := given[f"partner_{n}_{self.languages[0]}"].strip())
        ]
        return {
            **super().values(),
            **self._chosen("fields", "challenges", "groups", "forms"),
            **self._chosen("phase", "status", "shown", "begun", "ended"),
            "reached": reached,
            "partners": partners,
        }


class RestStep(RecordStep):
    """The rest: what helped and hindered, how to do it oneself, on what terms, and until when."""

    texts = {
        "guide": _text("guide", 5, MOST),
        "target_group": _text("target_group", 0, 200),
        "years": _text("years", 0, 200),
    }

    def build(self) -> None:
        """Lists, terms, and what only an editor decides."""
        self._listed("goals", "goals")
        self._listed("funding", "funding")
        codes = self.example.theme.codes.filter(family__valence=True, retired=False)
        factors = [(code.key, str(code)) for code in codes]
        self._many("helped", factors)
        self._many("hindered", factors)
        self._one("licence", "licences")
        if not self.by_owner:
            self.fields["review"] = forms.DateField(
                label=said("record.review"),
                required=False,
                widget=_day(),
                initial=self.record.get("review") or "",
            )
            self.fields["whole"] = forms.BooleanField(
                label=said("record.whole"), required=False, initial=self.example.whole
            )

    def values(self) -> dict[str, object]:
        """The record with what this step says."""
        values = {
            **super().values(),
            **self._chosen("goals", "funding", "helped", "hindered", "licence"),
        }
        if not self.by_owner:
            day = self.cleaned_data["review"]
            values["review"] = day.isoformat() if day else None
        return values

    def more(self) -> dict[str, object]:
        """Whether it is told whole."""
        return {} if self.by_owner else {"whole": self.cleaned_data["whole"]}


class PictureForm(Form):
    """A picture to add: what it shows, whose it is and on what terms."""

    picture = forms.FileField(label=said("record.picture"), help_text=said("record.picture_hint"))
    picture.widget.attrs["accept"] = ".jpg,.jpeg,.png,.webp"
    alt = forms.CharField(label=said("record.alt"), max_length=300)
    credit = forms.CharField(label=said("record.credit"), max_length=120, required=False)
    licence = forms.ChoiceField(
        label=said("record.picture_licence"),
        choices=lambda: [(c, t.label[page_language()]) for c, t in terms("licences").items()],
    )

    def clean_picture(self) -> bytes:
        """The picture made anew; refuses what is none, and says why."""
        return sound(self.cleaned_data["picture"], PICTURE_BYTES, read_picture)


def _by_language(text: Wording, rows: int) -> dict[str, str]:
    return {c: text[c].strip() if rows else one_line(text[c]) for c in LANGUAGES}


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


FORMS: Mapping[int, type[RecordStep]] = {1: NeededStep, 2: UsefulStep, 3: RestStep}


def step_of(text: str) -> int:
    """The step that an address names, the first where it names none."""
    return int(text) if text in ("1", "2", "3") else 1
