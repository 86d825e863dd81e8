"""Guessing: what each column of a table of answers holds, from its heading and its cells.

Microsoft Forms writes ID, start and completion times, email and name first, and puts semicolons
between several answers and after the last. Google Forms writes a timestamp first, commas between
several answers, and the rows of a grid as "Question [Row]". SurveyMonkey writes two rows of
headings, and LimeSurvey the rows of a question as Google does.
"""

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from samklang.core.language.alphabet import sort_key
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.exchange.answers.guesses import Guess, Guesses
from samklang.exchange.answers.scales import in_order
from samklang.exchange.answers.table import AnswerTable, table_of
from samklang.exchange.answers.two_rows import JOINED, LIME
from samklang.exchange.register.sheet import read_cells

MICROSOFT, GOOGLE, ANY = "Microsoft Forms", "Google Forms", "a table"
MONKEY = "SurveyMonkey"
# At most so many answers, each so long, make a question with answers to choose from.
MOST_OPTIONS, LONGEST_OPTION, SCALE, MOST_GROUPS = 15, 90, 11, 6
# An answer that so many have given, and so large a part of them, is one to choose, be it this long;
# the others are words of one's own where those to choose are this much of all.
REPEATED, PART, LONGEST_REPEATED, COVERED = 3, 0.01, 250, 0.75
# Answers that so many have given, so nearly always one after the other, are one answer.
TOGETHER, ALWAYS = 10, 0.97
# So many answers that one alone has given are words of their own; one or two may be rare choices.
SINGLE = 3
# Answers in a cell, on average, up to which it is a question with one answer.
ALONE = 1.03
_NAMED = re.compile(
    r"^(e-?post(adress)?|e-?mail( address)?|mejl(adress)?|namn|name|full name|förnamn|efternamn|"
    r"first name|last name|telefon(nummer)?|tel\.?|mobil(nummer)?|phone( number)?|personnummer|"
    r"adress|address|gatuadress|kontaktperson|contact( person)?|username|användarnamn|ip-?adress|"
    r"ip address|custom data( \d+)?|ditt namn|your name|din e-?post(adress)?|your e-?mail)\W*$",
    re.I,
)
_TIME = re.compile(
    r"^(timestamp|tidstämpel|start ?time|starttid|completion time|slutförandetid|sluttid|"
    r"last modified time|senast ändrad|senaste ändring|submitted( at)?|skapad|created|"
    r"(start|end) ?date|startdatum|slutdatum|date (created|modified|submitted|started|last action)|"
    r"submitdate|datestamp|recorded ?date|last ?page|start ?language|seed|ref(errer )?url|"
    r"(total|interview) ?time|duration \(in seconds\)|collector ?id|distribution ?channel)\W*$",
    re.I,
)
_ID = re.compile(r"^(id|nr|no|#|löpnummer|svars-?id|response ?id|respondent( ?id)?)\W*$", re.I)
# Words in a heading that speak of what kind of organisation answers, not of what it says.
_GROUP = re.compile(
    r"\b(län|kommun|region|ort|landsdel|typ|kategori|storlek|storleksklass|bransch|sektor|"
    r"verksamhetsområde|organisationsform|county|municipality|type|category|size|sector)\b",
    re.I,
)
# What a column without a heading is called.
_UNNAMED = re.compile(r"^(Column|Kolumn) \d+$")
_SCORE = re.compile(r"^(points|feedback|poäng|total points|quiz feedback|score)\b", re.I)
_GRID = re.compile(r"^(?P<question>.+?)\s*\[(?P<row>[^\[\]]+)\]$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE = re.compile(r"(?:\+|00?)[\d\s()-]{7,16}")
_PERSON = re.compile(r"(?:19|20)?\d{6}[-+ ]?\d{4}")
# Also with a space between thousands, as Swedish has it.
_NUMBER = re.compile(r"-?(?:\d{1,9}|\d{1,3}(?: \d{3})+)(?:[.,]\d{1,4})?")


def guessed(table: AnswerTable, language: Language = "sv") -> Guesses:
    """A guess for each column, in their order. language: of the reasons, and of tables' names."""
    tool = table.tool or _tool(table.header)
    columns = [
        _one(name, [row[n] for row in table.rows], tool, language, table.joined.get(name, ()))
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
    for place, column in enumerate(columns):
        few = column.kind == "one" and not column.table and MOST_GROUPS >= len(column.options) > 1
        if few and _GROUP.search(column.column):
            why = phrase(language, "trial.why_group", why=column.why)
            return [*columns[:place], replace(column, group=True, why=why), *columns[place + 1 :]]
    return columns


def _tool(header: Sequence[str]) -> str:
    low = [name.casefold() for name in header]
    if low[0] in ("timestamp", "tidstämpel"):
        return GOOGLE
    if low[0].replace(" ", "") == "respondentid":
        return MONKEY
    if {"submitdate", "date submitted"} & set(low) and {"lastpage", "last page"} & set(low):
        return LIME
    times = {"start time", "completion time", "starttid", "slutförandetid", "sluttid"}
    return MICROSOFT if low[0] == "id" and len(times & set(low)) > 1 else ANY


def _one(
    name: str, cells: Sequence[str], tool: str, language: Language, joined: tuple[str, ...] = ()
) -> Guess:
    values = _alike_written([cell for cell in cells if cell])
    if why := _left_out(name, values, tool):
        return Guess(name, "left-out", phrase(language, f"trial.why_{why}"))
    if joined:
        why = phrase(language, "trial.why_joined", count=len(joined))
        return Guess(name, "several", why, JOINED, joined)
    grid = _GRID.match(name)
    guess = _kind(name, values, tool, language)
    if grid and guess.kind == "one" and not guess.other:
        return replace(guess, table=grid["question"], row=grid["row"])
    if guess.kind == "one" and len(guess.options) + bool(guess.other) < 2:
        # Where all have given one answer there is nothing to choose between.
        return replace(guess, kind="text", options=())
    return guess


def _alike_written(values: Sequence[str]) -> list[str]:
    """Each value as most have written it, who may have used other capitals."""
    written: dict[str, Counter[str]] = {}
    for value in values:
        written.setdefault(value.casefold(), Counter())[value] += 1
    usual = {plain: spellings.most_common(1)[0][0] for plain, spellings in written.items()}
    return [usual[value.casefold()] for value in values]


def _left_out(name: str, values: Sequence[str], tool: str) -> str:
    """Why a column is not taken in, as the end of a phrase's name; '' where it is."""
    if not values:
        return "nobody"
    if _NAMED.match(name):
        return "named"
    if _TIME.match(name) or (_ID.match(name) and len(set(values)) == len(values)):
        return "program"
    if _UNNAMED.match(name) and _counts_on(values):
        return "program"
    if tool == MICROSOFT and _SCORE.match(name):
        return "points"
    for pattern, what in ((_EMAIL, "email"), (_PERSON, "identity"), (_PHONE, "telephone")):
        if sum(bool(pattern.fullmatch(v)) for v in values) > len(values) / 2:
            return what
    return ""


def _counts_on(values: Sequence[str]) -> bool:
    """Whether the cells are whole numbers that grow from row to row: the rows' own."""
    if not all(value.isdecimal() for value in values):
        return False
    return all(int(one) < int(other) for one, other in itertools.pairwise(values))


def _kind(name: str, values: Sequence[str], tool: str, language: Language) -> Guess:
    def why(key: str, **numbers: object) -> str:
        return phrase(language, f"trial.why_{key}", **numbers)

    if all(_NUMBER.fullmatch(value) for value in values):
        whole = {float(plain_number(v)) for v in values}
        if len(whole) <= SCALE and max(whole) <= 10 and min(whole) >= 0 and len(whole) > 1:
            scale = why("scale", low=f"{min(whole):g}", high=f"{max(whole):g}")
            return Guess(name, "one", scale, options=in_order(set(values)))
        return Guess(name, "number", why("number"))
    if all(_day(value) for value in values):
        return Guess(name, "date", why("date"))
    for separator in {GOOGLE: (", ",), MONKEY: ()}.get(tool, (";", ", ")):
        options, rest = _several(values, separator)
        if options:
            said = why("several", mark=separator.strip())
            other = _other(rest, language)
            return Guess(name, "several", said, separator, options, other=other)
    different = len(set(values))
    often, rest = _often(Counter(values))
    if _few(values) and not (often and _own_words(Counter(values))):
        return Guess(name, "one", why("few", count=different), options=_ordered(values))
    if often and len(often) <= MOST_OPTIONS:
        said = why("often", count=len(often), rest=rest)
        options = _ordered([value for value in values if value in often])
        return Guess(name, "one", said, options=options, other=_other(rest, language))
    return Guess(name, "text", why("text", count=different, rows=len(values)))


def _own_words(counts: Counter[str]) -> bool:
    """Whether some answers are words of one's own: several that one alone has given."""
    return sum(n == 1 for n in counts.values()) >= SINGLE and not in_order(counts)


def _other(count: int, language: Language) -> str:
    """What answers that are not among the options are counted as, if there are any."""
    return phrase(language, "trial.other") if count else ""


def _often(counts: Counter[str]) -> tuple[frozenset[str], int]:
    """The answers to choose, which many have given, and how often another was; none where most
    have written words of their own.
    """
    every = sum(counts.values())
    least = max(REPEATED, PART * every)
    repeated = {text for text, n in counts.items() if n >= least and len(text) <= LONGEST_REPEATED}
    given = sum(counts[text] for text in repeated)
    if len(repeated) < 2 or given < COVERED * every:
        return frozenset(), 0
    return frozenset(repeated), every - given


def plain_number(text: str) -> str:
    """A number as it is written in Swedish or English, with a point and nothing else."""
    return text.replace(",", ".").replace(" ", "")


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


def _several(values: Sequence[str], separator: str) -> tuple[tuple[str, ...], int]:
    """The answers that cells are put together of, and how often another stands among them; none
    where they are not put together.
    """
    if sum(separator.strip() in value for value in values) < max(2, len(values) / 10):
        return (), 0
    counts = _counted(values, separator)
    few = len(counts) <= MOST_OPTIONS and all(len(part) <= LONGEST_OPTION for part in counts)
    # Nearly all have given one answer: commas stand within the answers.
    if sum(counts.values()) <= ALONE * len(values):
        return (), 0
    often, rest = _often(counts)
    # An answer of one's own beside those to choose, "other, namely", is rare.
    own = bool(often) and _own_words(counts)
    if few and not own and sum(counts.values()) >= 2 * len(counts):
        return _ordered(list(counts.elements())), 0
    if not often or len(often) > 2 * MOST_OPTIONS:
        return (), 0
    return _ordered([element for element in counts.elements() if element in often]), rest


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
    """Answers that hold a comma themselves: parts that always stand beside each other are one."""
    after: dict[str, Counter[str]] = {}
    for cell in split:
        for one, other in zip(cell, [*cell[1:], ""], strict=True):
            after.setdefault(one, Counter())[other] += 1
    follows: dict[str, str] = {}
    for one, others in after.items():
        other, times = others.most_common(1)[0]
        always = times == counts[one] == counts[other]
        nearly = times >= TOGETHER and times >= ALWAYS * max(counts[one], counts[other])
        if other and ((always and other[:1].islower()) or nearly):
            follows[one] = other
    parts = Counter(counts)
    for first in follows.keys() - set(follows.values()):
        chain = [first]
        while chain[-1] in follows:
            chain.append(follows[chain[-1]])
        times = min(counts[part] for part in chain)
        for part in chain:
            parts[part] -= times
        parts[", ".join(chain)] += times
    return +parts


def _ordered(values: Sequence[str]) -> tuple[str, ...]:
    counts = Counter(values)
    return in_order(counts) or tuple(
        sorted(counts, key=lambda option: (-counts[option], sort_key(option)))
    )


def _tables(columns: list[Guess], language: Language) -> list[Guess]:
    """Columns beside each other with answers of one scale are the rows of a table."""
    guesses: list[Guess] = []
    number = 0
    at = 0
    while at < len(columns):
        column = columns[at]
        end = at + 1
        options = set(column.options)
        while end < len(columns) and _alike(column, columns[end], options):
            options |= set(columns[end].options)
            end += 1
        if end - at > 1 or column.table:
            number += not column.table
            shared = in_order(options) or tuple(sorted(options, key=sort_key))
            for row in columns[at:end]:
                name = row.table or phrase(language, "trial.statements", number=number)
                why = phrase(language, "trial.why_table", why=row.why)
                guesses.append(
                    replace(row, why=why, options=shared, table=name, row=row.row or row.column)
                )
        else:
            guesses.append(column)
        at = end
    return guesses


def _highest(options: Collection[str]) -> float | None:
    """The end of a scale of numbers: one to five is no scale of one to ten. None for words."""
    plain = [plain_number(option) for option in options]
    return max(map(float, plain)) if all(_NUMBER.fullmatch(text) for text in plain) else None


def _alike(one: Guess, other: Guess, options: set[str]) -> bool:
    if one.kind != "one" or other.kind != "one" or one.other or other.other:
        return False
    if one.table or other.table:
        return one.table == other.table
    # A scale of three steps or more; "yes" and "no" beside each other are questions of their own.
    together = options | set(other.options)
    if _highest(options) != _highest(other.options):
        return False
    shared = bool(options & set(other.options))
    return (
        shared and len(together) > 3 and bool(in_order(together)) and "." not in "".join(together)
    )
