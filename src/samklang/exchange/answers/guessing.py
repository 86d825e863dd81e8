"""Guessing: what each column of a table of answers holds, from its heading and its cells.

Microsoft Forms writes ID, start and completion times, email and name first, and puts semicolons
between several answers and after the last. Google Forms writes a timestamp first, commas between
several answers, and the rows of a grid as "Question [Row]".
"""

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from samklang.core.language.alphabet import sort_key
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.exchange.answers.guesses import Guess, Guesses
from samklang.exchange.answers.scales import in_order
from samklang.exchange.answers.table import AnswerTable, table_of
from samklang.exchange.register.sheet import read_cells

MICROSOFT, GOOGLE, ANY = "Microsoft Forms", "Google Forms", "a table"
# At most so many answers, each so long, make a question with answers to choose from.
MOST_OPTIONS, LONGEST_OPTION, SCALE, MOST_GROUPS = 15, 90, 11, 6
_NAMED = re.compile(
    r"^(e-?post(adress)?|e-?mail( address)?|mejl(adress)?|namn|name|full name|förnamn|efternamn|"
    r"first name|last name|telefon(nummer)?|tel\.?|mobil(nummer)?|phone( number)?|personnummer|"
    r"adress|address|gatuadress|kontaktperson|contact( person)?|username|användarnamn|ip-?adress|"
    r"ip address|ditt namn|your name|din e-?post(adress)?|your e-?mail)\W*$",
    re.I,
)
_TIME = re.compile(
    r"^(timestamp|tidstämpel|start ?time|starttid|completion time|slutförandetid|sluttid|"
    r"last modified time|senast ändrad|senaste ändring|submitted( at)?|skapad|created)\W*$",
    re.I,
)
_ID = re.compile(r"^(id|nr|no|#|löpnummer|svars-?id|response id|respondent( id)?)\W*$", re.I)
# Words in a heading that speak of what kind of organisation answers, not of what it says.
_GROUP = re.compile(
    r"\b(län|kommun|region|ort|landsdel|typ|kategori|storlek|storleksklass|bransch|sektor|"
    r"verksamhetsområde|organisationsform|county|municipality|type|category|size|sector)\b",
    re.I,
)
_SCORE = re.compile(r"^(points|feedback|poäng|total points|quiz feedback|score)\b", re.I)
_GRID = re.compile(r"^(?P<question>.+?)\s*\[(?P<row>[^\[\]]+)\]$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE = re.compile(r"(?:\+|00?)[\d\s()-]{7,16}")
_PERSON = re.compile(r"(?:19|20)?\d{6}[-+ ]?\d{4}")
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,4})?")


def guessed(table: AnswerTable, language: Language = "sv") -> Guesses:
    """A guess for each column, in their order. language: of the reasons, and of tables' names."""
    tool = _tool(table.header)
    columns = [
        _one(name, [row[n] for row in table.rows], tool, language)
        for n, name in enumerate(table.header)
    ]
    return Guesses(tool, tuple(_grouped(_tables(columns, language), language)))


def read_guessed(
    content: bytes, name: str, language: Language = "sv"
) -> tuple[AnswerTable, Guesses]:
    """The table of a file's bytes, and a guess for each column. Raises UnreadableSheet.

    To be called in a confined process: the file may come from anybody.
    """
    table = table_of(read_cells(content, name), language)
    return table, guessed(table, language)


def _grouped(columns: list[Guess], language: Language) -> list[Guess]:
    """The first column whose heading and answers look like groups is one. No more than one is
    guessed: each costs a figure for every question, and answers that cannot be shown.
    """
    for place, one in enumerate(columns):
        few = one.kind == "one" and not one.table and MOST_GROUPS >= len(one.options) > 1
        if few and _GROUP.search(one.column):
            why = phrase(language, "trial.why_group", why=one.why)
            return [*columns[:place], replace(one, group=True, why=why), *columns[place + 1 :]]
    return columns


def _tool(header: Sequence[str]) -> str:
    low = [name.casefold() for name in header]
    if low[0] in ("timestamp", "tidstämpel"):
        return GOOGLE
    times = {"start time", "completion time", "starttid", "slutförandetid", "sluttid"}
    return MICROSOFT if low[0] == "id" and len(times & set(low)) > 1 else ANY


def _one(name: str, cells: Sequence[str], tool: str, language: Language) -> Guess:
    values = [cell for cell in cells if cell]
    if why := _left_out(name, values, tool):
        return Guess(name, "left-out", phrase(language, f"trial.why_{why}"))
    grid = _GRID.match(name)
    guess = _kind(name, values, tool, language)
    if grid and guess.kind == "one":
        return replace(guess, table=grid["question"], row=grid["row"])
    return guess


def _left_out(name: str, values: Sequence[str], tool: str) -> str:
    """Why a column is not taken in, as the end of a phrase's name; '' where it is."""
    if not values:
        return "nobody"
    if _NAMED.match(name):
        return "named"
    if _TIME.match(name) or (_ID.match(name) and len(set(values)) == len(values)):
        return "program"
    if tool == MICROSOFT and _SCORE.match(name):
        return "points"
    for pattern, what in ((_EMAIL, "email"), (_PERSON, "identity"), (_PHONE, "telephone")):
        if sum(bool(pattern.fullmatch(v)) for v in values) > len(values) / 2:
            return what
    return ""


