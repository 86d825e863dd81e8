"""Staff log in; nobody signs up by himself; letters and messages are in our own words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import send_mail
from django.http import HttpRequest
from django.utils.translation import get_language

from samklang.core.language.phrases import catalogue, phrase
from samklang.core.language.wording import Language
from samklang.web.forms.fields import said


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by set-up and by a network's owner only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": said("login.no_match"),
        "enter_current_password": said("login.wrong_password"),
        "incorrect_password": said("login.wrong_password"),
        "too_many_login_attempts": said("login.too_many"),
        "rate_limited": said("login.too_many"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The one letter there is: how to get a new password.

        Raises KeyError for a letter we have no words for.
        """
        name = template_prefix.rpartition("/")[2]
        language = _language()
        send_mail(
            phrase(language, f"login.mail_{name}_subject"),
            phrase(language, f"login.mail_{name}_body", link=context["password_reset_url"]),
            None,
            [email],
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Says what our pages do not already show, in our own words."""
        from django.contrib import messages

        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        words = catalogue(_language(), "login").get(f"said_{name}")
        if words:
            messages.add_message(request, level, words)


def _language() -> Language:
    return "en" if get_language() == "en" else "sv"
