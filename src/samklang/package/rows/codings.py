"""Codings and states of answers: the rows of codings.csv and coding_states.csv."""

from collections.abc import Sequence
from typing import cast, get_args

from samklang.core.coding.codings import Coding, Origin, Valence
from samklang.core.coding.states import AnswerState, State
from samklang.core.faults import Fault
from samklang.core.language.messages import message
from samklang.core.language.wording import FIRST_LANGUAGE, Wording, other_languages
from samklang.package.rows.cells import Faults, ReadRows, date_of, names_of, new_id, time_of
from samklang.package.table import Table, check_columns

CODINGS = "codings.csv"
# What a quote is in other languages than the first, which answers are written in.
_TRANSLATIONS = {language: f"quote_{language}" for language in other_languages(FIRST_LANGUAGE)}
CODING_COLUMNS = (
    "coding",
    "response",
    "question",
    "start",
    "end",
    "text",
    "code",
    "valence",
    "coder",
    "time",
    "released_by",
    "released_on",
    *[*_TRANSLATIONS.values()][:1],
)
# Columns that a file may lack.
FURTHER_CODING_COLUMNS = (*[*_TRANSLATIONS.values()][1:], "origin", "memo", "quote", "attribution")
STATES = "coding_states.csv"
STATE_COLUMNS = ("response", "question", "state", "coder", "time", "memo")
# Characters of a quote: more is no quote.
QUOTE = 5_000


def codings(table: Table) -> ReadRows[tuple[Coding, ...], str]:
    """The codings of codings.csv, the row of each by id, and every fault of their cells."""
    every = (*CODING_COLUMNS, *FURTHER_CODING_COLUMNS)
    faults: Faults = list(check_columns(table, CODING_COLUMNS, every, CODINGS))
    codings, rows = [], {}
    seen: set[str] = set()
    for row, cells in table.rows if not faults else ():
        new_id(cells["coding"], row, "coding", seen, CODINGS, faults)
        numbers = []
        for name in ("start", "end"):
            if cells[name].isascii() and cells[name].isdigit() and len(cells[name]) < 10:
                numbers.append(int(cells[name]))
            else:
                what = message("package.is_no_place_in_a_text", cells=cells[name][:40])
                remedy = message("package.count_characters_from_0")
                faults.append(Fault(CODINGS, row, name, what, remedy))
        valence = cells["valence"]
        if valence not in get_args(Valence):
            what = message("faults.is_no_valence", valence=valence)
            remedy = message("package.write_enables_hinders_or_nothing")
            faults.append(Fault(CODINGS, row, "valence", what, remedy))
            continue
        origin = cells.get("origin") or "person"
        if origin not in get_args(Origin):
            what = message("package.is_no_origin_of_a_coding", origin=origin[:40])
            remedy = message("package.write_one_of_names", names=names_of(Origin))
            faults.append(Fault(CODINGS, row, "origin", what, remedy))
            continue
        released_on = date_of(cells["released_on"], row, "released_on", CODINGS, faults)
        if bool(cells["released_by"].strip()) != bool(released_on):
            what = message("package.a_release_needs_both_a_person")
            remedy = message("package.fill_in_released_by_and_released")
            faults.append(Fault(CODINGS, row, "released_by", what, remedy))
        translation = {code: cells.get(column, "") for code, column in _TRANSLATIONS.items()}
        printed = (cells["text"], *translation.values(), cells.get("quote", ""))
        if released_on and max(map(len, printed)) > QUOTE:
            what = message("faults.a_released_quote_is_long", most=QUOTE)
            remedy = message("faults.code_the_part_to_be_quoted")
            faults.append(Fault(CODINGS, row, "text", what, remedy))
        if len(numbers) == 2:
            codings.append(
                Coding(
                    id=cells["coding"],
                    response=cells["response"],
                    question=cells["question"],
                    start=numbers[0],
                    end=numbers[1],
                    text=cells["text"],
                    code=cells["code"],
                    valence=cast(Valence, valence),
                    coder=cells["coder"],
                    time=time_of(cells["time"], row, CODINGS, faults),
                    released_by=cells["released_by"].strip(),
                    released_on=released_on,
                    translation=Wording(**translation),
                    origin=cast(Origin, origin),
                    memo=cells.get("memo", ""),
                    quote=cells.get("quote", ""),
                    attribution=cells.get("attribution", "").strip(),
                )
            )
            rows[cells["coding"]] = row
    return ReadRows(tuple(codings), rows, faults)


def coding_cells(coding: Coding) -> Sequence[str]:
    """A coding as the cells of its row: CODING_COLUMNS, then FURTHER_CODING_COLUMNS."""
    return (
        coding.id,
        coding.response,
        coding.question,
        str(coding.start),
        str(coding.end),
        coding.text,
        coding.code,
        coding.valence,
        coding.coder,
        coding.time.isoformat() if coding.time else "",
        coding.released_by,
        coding.released_on.isoformat() if coding.released_on else "",
        *(coding.translation[language] for language in _TRANSLATIONS),
        coding.origin,
        coding.memo,
        coding.quote,
        coding.attribution,
    )


def states(table: Table) -> ReadRows[tuple[AnswerState, ...], tuple[str, str]]:
    """The states of coding_states.csv, the row of each answer's, and every fault of the cells."""
    faults: Faults = list(check_columns(table, STATE_COLUMNS, STATE_COLUMNS, STATES))
    states = []
    rows: dict[tuple[str, str], int] = {}
    for row, cells in table.rows if not faults else ():
        place = cells["response"], cells["question"]
        state = cells["state"]
        if state not in get_args(State):
            what = message("package.is_no_state_of_an_answer", state=state[:40])
            remedy = message("package.write_one_of_names", names=names_of(State))
            faults.append(Fault(STATES, row, "state", what, remedy))
        elif place in rows:
            what = message("package.the_answer_has_a_state_already")
            remedy = message("package.keep_one_row_for_each_answer")
            faults.append(Fault(STATES, row, "response", what, remedy))
        else:
            time = time_of(cells["time"], row, STATES, faults)
            kept = AnswerState(*place, cast(State, state), cells["coder"], time, cells["memo"])
            states.append(kept)
            rows[place] = row
    return ReadRows(tuple(states), rows, faults)


def state_cells(state: AnswerState) -> Sequence[str]:
    """A state as the cells of its row, in the order of STATE_COLUMNS."""
    time = state.time.isoformat() if state.time else ""
    return (state.response, state.question, state.state, state.coder, time, state.memo)
