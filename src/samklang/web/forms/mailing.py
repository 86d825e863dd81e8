"""What staff fill in about letters."""

import datetime
from typing import Unpack

from django import forms
from django.utils import timezone

from samklang.web.forms.fields import Form, FormArguments, Moment, Sent, said
from samklang.web.mail.bounces import LIMIT
from samklang.web.mail.letters import UnknownName, names_in
from samklang.web.models.mailing import Group, MailKind

ORDERED = (MailKind.INVITATION, MailKind.REMINDER)
MAILED = (Group.ALL, Group.NOT_STARTED, Group.STARTED, Group.DELEGATED)


class OrderForm(Form):
    """A mailing. `key` is drawn with the page, so that two clicks are one order."""

    kind = forms.ChoiceField(
        label=said("mail.kind"),
        choices=[(str(k), said(f"mail.kind_{k}")) for k in ORDERED],
        widget=forms.RadioSelect,
    )
    group = forms.ChoiceField(label=said("mail.group"), widget=forms.RadioSelect)
    due_at = Moment(
        label=said("mail.due_at"),
        help_text=said("mail.due_at_hint"),
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, data: Sent = None, *, sizes: dict[str, int], **kwargs: Unpack[FormArguments]
    ):
        super().__init__(data, **kwargs)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            (str(g), said(f"mail.group_{str(g).replace('-', '_')}_of", count=sizes[g]))
            for g in MAILED
        ]

    def clean_due_at(self) -> datetime.datetime | None:
        """Now, or a time to come."""
        due: datetime.datetime | None = self.cleaned_data["due_at"]
        if due and due < timezone.now() - datetime.timedelta(minutes=5):
            raise forms.ValidationError(said("mail.due_at_past"))
        return due


class TextForm(Form):
    """The wording of a kind of letter in one language."""

    subject = forms.CharField(label=said("mail.subject"), max_length=200)
    body = forms.CharField(
        label=said("mail.body"),
        help_text=said("mail.body_hint"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(self, data: Sent = None, *, link_needed: bool, **kwargs: Unpack[FormArguments]):
        super().__init__(data, **kwargs)
        self.link_needed = link_needed

    def clean_subject(self) -> str:
        """Only known names in braces."""
        return _named(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        """Only known names in braces, and the link."""
        body = _named(self.cleaned_data["body"])
        if self.link_needed and "{link}" not in body:
            raise forms.ValidationError(said("mail.no_link"))
        return body


def _named(text: str) -> str:
    try:
        names_in(text)
    except UnknownName as fault:
        raise forms.ValidationError(said("mail.unknown_name", name=str(fault)[:40])) from None
    return text


class BounceForm(Form):
    """A report of letters that came back."""

    report = forms.CharField(
        label=said("mail.report"),
        help_text=said("mail.report_hint"),
        max_length=LIMIT,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class AddressForm(Form):
    """Another address for a member whose letters came back."""

    email = forms.EmailField(label=said("mail.new_address"), max_length=254)
