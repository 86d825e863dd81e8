"""Columns: which column of the export holds what, however LimeSurvey was told to head them."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from samklang.core.faults import Fault
from samklang.core.language.messages import Message, message
from samklang.exchange.limesurvey.plan import LEFT_BEHIND, Column, Planned
from samklang.exchange.limesurvey.structure import Asked
from samklang.exchange.limesurvey.table import Table
from samklang.exchange.loss import Losses

USED = ("id", "submitdate", "lastpage", "startdate")
NEEDED = ("id", "submitdate")
UNUSED = {
    "startlanguage": message("imports.the_language_someone_answered"),
    "seed": message("imports.it_only_drives_random_order"),
    "datestamp": message("imports.only_the_start_and_sending"),
    "interviewtime": message("imports.times_are_not_part"),
}
PERSONAL = {"token", "ipaddr", "refurl", "firstname", "lastname", "email", "emailstatus"}
PERSONAL |= {"participant_id", "blacklisted", "sent", "remindersent", "remindercount"}
PERSONAL |= {"completed", "usesleft", "validfrom", "validuntil", "mpid"}
# A code at the beginning of a heading; "okänd" does not begin with the code "ok".
CODE = re.compile(r"[A-Za-z0-9_-]+(?:\[[^\]]*\]){0,2}(?![\w\[-])")
HEADINGS_HOW = message("imports.in_export_responses_choose")


class LocatedColumns(NamedTuple):
    """The place of each column in the header, and a fault for each that is missing."""

    places: Mapping[Column | str, int]
    faults: Sequence[Fault]


def locate(
    table: Table, plans: Sequence[Planned], asked: Sequence[Asked], losses: Losses
) -> LocatedColumns:
    """Where each planned column and each of USED stands, and what is missing.

    A heading is a code (``q[SQ001]``), an ExpressionScript code (``q_SQ001``), or either followed
    by the question's text. Columns that nobody asked for are noted as dropped.
    """
    codes: dict[str, int] = {}
    for place, heading in enumerate(table.header):
        codes.setdefault(heading, place)
    for place, heading in enumerate(table.header):
        match = CODE.match(heading)
        if match and match[0] != heading:
            codes.setdefault(match[0], place)
    where: dict[Column | str, int] = {name: codes[name] for name in USED if name in codes}
    missing: dict[str, list[str]] = {}
    for planned in plans:
        for column in planned.all_columns():
            if places := [codes[h] for h in column.headings if h in codes]:
                where[column] = places[0]
            else:
                missing.setdefault(planned.source.code, []).append(column.headings[0])
    faults = _faults(table, where, missing)
    if not faults:
        _note_unused(table, set(where.values()), asked, losses)
    return LocatedColumns(where, faults)


def _faults(
    table: Table, where: Mapping[Column | str, int], missing: Mapping[str, list[str]]
) -> list[Fault]:
    def fault(column: str, what: Message, remedy: Message) -> Fault:
        return Fault(table.name, 1, column, what, remedy)

    if missing and not any(isinstance(place, Column) for place in where):
        what = message("imports.no_heading_is_a_question_code")
        return [fault("", what, HEADINGS_HOW)]
    remedy = message("imports.export_again_all_columns")
    faults = [
        fault(n, message("imports.is_not_in_the_file_csv"), remedy)
        for n in NEEDED
        if n not in where
    ]
    for columns in missing.values():
        faults += [
            fault(
                column,
                message("imports.is_not_in_the_file_but"),
                message("imports.export_structure_all_columns"),
            )
            for column in columns
        ]
    return faults


def _note_unused(table: Table, used: set[int], asked: Sequence[Asked], losses: Losses) -> None:
    left = {question.code for question in asked if question.kind in LEFT_BEHIND}
    notes = {question.code for question in asked if question.kind == "X"}
    for place, heading in enumerate(table.header):
        match = CODE.match(heading)
        code = match[0] if match else heading
        stem = code.split("[")[0]
        if place in used or code in notes or stem in left:
            continue
        if code in PERSONAL or code.startswith("attribute_"):
            what = message("imports.the_column")
            losses.dropped(code, what, message("imports.it_can_point_to_a_person"))
        elif code in UNUSED or code.startswith(("groupTime", "questionTime")):
            what = message("imports.the_column")
            losses.dropped(code, what, UNUSED.get(code, UNUSED["interviewtime"]))
        else:
            what = message("imports.the_column")
            losses.dropped(code, what, message("imports.it_belongs_to_no_question"))
