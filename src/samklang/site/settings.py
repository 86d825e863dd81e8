"""Settings: read from the environment; without any, everything is kept in one folder.

SAMKLANG_DATA      the folder of database, packages and builds (default: samklang-data)
DATABASE_URL       another database than the SQLite file in that folder
SAMKLANG_URL       the address members and staff reach the site at (default: http://localhost:8000)
SAMKLANG_SECRET    signs cookies and makes links; kept in the folder if it is not set
SAMKLANG_SECRETS_BEFORE  earlier secrets, with commas between: what they signed still holds
SAMKLANG_PROXIES   how many web servers in front tell who asks (default: 1 with https, else 0)
SAMKLANG_MAIL      smtp://, smtps:// or smtp+tls://user:password@host:port, file:///folder or
                   console: (default: a folder `mail` in the data folder)
SAMKLANG_MAIL_FROM the sender of invitations and reminders
SAMKLANG_KEEP_…    how many days things are kept: MAIL (as files), COPIES (made before an upgrade),
                   BUILDS (that no edition stands on), TRAIL (of who did what)
SAMKLANG_SECURITY_CONTACT  whom to tell of a hole (mailto: or https:), for security.txt
SAMKLANG_BACKUP_TO public keys that backups are encrypted for, with commas between
SAMKLANG_BOUNCES   imap://, imaps:// or imap+tls://user:password@host:port/folder, the sender's own
                   mailbox, from which the worker fetches reports of letters that came back
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from samklang.core.language.languages import FIRST_LANGUAGE, RULES
from samklang.site.data import DATABASE, SECRET, data_folder
from samklang.site.logs import configuration

DATA = data_folder()
URL = os.environ.get("SAMKLANG_URL", "http://localhost:8000").rstrip("/")
_HOST = urlsplit(URL).hostname or "localhost"
_SECURE = URL.startswith("https://")


def _made() -> None:
    """Makes the folder of the data, for its owner alone."""
    try:
        DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        what = error.strerror or "it is a file"
        raise ImproperlyConfigured(
            f"SAMKLANG_DATA is {DATA}, and that folder cannot be made: {what}"
        ) from error


def _secret() -> str:
    if secret := os.environ.get("SAMKLANG_SECRET"):
        return secret
    path = DATA / SECRET
    try:
        with suppress(FileNotFoundError):
            return path.read_text(encoding="ascii")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made := secrets.token_urlsafe(48))
    except FileExistsError:  # another process was first
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise ImproperlyConfigured(
            f"the file {path} cannot be read or written: {error.strerror}"
        ) from error
    return made


def database() -> dict[str, Any]:
    """The database at DATABASE_URL, or the SQLite file in the folder, as Django wants it said."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA / DATABASE}"
    try:
        options: dict[str, Any] = dict(
            dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
        )
    except ValueError as error:
        # Its own words can quote the password.
        raise ImproperlyConfigured(
            "DATABASE_URL is no address of a database; write postgresql://user:password@host/name"
        ) from error
    if options["ENGINE"] == "django.db.backends.sqlite3":
        # Writers wait for each other instead of failing, and what was answered "saved" is on disk.
        options["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; "
                # What is erased is overwritten, whatever the library was compiled with.
                "PRAGMA secure_delete=ON"
            ),
        }
        options["CONN_HEALTH_CHECKS"] = False
    elif options["ENGINE"] == "django.db.backends.postgresql":
        # A statement is read and planned once in a connection, not every time it is asked.
        kept = {"server_side_binding": True, "prepare_threshold": 1}
        options["OPTIONS"] = kept | options.get("OPTIONS", {})
    return options


def _number(name: str, default: int, *, digits: int = 2) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) <= digits):
        raise ImproperlyConfigured(f"{name} is {text!r}; write a number such as {default or 1}")
    return int(text)


class _Server(NamedTuple):
    host: str
    port: int | None


def _server(parts: SplitResult, name: str) -> _Server:
    """The server that a setting names."""
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        raise ImproperlyConfigured(
            f"{name} names no server, or no port; write {parts.scheme}://HOST:PORT"
        )
    return _Server(host, port)


def _mail() -> dict[str, object]:
    url = os.environ.get("SAMKLANG_MAIL") or f"file://{DATA}/mail"
    parts = urlsplit(url)
    backends = "django.core.mail.backends"
    match parts.scheme:
        case "console":
            return {"EMAIL_BACKEND": f"{backends}.console.EmailBackend"}
        case "file":
            folder = Path(unquote(parts.path))
            return {
                "EMAIL_BACKEND": f"{backends}.filebased.EmailBackend",
                "EMAIL_FILE_PATH": folder,
            }
        case "smtp" | "smtps" | "smtp+tls":
            host, port = _server(parts, "SAMKLANG_MAIL")
            return {
                "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
                "EMAIL_HOST": host,
                "EMAIL_PORT": port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
                "EMAIL_HOST_USER": unquote(parts.username or ""),
                "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
                "EMAIL_USE_SSL": parts.scheme == "smtps",
                "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
                "EMAIL_TIMEOUT": 30,
            }
        case scheme:
            raise ImproperlyConfigured(
                f"SAMKLANG_MAIL begins with {scheme!r}; use smtp, smtps, smtp+tls, file or console"
            )


