"""What staff fill in about a theme."""

import datetime
from collections.abc import Mapping
from typing import Any, Unpack

from django import forms
from django.utils import timezone
from django.utils.text import slugify

from samklang.core.language.wording import Language
from samklang.core.vocabulary import counties
from samklang.web.forms.fields import Form, FormArguments, Moment, Sent, said
from samklang.web.forms.setup import address_form
from samklang.web.models import Network, Theme
from samklang.web.starts import NAMES


class BeginForm(Form):
    """A new theme."""

    title_sv = forms.CharField(label=said("themes.title_sv"), max_length=200)
    title_en = forms.CharField(
        label=said("themes.title_en"),
        help_text=said("themes.title_en_hint"),
        max_length=200,
        required=False,
    )
    address = forms.CharField(
        label=said("themes.address"),
        help_text=said("themes.address_hint"),
        max_length=40,
        required=False,
        validators=[address_form],
    )
    begin_from = forms.ChoiceField(
        label=said("themes.begin_from"),
        help_text=said("themes.begin_from_hint"),
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Sent = None, *, network: Network, **arguments: Unpack[FormArguments]):
        super().__init__(data, **arguments)
        self.network = network
        self.themes = {f"copy-{t.pk}": t for t in network.themes.order_by("-created_at", "-pk")}
        starts = [(name, said(f"themes.start_{name.replace('-', '_')}")) for name in NAMES]
        copies = [(key, said("themes.copy_of", title=t.title_sv)) for key, t in self.themes.items()]
        self.fields["begin_from"].choices = [*starts, *copies]  # type: ignore[attr-defined]
        self.fields["begin_from"].initial = NAMES[0]

    def clean(self) -> dict[str, Any]:
        """The address is made of the title where it is left empty, and no other theme's."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "address" not in self.errors and "title_sv" in values:
            values["address"] = values["address"] or slugify(values["title_sv"])[:40].strip("-")
            if not values["address"]:
                self.add_error("address", said("themes.address_needed"))
            elif self.network.themes.filter(address=values["address"]).exists():
                self.add_error("address", said("themes.address_taken"))
        chosen = values.get("begin_from", "")
        values["copy_of"] = self.themes.get(chosen)
        values["begin_from"] = "" if values["copy_of"] else chosen
        return values


class ThemeForm(Form):
    """A theme's own choices. needed_to_open: what may wait, but not until the theme opens."""

    needed_to_open = ("purpose_sv", "purpose_en", "consent_sv", "consent_en", "retention")

    title_sv = forms.CharField(label=said("themes.title_sv"), max_length=200)
    title_en = forms.CharField(label=said("themes.title_en"), max_length=200, required=False)
    english = forms.BooleanField(label=said("themes.english"), required=False)
    purpose_sv = forms.CharField(
        label=said("themes.purpose_sv"),
        help_text=said("themes.purpose_hint"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    purpose_en = forms.CharField(
        label=said("themes.purpose_en"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )
    consent_sv = forms.CharField(
        label=said("themes.consent_sv"),
        help_text=said("themes.consent_hint"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    consent_en = forms.CharField(
        label=said("themes.consent_en"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )
    contact_name = forms.CharField(
        label=said("themes.contact_name"), max_length=200, required=False
    )
    contact_email = forms.EmailField(
        label=said("themes.contact_email"), required=False, max_length=254
    )
    closes_at = Moment(
        label=said("themes.closes_at"),
        help_text=said("themes.closes_at_hint"),
        required=False,
    )
    retention = forms.DateField(
        label=said("themes.retention"),
        help_text=said("themes.retention_hint"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    published = forms.DateField(
        label=said("themes.published"),
        help_text=said("themes.published_hint"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    strata = forms.MultipleChoiceField(
        label=said("themes.strata"),
        help_text=said("themes.strata_hint"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    threshold = forms.IntegerField(
        label=said("themes.threshold"),
        help_text=said("themes.threshold_hint"),
        min_value=3,
        max_value=50,
    )
    anonymous = forms.BooleanField(
        label=said("themes.anonymous"), help_text=said("themes.anonymous_hint"), required=False
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        theme: Theme,
        groups: Mapping[str, object],
        language: Language,
        **arguments: Unpack[FormArguments],
    ):
        arguments["initial"] = {
            n: getattr(theme, n) for n in self.base_fields if hasattr(theme, n)
        } | {
            "english": "en" in theme.languages,
            "strata": theme.design.get("strata", []),
            "threshold": theme.disclosure.get("threshold", 5),
        }
        super().__init__(data, **arguments)
        self.theme = theme
        self.fields["strata"].choices = [  # type: ignore[attr-defined]
            ("county", said("register.field_county")),
            *((name, theme.network.group_name(name, language)) for name in groups),
        ]
        if theme.opened_at:
            self.fields["anonymous"].disabled = True

    def clean_retention(self) -> datetime.date | None:
        """A day to come."""
        day: datetime.date | None = self.cleaned_data["retention"]
        if day and day <= timezone.localdate() and day != self.theme.retention:
            raise forms.ValidationError(said("themes.retention_past"))
        return day

    def clean(self) -> dict[str, Any]:
        """English texts are needed where the questionnaire is in English too."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("english") and "title_en" in values and not values["title_en"]:
            self.add_error("title_en", said("themes.title_en_needed"))
        return values

    def values(self) -> dict[str, Any]:
        """The theme's fields as they are kept."""
        values = dict(self.cleaned_data)
        values["languages"] = ["sv", "en"] if values.pop("english") else ["sv"]
        design = {k: v for k, v in self.theme.design.items() if k != "strata"}
        strata = values.pop("strata")
        values["design"] = design | ({"strata": strata} if strata else {})
        values["disclosure"] = self.theme.disclosure | {"threshold": values.pop("threshold")}
        return values


class FrameForm(Form):
    """Which members a theme asks."""

    counties = forms.MultipleChoiceField(
        label=said("themes.frame_counties"),
        help_text=said("themes.frame_none_is_all"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    group = forms.MultipleChoiceField(
        label=said("themes.frame_group"),
        help_text=said("themes.frame_none_is_all"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        counties_there: list[str],
        network: Network,
        groups: Mapping[str, tuple[str, ...]],
        language: Language,
        **arguments: Unpack[FormArguments],
    ):
        super().__init__(data, **arguments)
        self.fields["counties"].choices = [  # type: ignore[attr-defined]
            (c, counties()[c].name[language]) for c in counties_there if c in counties()
        ]
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            (f"{name}={value}", f"{network.group_name(name, language)}: {value}")
            for name, values in groups.items()
            if len(values) <= 20
            for value in values
            if value
        ]

    def chosen_groups(self) -> Mapping[str, set[str]]:
        """The values chosen, by group."""
        chosen: dict[str, set[str]] = {}
        for choice in self.cleaned_data["group"]:
            name, _, value = choice.partition("=")
            chosen.setdefault(name, set()).add(value)
        return chosen
