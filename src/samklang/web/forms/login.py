"""The forms of an account: allauth's own, with our words on their fields."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms

from samklang.web.forms.fields import said

WORDS = {
    "login": "email",
    "email": "email",
    "password": "password",
    "oldpassword": "password_now",
    "password1": "password_new",
    "password2": "password_again",
    "remember": "remember",
    "code": "one_time_code",
}


class OurWords(forms.Form):
    """Labels from our phrases. A placeholder would say them again, and go when one writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Mapping[str, forms.Field] = self.fields
        for name, field in fields.items():
            field.label = said(f"login.{WORDS[name]}")
            field.widget.attrs.pop("placeholder", None)
            if name in ("password", "oldpassword"):
                field.help_text = ""  # the page itself says where to go when it is forgotten


class LoginForm(OurWords, account.LoginForm):
    """Staff log in."""


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    """Whose password is forgotten."""


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):
    """A new password, from the letter's link."""


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    """Another password."""

    def clean_oldpassword(self) -> str:
        """The password until now. A wrong one counts and is noted, as at log-in."""
        password = str(self.cleaned_data["oldpassword"])
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class SetPasswordForm(OurWords, account.SetPasswordForm):
    """A password for one who has none."""


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    """The password once more."""


class CodeForm(OurWords, mfa.AuthenticateForm):
    """The second step."""


class CodeAgainForm(OurWords, mfa.ReauthenticateForm):
    """The code once more."""


class ActivateForm(OurWords, totp.ActivateTOTPForm):
    """The second step is turned on."""
