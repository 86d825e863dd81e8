"""The ledger of a package: releases.json, what earlier editions printed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from samklang.core.coding.codebook import FAMILY_PREFIX
from samklang.core.disclosure.ledger import IssuedEdition
from samklang.core.faults import Fault, Read
from samklang.core.language.messages import message
from samklang.core.privacy import Public
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Response
from samklang.core.theme.register import Register
from samklang.package import json_text, rows
from samklang.package.model import adapter

FILE = "releases.json"
# Before a group of the register; no question's column has it.
GROUP = "register:"
FORMAT: Literal["samklang-releases-1"] = "samklang-releases-1"


@dataclass(frozen=True)
class Ledger:
    """The file's content."""

    format: Public[Literal["samklang-releases-1"]]
    releases: Public[tuple[IssuedEdition, ...]]


def read(text: str) -> Read[tuple[IssuedEdition, ...]]:
    """The editions of a ledger, and what is wrong with it."""
    _, faults = json_text.load(text, FILE)
    if faults:
        return Read((), faults)
    try:
        ledger: Ledger = adapter(Ledger).validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        remedy = message("package.take_the_file_as_samklang_freeze")
        what = message("package.as_said", msg=first["msg"])
        return Read((), (Fault(FILE, 0, place, what, remedy),))
    names = [release.edition for release in ledger.releases]
    if len(set(names)) < len(names):
        what = message("package.an_edition_stands_twice")
        return Read(
            (), (Fault(FILE, 0, "releases", what, message("package.keep_what_was_issued")),)
        )
    return Read(ledger.releases, ())


def write(releases: Sequence[IssuedEdition]) -> str:
    """The text of a ledger. `read` gives the same editions back."""
    ledger = Ledger(FORMAT, tuple(releases))
    text: bytes = adapter(Ledger).dump_json(ledger, indent=1, exclude_defaults=True)
    return text.decode() + "\n"


def digests(
    responses: Iterable[Response],
    questionnaire: Questionnaire,
    register: Register | None = None,
    *,
    columns: Sequence[str],
) -> Mapping[str, str]:
    """A digest of what every response has in `columns`, by digest of its id.

    Columns that there are no longer are left out, and the digests are others.
    """
    return {
        _digest(name): _digest("\0".join([name, *values]))
        for name, values in answers(responses, questionnaire, register, columns=columns)
    }


def answers(
    responses: Iterable[Response],
    questionnaire: Questionnaire,
    register: Register | None = None,
    *,
    columns: Sequence[str],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every response's id, and what it has in each of `columns` that there is, with its name."""
    names = [*rows.RESPONSE_COLUMNS, *(c for q in questionnaire for c in q.columns())]
    members = register.by_id() if register else {}
    for response in responses:
        cells = dict(zip(names, rows.response_cells(response, questionnaire), strict=True))
        if response.member in members:
            groups = members[response.member].groups
            cells |= {f"{GROUP}{group}": value for group, value in groups.items()}
        yield response.id, tuple(f"{c}={cells[c]}" for c in columns if c in cells)


def digest_columns(questionnaire: Questionnaire, register: Register | None) -> tuple[str, ...]:
    """What tables are counted from: closed and numeric questions, and the register's groups.

    What answers were coded as has a digest of its own.
    """
    kinds = ("integer", "decimal")
    texts = {f"{q.id}.{o.id}.text" for q in questionnaire for o in q.options}
    asked = tuple(
        column
        for q in questionnaire
        if (q.closed or q.type in kinds) and not q.id.startswith(FAMILY_PREFIX)
        for column in q.columns()
        if column not in texts
    )
    return (*asked, *(f"{GROUP}{group}" for group in (register.groups if register else ())))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
