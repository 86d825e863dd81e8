"""What is written of a finding."""

from collections.abc import Mapping, Sequence
from typing import Unpack

from django import forms

from samklang.web.forms.fields import Form, FormArguments, Sent, said
from samklang.web.models import Theme


def _long(key: str, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=said(f"findings.{key}"),
        help_text=said(f"findings.{key}_hint") if key.endswith("_sv") else "",
        max_length=2_000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FindingForm(Form):
    """A finding in the theme's languages, with what it stands on."""

    statement_sv = forms.CharField(label=said("findings.statement_sv"), max_length=300)
    statement_en = forms.CharField(label=said("findings.statement_en"), max_length=300)
    evidence = forms.MultipleChoiceField(
        label=said("findings.evidence"), widget=forms.CheckboxSelectMultiple
    )
    against_sv = _long("against_sv", required=True)
    against_en = _long("against_en", required=True)
    follows_sv = _long("follows_sv", required=False)
    follows_en = _long("follows_en", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Sent = None,
        *,
        theme: Theme,
        evidence: Mapping[str, Sequence[tuple[str, str]]],
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["evidence"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (said(f"findings.kind_{kind}"), list(rows)) for kind, rows in evidence.items() if rows
        ]
        if "en" not in theme.languages:
            for name in ("statement_en", "against_en", "follows_en"):
                del self.fields[name]
