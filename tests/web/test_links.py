"""Links: hard to guess, replaceable, and unknown to a copy of the database."""

import os

import pytest
from django.conf import settings

from samklang.web.mail.links import TOKEN, kept_token, link_hash, token
from samklang.web.serving import throttle


def test_a_token_is_its_invitations_own() -> None:
    found = {token(invitation, turn) for invitation in range(1, 500) for turn in range(3)}
    assert len(found) == 499 * 3
    assert all(TOKEN.fullmatch(one) for one in found)
    assert token(7, 0) == token(7, 0)


def test_what_is_kept_is_not_the_token() -> None:
    assert token(7, 0) not in link_hash(token(7, 0))
    assert len(link_hash(token(7, 0))) == 64


def test_a_link_holds_when_the_secret_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = token(7, 0)
    kept = link_hash(sent)
    monkeypatch.setattr(settings, "SECRET_KEY", "another secret, as long as it should be")
    assert token(7, 0) != sent
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [])
    # Nobody knows the old secret: the next letter's link is a new one, which opens nothing.
    assert kept_token(7, 0, kept) == token(7, 0)
    old = os.environ["SAMKLANG_SECRET"]
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", ["an even older one", old])
    assert kept_token(7, 0, kept) == sent
    # A link that was made with the new one is that, and so is one that was never given out.
    assert kept_token(7, 1, link_hash(token(7, 1))) == token(7, 1)
    assert kept_token(7, 0, None) == token(7, 0)


def test_processes_count_the_uses_of_a_link_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST", 10)
    for _ in range(3):
        if (child := os.fork()) == 0:
            os._exit(sum(throttle.too_many("a" * 26, now=60.0) for _ in range(3)))
        assert os.waitpid(child, 0)[1] == 0
    # Nine have been counted elsewhere.
    assert [throttle.too_many("a" * 26, now=119.0) for _ in range(3)] == [False, True, True]
    assert not throttle.too_many("b" * 26, now=119.0)
    assert not throttle.too_many("a" * 26, now=120.0)
    assert (settings.DATA / throttle.FILE).stat().st_mode & 0o077 == 0
