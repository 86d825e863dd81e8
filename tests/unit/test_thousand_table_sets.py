"""A thousand random publications: no withheld number is narrower than the rule demands.

Every set of counts is audited, and every end of an interval proved by a table that addition alone
checks. 380 are small: what the audit infers of them is what making every survey there could be
infers. Each is drawn by its own seed, so that one that fails can be drawn again.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from samklang.analysis.group_tables import printed
from samklang.core.disclosure.audit import Inference, audit, seen
from samklang.core.disclosure.dominance import Dominance
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.release import (
    CandidateAmount,
    CandidateCell,
    CandidateRow,
    CandidateTable,
    outlines,
    release,
)
from tests.every_survey import Reader, Sheet, every_survey
from tests.random_tables import audited, draw, reader, reader_of_responses


@pytest.mark.parametrize("part", range(10))
def test_of_six_hundred_sets_none_is_narrow(part: int) -> None:
    for seed in range(60 * part, 60 * part + 60):
        audited(draw(seed, small=False))


@pytest.mark.parametrize("part", range(10))
def test_of_three_hundred_small_sets_every_survey_says_the_same(part: int) -> None:
    for seed in range(1000 + 30 * part, 1030 + 30 * part):
        one = draw(seed, small=True)
        tables, size = one.tables, len(one.people)
        released = release(tables, threshold=3, respondents=size, participation=one.participation)
        before, after = reader(one), reader(one)
        answered_before = reader_of_responses(one, released)
        by = {sheet.question for sheet in one.sheets if sheet.by}
        for sheet in one.sheets:
            crossed_too = sheet.id in by or bool(sheet.by)
            after.reads(sheet, released[sheet.id], crossed=crossed_too)
        sheets = {sheet.id: sheet for sheet in one.sheets}
        for cell in audited(one):
            if cell.table not in sheets:
                continue
            place = (cell.table, cell.row, cell.series)
            low, high = after.interval(sheets[cell.table], place)
            assert (cell.low, cell.high) == (low, high), (seed, place)
            known = before if cell.series else answered_before
            least, most = known.interval(sheets[cell.table], place)
            assert high - low >= min(2, most - least), (seed, place)


@pytest.mark.parametrize("part", range(10))
def test_what_one_option_by_groups_leaves_out_is_open_in_every_survey(part: int) -> None:
    """Tables by groups show their first option alone; the others are told by base and sum."""
    for seed in range(5000 + 10 * part, 5010 + 10 * part):
        one = draw(seed, small=True)
        size = len(one.people)
        if any(s.by and s.question not in {t.id for t in one.sheets} for s in one.sheets):
            # Without a table of all nothing says that every member is of some group.
            continue
        tables = [
            replace(t, unprinted=t.series[1:]) if t.by and t.sums == "series" else t
            for t in one.tables
        ]
        told = {"respondents": size, "participation": one.participation}
        released = release(tables, threshold=3, **told)  # type: ignore[arg-type]
        shown = printed(released, tables)
        before, after = reader(one), reader(one)
        answered_before = reader_of_responses(one, released)
        by = {sheet.question for sheet in one.sheets if sheet.by}
        for sheet, table in zip(one.sheets, tables, strict=True):
            lines = tuple(
                replace(line, cells=line.cells[:1] if table.unprinted else line.cells)
                for line in sheet.lines
            )
            seen_sheet = replace(sheet, lines=lines)
            crossed_too = sheet.id in by or bool(sheet.by)
            after.reads(seen_sheet, shown[sheet.id], crossed=crossed_too)
        sheets = {sheet.id: sheet for sheet in one.sheets}
        publication = seen(tables, released, **told)  # type: ignore[arg-type]
        for cell in audit(publication, **told):  # type: ignore[arg-type]
            if cell.table not in sheets:
                continue
            place = (cell.table, cell.row, cell.series)
            low, high = after.interval(sheets[cell.table], place)
            assert (cell.low, cell.high) == (low, high), (seed, place)
            known = before if cell.series else answered_before
            least, most = known.interval(sheets[cell.table], place)
            left_out = cell.series in {t.id: t.unprinted for t in tables}[cell.table]
            assert high - low >= min(2, most - least) or (left_out and low >= 3), (seed, place)


@pytest.mark.parametrize("seed", range(2000, 2040))
def test_shares_alone_are_equations_on_counts(seed: int) -> None:
    """Counts taken out, shares left: what they tell of the counts is what every survey tells."""
    one = draw(seed, small=True)
    size = len(one.people)
    tables = [replace(table, sensitive=False) for table in one.tables]
    released = release(tables, threshold=3, respondents=size)
    bare = {
        name: replace(
            table,
            rows=tuple(
                replace(row, cells=tuple(replace(cell, count=None) for cell in row.cells))
                for row in table.rows
            ),
        )
        for name, table in released.items()
    }
    publication = [
        replace(s, outline=replace(s.outline, sensitive=True))
        for s in seen(tables, bare, respondents=size)
        if s.outline
    ]
    after = Reader(one.kinds, every_survey(len(one.kinds), size))
    for sheet in one.sheets:
        after.reads(sheet, bare[sheet.id], crossed=True)
    sheets = {sheet.id: sheet for sheet in one.sheets}
    found = audit(publication, respondents=size)
    assert found
    for cell in found:
        interval = after.interval(sheets[cell.table], (cell.table, cell.row, cell.series))
        assert (cell.low, cell.high) == interval, (seed, cell.table, cell.row, cell.series)


@pytest.mark.parametrize("seed", range(3000, 3040))
def test_two_editions_tell_what_every_pair_of_surveys_tells(seed: int) -> None:
    """Three answered; then none or three more, or three others.

    Edition 0 is of now, 1 of then; 2 are those who came, and 3 those who went.
    """
    drawn = draw(seed, small=True)
    chance = Random(seed)
    then = replace(drawn, people=chance.choices(drawn.kinds, k=3), participation=None)
    added, left = chance.choice(((0, 0), (3, 0), (3, 3)))
    stay = [] if left else then.people
    now = replace(then, people=[*stay, *chance.choices(drawn.kinds, k=added)])
    printed = release(then.tables, threshold=3, respondents=3)
    shapes = outlines(then.tables, respondents=3)
    earlier = EarlierRelease("1", 3, 3, tuple(shapes.values()), printed, added=added, left=left)
    released = release(now.tables, threshold=3, respondents=len(now.people), earlier=[earlier])
    by = {sheet.question for sheet in now.sheets if sheet.by}
    was, came = (every_survey(len(now.kinds), n) for n in (3, added))
    before, fresh = np.repeat(was, len(came), axis=0), np.tile(came, (len(was), 1))
    after = fresh if left else before + fresh
    reading = Reader(now.kinds, np.hstack([after, before, fresh, before]))
    for edition, tables in ((1, printed), (0, released)):
        reading.edition = edition
        for sheet in now.sheets:
            crossed_too = edition == 0 or sheet.id in by or bool(sheet.by)
            reading.reads(sheet, tables[sheet.id], crossed=crossed_too)
    sheets = {sheet.id: sheet for sheet in now.sheets}
    for cell in audited(now, [earlier]):
        edition, _, name = cell.table.partition("/")
        name, _, change = (name or edition).partition("/")
        reading.edition = {"came": 2, "went": 3}.get(change, 1 if edition == "1" else 0)
        interval = _interval(reading, sheets[name], cell)
        assert (cell.low, cell.high) == interval, (cell.table, cell.row, cell.series)
        if change:
            assert cell.high - cell.low >= min(2, added or left) or cell.low >= 3


def _interval(reading: Reader, sheet: Sheet, cell: Inference) -> tuple[int, int]:
    """The interval of a number that may be one of those who did not choose an option."""
    series, _, left = cell.series.partition("=")
    if not left:
        return reading.interval(sheet, (sheet.id, cell.row, cell.series))
    line = next(x for x in sheet.lines if x.id == cell.row)
    chosen = reading.counted(line.cells[sheet.series.index(series)])
    others = reading.counted(line.base) - chosen
    return int(others.min()), int(others.max())


@pytest.mark.parametrize("seed", range(4000, 4020))
def test_a_withheld_total_hides_its_largest_contributor(seed: int) -> None:
    """Hours by two groupings of the same organisations, and of all: plain subtraction.

    Where only margins are printed, a withheld total can be anything from nothing to what the
    printed ones of its grouping leave of the whole.
    """
    chance = Random(seed)
    said = [
        (chance.choice("nsw"), chance.choice("xyz"), float(round(chance.paretovariate(0.8) * 10)))
        for _ in range(chance.randint(12, 60))
    ]
    rule = Dominance()
    tables = [
        amounts("hours", [("all", [h for *_, h in said])]),
        amounts("hours-by-county", by_value(said, 0), by="county"),
        amounts("hours-by-size", by_value(said, 1), by="size"),
    ]
    released = release(tables, threshold=5, respondents=len(said), dominance=rule)
    if released["hours"].rows[0].cells[0].status != "shown":
        return
    for table in tables[1:]:
        shown = {row.id: row.cells[0].status == "shown" for row in released[table.id].rows}
        hours = {row.id: row.cells[0].amount for row in table.rows}
        left = sum(a.value for name, a in hours.items() if a and not shown[name])
        for name, amount in hours.items():
            if not amount:
                continue
            largest = sorted(amount.contributions, reverse=True)
            others = sum(largest[2:])
            if shown[name]:
                assert len(largest) >= 5
                assert others >= 0.1 * largest[0]
                assert sum(largest[:2]) <= 0.85 * amount.value
            elif largest:
                assert left - amount.value >= 0.1 * largest[0] * 0.999, (seed, table.id, name)


def by_value(said: Sequence[tuple[str, str, float]], place: int) -> list[tuple[str, list[float]]]:
    names = sorted({one[place] for one in said})
    return [(name, [one[2] for one in said if one[place] == name]) for name in names]


def amounts(name: str, rows: Sequence[tuple[str, list[float]]], *, by: str = "") -> CandidateTable:
    """A table of totals."""
    return CandidateTable(
        name,
        ("amount",),
        tuple(
            CandidateRow(
                row,
                len(hours),
                (
                    CandidateCell(
                        len(hours),
                        amount=CandidateAmount(sum(hours), sum(hours), sum(hours), tuple(hours)),
                    ),
                ),
            )
            for row, hours in rows
        ),
        "amounts",
        question="hours",
        by=(by,) if by else (),
    )