def _kind(name: str, values: Sequence[str], tool: str, language: Language) -> Guess:
    def why(key: str, **numbers: object) -> str:
        return phrase(language, f"trial.why_{key}", **numbers)

    if all(_NUMBER.fullmatch(value) for value in values):
        whole = {float(v.replace(",", ".")) for v in values}
        if len(whole) <= SCALE and max(whole) <= 10 and min(whole) >= 0 and len(whole) > 1:
            scale = why("scale", low=f"{min(whole):g}", high=f"{max(whole):g}")
            return Guess(name, "one", scale, options=in_order(set(values)))
        return Guess(name, "number", why("number"))
    if all(_day(value) for value in values):
        return Guess(name, "date", why("date"))
    for separator in (";", ", ") if tool != GOOGLE else (", ",):
        if options := _several(values, separator):
            return Guess(
                name, "several", why("several", mark=separator.strip()), separator, options
            )
    different = len(set(values))
    if _few(values):
        return Guess(name, "one", why("few", count=different), options=_ordered(values))
    return Guess(name, "text", why("text", count=different, rows=len(values)))


def _day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _few(values: Sequence[str]) -> bool:
    different = set(values)
    if len(different) > MOST_OPTIONS or any(len(v) > LONGEST_OPTION for v in different):
        return False
    # Words of one's own hardly ever come twice.
    return len(values) >= 2 * len(different) or bool(in_order(different))


def _several(values: Sequence[str], separator: str) -> tuple[str, ...]:
    """The answers that cells are put together of; () where they are not."""
    if sum(separator.strip() in value for value in values) < max(2, len(values) / 10):
        return ()
    counts = _counted(values, separator)
    few = len(counts) <= MOST_OPTIONS and all(len(part) <= LONGEST_OPTION for part in counts)
    often = sum(counts.values()) >= 2 * len(counts)
    # An answer beside the others, "other, namely", is rare; most are not.
    return _ordered(list(counts.elements())) if few and often else ()


def _counted(values: Sequence[str], separator: str) -> Counter[str]:
    split = [parts(value, separator) for value in values]
    counts = Counter(part for cell in split for part in cell)
    return _joined(split, counts) if separator == ", " else counts


def options_in(values: Sequence[str], separator: str = "") -> tuple[str, ...]:
    """Every answer that the cells hold, in order; several in a cell where there is a separator."""
    if not separator:
        return _ordered(values)
    return _ordered(list(_counted(values, separator).elements()))


def parts(cell: str, separator: str) -> list[str]:
    """The answers of a cell, without blanks; one is not there twice."""
    return list(dict.fromkeys(p.strip() for p in cell.split(separator.strip()) if p.strip()))


def _joined(split: Sequence[Sequence[str]], counts: Counter[str]) -> Counter[str]:
    """Answers that hold a comma themselves: two that always stand beside each other are one."""
    after: dict[str, set[str]] = {}
    for cell in split:
        for one, other in zip(cell, [*cell[1:], ""], strict=True):
            after.setdefault(one, set()).add(other)
    found = Counter(counts)
    for one, others in after.items():
        (other, *more) = sorted(others)
        lower = other[:1].islower()
        if not more and other and lower and counts[one] == counts[other]:
            found[f"{one}, {other}"] = found.pop(one, counts[one])
            found.pop(other, None)
    return found


def _ordered(values: Sequence[str]) -> tuple[str, ...]:
    counts = Counter(values)
    return in_order(counts) or tuple(
        sorted(counts, key=lambda option: (-counts[option], sort_key(option)))
    )


def _tables(columns: list[Guess], language: Language) -> list[Guess]:
    """Columns beside each other with answers of one scale are the rows of a table."""
    found: list[Guess] = []
    number = 0
    at = 0
    while at < len(columns):
        one = columns[at]
        end = at + 1
        options = set(one.options)
        while end < len(columns) and _alike(one, columns[end], options):
            options |= set(columns[end].options)
            end += 1
        if end - at > 1 or one.table:
            number += not one.table
            shared = in_order(options) or tuple(sorted(options, key=sort_key))
            for row in columns[at:end]:
                name = row.table or phrase(language, "trial.statements", number=number)
                why = phrase(language, "trial.why_table", why=row.why)
                found.append(
                    replace(row, why=why, options=shared, table=name, row=row.row or row.column)
                )
        else:
            found.append(one)
        at = end
    return found


def _alike(one: Guess, other: Guess, options: set[str]) -> bool:
    if one.kind != "one" or other.kind != "one":
        return False
    if one.table or other.table:
        return one.table == other.table
    # A scale of three steps or more; "yes" and "no" beside each other are questions of their own.
    together = options | set(other.options)
    shared = bool(options & set(other.options))
    return (
        shared and len(together) > 3 and bool(in_order(together)) and "." not in "".join(together)
    )
