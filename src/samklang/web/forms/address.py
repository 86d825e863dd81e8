"""Address: the field of a web address, which is taken as people write it."""

from django import forms

from samklang.package.web import web_address
from samklang.web.forms.fields import said


class Address(forms.CharField):
    """A web address; what comes of it has its https://."""

    def clean(self, value: object) -> str:
        """The address; refuses what is none."""
        written = super().clean(value)
        address = web_address(written)
        if written and address is None:
            raise forms.ValidationError(said("record.no_address"))
        return address or ""
