"""The site behind a web server with a certificate: its address, cookies, headers and limits."""

import runpy
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from samklang.site import settings as own
from samklang.web.login import FAILURES
from samklang.web.serving import throttle
from tests.web.conftest import PASSWORD, World

URL = "https://samklang.example.org"


@pytest.fixture
def proxied(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """The site with https: the settings that follow from its address."""
    monkeypatch.setenv("SAMKLANG_URL", URL)
    made = runpy.run_path(own.__file__)
    for name in (
        *("URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "PROXIES", "SESSION_COOKIE_NAME"),
        *("CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "SESSION_COOKIE_SECURE"),
        *("CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"),
    ):
        setattr(settings, name, made[name])
    return world


def asking(client: str = "192.0.2.1", host: str = "samklang.example.org") -> Client:
    """Somebody behind the proxy, which passes on whatever host was named."""
    return Client(headers={"host": host, "x-forwarded-for": f"203.0.113.9, {client}"})


def fail(client: Client, login: str = "agare@exempel.se") -> str:
    """A log-in with a wrong password; what was said."""
    answer = client.post("/konto/logga-in/", {"login": login, "password": "fel lösenord här"})
    return answer.content.decode()


def test_addresses_in_letters_and_feeds_are_the_settings(proxied: World) -> None:
    client = asking(host="samklang.example.org:8081")
    client.post("/konto/losenord/glomt/", {"email": "agare@exempel.se"})
    (letter,) = mail.outbox
    assert f"{URL}/konto/losenord/nytt/" in letter.body
    assert "http://" not in letter.body
    assert "8081" not in letter.body
    feed = client.get("/rapporter/norr/nytt.xml").content.decode()
    assert f"{URL}/rapporter/norr/" in feed
    assert "8081" not in feed


def test_another_host_is_refused_in_one_line(
    proxied: World, caplog: pytest.LogCaptureFixture
) -> None:
    for page in ("/", "/svara/", "/konto/logga-in/"):
        assert asking(host="evil.example").get(page).status_code == 400
    (line, *_) = caplog.records
    assert "evil" not in line.getMessage()


def test_cookies_and_headers_with_https(proxied: World) -> None:
    client = asking()
    answer = client.get("/konto/logga-in/")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    client.post("/konto/logga-in/", {"login": "agare@exempel.se", "password": PASSWORD})
    client.post("/sprak/", {"language": "en", "next": "/"})
    assert {"__Host-csrf", "__Host-session", "__Host-language"} == set(client.cookies)
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_without_https_nothing_promises_it(world: World) -> None:
    answer = world.anyone.get("/konto/logga-in/")
    assert "Strict-Transport-Security" not in answer.headers
    assert "csrftoken" in answer.cookies


def test_who_fails_locks_out_nobody_else(proxied: World) -> None:
    attacker = asking("192.0.2.66")
    for _ in range(FAILURES):
        assert "många försök" not in fail(attacker)
    assert "många försök" in fail(attacker)
    # Neither the owner at another address, nor another person at the same one.
    right = {"login": "agare@exempel.se", "password": PASSWORD}
    assert asking("192.0.2.2").post("/konto/logga-in/", right).status_code == 302
    other = right | {"login": "lasare@exempel.se"}
    assert asking("192.0.2.66").post("/konto/logga-in/", other).status_code == 302
    # What was forged before the proxy's own word counts for nothing.
    forged = Client(
        headers={"host": "samklang.example.org", "x-forwarded-for": "192.0.2.2, 192.0.2.66"}
    )
    assert "många försök" in forged.post("/konto/logga-in/", right).content.decode()


def test_the_address_limit_has_a_page_of_ours(proxied: World, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    client = asking()
    fail(client)
    answer = client.post("/konto/logga-in/", {"login": "x@exempel.se", "password": "y"})
    assert answer.status_code == 429
    assert "Vänta en minut och försök igen." in answer.content.decode()


def test_what_is_counted_is_shared_and_names_nobody(db: None) -> None:
    cache.set("failed log-ins agare@exempel.se 192.0.2.1", 3, 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM samklang_cache")
        ((key, _),) = cursor.fetchall()
    assert key == throttle.hidden_key("failed log-ins agare@exempel.se 192.0.2.1", "", 1)
    assert not {"exempel", "192"} & set(key)
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