def _bounces() -> dict[str, object] | None:
    url = os.environ.get("SAMKLANG_BOUNCES")
    if not url:
        return None
    parts = urlsplit(url)
    secure = {"imaps": "tls", "imap+tls": "starttls", "imap": ""}
    if parts.scheme not in secure:
        raise ImproperlyConfigured(
            f"SAMKLANG_BOUNCES begins with {parts.scheme!r}; use imaps, imap+tls or imap"
        )
    folder = unquote(parts.path).strip("/") or "INBOX"
    if not folder.isascii() or not folder.isprintable() or set(folder) & set('"\\'):
        raise ImproperlyConfigured("SAMKLANG_BOUNCES names a folder that is not plain ASCII")
    host, port = _server(parts, "SAMKLANG_BOUNCES")
    return {
        "host": host,
        "port": port or (993 if parts.scheme == "imaps" else 143),
        "secure": secure[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "folder": folder,
    }


_made()
SECRET_KEY = _secret()
# What they signed stands, and members' links that they made; nothing new is made with them.
SECRET_KEY_FALLBACKS = [
    secret.strip()
    for secret in os.environ.get("SAMKLANG_SECRETS_BEFORE", "").split(",")
    if secret.strip()
]
DEBUG = False
ALLOWED_HOSTS = [_HOST] if _HOST != "localhost" else ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "samklang.site.urls"
WSGI_APPLICATION = "samklang.site.wsgi.application"
DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "samklang.web",
]
MIDDLEWARE = [
    "samklang.web.serving.headers.headers",
    "samklang.site.operations.health.health",
    "samklang.web.serving.one_address.one_address",
    "samklang.web.serving.methods.known_methods",
    "samklang.web.serving.charset.utf8_only",
    "samklang.web.serving.storable.Storable",
    "samklang.web.serving.answering_middleware.answering_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samklang.web.serving.site_language.SiteLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(__file__).parent.parent / "web" / "templates"],
        "OPTIONS": {
            "environment": "samklang.web.serving.templating.environment",
            "context_processors": ["samklang.web.serving.templating.page"],
        },
    },
    {  # allauth's own mails and the pages we have not written
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

LANGUAGE_CODE = FIRST_LANGUAGE
LANGUAGES = [(code, rules.own_name) for code, rules in RULES.items()]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1] |= {"OPTIONS": {"min_length": 12}}  # type: ignore[dict-item]
LOGIN_REDIRECT_URL = "staff"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "samklang.web.login.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "samklang.web.forms.login.LoginForm",
    "reset_password": "samklang.web.forms.login.ResetPasswordForm",
    "reset_password_from_key": "samklang.web.forms.login.ResetPasswordKeyForm",
    "change_password": "samklang.web.forms.login.ChangePasswordForm",
    "set_password": "samklang.web.forms.login.SetPasswordForm",
    "reauthenticate": "samklang.web.forms.login.ReauthenticateForm",
}
# Seconds that a password or code stands for who gives power away or does what cannot be undone.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 1800
USERSESSIONS_ADAPTER = "samklang.web.login.SessionsAdapter"
MFA_FORMS = {
    "authenticate": "samklang.web.forms.login.CodeForm",
    "reauthenticate": "samklang.web.forms.login.CodeAgainForm",
    "activate_totp": "samklang.web.forms.login.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Samklang"

# What is counted against guessing is shared by all processes. Keys name people and addresses, so
# they are kept as hashes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "samklang_cache",
        "KEY_FUNCTION": "samklang.web.serving.throttle.hidden_key",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
# How many web servers in front of the site tell it who asks, by X-Forwarded-For. With https there
# is one, since the site itself has no certificate.
PROXIES = _number("SAMKLANG_PROXIES", 1 if _SECURE else 0)
# By account and address together (samklang.web.login), so that nobody is locked out by another;
# by address alone only what no person does, since many sit behind one.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": None,
    "reset_password": "5/m/ip,20/h/ip",
    "reset_password_from_key": "20/m/ip",
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if _SECURE:
    # A browser keeps no cookie of such a name that another host, path or http has set.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_TRUSTED_ORIGINS = [URL]
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Uploads are small and stay in memory: a process that is killed leaves none behind.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
LARGEST_UPLOAD = FILE_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
# What these ask for is done by samklang.web.serving.headers and by the web server in front.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002"]

# Days that things are kept (samklang.web.actions.keeping); 0 is for ever. What is below 0, as
# others write for ever, would remove all that there is.
KEEP_DAYS = {
    name: _number(f"SAMKLANG_KEEP_{name.upper()}", days, digits=5)
    for name, days in (("mail", 30), ("copies", 30), ("builds", 90), ("trail", 730))
}

globals().update(_mail())
BOUNCES = _bounces()
# Whom security.txt names, for example mailto:security@example.org.
SECURITY_CONTACT = os.environ.get("SAMKLANG_SECURITY_CONTACT", "").strip()
DEFAULT_FROM_EMAIL = os.environ.get("SAMKLANG_MAIL_FROM", f"samklang@{_HOST}")

LOGGING = configuration()
