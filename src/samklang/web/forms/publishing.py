"""What staff fill in when an edition is signed or withdrawn."""

from typing import Unpack

from django import forms

from samklang.web.forms.fields import Form, FormArguments, Moment, Sent, said


class SignForm(Form):
    """A signature."""

    public_from = Moment(
        label=said("publish.public_from"),
        help_text=said("publish.public_from_hint"),
        required=False,
    )
    errata_sv = forms.CharField(
        label=said("publish.errata_sv"),
        help_text=said("publish.errata_hint"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    errata_en = forms.CharField(
        label=said("publish.errata_en"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )

    def __init__(
        self, data: Sent = None, *, correcting: bool, english: bool, **kwargs: Unpack[FormArguments]
    ):
        super().__init__(data, **kwargs)
        if not correcting:
            del self.fields["errata_sv"], self.fields["errata_en"]
            return
        self.fields["errata_sv"].required = True
        if english:
            self.fields["errata_en"].required = True
        else:
            del self.fields["errata_en"]


class WithdrawForm(Form):
    """Why an edition is withdrawn: readers meet these words at its address."""

    why_sv = forms.CharField(label=said("publish.why_sv"), widget=forms.Textarea(attrs={"rows": 3}))
    why_en = forms.CharField(
        label=said("publish.why_en"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
