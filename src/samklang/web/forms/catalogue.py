"""What is filled in about an example, by an editor or by its owner."""

from typing import Any

from django import forms

from samklang.core.catalogue.completeness import MOST
from samklang.core.catalogue.example import ISSUES
from samklang.core.vocabulary import counties, municipalities
from samklang.web.forms.fields import Form, said
from samklang.web.models import Example


def _municipalities() -> list[tuple[str, str]]:
    return sorted(((m.code, m.name) for m in municipalities().values()), key=lambda pair: pair[1])


def _counties() -> list[tuple[str, str]]:
    return [(c.code, c.name.sv) for c in counties().values()]


def _text(key: str, *, rows: int = 0, most: int = 200) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=said(f"catalogue.{key}"), required=False, max_length=most, widget=widget
    )


class ExampleForm(Form):
    """The record: what is needed first, then what makes it useful."""

    title_sv = _text("title_sv")
    description_sv = _text("description_sv", rows=7, most=MOST)
    organisation = _text("organisation")
    municipalities = forms.MultipleChoiceField(
        label=said("catalogue.municipalities"),
        help_text=said("catalogue.municipalities_hint"),
        choices=_municipalities,
        required=False,
    )
    counties = forms.MultipleChoiceField(
        label=said("catalogue.counties"),
        help_text=said("catalogue.counties_hint"),
        choices=_counties,
        required=False,
    )
    title_en = _text("title_en")
    description_en = _text("description_en", rows=7, most=MOST)
    target_group_sv = _text("target_group_sv")
    target_group_en = _text("target_group_en")
    years_sv = _text("years")
    partners = _text("partners", rows=3, most=1000)
    sources = _text("sources", rows=3, most=4000)
    owner_email = forms.EmailField(
        label=said("catalogue.owner_email"),
        help_text=said("catalogue.owner_email_hint"),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, example: Example, by_owner: bool = False, **kwargs: Any):
        self.record = record = example.record
        kwargs["initial"] = {
            **{
                f"{name}_{code}": record[name][code]
                for name in ("title", "description", "target_group", "years")
                for code in ("sv", "en")
            },
            **{name: record[name] for name in ("municipalities", "counties")},
            "organisation": record["organisation"] or "",
            "partners": "\n".join(p["sv"] for p in record["partners"]),
            "sources": "\n".join(record["sources"]),
            "owner_email": example.owner_email,
            "version": example.version,
        }
        super().__init__(*args, **kwargs)
        self.fields["title_sv"].required = self.fields["description_sv"].required = True
        if "en" not in example.theme.languages:
            for name in ("title_en", "description_en", "target_group_en"):
                del self.fields[name]
        if by_owner:
            del self.fields["owner_email"]

    def clean_sources(self) -> str:
        """One address a line, each of a page on the web."""
        text: str = self.cleaned_data["sources"]
        if any(not line.startswith(("https://", "http://")) for line in text.split()):
            raise forms.ValidationError(said("catalogue.no_address"))
        return text

    def values(self) -> dict[str, Any]:
        """The record as it is stored."""
        given = self.cleaned_data

        def worded(name: str) -> dict[str, str]:
            return {"sv": given[f"{name}_sv"].strip(), "en": given.get(f"{name}_en", "").strip()}

        lines = [line.strip() for line in given["partners"].splitlines() if line.strip()]
        years = given["years_sv"].strip()
        return {
            **self.record,
            **{name: worded(name) for name in ("title", "description", "target_group")},
            "years": {"sv": years, "en": years},
            "organisation": given["organisation"].strip() or None,
            "municipalities": given["municipalities"],
            "counties": given["counties"],
            "partners": [{"sv": line, "en": line} for line in lines],
            "sources": given["sources"].split(),
        }


class ConsentForm(Form):
    """Where an owner lets its example be shown, and whether under its name."""

    named = forms.ChoiceField(
        label=said("catalogue.named"),
        choices=[("yes", said("catalogue.named_yes")), ("no", said("catalogue.named_no"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for issue in ISSUES:
            self.fields[issue] = forms.ChoiceField(
                label=said(f"catalogue.may_{issue}"),
                choices=[("yes", said("catalogue.yes")), ("no", said("catalogue.no"))],
                widget=forms.RadioSelect,
            )

    def issues(self) -> list[str]:
        """Where the owner says yes."""
        return [issue for issue in ISSUES if self.cleaned_data[issue] == "yes"]
