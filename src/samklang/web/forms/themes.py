"""What staff fill in about a theme."""

import datetime
from collections.abc import Mapping
from typing import Any, Unpack

from django import forms
from django.utils import timezone
from django.utils.text import slugify

from samklang.core.language.wording import FIRST_LANGUAGE, LANGUAGES, Language
from samklang.core.vocabulary import counties
from samklang.web.forms.fields import Form, FormArguments, Moment, Sent, called, said
from samklang.web.forms.setup import address_form
from samklang.web.forms.worded import Asked, Needed, WordedForm
from samklang.web.models import Network, Theme
from samklang.web.starts import NAMES

TITLE = Asked(said("themes.title"), 200, needed=Needed.FIRST)


class BeginForm(WordedForm):
    """A new theme."""

    texts = {"title": TITLE}
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
        super().__init__(data, languages=LANGUAGES, **arguments)
        for field, language in zip(self.named("title")[1:], LANGUAGES[1:], strict=True):
            self.fields[field].help_text = said("themes.title_hint", language=called(language))
        self.tie_hints()
        self.network = network
        self.themes = {f"copy-{t.pk}": t for t in network.themes.order_by("-created_at", "-pk")}
        starts = [(name, said(f"themes.start_{name.replace('-', '_')}")) for name in NAMES]
        copies = [(key, said("themes.copy_of", title=str(t))) for key, t in self.themes.items()]
        self.fields["begin_from"].choices = [*starts, *copies]  # type: ignore[attr-defined]
        self.fields["begin_from"].initial = NAMES[0]

    def clean(self) -> dict[str, Any]:
        """The address is made of the title where it is left empty, and no other theme's."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        title = values.get(self.named("title")[0])
        if "address" not in self.errors and title is not None:
            values["address"] = values["address"] or slugify(title)[:40].strip("-")
            if not values["address"]:
                self.add_error("address", said("themes.address_needed"))
            elif self.network.themes.filter(address=values["address"]).exists():
                self.add_error("address", said("themes.address_taken"))
        chosen = values.get("begin_from", "")
        values["copy_of"] = self.themes.get(chosen)
        values["begin_from"] = "" if values["copy_of"] else chosen
        return values


class ThemeForm(WordedForm):
    """A theme's own choices: `in_CODE` for each language that it may also be in.

    needed_to_open: what may wait, but not until the theme opens.
    """

    texts = {
        "title": TITLE,
        "purpose": Asked(said("themes.purpose"), rows=5, hint=said("themes.purpose_hint")),
        "consent": Asked(said("themes.consent"), rows=5, hint=said("themes.consent_hint")),
    }
    also = LANGUAGES[1:]
    order = (
        *("title", f"purpose_{FIRST_LANGUAGE}", f"consent_{FIRST_LANGUAGE}"),
        *(f"{part}_{code}" for code in also for part in ("in", "purpose", "consent")),
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
            n: getattr(theme, n) for n in (*self.base_fields, *self.texts) if hasattr(theme, n)
        } | {
            **{f"in_{language}": language in theme.languages for language in self.also},
            "strata": theme.design.get("strata", []),
            "threshold": theme.disclosure.get("threshold", 5),
        }
        super().__init__(data, languages=LANGUAGES, **arguments)
        self.theme = theme
        self.needed_to_open = (*self.named("purpose"), *self.named("consent"), "retention")
        self.fields["strata"].choices = [  # type: ignore[attr-defined]
            ("county", said("register.field_county")),
            *((name, theme.network.group_name(name, language)) for name in groups),
        ]
        if theme.opened_at:
            self.fields["anonymous"].disabled = True

    def build(self) -> None:
        """The languages that it may also be in."""
        for language in self.also:
            label = said("themes.also_in", language=called(language))
            self.fields[f"in_{language}"] = forms.BooleanField(label=label, required=False)

    def clean_retention(self) -> datetime.date | None:
        """A day to come."""
        day: datetime.date | None = self.cleaned_data["retention"]
        if day and day <= timezone.localdate() and day != self.theme.retention:
            raise forms.ValidationError(said("themes.retention_past"))
        return day

    def clean(self) -> dict[str, Any]:
        """A title is needed in each language that the questionnaire is in."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for language in self.also:
            if values.get(f"in_{language}") and values.get(f"title_{language}") == "":
                needed = said("themes.title_needed", language=called(language))
                self.add_error(f"title_{language}", needed)
        return values

    def values(self) -> dict[str, Any]:
        """The theme's fields as they are kept."""
        values = super().values()
        also = [language for language in self.also if values.pop(f"in_{language}")]
        values["languages"] = [FIRST_LANGUAGE, *also]
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
