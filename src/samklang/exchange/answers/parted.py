"""Headings that name a question and one of its answers or rows, with a mark between.

Webropol and Enalyzer write "Question: Answer" or "Question - Answer", REDCap "Question
(choice=Answer)" or "name___1", Alchemer "Answer:Question", and Jotform "Table >> Row".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samklang.exchange.answers.two_rows import JOINED, Heading, Row, questions

# What stands in a column of an answer where it was chosen, and where it was not.
_CHOSEN = frozenset({"1", "1.0", "true", "checked", "selected", "vald", "x"})
_LEFT = frozenset({"", "0", "0.0", "false", "unchecked", "not selected", "inte vald", "ej vald"})
# LimeSurvey writes so too; in other files yes and no are answers themselves.
_YES, _NO = frozenset({"yes", "ja", "y"}), frozenset({"", "no", "nej", "n", "n/a"})
_BETWEEN = (": ", " - ", " – ", " >> ", "___", ":")
_AT_END = (
    re.compile(r"(?P<question>.*\S) \(choice=(?P<own>.+)\)"),
    re.compile(r"(?P<question>.*\S)\s*\[(?P<own>[^\[\]]+)\]"),
    re.compile(r"(?P<question>.*\S) \((?P<own>[^()]+)\)"),
)
# A heading has no more places where it may be parted by one mark.
_MOST = 6
# The rows of a table have no more different answers.
_SCALE = 11


@dataclass(frozen=True)
class _Way:
    """A way to part a heading: its mark, and the question that it gives."""

    mark: str
    question: str


def parted(
    headings: Sequence[Heading], rows: Sequence[Row], *, yes_is_chosen: bool
) -> tuple[Heading, ...]:
    """The headings, those beside each other that name one question parted from what they add.

    Only where their columns say of each answer whether it was chosen, or share their answers as the
    rows of a table do.
    """
    columns = list(zip(*rows, strict=True))
    made = _under_one_name(headings, columns)
    ways = [_ways(heading) for heading in made]
    at = 0
    while at < len(made):
        there = _same(ways, at)
        many = _alike(there, columns[at : at + len(there)], yes_is_chosen)
        made[at : at + many] = there[:many]
        at += max(many, 1)
    return tuple(made)


def chosen(headings: Sequence[Heading], rows: Sequence[Row], *, yes_is_chosen: bool) -> list[Row]:
    """The rows with the answer itself in columns that say whether it was chosen.

    Where none of a question was, the first cell is the mark alone: asked, and none chosen.
    """
    columns = [list(column) for column in zip(*rows, strict=True)]
    for first, last in questions(headings):
        many = _flagged([tuple(column) for column in columns[first:last]], yes_is_chosen)
        if many < 2 or not headings[first].own:
            continue
        there = range(first, first + many)
        for n in range(len(rows)):
            cells = [columns[m][n].casefold() for m in there]
            yes = [cell in _CHOSEN | _YES for cell in cells]
            for m, is_chosen in zip(there, yes, strict=True):
                columns[m][n] = headings[m].own if is_chosen else ""
            if any(cells) and not any(yes):
                columns[first][n] = JOINED
    return list(zip(*columns, strict=True))


def _under_one_name(headings: Sequence[Heading], columns: Sequence[Row]) -> list[Heading]:
    """The headings, with the answer of each where one question stands over a column for each.

    Netigate and others write the question again over every answer that could be chosen.
    """
    made = list(headings)
    names = [heading.name for heading in headings]
    there = [set(cells) - {""} for cells in columns]
    first = 0
    for n in range(1, len(names) + 1):
        if n < len(names) and names[n] == names[first]:
            continue
        answers = [min(there[m]) for m in range(first, n) if len(there[m]) == 1]
        if n - first > 1 and len(set(answers)) == n - first and not set(answers) <= _CHOSEN:
            made[first:n] = [Heading(names[first], answer) for answer in answers]
        first = n
    return made


def _same(ways: Sequence[Mapping[_Way, str]], at: int) -> list[Heading]:
    """The headings from one on that name its question, parted the way that most can be."""
    best: list[Heading] = []
    for way in ways[at]:
        owns: list[str] = []
        for others in ways[at:]:
            own = others.get(way, "")
            if not own or own in owns:
                break
            owns.append(own)
        longer = best and len(way.question) > len(best[0].question)
        if len(owns) > max(len(best), 1) or (longer and len(owns) == len(best)):
            best = [Heading(way.question, own) for own in owns]
    return best


def _ways(heading: Heading) -> dict[_Way, str]:
    """Each way to part a heading, with what is then its own."""
    name = heading.name
    ways: dict[_Way, str] = {}
    for mark in _BETWEEN:
        pieces = name.split(mark)
        for n in range(1, min(len(pieces), _MOST + 1)):
            left, right = mark.join(pieces[:n]).strip(), mark.join(pieces[n:]).strip()
            if left and right:
                ways[_Way(mark, left)] = right
                if mark == ":":
                    ways[_Way("before:", right)] = left
    for pattern in _AT_END:
        if match := pattern.fullmatch(name):
            ways[_Way(pattern.pattern, match["question"])] = match["own"]
    return ways


def _alike(headings: Sequence[Heading], columns: Sequence[Row], yes_is_chosen: bool) -> int:
    """How many columns from the first are of one question; 0 where they only look so."""
    own = [
        set(cells) <= {heading.own, ""} for heading, cells in zip(headings, columns, strict=True)
    ]
    # What is said beside those to choose, "Other: ...", is of the question too.
    if _flagged(columns, yes_is_chosen) > 1 or own[:2] == [True, True]:
        return len(headings)
    shared: set[str] = set()
    for n, cells in enumerate(columns):
        answers = set(cells) - {""}
        if len(answers) > _SCALE or not answers or (n and not answers & shared):
            return n if n > 1 else 0
        shared |= answers
    return len(headings)


def _only_yes(columns: Sequence[Row]) -> bool:
    """Whether three columns or more have yes or nothing, and none has no."""
    cells = [{cell.casefold() for cell in column} for column in columns[:3]]
    return all(there <= _YES | {""} and "" in there for there in cells)


def _flagged(columns: Sequence[Row], yes_is_chosen: bool) -> int:
    """How many columns from the first say whether each answer was chosen; 0 where none was."""
    both = [(_CHOSEN, _LEFT)]
    # Two statements with yes and no are a table; in one nobody says no where many are asked.
    if len(columns) > 2 and (yes_is_chosen or _only_yes(columns)):
        both.append((_YES, _NO))
    for yes, no in both:
        many = 0
        cells: set[str] = set()
        for column in columns:
            there = {cell.casefold() for cell in column}
            if not there <= yes | no:
                break
            cells |= there
            many += 1
        if cells & yes:
            return many
    return 0
