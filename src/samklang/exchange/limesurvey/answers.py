"""Answers: the rows of an export as responses that keep "not shown" and "not answered" apart.

LimeSurvey tells them apart only in part, so three things are asked in turn: the question's own
condition, how far a partial response got, and whether the export has anything in the cell.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from samklang.core.faults import Fault
from samklang.core.language.messages import Message, message
from samklang.core.survey.responses import Answer, Missing, Response
from samklang.exchange.limesurvey.cells import Mode, Tally, Unreadable, answer, moment, unmasked
from samklang.exchange.limesurvey.names import LONGEST, NOT_ALLOWED
from samklang.exchange.limesurvey.plan import Column, Planned
from samklang.exchange.limesurvey.table import Cell, Table

Holds = Callable[[str, Mapping[str, Answer]], bool]
# An anonymised survey stores this date instead of the real one.
ANONYMOUS = datetime.date(1980, 1, 1)


@dataclass(frozen=True)
class Record:
    """One row as it was read, before it is decided what was shown.

    answers: by question id, None where nothing was answered. stored: questions with a cell that
    was stored empty, which LimeSurvey does only for what it has shown. page: how far it got.
    """

    row: int
    id: str
    complete: bool
    submitted: datetime.date | None
    started: datetime.date | None
    page: int
    answers: Mapping[str, Answer | None]
    stored: frozenset[str]
    open_texts: Mapping[str, str]


@dataclass
class Contents:
    """All rows as read, with the faults and the counts of what was met on the way."""

    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    mode: Mode = "codes"


def read_contents(
    table: Table,
    plans: Sequence[Planned],
    where: Mapping[Column | str, int],
    dateformat: int,
) -> Contents:
    """Read every row; each cell that cannot be read is a fault, and reading goes on."""
    contents = Contents(mode=_mode(table, plans, where))
    ids: dict[str, int] = {}
    for number, row in enumerate(table.rows, 2):
        record = _record(table, plans, where, dateformat, number, row, contents)
        if record.id in ids:
            what = message("imports.the_id_stands_on_row_too", id=record.id, row=ids[record.id])
            remedy = message("imports.export_again_don_t_join")
            contents.faults.append(Fault(table.name, number, "id", what, remedy))
        ids.setdefault(record.id, number)
        contents.records.append(record)
    if not table.rows:
        what = message("imports.has_no_responses")
        remedy = message("imports.export_again_with_all_responses")
        contents.faults.append(Fault(table.name, 0, "", what, remedy))
    return contents


def _mode(table: Table, plans: Sequence[Planned], where: Mapping[Column | str, int]) -> Mode:
    """Whether the export holds answer codes or full answers: what most of its cells can be."""
    votes: Counter[Mode] = Counter()
    for planned in plans:
        if planned.filling not in ("one", "matrix"):
            continue
        for column in planned.columns:
            for row in table.rows:
                text = row[where[column]].text.strip()
                code, label = text in planned.codes, text in planned.labels
                if code != label:
                    votes["codes" if code else "labels"] += 1
    return "labels" if votes["labels"] > votes["codes"] else "codes"


def _record(
    table: Table,
    plans: Sequence[Planned],
    where: Mapping[Column | str, int],
    dateformat: int,
    number: int,
    row: Sequence[Cell],
    contents: Contents,
) -> Record:
    def fault(place: int, what: Message, remedy: Message) -> None:
        contents.faults.append(Fault(table.name, number, table.header[place], what, remedy))

    def system(name: str) -> str:
        return row[where[name]].text.strip() if name in where else ""

    def day(name: str) -> datetime.date | None:
        text = system(name)
        date = moment(text, dateformat)
        if text and date is None:
            what = message("imports.is_not_a_date_that_can", text=text)
            fault(where[name], what, message("imports.export_again_as_csv_so_that"))
        return date.day if date and date.day != ANONYMOUS else None

    answers: dict[str, Answer | None] = {}
    stored: set[str] = set()
    open_texts: dict[str, str] = {}
    for planned in plans:
        key = planned.question.id
        places = [where[column] for column in planned.columns]
        cells = [row[place] for place in places]
        try:
            answers[key] = answer(
                planned, cells, mode=contents.mode, dateformat=dateformat, tally=contents.tally
            )
        except Unreadable as problem:
            answers[key] = None
            fault(places[problem.place], problem.what, problem.remedy)
        if any(not cell.text and not cell.absent for cell in cells):
            stored.add(key)
        for option, column in planned.texts.items():
            text = unmasked(row[where[column]].text)
            if not text.strip():
                continue
            chosen = answers[key]
            if chosen == option or (isinstance(chosen, frozenset) and option in chosen):
                open_texts[f"{key}.{option}.text"] = text
            else:
                contents.tally.add(planned, "stray")
    identity = system("id")
    if "id" in where and (not identity or NOT_ALLOWED.search(identity) or len(identity) > LONGEST):
        what = message("imports.is_not_a_response_id", text=identity)
        fault(where["id"], what, message("imports.export_again_as_csv"))
    page = system("lastpage")
    return Record(
        row=number,
        id=identity,
        complete=bool(system("submitdate")),
        submitted=day("submitdate"),
        started=day("startdate"),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 0,
        answers=answers,
        stored=frozenset(stored),
        open_texts=open_texts,
    )


@dataclass
class Decided:
    """Responses, and how often the export and the conditions disagreed, by question id.

    against: complete responses that answer a question its condition says they were not shown.
    stale: the same in partial responses, whose answers are left out. unticked: multiple choices
    with nothing ticked. empty: no answer where the condition is not known; absent: how many of
    these the export says were not shown.
    """

    responses: list[Response] = field(default_factory=list)
    against: Counter[str] = field(default_factory=Counter)
    stale: Counter[str] = field(default_factory=Counter)
    unticked: Counter[str] = field(default_factory=Counter)
    empty: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)


def decide(
    records: Sequence[Record],
    plans: Sequence[Planned],
    *,
    holds: Holds,
    tells_absent: bool,
    paged: bool,
) -> Decided:
    """Responses with every question answered, not answered or not shown.

    holds: evaluates an expression on the answers so far. tells_absent: the export writes stored
    empty answers apart from absent ones. paged: it says how many pages were seen.
    """
    decided = Decided()
    for record in records:
        reached = record.page
        if not paged or not reached:
            answered = [p.page for p in plans if record.answers[p.question.id] is not None]
            reached = max(answered, default=0)
        answers: dict[str, Answer] = {}
        hidden: set[str] = set()
        for planned in plans:
            key = planned.question.id
            given = record.answers[key]
            if planned.filling == "none":
                continue
            shown = not planned.question.relevant or holds(planned.question.relevant, answers)
            if not shown and given is not None:
                (decided.against if record.complete else decided.stale)[key] += 1
                given = None
            if given is None and not record.complete and planned.page > reached:
                shown = False
            if planned.untranslated and given is None and shown:
                # Who was asked is known only by a condition, so a complete response was.
                absent = tells_absent and key not in record.stored
                shown = record.complete or not absent
                decided.empty[key] += shown
                decided.absent[key] += shown and absent
            if not shown:
                hidden.add(key)
            elif given is None and planned.question.type == "select_multiple":
                decided.unticked[key] += 1
            empty = Missing.NOT_ANSWERED if shown else Missing.NOT_SHOWN
            answers[key] = empty if given is None else given
        decided.responses.append(
            Response(
                id=record.id,
                member="",
                status="complete" if record.complete else "partial",
                submitted=record.submitted,
                answers=answers,
                open_texts={
                    k: v for k, v in record.open_texts.items() if k.split(".")[0] not in hidden
                },
            )
        )
    return decided
