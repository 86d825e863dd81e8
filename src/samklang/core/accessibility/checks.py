"""Checks: what the tests last found of the publication's outputs and the application's pages.

`checks.json` beside this file is written by the tests themselves (tests/accessibility_record.py)
and held against them at every run: a fault that one of them finds, and the file lacks, is an error,
and so is a number of checks that none of them made.
"""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Subject = Literal["publication", "application"]
RECORD = "checks.json"


@dataclass(frozen=True)
class Check:
    """What one test found.

    id: names its phrases. tool: with its version. date: when the test wrote this. looked_at: pages
    or files; checks: single ones that passed, rounded down to two digits; faults: the tool's own
    words for each.
    """

    id: str
    subject: Subject
    tool: str
    date: datetime.date
    looked_at: int
    checks: int
    faults: tuple[str, ...]


@cache
def recorded() -> tuple[Check, ...]:
    """Every check of the file, by its id."""
    source = files(__package__).joinpath(RECORD).read_text(encoding="utf-8")
    return read(json.loads(source))


def read(record: Mapping[str, Mapping[str, Any]]) -> tuple[Check, ...]:
    """The checks that a file holds. Raises KeyError for one that lacks a field."""
    return tuple(
        Check(
            id=name,
            subject=check["subject"],
            tool=check["tool"],
            date=datetime.date.fromisoformat(check["date"]),
            looked_at=check["looked_at"],
            checks=check["checks"],
            faults=tuple(check["faults"]),
        )
        for name, check in sorted(record.items())
    )


def of_subject(checks: Iterable[Check], subject: Subject) -> tuple[Check, ...]:
    """The checks of the outputs or of the application."""
    return tuple(check for check in checks if check.subject == subject)
