"""What is noted of access: log-in, failure, refusal, other passwords and second steps."""

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver

from samklang.web.actions.audit import record


@receiver(account.user_logged_in)
def _logged_in(user: User, **_: object) -> None:
    record("log_in", by=user)


@receiver(user_logged_out)
def _logged_out(user: User | None, **_: object) -> None:
    if user is not None:
        record("log_out", by=user)


@receiver(user_login_failed)
def _failed(credentials: dict[str, object], **_: object) -> None:
    # What was typed is kept only where it is the address of an account: it may be a password.
    typed = str(credentials.get("email") or credentials.get("username") or "")[:254]
    known = get_user_model().objects.filter(email__iexact=typed).first() if typed else None
    record("log_in_failed", by=None, subject=str(getattr(known, "email", "")))


@receiver(mfa.authentication_failed)
def _code_failed(user: User, **_: object) -> None:
    record("code_failed", by=None, subject=str(getattr(user, "email", "")))


@receiver(account.password_changed)
@receiver(account.password_set)
def _password_changed(user: User, **_: object) -> None:
    record("change_password", by=user)


@receiver(account.password_reset)
def _password_reset(user: User, **_: object) -> None:
    record("reset_password", by=user)


@receiver(mfa.authenticator_added)
def _added(user: User, authenticator: Authenticator, **_: object) -> None:
    record("add_second_step", by=user, kind=str(authenticator.type))


@receiver(mfa.authenticator_removed)
def _removed(user: User, authenticator: Authenticator, **_: object) -> None:
    record("remove_second_step", by=user, kind=str(authenticator.type))


@receiver(mfa.authenticator_reset)
def _reset(user: User, authenticator: Authenticator, **_: object) -> None:
    record("renew_codes", by=user, kind=str(authenticator.type))
