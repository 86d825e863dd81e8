"""Guessing: what each column of a table of answers holds, from its heading and its cells.

Microsoft Forms writes ID, start and completion times, email and name first, and puts semicolons
between several answers and after the last. Google Forms writes a timestamp first, commas or
semicolons between several answers, and the rows of a grid as "Question [Row]". SurveyMonkey writes
two rows of headings. Of others see `spread` and `parted`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from samklang.core.language.alphabet import sort_key
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import FIRST_LANGUAGE, Language
from samklang.exchange.answers.beside import with_own_words
from samklang.exchange.answers.groups import with_group
from samklang.exchange.answers.guesses import ANY, Guess, Guesses
from samklang.exchange.answers.left_out import MICROSOFT, left_out
from samklang.exchange.answers.numbers import (
    Order,
    date_orders,
    is_number,
    no_number,
    plain_number,
    thousands,
)
from samklang.exchange.answers.scales import in_order, stands_last
from samklang.exchange.answers.several import counted, is_ranking
from samklang.exchange.answers.statements import with_tables
from samklang.exchange.answers.table import AnswerTable, table_of
from samklang.exchange.answers.two_rows import JOINED
from samklang.exchange.register.sheet import read_cells

GOOGLE, MONKEY = "Google Forms", "SurveyMonkey"
# What may stand between several answers, where the program is known.
_MARKS = {MICROSOFT: (JOINED, ";")}
_ANY_MARK = (JOINED, ";", ", ")
# At most so many answers, each so long, make a question with answers to choose from.
MOST_OPTIONS, LONGEST_OPTION, SCALE = 15, 90, 11
# A list to choose from, as of municipalities, may be so long where each is chosen so often.
LONG_LIST, EACH = 30, 10
# An answer that so many have given, and so large a part of them, is one to choose, be it this long;
# the others are words of one's own where those to choose are this much of all.
REPEATED, PART, LONGEST_REPEATED, COVERED = 3, 0.01, 250, 0.75
# So many answers that one alone has given are words of their own; one or two may be rare choices.
SINGLE = 3
# Answers in a cell, on average, up to which it is a question with one answer.
ALONE = 1.03
# So large a part of the cells are numbers; the others say that there is none.
NUMBERS = 0.6
_GRID = re.compile(r"^(?P<question>.*\S)\s*\[(?P<row>[^\[\]]+)\]$")
# Headings that say that several answers may be chosen.
_ALL = re.compile(
    r"\b(all that apply|(select|check|choose|tick|mark) (all|as many|every)|"
    r"flera (svar|alternativ)|ett eller flera|"
    r"(kryssa|markera|välj|ange) (i |för )?(alla|flera|samtliga))\b",
    re.I,
)


def guessed(table: AnswerTable, language: Language = FIRST_LANGUAGE) -> Guesses:
    """A guess for each column, in their order. language: of the reasons, and of tables' names."""
    tool = table.tool or _tool(table.header)
    cells = {name: [row[n] for row in table.rows] for n, name in enumerate(table.header)}
    columns = [
        _one(name, values, tool, language, table.joined.get(name, ()))
        for name, values in cells.items()
    ]
    columns = with_own_words(_dated(columns, cells, language), cells, tool, language)
    return Guesses(tool, tuple(with_group(with_tables(columns, language), language)))


class Guessed(NamedTuple):
    """A table of answers, and a guess for each of its columns."""

    table: AnswerTable
    guesses: Guesses


def read_guessed(content: bytes, name: str, language: Language = FIRST_LANGUAGE) -> Guessed:
    """The table of a file's bytes, and a guess for each column. Raises UnreadableSheet.

    To be called in a confined process: the file may come from anybody.
    """
    table = table_of(read_cells(content, name, line="\n"), language)
    return Guessed(table, guessed(table, language))


def _tool(header: Sequence[str]) -> str:
    low = [name.casefold() for name in header]
    if low[0] in ("timestamp", "tidstämpel"):
        return GOOGLE
    if [name.replace(" ", "") for name in low[:2]] == ["respondentid", "collectorid"]:
        return MONKEY
    times = {"start time", "completion time", "starttid", "slutförandetid", "sluttid"}
    return MICROSOFT if low[0] == "id" and len(times & set(low)) > 1 else ANY


def _one(
    name: str, cells: Sequence[str], tool: str, language: Language, joined: tuple[str, ...] = ()
) -> Guess:
    values = _alike_written([cell for cell in cells if cell])
    if why := left_out(name, values, tool=tool):
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
        same = phrase(language, "trial.why_same")
        return replace(guess, kind="text", options=(), why=same)
    return guess


def _dated(
    columns: Sequence[Guess], cells: Mapping[str, Sequence[str]], language: Language
) -> list[Guess]:
    """Dates that may have the day or the month first are read as the file's other dates, times of
    sending in among them; where they tell nothing, whoever reads is asked.
    """
    orders = {name: date_orders([v for v in values if v]) for name, values in cells.items()}
    sure: set[Order] = {given[0] for given in orders.values() if len(given) == 1} - {"ymd"}
    dated = []
    for column in columns:
        if column.kind == "date" and len(orders[column.column]) == 2:
            order: Order = next(iter(sure)) if len(sure) == 1 else "dmy"
            key = f"trial.why_date_{order}" if len(sure) == 1 else "trial.why_date_either"
            column = replace(column, order=order, why=phrase(language, key))
        dated.append(column)
    return dated


