"""Double coding: the rows of coding_samples.csv, double_codings.csv and coding_talks.csv."""

import re
from collections.abc import Sequence
from typing import cast, get_args

from samklang.core.coding.codings import Valence
from samklang.core.coding.readings import Mark, Part, Reading, Sample, Talk
from samklang.core.coding.states import State
from samklang.core.faults import Fault
from samklang.core.language.messages import message
from samklang.package.rows.cells import Faults, ReadRows, date_of, names_of, time_of
from samklang.package.table import Table, check_columns

SAMPLES = "coding_samples.csv"
SAMPLE_COLUMNS = ("question", "seed", "drawn", "drawn_from", "day")
READINGS = "double_codings.csv"
READING_COLUMNS = ("response", "question", "part", "coder", "state", "marks", "time", "memo")
TALKS = "coding_talks.csv"
TALK_COLUMNS = ("time", "coder", "question", "text")
_MARK = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]{0,39}):(enables|hinders|):(\d{1,9})-(\d{1,9})")

Key = tuple[str, str, str]


def samples(table: Table) -> ReadRows[tuple[Sample, ...], int]:
    """The samples of coding_samples.csv, the row of each by its number, and every fault."""
    faults: Faults = list(check_columns(table, SAMPLE_COLUMNS, SAMPLE_COLUMNS, SAMPLES))
    samples: list[Sample] = []
    rows: dict[int, int] = {}
    for row, cells in table.rows if not faults else ():
        numbers = []
        for name in ("seed", "drawn", "drawn_from"):
            cell = cells[name]
            if cell.isascii() and cell.isdigit() and len(cell) < 11:
                numbers.append(int(cell))
            else:
                what = message("package.is_no_whole_number_2", shown=cell[:40])
                faults.append(Fault(SAMPLES, row, name, what, message("package.write_digits_only")))
        day = date_of(cells["day"], row, "day", SAMPLES, faults)
        if len(numbers) == 3:
            if numbers[1] > numbers[2]:
                what = message("package.more_answers_drawn_than_could_be")
                remedy = message("package.correct_one_of_the_two")
                faults.append(Fault(SAMPLES, row, "drawn", what, remedy))
            rows[len(samples)] = row
            seed, drawn, drawn_from = numbers
            samples.append(Sample(cells["question"], seed, drawn, drawn_from, day))
    return ReadRows(tuple(samples), rows, faults)


def sample_cells(sample: Sample) -> Sequence[str]:
    """A sample as the cells of its row, in the order of SAMPLE_COLUMNS."""
    numbers = (str(n) for n in (sample.seed, sample.drawn, sample.drawn_from))
    return (sample.question, *numbers, sample.day.isoformat() if sample.day else "")


def readings(table: Table) -> ReadRows[tuple[Reading, ...], Key]:
    """The readings of double_codings.csv, the row of each by (response, question, part), and every
    fault of the cells."""
    faults: Faults = list(check_columns(table, READING_COLUMNS, READING_COLUMNS, READINGS))
    readings: list[Reading] = []
    rows: dict[Key, int] = {}
    for row, cells in table.rows if not faults else ():
        key = cells["response"], cells["question"], cells["part"]
        marks = [_mark(text) for text in cells["marks"].split()]
        if cells["part"] not in get_args(Part):
            what = message("package.is_no_part_of_a_double_coding", cell=cells["part"][:40])
            remedy = message("package.write_one_of_names", names=names_of(Part))
            faults.append(Fault(READINGS, row, "part", what, remedy))
        if cells["state"] not in get_args(State):
            what = message("package.is_no_state_of_an_answer", state=cells["state"][:40])
            remedy = message("package.write_one_of_names", names=names_of(State))
            faults.append(Fault(READINGS, row, "state", what, remedy))
        time = time_of(cells["time"], row, READINGS, faults)
        if None in marks:
            what = message("package.a_mark_cannot_be_read")
            remedy = message("package.write_code_valence_start_end")
            faults.append(Fault(READINGS, row, "marks", what, remedy))
        elif key in rows:
            what = message("package.the_answer_has_a_reading_already", part=key[2])
            remedy = message("package.keep_one_row_for_each")
            faults.append(Fault(READINGS, row, "part", what, remedy))
        elif (cells["state"] == "coded") != bool(marks) and cells["state"] != "withheld":
            what = message("package.the_state_and_marks_differ", state=cells["state"][:40])
            remedy = message("package.write_coded_where_it_has_marks")
            faults.append(Fault(READINGS, row, "state", what, remedy))
        else:
            kept = tuple(mark for mark in marks if mark is not None)
            part, state = cast(Part, cells["part"]), cast(State, cells["state"])
            readings.append(
                Reading(*key[:2], part, cells["coder"], state, kept, time, cells["memo"])
            )
            rows[key] = row
    return ReadRows(tuple(readings), rows, faults)


def _mark(text: str) -> Mark | None:
    match = _MARK.fullmatch(text)
    if match is None or int(match[3]) >= int(match[4]):
        return None
    return Mark(match[1], cast(Valence, match[2]), int(match[3]), int(match[4]))


def reading_cells(reading: Reading) -> Sequence[str]:
    """A reading as the cells of its row, in the order of READING_COLUMNS."""
    return (
        reading.response,
        reading.question,
        reading.part,
        reading.coder,
        reading.state,
        " ".join(f"{m.code}:{m.valence}:{m.start}-{m.end}" for m in reading.marks),
        reading.time.isoformat() if reading.time else "",
        reading.memo,
    )


def talks(table: Table) -> ReadRows[tuple[Talk, ...], int]:
    """The discussions of coding_talks.csv, the row of each by its number, and every fault."""
    faults: Faults = list(check_columns(table, TALK_COLUMNS, TALK_COLUMNS, TALKS))
    talks: list[Talk] = []
    rows: dict[int, int] = {}
    for row, cells in table.rows if not faults else ():
        time = time_of(cells["time"], row, TALKS, faults)
        rows[len(talks)] = row
        talks.append(Talk(time, cells["coder"], cells["question"], cells["text"]))
    return ReadRows(tuple(talks), rows, faults)


def talk_cells(talk: Talk) -> Sequence[str]:
    """A discussion as the cells of its row, in the order of TALK_COLUMNS."""
    return (talk.time.isoformat() if talk.time else "", talk.coder, talk.question, talk.text)
