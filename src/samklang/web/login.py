"""Staff log in; nobody signs up by himself; letters and messages are in our own words."""

import datetime
import ipaddress
from collections.abc import Iterable, Mapping

from allauth.account.adapter import DefaultAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.mail import send_mail
from django.http import HttpRequest
from django.utils import timezone

from samklang.core.language.phrases import catalogue, phrase
from samklang.web.actions.audit import record
from samklang.web.forms.fields import page_language, said

# Failed log-ins to an account from one address, and seconds until they are forgotten.
FAILURES, FORGOTTEN = 8, 300


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by set-up and by a network's owner only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": said("login.no_match"),
        "enter_current_password": said("login.wrong_password"),
        "incorrect_password": said("login.wrong_password"),
        "too_many_login_attempts": said("login.too_many"),
        "rate_limited": said("login.too_many"),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who asks: what the outermost trusted proxy said of it, else who is connected."""
        hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        there = [part for part in hops if part][-settings.PROXIES :] if settings.PROXIES else []
        address = (there or [request.META.get("REMOTE_ADDR", "")])[0]
        # Some servers put a port after the address.
        host = address.rpartition(":")[0] if "." in address and ":" in address else address
        try:
            # The scope of a link-local address is not part of it, to a database.
            return str(ipaddress.ip_address(host.strip("[]").partition("%")[0]))
        except ValueError:
            return "0.0.0.0"

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Refuses a log-in to an account from an address that has failed there too often."""
        if cache.get(self._failures(request, credentials), 0) >= FAILURES:
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """Counts a log-in that failed, by account and address together."""
        super().authentication_failed(request, **credentials)
        key = self._failures(request, credentials)
        if not cache.add(key, 1, FORGOTTEN):
            cache.incr(key)

    def _failures(self, request: HttpRequest, credentials: Mapping[str, object]) -> str:
        login = str(credentials.get("email") or credentials.get("username") or "")
        return f"failed log-ins {login.lower()} {self.get_client_ip(request)}"

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whether the password is asked for again: not of who has just logged in, here."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        recent = timezone.now() - datetime.timedelta(
            seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        )
        here = UserSession.objects.filter(session_key=self.request.session.session_key)
        return not here.filter(user=self.request.user, created_at__gt=recent).exists()

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """The one letter there is: how to get a new password.

        Raises KeyError for a letter we have no words for.
        """
        name = template_prefix.rpartition("/")[2]
        language = page_language()
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
        *args: object,
        **kwargs: object,
    ) -> None:
        """Says what our pages do not already show, in our own words."""

        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        words = catalogue(page_language(), "login").get(f"said_{name}")
        if words:
            messages.add_message(request, level, words)


class SessionsAdapter(DefaultUserSessionsAdapter):
    """That somebody ended log-ins elsewhere is noted."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """Ends them."""
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            record("end_sessions", by=ended[0].user, ended=len(ended))