def _alike_written(values: Sequence[str]) -> list[str]:
    """Each value as most have written it, who may have used other capitals."""
    written: dict[str, Counter[str]] = {}
    for value in values:
        written.setdefault(value.casefold(), Counter())[value] += 1
    usual = {plain: spellings.most_common(1)[0][0] for plain, spellings in written.items()}
    return [usual[value.casefold()] for value in values]


def _kind(name: str, values: Sequence[str], tool: str, language: Language) -> Guess:
    def why(key: str, **numbers: object) -> str:
        return phrase(language, f"trial.why_{key}", **numbers)

    numbers = [value for value in values if not no_number(value)]
    mark = thousands(numbers)
    if len(numbers) >= NUMBERS * len(values) and all(is_number(value, mark) for value in numbers):
        if mark:
            return Guess(name, "number", why("thousands", mark=mark), mark)
        given = {float(plain_number(v)) for v in numbers}
        steps = in_order(set(values)) if all(number.is_integer() for number in given) else ()
        if steps and 1 < len(given) <= SCALE and max(given) <= 10 and min(given) >= 0:
            scale = why("scale", low=f"{min(given):g}", high=f"{max(given):g}")
            return Guess(name, "one", scale, options=steps)
        return Guess(name, "number", why("number"))
    if orders := date_orders(values):
        return Guess(name, "date", why("date"), order=orders[0])
    for separator in _MARKS.get(tool, _ANY_MARK):
        if is_ranking(values, separator):
            return Guess(name, "left-out", why("ranking"))
        options, rest = _several(values, separator, asked=bool(_ALL.search(name)))
        if options:
            said = why("several", mark=separator.strip())
            other = _other(rest, language)
            return Guess(name, "several", said, separator, options, other=other)
    different = len(set(values))
    often, rest = _often(Counter(values))
    if _few(values) and not (often and _own_words(Counter(values))):
        return Guess(name, "one", why("few", count=different), options=_ordered(values))
    if often and len(often) <= LONG_LIST:
        said = why("often", count=len(often), rest=rest) if rest else why("few", count=different)
        options = _ordered([value for value in values if value in often])
        return Guess(name, "one", said, options=options, other=_other(rest, language))
    return Guess(name, "text", why("text", count=different, rows=len(values)))


def _own_words(counts: Counter[str]) -> bool:
    """Whether some answers are words of one's own: several that one alone has given."""
    return sum(n == 1 for n in counts.values()) >= SINGLE and not in_order(counts)


def _other(count: int, language: Language) -> str:
    """What answers that are not among the options are counted as, if there are any."""
    return phrase(language, "trial.other") if count else ""


class _Often(NamedTuple):
    """The answers to choose, which many have given, and how often another was."""

    answers: frozenset[str] = frozenset()
    rest: int = 0


def _often(counts: Counter[str]) -> _Often:
    """None to choose where most have written words of their own."""
    every = sum(counts.values())
    least = max(REPEATED, PART * every)
    repeated = {text for text, n in counts.items() if n >= least and len(text) <= LONGEST_REPEATED}
    given = sum(counts[text] for text in repeated)
    if len(repeated) < 2 or given < COVERED * every:
        return _Often()
    return _Often(frozenset(repeated), every - given)


def _few(values: Sequence[str]) -> bool:
    different = set(values)
    each = 2 if len(different) <= MOST_OPTIONS else EACH
    longest = LONGEST_REPEATED if len(values) >= EACH * len(different) else LONGEST_OPTION
    if len(different) > LONG_LIST or any(len(v) > longest for v in different):
        return False
    # Words of one's own hardly ever come twice.
    return len(values) >= each * len(different) or bool(in_order(different))


class _Parts(NamedTuple):
    """The answers that cells are put together of, and how often another stands among them."""

    options: tuple[str, ...] = ()
    rest: int = 0


def _several(values: Sequence[str], separator: str, *, asked: bool) -> _Parts:
    """None where cells are not put together.

    asked: the heading says that several may be chosen, so a few cells with more than one will do.
    """
    together = sum(separator.strip() in value for value in values)
    if together < (1 if asked else max(2, len(values) / 10)):
        return _Parts()
    counts = counted(values, separator)
    few = len(counts) <= MOST_OPTIONS and all(len(part) <= LONGEST_OPTION for part in counts)
    # Nearly all have given one answer: commas stand within the answers.
    if not asked and sum(counts.values()) <= ALONE * len(values):
        return _Parts()
    often, rest = _often(counts)
    # An answer of one's own beside those to choose, "other, namely", is rare.
    own = bool(often) and _own_words(counts)
    if few and not own and sum(counts.values()) >= 2 * len(counts):
        return _Parts(_ordered(list(counts.elements())))
    if not often or len(often) > 2 * MOST_OPTIONS:
        return _Parts()
    return _Parts(_ordered([one for one in counts.elements() if one in often]), rest)


def options_in(values: Sequence[str], separator: str = "") -> tuple[str, ...]:
    """Every answer that the cells hold, in order; several in a cell where there is a separator."""
    if not separator:
        return _ordered(values)
    return _ordered(list(counted(values, separator).elements()))


def _ordered(values: Sequence[str]) -> tuple[str, ...]:
    counts = Counter(values)
    return in_order(counts) or tuple(
        sorted(counts, key=lambda text: (stands_last(text), -counts[text], sort_key(text)))
    )
