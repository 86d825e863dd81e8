"""Answers in a column each, below one row of headings: Typeform, KoboToolbox (ODK) and Tally.

KoboToolbox writes "Question" with all that was chosen, and then "Question/Answer" with 1 or 0;
Tally writes "Question (Answer)" with TRUE or FALSE. Typeform writes the answers' columns alone,
each with its own heading in the cells of those who chose it, and nowhere the question; yes is 1.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.exchange.answers.two_rows import JOINED, LIME, Heading, Row

FORMBRICKS, KOBO, TALLY, TYPEFORM = "Formbricks", "KoboToolbox", "Tally", "Typeform"
ALCHEMER, JOTFORM, REDCAP, XACT = "Alchemer", "Jotform", "REDCap", "SurveyXact"
ESRI = "Survey123"
# Headings that a program writes into every file, by which it is known.
_KNOWN = (
    (TYPEFORM, {"#", "network id"}),
    (KOBO, {"_id", "_uuid", "_submission_time"}),
    (TALLY, {"submission id", "respondent id", "submitted at"}),
    (FORMBRICKS, {"response id", "survey id", "formbricks id (internal)"}),
    (LIME, {"submitdate", "lastpage"}),
    (LIME, {"date submitted", "last page"}),
    (LIME, {"sista sidan", "startspråk"}),
    (ALCHEMER, {"response id", "time started", "date submitted"}),
    (REDCAP, {"record id", "complete?"}),
    (REDCAP, {"record_id", "redcap_survey_identifier"}),
    (ESRI, {"objectid", "globalid"}),
    (XACT, {"statoverall_1", "statoverall_4"}),
    (JOTFORM, {"submission date", "submission id"}),
    (JOTFORM, {"submission date", "submission ip"}),
)
_CHOSEN = frozenset({"1", "1.0", "true"})
_FLAGS = _CHOSEN | {"0", "0.0", "false", ""}
# So many headings of answers are named where the question is not there.
_NAMED = 3
# What Excel puts after a heading that is there twice.
_NAME = re.compile(r"\w+(?:/\w+)+")
_AGAIN = re.compile(r"(?<!\d)\d+$")


def tool_of(names: Sequence[str]) -> str:
    """Which of the programs wrote a file, by its headings; '' where it was another."""
    low = {name.casefold() for name in names}
    return next((tool for tool, known in _KNOWN if known <= low), "")


class Spread(NamedTuple):
    """Headings and rows in which each answer has a column of its own."""

    headings: tuple[Heading, ...]
    rows: list[Row]


def spread(names: Sequence[str], rows: Sequence[Row], tool: str, language: Language) -> Spread:
    """Headings and rows where each answer that was chosen stands in a column of its own.

    A column with all of them beside is left out. Where none was chosen the first cell is the mark
    alone, as for other programs. language: of a question that is not in the file.
    """
    columns = list(zip(*rows, strict=True))
    headings, cells, n = [], [], 0
    while n < len(names):
        own = _beside(names, columns, n)
        alone = _alone(names, columns, n) if tool == TYPEFORM else 0
        if own:
            headings += [Heading(names[n], answer) for answer in own]
            cells += _said(own, columns[n + 1 : n + 1 + len(own)])
            n += len(own)
        elif alone > 1:
            answers = [_AGAIN.sub("", name).rstrip() for name in names[n : n + alone]]
            first = ", ".join(answers[:_NAMED]) + (" …" if alone > _NAMED else "")
            question = phrase(language, "trial.unnamed_question", answers=first)
            headings += [Heading(question, answer) for answer in answers]
            cells += _said(
                answers, [tuple("1" if c else "" for c in columns[m]) for m in range(n, n + alone)]
            )
            n += alone - 1
        else:
            headings.append(Heading(names[n], ""))
            cells.append(_yes_or_no(columns[n], language) if tool == TYPEFORM else columns[n])
        n += 1
    if tool == KOBO:
        headings = _without_groups(headings)
    return Spread(tuple(headings), list(zip(*cells, strict=True)))


def _without_groups(headings: Sequence[Heading]) -> list[Heading]:
    """The headings without the names of the groups that questions stand in, "group/question".

    A group has several questions, or a name without blanks; a question of itself may hold the mark.
    """
    questions = list(dict.fromkeys(heading.question for heading in headings))
    groups = Counter(name.rpartition("/")[0] for name in questions)
    plain = {}
    for name in questions:
        group, _, own = name.rpartition("/")
        named = _NAME.fullmatch(name) or groups[group] > 1
        plain[name] = own.strip() if group and own.strip() and named else name
    there = Counter(plain.values())
    return [
        Heading(plain[h.question] if there[plain[h.question]] == 1 else h.question, h.own)
        for h in headings
    ]


def _beside(names: Sequence[str], columns: Sequence[Row], first: int) -> list[str]:
    """The answers of the columns after a question's own, which say whether each was chosen."""
    own: list[str] = []
    question = names[first]
    for name, cells in zip(names[first + 1 :], columns[first + 1 :], strict=True):
        answer = _answer(name, question)
        flags = {cell.casefold() for cell in cells}
        if not answer or answer in own or JOINED in answer or not flags <= _FLAGS:
            break
        own.append(answer)
    there = columns[first + 1 : first + 1 + len(own)]
    chosen = any(cell.casefold() in _CHOSEN for cells in there for cell in cells)
    return own if len(own) > 1 and chosen else []


def _answer(name: str, question: str) -> str:
    """The answer that a heading names after its question; '' where it names none."""
    if question and name.startswith(f"{question}/"):
        return name.removeprefix(f"{question}/").strip()
    if question and name.startswith(f"{question} (") and name.endswith(")"):
        return name.removeprefix(f"{question} (")[:-1].strip()
    return ""


def _alone(names: Sequence[str], columns: Sequence[Row], first: int) -> int:
    """How many columns from one on hold their own heading or nothing."""
    many = 0
    for name, cells in zip(names[first:], columns[first:], strict=True):
        there = set(cells) - {""}
        if not name or len(there) != 1 or not there <= {name, _AGAIN.sub("", name).rstrip()}:
            break
        many += 1
    return many


def _said(answers: Sequence[str], flags: Sequence[Row]) -> list[Row]:
    """The columns of flags with the answer itself where it was chosen."""
    rows = []
    for row in zip(*flags, strict=True):
        chosen = [cell.casefold() in _CHOSEN for cell in row]
        said = [answer if yes else "" for answer, yes in zip(answers, chosen, strict=True)]
        if any(row) and not any(chosen):
            said[0] = JOINED
        rows.append(said)
    return [tuple(column) for column in zip(*rows, strict=True)]


def _yes_or_no(cells: Row, language: Language) -> Row:
    """A column of 1 and 0 as the answers yes and no."""
    if not {"0", "1"} <= set(cells) or not set(cells) <= {"0", "1", ""}:
        return cells
    said = {"1": phrase(language, "trial.yes"), "0": phrase(language, "trial.no"), "": ""}
    return tuple(said[cell] for cell in cells)
