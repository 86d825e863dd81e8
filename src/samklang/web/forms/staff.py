"""What an owner fills in about the network and its staff."""

from django import forms

from samklang.web.forms.fields import Form, said
from samklang.web.models.network import Role

ROLES = [(role, said(f"staff.role_{role}")) for role in Role.values]


class StaffForm(Form):
    """A person to add."""

    email = forms.EmailField(label=said("staff.email"))
    role = forms.ChoiceField(
        label=said("staff.role"), choices=ROLES, initial=Role.EDITOR, widget=forms.RadioSelect
    )


class NetworkForm(Form):
    """The network's own fields."""

    name = forms.CharField(label=said("staff.network_name"), max_length=200)
    url = forms.URLField(label=said("staff.network_url"), required=False, assume_scheme="https")
    reply_to = forms.EmailField(
        label=said("staff.reply_to"), help_text=said("staff.reply_to_hint"), required=False
    )
    second_factor = forms.BooleanField(
        label=said("staff.second_factor"),
        help_text=said("staff.second_factor_hint"),
        required=False,
    )
