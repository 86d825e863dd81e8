"""Responses: the rows of responses.csv, read and written."""

import re
from collections.abc import Mapping
from typing import cast, get_args

from samklang.core.faults import Fault, UnplacedFault
from samklang.core.language.messages import message
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing, Response, Responses, Status
from samklang.package.rows.cells import Faults, ReadRows, date_of, day, new_id
from samklang.package.table import Table, check_columns

RESPONSES = "responses.csv"
RESPONSE_COLUMNS = ("response", "member", "status", "submitted")
NOT_SHOWN = "!not-shown"
# Python's int() and float() would also take 1_000, ١٢ and 1e5.
WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
DECIMAL = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,18})?")


def responses(table: Table, questionnaire: Questionnaire) -> ReadRows[Responses, str]:
    """The responses of responses.csv, the row of each by id, and every fault of their cells."""
    questions = [column for question in questionnaire for column in question.columns()]
    opened = {question.id for question in questionnaire if any(o.open for o in question.options)}
    columns = (*RESPONSE_COLUMNS, *questions)
    faults: Faults = list(check_columns(table, columns, columns, RESPONSES))
    responses, rows = [], {}
    seen: set[str] = set()
    for row, cells in table.rows if not faults else ():
        new_id(cells["response"], row, "response", seen, RESPONSES, faults)
        status = cells["status"]
        if status not in get_args(Status):
            what = message("package.is_no_status", status=status)
            remedy = message("package.write_complete_partial_or_declined")
            faults.append(Fault(RESPONSES, row, "status", what, remedy))
            continue
        answers: dict[str, Answer] = {}
        texts: dict[str, str] = {}
        for question in questionnaire:
            if question.type != "note":
                answer = answers[question.id] = _answer(question, cells, row, faults)
                if question.id in opened:
                    texts |= _open_texts(question, answer, cells, row, faults)
        responses.append(
            Response(
                id=cells["response"],
                member=cells["member"],
                status=cast(Status, status),
                submitted=date_of(cells["submitted"], row, "submitted", RESPONSES, faults),
                answers=answers,
                open_texts=texts,
            )
        )
        rows[cells["response"]] = row
    return ReadRows(Responses(tuple(responses)), rows, faults)


def _answer(question: Question, cells: Mapping[str, str], row: int, faults: Faults) -> Answer:
    if question.type == "select_multiple":
        return _selected(question, cells, row, faults)
    if question.type == "matrix":
        items = {
            i.id: _one(question, cells, f"{question.id}.{i.id}", row, faults)
            for i in question.items
        }
        kinds = set(items.values())
        if kinds == {Missing.NOT_SHOWN} or kinds == {Missing.NOT_ANSWERED}:
            return kinds.pop()
        if Missing.NOT_SHOWN in kinds:
            what = message("package.some_items_are_shown_and_others")
            remedy = message("package.a_matrix_is_shown_whole_leave")
            faults.append(Fault(RESPONSES, row, question.id, what, remedy))
        return items
    if question.type == "ranking":
        return _ranked(question, cells, row, faults)
    if question.type == "cards":
        return _cards(question, cells, row, faults)
    return _one(question, cells, question.id, row, faults)


def _ranked(question: Question, cells: Mapping[str, str], row: int, faults: Faults) -> Answer:
    """The place of each option; places are 1, 2, 3 … and each is given once."""
    columns = [f"{question.id}.{option.id}" for option in question.options]
    given = {o.id: cells[c] for o, c in zip(question.options, columns, strict=True) if cells[c]}
    if set(given.values()) == {NOT_SHOWN} and len(given) == len(columns):
        return Missing.NOT_SHOWN
    if sorted(given.values(), key=lambda p: (len(p), p)) != [
        str(place) for place in range(1, len(given) + 1)
    ]:
        what = message("package.are_no_places", given=", ".join(given.values())[:60])
        remedy = message("package.number_them_1_2_3_each")
        faults.append(Fault(RESPONSES, row, question.id, what, remedy))
        return Missing.NOT_ANSWERED
    return given if given else Missing.NOT_ANSWERED


def _cards(question: Question, cells: Mapping[str, str], row: int, faults: Faults) -> Answer:
    """The cards that hold anything, in order."""
    cards, kinds = [], set()
    for number in range(1, question.most + 1):
        card = {}
        for field in question.fields:
            cell = _one(field, cells, f"{question.id}.{number}.{field.id}", row, faults)
            kinds.add(cell if isinstance(cell, Missing) else None)
            if isinstance(cell, str):
                card[field.id] = cell
        if card:
            cards.append(card)
    if kinds == {Missing.NOT_SHOWN}:
        return Missing.NOT_SHOWN
    if Missing.NOT_SHOWN in kinds:
        what = message("package.some_fields_of_the_cards_are")
        remedy = message("package.leave_empty_what_was_not_filled", not_shown=NOT_SHOWN)
        faults.append(Fault(RESPONSES, row, question.id, what, remedy))
    return tuple(cards) if cards else Missing.NOT_ANSWERED


