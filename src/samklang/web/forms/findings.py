"""What is written of a finding."""

from collections.abc import Mapping, Sequence
from typing import Unpack

from django import forms

from samklang.core.language.wording import Language
from samklang.web.forms.fields import FormArguments, Sent, said
from samklang.web.forms.worded import Asked, Needed, WordedForm


def _long(key: str, needed: Needed) -> Asked:
    hint = said(f"findings.{key}_hint")
    return Asked(said(f"findings.{key}"), 2_000, rows=3, needed=needed, hint=hint)


class FindingForm(WordedForm):
    """A finding in the theme's languages, with what it stands on."""

    texts = {
        "statement": Asked(said("findings.statement"), 300, needed=Needed.EVERY),
        "against": _long("against", Needed.EVERY),
        "follows": _long("follows", Needed.NO),
    }
    order = ("statement", "evidence", "against", "follows")
    evidence = forms.MultipleChoiceField(
        label=said("findings.evidence"), widget=forms.CheckboxSelectMultiple
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Sent = None,
        *,
        languages: Sequence[Language],
        evidence: Mapping[str, Sequence[tuple[str, str]]],
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, languages=languages, **kwargs)
        field = self.fields["evidence"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (said(f"findings.kind_{kind}"), list(rows)) for kind, rows in evidence.items() if rows
        ]
