"""What staff fill in about members."""

from typing import Any, Unpack

from django import forms
from django.core.files.uploadedfile import UploadedFile

from samklang.core.language.wording import FIRST_LANGUAGE, Language
from samklang.core.theme.organisation_number import NotAnOrganisationNumber, normalized, written
from samklang.core.vocabulary import municipalities
from samklang.exchange.register.sheet import FILE
from samklang.web.forms.fields import Form, FormArguments, Sent, languages, said
from samklang.web.models import Member, Network
from samklang.web.queries.register import group_values


class UploadForm(Form):
    """A spreadsheet of members."""

    file = forms.FileField(label=said("register.file"), help_text=said("register.file_hint"))

    def clean_file(self) -> UploadedFile:
        """Refuses a file over the limit before it is read."""
        file = self.cleaned_data["file"]
        if file.size > FILE:
            raise forms.ValidationError(said("register.too_large", megabytes=FILE // 1_000_000))
        return file


def _municipality_choices() -> list[tuple[str, str]]:
    named = sorted((m.name, m.code) for m in municipalities().values())
    return [("", "–"), *((code, name) for name, code in named)]


class MemberForm(Form):
    """One member."""

    name = forms.CharField(label=said("register.field_name"), max_length=200)
    number = forms.CharField(
        label=said("register.field_number"),
        help_text=said("register.number_hint"),
        max_length=40,
        required=False,
    )
    organisation_number = forms.CharField(
        label=said("register.field_organisation_number"), required=False
    )
    email = forms.EmailField(label=said("register.field_email"), required=False, max_length=254)
    contact = forms.CharField(label=said("register.field_contact"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=said("register.field_language"),
        choices=languages(),
        initial=FIRST_LANGUAGE,
    )
    municipality = forms.ChoiceField(
        label=said("register.field_municipality"), choices=_municipality_choices, required=False
    )
    active = forms.BooleanField(label=said("register.field_active"), required=False, initial=True)

    def __init__(
        self,
        data: Sent = None,
        *,
        network: Network,
        language: Language,
        member: Member | None = None,
        **arguments: Unpack[FormArguments],
    ):
        self.network, self.member = network, member
        if member:
            arguments["initial"] = {name: getattr(member, name) for name in self.base_fields} | {
                "organisation_number": written(member.organisation_number)
            }
        super().__init__(data, **arguments)
        own = member.groups if member else {}
        known = group_values(network)
        self.groups = {f"group-{n}": name for n, name in enumerate(known)}
        for field, name in self.groups.items():
            self.fields[field] = forms.CharField(
                label=network.group_name(name, language),
                required=False,
                max_length=200,
                initial=own.get(name, ""),
                help_text=said("register.group_hint", values=", ".join(known[name][:8])),
            )

    def values(self) -> dict[str, Any]:
        """The member's fields, with its groups as one of them."""
        values = {n: v for n, v in self.cleaned_data.items() if n not in self.groups}
        own = self.member.groups if self.member else {}
        chosen = {name: self.cleaned_data[field].strip() for field, name in self.groups.items()}
        return {**values, "groups": {**own, **chosen}}

    def clean_organisation_number(self) -> str:
        """Ten digits with a right check digit, and no other member's."""
        text = self.cleaned_data["organisation_number"]
        if not text:
            return ""
        try:
            digits = normalized(text)
        except NotAnOrganisationNumber as fault:
            key = f"register.organisation_number_{fault.reason}"
            raise forms.ValidationError(said(key)) from None
        self._alone(organisation_number=digits)
        return digits

    def clean(self) -> dict[str, Any]:
        """An organisation number serves as number; the county follows the municipality."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        number = values.get("number") or values.get("organisation_number", "")
        if number and "number" not in self.errors:
            values["number"] = number
            try:
                self._alone(number=number)
            except forms.ValidationError as fault:
                self.add_error("number", fault)
        municipality = values.get("municipality")
        if municipality:
            values["county"] = municipalities()[municipality].county
        elif self.member and self.member.municipality:
            values["county"] = ""
        return values

    def _alone(self, **key: str) -> None:
        others = Member.objects.filter(network=self.network, **key)
        if self.member:
            others = others.exclude(pk=self.member.pk)
        if others.exists():
            raise forms.ValidationError(said("register.taken"))