def _one(
    question: Question, cells: Mapping[str, str], column: str, row: int, faults: Faults
) -> "str | Missing":
    cell = cells[column]
    if cell == NOT_SHOWN:
        return Missing.NOT_SHOWN
    if cell.startswith("!"):
        if not cell.startswith("!!"):
            what = message("package.begins_with_and_is_not", cell=cell[:40], not_shown=NOT_SHOWN)
            remedy = message("package.write_for_a_text_with")
            faults.append(Fault(RESPONSES, row, column, what, remedy))
        cell = cell[1:]
    if not cell.strip():
        return Missing.NOT_ANSWERED
    fault = _not_of_type(question, cell)
    if fault:
        faults.append(Fault(RESPONSES, row, column, *fault))
    return cell


def _not_of_type(question: Question, cell: str) -> UnplacedFault | None:
    shown = cell[:40]
    match question.type:
        case "select_one" | "matrix":
            known = [option.id for option in question.options]
            if cell not in known:
                what = message("package.is_no_option", neutral=shown)
                return UnplacedFault(what, message("faults.known_names", known=", ".join(known)))
        case "integer":
            if not WHOLE.fullmatch(cell):
                what = message("package.is_no_whole_number_2", shown=shown)
                return UnplacedFault(what, message("package.write_digits_only"))
        case "decimal":
            if not DECIMAL.fullmatch(cell):
                what = message("package.is_no_number_2", shown=shown)
                return UnplacedFault(what, message("package.write_it_with_a_decimal_point"))
        case "date":
            if day(cell) is None:
                what = message("package.is_no_date_2", shown=shown)
                return UnplacedFault(what, message("package.write_yyyy_mm_dd"))
        case "consent":
            if cell != "yes":
                what = message("package.is_no_consent", shown=shown)
                return UnplacedFault(what, message("package.write_yes_or_leave_it_empty"))
        case "select_multiple" | "ranking" | "text" | "cards" | "calculate" | "note":
            pass
    return None


def _selected(question: Question, cells: Mapping[str, str], row: int, faults: Faults) -> Answer:
    values = {option.id: cells[f"{question.id}.{option.id}"] for option in question.options}
    kinds = set(values.values())
    if kinds == {NOT_SHOWN}:
        return Missing.NOT_SHOWN
    if kinds == {""}:
        return Missing.NOT_ANSWERED
    if not kinds <= {"0", "1"}:
        wrong = next(o for o, value in values.items() if value not in ("0", "1"))
        what = message("package.stands_among_0_and_1", wrong=values[wrong][:40])
        remedy = message("package.write_1_or_0_for_every", not_shown=NOT_SHOWN)
        faults.append(Fault(RESPONSES, row, f"{question.id}.{wrong}", what, remedy))
        return Missing.NOT_ANSWERED
    selected = frozenset(option for option, value in values.items() if value == "1")
    alone = [option.id for option in question.options if option.exclusive and option.id in selected]
    if alone and len(selected) > 1:
        what = message("package.excludes_the_others_and_others_are", alone=alone[0])
        remedy = message("package.select_it_alone_or_not_at")
        faults.append(Fault(RESPONSES, row, f"{question.id}.{alone[0]}", what, remedy))
    return selected


def _open_texts(
    question: Question, answer: Answer, cells: Mapping[str, str], row: int, faults: Faults
) -> dict[str, str]:
    texts = {}
    for option in question.options:
        column = f"{question.id}.{option.id}.text"
        text = cells[column] if option.open else ""
        chosen = (
            option.id in answer if isinstance(answer, frozenset | Mapping) else answer == option.id
        )
        if text and not chosen:
            what = message("package.there_is_a_text_beside_which", id=option.id)
            remedy = message("package.select_it_or_clear_the_text")
            faults.append(Fault(RESPONSES, row, column, what, remedy))
        elif text:
            texts[column] = text
    return texts


def response_cells(response: Response, questionnaire: Questionnaire) -> list[str]:
    """A response as the cells of its row, in the order of the columns."""
    submitted = response.submitted.isoformat() if response.submitted else ""
    cells = [response.id, response.member, response.status, submitted]
    for question in questionnaire:
        if question.type != "note":
            cells += _cells(question, response.answers[question.id])
            cells += [
                response.open_texts.get(f"{question.id}.{option.id}.text", "")
                for option in question.options
                if option.open
            ]
    return cells


def _cells(question: Question, answer: Answer) -> list[str]:
    if question.type == "select_multiple":
        if isinstance(answer, frozenset):
            return ["1" if option.id in answer else "0" for option in question.options]
        return [_missing_cell(answer)] * len(question.options)
    if question.type in ("matrix", "ranking"):
        parts = question.items or question.options
        if isinstance(answer, Mapping):
            return [_one_cell(answer.get(part.id, Missing.NOT_ANSWERED)) for part in parts]
        return [_missing_cell(answer)] * len(parts)
    if question.type == "cards":
        cards = answer if isinstance(answer, tuple) else ()
        empty = [_missing_cell(answer)] * len(question.fields)
        cells = [_one_cell(card.get(f.id, "")) for card in cards for f in question.fields]
        return cells + empty * (question.most - len(cards))
    return [_one_cell(answer)]


def _one_cell(answer: Answer) -> str:
    if isinstance(answer, str):
        return f"!{answer}" if answer.startswith("!") else answer
    return _missing_cell(answer)


def _missing_cell(answer: Answer) -> str:
    return NOT_SHOWN if answer is Missing.NOT_SHOWN else ""
