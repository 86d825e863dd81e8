"""Logs: what is written of faults and of access, without links, answers, names or addresses."""

import logging
import re
import traceback
from types import TracebackType
from typing import Any

# What stands in the place of what was taken out.
HIDDEN = "***"
_MASKS = tuple(
    (re.compile(pattern, flags), put)
    for pattern, put, flags in (
        # A link's secret, whole or cut short, as in an address; the page after it is kept.
        (r"(/svara/)(?!ta-tillbaka\b)[^/\s\"'?&#<>]+", rf"\1{HIDDEN}", 0),
        (r"(^|[^\w])(/exempel/)[a-z2-7]{20,}", rf"\1\2{HIDDEN}", 0),
        (r"(/start/)[^/\s\"'?&#<>]+", rf"\1{HIDDEN}", 0),
        (r"(/losenord/nytt/)[^/\s\"'?&#<>]+", rf"\1{HIDDEN}", 0),
        # A link's secret by itself, and a receipt's id as it is kept and as it is shown.
        (r"\b[a-z2-7]{26}\b", HIDDEN, re.IGNORECASE),
        (r"\b[A-Z2-7]{20}\b", HIDDEN, re.IGNORECASE),
        (r"\b(?:[A-Z2-7]{5}-){3}[A-Z2-7]{5}\b", HIDDEN, re.IGNORECASE),
        (r"AGE-SECRET-KEY-[0-9A-Z]+", HIDDEN, re.IGNORECASE),
        # The password of an address of a server, then addresses of people.
        (r"(://)[^/\s@\"']+@", rf"\1{HIDDEN}@", 0),
        (r"[^\s<>\"'(),:;=\[\]{}/]+@[\w-]+(?:\.[\w-]+)+", HIDDEN, 0),
        # What PostgreSQL quotes of a row that it refuses.
        (r"(?m)^(DETAIL|CONTEXT|HINT|LINE \d+):.*$", rf"\1: {HIDDEN}", 0),
    )
)
# Faults whose words tell of the machine, never of what somebody wrote.
_SAYABLE = ("OperationalError", "InterfaceError", "ImproperlyConfigured", "TemplateNotFound")
_DEEPEST = 5


def masked(text: str) -> str:
    """The text with every link, receipt, password and e-mail address taken out."""
    for pattern, put in _MASKS:
        text = pattern.sub(put, text)
    return text


class Formatter(logging.Formatter):
    """One line an event, masked; of a fault, where it was raised and what it is called.

    What a fault says can quote an answer, so its words are left out, but for those that tell of
    the machine: a full disk, a database that is down.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        """The record as text; a foreign host or a forged request has no traceback."""
        if record.name.startswith("django.security"):
            record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        else:
            # Another handler may have put the fault's own words there.
            record = logging.makeLogRecord({**record.__dict__, "exc_text": None})
        return masked(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """The first line; a line break in what came from outside would begin another."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The frames of a fault and of those it came from, newest first."""
        fault = ei[1]
        said: list[str] = []
        while fault is not None and len(said) < _DEEPEST:
            frames = "".join(traceback.format_tb(fault.__traceback__))
            said.append(f"{frames}{_named(fault)}")
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\nwhich came of\n".join(said)


def _named(fault: BaseException) -> str:
    kind = type(fault)
    name = f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(fault, OSError) and fault.strerror:
        return f"{name}: {fault.strerror}"
    if kind.__name__ in _SAYABLE:
        return f"{name}: {str(fault).partition(chr(10))[0]}"
    return name


def configuration() -> dict[str, Any]:
    """Logging of the site's processes, as `logging.config.dictConfig` takes it.

    The server's own lines go the same way. Requests that merely fail are not written down.
    """
    quiet = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"masked": {"()": "samklang.site.logs.Formatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "masked"}},
        "loggers": {
            "django.request": {**quiet, "level": "ERROR"},
            "django.security": {**quiet, "level": "WARNING"},
            "samklang.security": {**quiet, "level": "INFO"},
            "samklang.worker": {"level": "INFO"},
            "_granian": {**quiet, "level": "WARNING"},
            "granian.access": {**quiet, "level": "INFO"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }
