"""A page that fails, seen from the log: what went wrong and where, and nobody's link or words."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from samklang.core.language.phrases import phrase
from samklang.site.logs import Formatter
from tests.web.answering_world import Tab, link, open_theme
from tests.web.conftest import World

ANSWER = "ett svar som ingen ska se"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own formatter writes, of every logger."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Formatter())
    names = ("", "django.request", "django.security", "samklang.security")
    loggers = [logging.getLogger(name) for name in names]
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.parametrize("page", ["borja/", "sida/1/", "granska/", "kollega/"])
def test_a_page_that_fails_leaves_no_link_and_no_answer(
    world: World, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"cannot read {ANSWER} of asa.berg@exempel.se at {home}")

    home = link(open_theme(world.network))
    monkeypatch.setattr("samklang.web.views.answering.place", fail)
    client = Client(raise_request_exception=False)
    answer = client.post(home + page, {"q2": ANSWER, "email": "asa.berg@exempel.se"})
    assert answer.status_code == 500
    text = log.getvalue()
    assert f"Internal Server Error: /svara/***/{page}" in text
    assert "builtins.ValueError" in text
    secret = home.split("/")[2]
    for mark in (secret, secret.upper(), ANSWER, "asa.berg"):
        assert mark not in text


def test_a_whole_road_writes_nothing_of_who_or_what(
    world: World, log: io.StringIO, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        theme = open_theme(world.network)
        tab = Tab(link(theme))
        tab.get()
        tab.begin()
        tab.fill(q1="yes")
        tab.fill(q2=ANSWER, q3="3")
        Client().post(link(theme, 2) + "avsta/", {"reason": ANSWER})
        Client().post("/konto/logga-in/", {"login": "agare@exempel.se", "password": "hunter2 fel"})
        world.reader.get("/arbete/norr/medlemmar/hamta/csv/")
    text = log.getvalue()
    for action in ("decline", "log_in_failed", "export_register"):
        assert f"{action} row=" in text
    for mark in (link(theme).split("/")[2], ANSWER, "Förening", "exempel.se", "hunter2"):
        assert mark not in text


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ["/konto/logga-in/", "/arbete/norr/", "/konto/losenord/"])
def test_a_page_whose_database_is_away_is_our_own_page(
    world: World, log: io.StringIO, page: str, method: str
) -> None:
    """Also to who is logged in: what the page of a fault shows needs no database."""

    def away(*_: object) -> None:
        raise OperationalError(f"the database is away\nDETAIL: {ANSWER}")

    world.owner.raise_request_exception = False
    with connection.execute_wrapper(away):
        answer = getattr(world.owner, method)(page, {"login": "a@exempel.se", "password": "x"})
    assert answer.status_code == 500
    assert phrase("sv", "staff.text_500") in answer.content.decode()
    assert "OperationalError: the database is away" in log.getvalue()
    assert ANSWER not in log.getvalue()
