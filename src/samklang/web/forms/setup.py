"""The first form: the network's name and its owner."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator

from samklang.web.forms.fields import Form, said

address_form = RegexValidator(r"^[a-z0-9][a-z0-9-]*$", said("staff.address_form"))


class SetUpForm(Form):
    """Network and owner."""

    network = forms.CharField(label=said("staff.network_name"), max_length=200)
    address = forms.CharField(
        label=said("staff.network_address"),
        help_text=said("staff.network_address_hint"),
        max_length=40,
        validators=[address_form],
    )
    email = forms.EmailField(
        label=said("staff.your_email"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        max_length=150,
    )
    password = forms.CharField(
        label=said("staff.password"),
        help_text=said("staff.password_hint"),
        strip=False,
        validators=[validate_password],
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
