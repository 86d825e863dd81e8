"""Logs: nothing written tells whose link, answer, name or address it was."""

import logging
from collections.abc import Callable

import pytest
from django.db import IntegrityError, OperationalError
from granian.log import configure_logging

from samklang.site.logs import Formatter, configuration, masked

TOKEN = "abcdefghijklmnopqrstuvwx23"
MARKS = (TOKEN, "ABCDEFGHIJKLMNOPQRST", "asa.berg@exempel.se", "ett hemligt svar", "hunter2")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (
            f"Internal Server Error: /svara/{TOKEN}/borja/",
            "Internal Server Error: /svara/***/borja/",
        ),
        ("Not Found: /svara/abc12/", "Not Found: /svara/***/"),
        ("Gone: /svara/ta-tillbaka/", "Gone: /svara/ta-tillbaka/"),
        (f"code {TOKEN.upper()} typed", "code *** typed"),
        ("receipt ABCDE-FGHIJ-KLMNO-PQRST", "receipt ***"),
        ("/start/1e773804e902f2e948e84a8b/", "/start/***/"),
        ("/konto/losenord/nytt/3-c1zk9a-0123456789abcdef/", "/konto/losenord/nytt/***/"),
        ("550 no <asa.berg@exempel.se> here", "550 no <***> here"),
        ("postgresql://u:hunter2@db/x is down", "postgresql://***@db/x is down"),
        ("duplicate\nDETAIL:  Key (email)=(x) exists.", "duplicate\nDETAIL: ***"),
        ("A round of work failed", "A round of work failed"),
    ],
)
def test_what_is_secret_is_masked(text: str, clean: str) -> None:
    assert masked(text) == clean


def written(record: Callable[[logging.Logger], None]) -> str:
    """What the formatter makes of the records of a function."""
    logger, lines = logging.Logger("django.request"), []
    handler = logging.Handler()
    handler.setFormatter(Formatter())
    handler.emit = lambda one: lines.append(handler.format(one))  # type: ignore[method-assign]
    logger.addHandler(handler)
    record(logger)
    return "\n".join(lines)


def fail(fault: Exception) -> Callable[[logging.Logger], None]:
    """Logs a fault that is raised while another is handled."""

    def record(logger: logging.Logger) -> None:
        try:
            try:
                raise ValueError("ett hemligt svar")
            except ValueError:
                raise fault  # noqa: B904 - how it comes about is what is tested
        except Exception:
            logger.exception("Internal Server Error: /svara/%s/sida/1/", TOKEN)

    return record


@pytest.mark.parametrize(
    "fault",
    [
        KeyError("ett hemligt svar"),
        IntegrityError("duplicate\nDETAIL:  Key (email)=(asa.berg@exempel.se) exists."),
        OSError(28, "No space left on device", f"/data/{TOKEN}"),
        OperationalError(f"database is locked\nwhile {TOKEN} hunter2"),
    ],
)
def test_a_fault_is_named_and_placed_without_its_words(fault: Exception) -> None:
    text = written(fail(fault))
    assert not [
        mark
        for mark in MARKS
        if mark in text.replace('raise ValueError("ett', "").replace('hemligt svar")', "")
    ]
    assert type(fault).__name__ in text
    assert "ValueError" in text
    assert "test_logs.py" in text


def test_the_machines_own_faults_keep_their_words() -> None:
    assert "No space left on device" in written(fail(OSError(28, "No space left on device")))
    assert "database is locked" in written(fail(OperationalError("database is locked")))


def test_a_foreign_host_is_one_line() -> None:
    record = logging.makeLogRecord({"name": "django.security.DisallowedHost", "msg": "a\nb"})
    try:
        raise ValueError
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    assert Formatter().format(record).count("\n") == 0


def test_the_server_writes_in_the_same_way() -> None:
    """Granian's lines, of its own faults and of access, go through the same formatter."""
    kept = {n: (logging.getLogger(n).handlers, logging.getLogger(n).propagate) for n in LOGGERS}
    try:
        configure_logging("warning", configuration())  # type: ignore[arg-type]
        for name in LOGGERS:
            (handler,) = logging.getLogger(name).handlers
            assert isinstance(handler.formatter, Formatter)
    finally:
        for name, (handlers, propagate) in kept.items():
            logging.getLogger(name).handlers = handlers
            logging.getLogger(name).propagate = propagate


LOGGERS = ("_granian", "granian.access", "django.request", "django.security", "samklang.security")
