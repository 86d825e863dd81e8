"""Guesses: what each column of a table of answers holds, as a file that can be read and changed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from samklang.core.faults import Fault, FaultyInput
from samklang.core.language.messages import message
from samklang.core.privacy import Internal
from samklang.exchange.answers.numbers import Order
from samklang.package.model import adapter, validate
from samklang.package.yaml_text import load

# One answer of several; several; a number; a day; words of one's own; not taken in.
Kind = Literal["one", "several", "number", "date", "text", "left-out"]
# The program of a file that no program is known by.
ANY = "a table"
HEAD = """\
# What each column was taken for. Change it, and run `samklang try` again with --guesses.
# as: one (one answer), several, number, date, text (words of one's own) or left-out.
# options: the answers there are, in the order they are shown; an answer that is not among them
# is a fault, or counted as `other` where that has a name. table: columns with the same name here
# are the rows of one table of statements.
# separator: what stands between several answers, or between thousands in a number (1,200).
# beside: the column of the question that these own words belong to, what was written at "Other".
# order: of a date, ymd (2026-04-07), dmy (7/4/2026) or mdy (4/7/2026).
# group: true means that the other questions are shown for each of its answers too.
"""


@dataclass(frozen=True)
class Guess:
    """What one column is taken for.

    column: its heading. why: the reason in words, for whoever reads. separator: what stands between
    answers where there are several, or parts thousands in a number. table, row: the table of
    statements it is a row of, and its statement; '' where it is none. group: the other questions
    are shown by its answers too. other: what answers that are not among the options are counted
    as; '' where there are none. beside: the heading of the question that words of one's own belong
    to, written at "other"; '' where they answer a question of their own. order: how the parts of a
    date follow each other.
    """

    __pydantic_config__ = {"extra": "forbid"}

    column: Internal[str]
    kind: Internal[Kind]
    why: Internal[str] = ""
    separator: Internal[str] = ""
    options: Internal[tuple[str, ...]] = ()
    table: Internal[str] = ""
    row: Internal[str] = ""
    group: Internal[bool] = False
    other: Internal[str] = ""
    beside: Internal[str] = ""
    order: Internal[Order] = "ymd"


@dataclass(frozen=True)
class Guesses:
    """The guesses on a file. tool: which program wrote it, as far as its columns tell."""

    __pydantic_config__ = {"extra": "forbid"}

    tool: Internal[str]
    columns: Internal[tuple[Guess, ...]]


def written(guesses: Guesses) -> str:
    """The guesses as a file to change."""
    data = adapter(Guesses).dump_python(guesses, mode="json")
    data["columns"] = [
        {k: v for k, v in column.items() if v and (k, v) != ("order", "ymd")}
        for column in data["columns"]
    ]
    return HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)


def read(path: Path, header: tuple[str, ...]) -> Guesses:
    """The guesses in a file, in the order of the header. Raises FaultyInput."""
    loaded, faults = load(path.read_text(encoding="utf-8"), path.name)
    guesses, more = validate(Guesses, loaded, path.name)
    if guesses is None or faults or more:
        raise FaultyInput([*faults, *more])
    named = {column.column: column for column in guesses.columns}
    lacking = [name for name in header if name not in named]
    unknown = [column.column for column in guesses.columns if column.column not in header]
    if lacking or unknown:
        what = message(
            "terminal.the_columns_are_not_those", columns=", ".join([*lacking, *unknown])
        )
        remedy = message("terminal.keep_a_line_for_each_column")
        raise FaultyInput([Fault(path.name, 0, "columns", what, remedy)])
    return Guesses(guesses.tool, tuple(named[name] for name in header))
