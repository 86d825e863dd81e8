"""Where an owner lets its example be shown."""

from typing import Unpack

from django import forms

from samklang.core.catalogue.example import ISSUES
from samklang.web.forms.fields import Form, FormArguments, Sent, said


class ConsentForm(Form):
    """Where an owner lets its example be shown, and whether under its name."""

    named = forms.ChoiceField(
        label=said("catalogue.named"),
        choices=[("yes", said("catalogue.named_yes")), ("no", said("catalogue.named_no"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Sent = None, **kwargs: Unpack[FormArguments]):
        super().__init__(data, **kwargs)
        for issue in ISSUES:
            self.fields[issue] = forms.ChoiceField(
                label=said(f"catalogue.may_{issue}"),
                choices=[("yes", said("catalogue.yes")), ("no", said("catalogue.no"))],
                widget=forms.RadioSelect,
            )

    def issues(self) -> list[str]:
        """Where the owner says yes."""
        return [issue for issue in ISSUES if self.cleaned_data[issue] == "yes"]
