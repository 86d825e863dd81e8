"""A large survey: answers in a file or database of any size, tallied there, estimated and released.

A theme package reads its answers whole and is made for members that one can count. This is the
road for millions: only counts of groups of respondents ever come into Python.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samklang.core.disclosure.candidate import (
    CandidateCell,
    CandidateRow,
    CandidateTable,
    Sums,
)
from samklang.core.disclosure.release import release
from samklang.core.disclosure.released import ReleasedTable
from samklang.core.disclosure.weights import Weights
from samklang.core.estimate.cells import MISSING
from samklang.core.estimate.choices import Stratum
from samklang.core.estimate.counts import NOT_ANSWERED, NOT_SHOWN
from samklang.core.estimate.design import Design
from samklang.core.estimate.errors import EstimateError
from samklang.core.estimate.grid import EVERYONE, DomainCounts, DomainShare, grid_shares
from samklang.core.estimate.grid import Sums as GroupSums
from samklang.core.estimate.interval import share_interval
from samklang.core.faults import Fault, FaultyInput, faulty_file
from samklang.core.language.messages import message
from samklang.core.privacy import Internal, Public
from samklang.engines.in_place import TABLE, TableTally, open_table, tally_table
from samklang.package.read import read_questionnaire
from samklang.package.table import check_columns
from samklang.package.table import read as read_table
from samklang.package.text import decode

MEMBERS = "members"
# The row of respondents whose domain is not known. An id cannot begin so.
UNKNOWN = "!unknown"
_WHOLE = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class LargeSurvey:
    """Where the answers of a large survey are, and how its respondents stand for the members.

    answers: a file, or None for a table of the database. strata, by, weight: its columns.
    population: a CSV of the strata and their members, for a census or a stratified sample.
    """

    answers: Internal[Path | None]
    questionnaire: Internal[Path]
    engine: Internal[str] = "duckdb"
    table: Internal[str] = TABLE
    strata: Public[tuple[str, ...]] = ()
    by: Public[str | None] = None
    weight: Public[str | None] = None
    population: Internal[Path | None] = None
    partial: Public[bool] = False


def summarise(
    survey: LargeSurvey, *, threshold: int = 5, confidence: float = 0.95
) -> Mapping[str, ReleasedTable]:
    """Every closed question's counts and shares, of all and by domain, released together.

    Keyed by `q` (or `q.item`), and `q by COLUMN` for the domains, whose rows are the domains and
    whose series are the options. Raises FaultyInput.
    """
    questionnaire = read_questionnaire(survey.questionnaire)
    sizes = None
    if survey.population is not None:
        sizes = read_population(survey.population, survey.strata)
    elif survey.strata and survey.weight is None:
        what = message("terminal.strata_without_known_members")
        remedy = message("terminal.give_population_or_weight")
        raise faulty_file("--strata", what, remedy)
    tallied = tally_table(
        open_table(survey.answers, engine=survey.engine, table=survey.table),
        questionnaire,
        strata=survey.strata,
        by=survey.by,
        weight=survey.weight,
        partial=survey.partial,
    )
    name = survey.answers.name if survey.answers else survey.table
    try:
        design = tallied.design(sizes)
        tables = _tables(tallied, design, by=survey.by, confidence=confidence)
    except EstimateError as error:
        raise faulty_file(name, error.what, error.remedy) from error
    weights = None
    if survey.strata and survey.weight is None:
        known = zip(design.strata, design.weights, strict=True)
        weights = Weights(tuple(survey.strata), {s.stratum: float(w) for s, w in known})
    return release(tables, threshold=threshold, respondents=design.n, weights=weights)


def read_population(path: Path, strata: Sequence[str]) -> Mapping[Stratum, int]:
    """Members by stratum: a CSV of the columns `strata` and `members`. Raises FaultyInput."""
    name = path.name
    try:
        content = path.read_bytes()
    except OSError as error:
        what = message("package.the_file_cannot_be_read")
        raise faulty_file(path, what, message("terminal.correct_its_name")) from error
    text, faults = decode(content, name)
    table, more = read_table(text, name) if text is not None else (None, ())
    faults = (*faults, *more)
    if table is None or faults:
        raise FaultyInput(faults)
    if missing := check_columns(table, [*strata, MEMBERS], None, name):
        raise FaultyInput(missing)
    sizes: dict[Stratum, int] = {}
    wrong = []
    for number, row in table.rows:
        stratum = tuple(row[column] for column in strata)
        if not _WHOLE.fullmatch(row[MEMBERS]) or int(row[MEMBERS]) == 0:
            what = message("terminal.is_no_whole_number_above_0", cell=repr(row[MEMBERS]))
            remedy = message("terminal.write_the_members_of_the_stratum")
            wrong.append(Fault(name, number, MEMBERS, what, remedy))
        elif stratum in sizes:
            remedy = message("terminal.add_its_members_up")
            what = message("estimates.the_stratum_stands_twice")
            wrong.append(Fault(name, number, "", what, remedy))
        else:
            sizes[stratum] = int(row[MEMBERS])
    if wrong:
        raise FaultyInput(wrong)
    return sizes


def _tables(
    tallied: TableTally, design: Design, *, by: str | None, confidence: float
) -> list[CandidateTable]:
    named = {name: _with_unknown(counts) for name, counts in tallied.counts.items()}
    domains = sorted({d for c in named.values() for _, d, _ in c.sums} - {EVERYONE})
    tables = []
    for name, counts in named.items():
        shares: dict[str, list[DomainShare]] = {}
        for share in grid_shares(counts, design=design):
            shares.setdefault(share.domain, []).append(share)
        tables.append(_total(name, counts, shares.get(EVERYONE, []), confidence))
        if by is not None:
            rows = tuple(
                CandidateRow(
                    domain,
                    shares[domain][0].facts.n if domain in shares else 0,
                    _cells(counts, shares.get(domain, []), confidence),
                    values=(domain,),
                )
                for domain in domains
            )
            sums: Sums = "none" if counts.multiple else "series"
            tables.append(
                CandidateTable(
                    f"{name} by {by}", counts.options, rows, sums, question=name, by=(by,)
                )
            )
    return tables


def _total(
    name: str, counts: DomainCounts, shares: Sequence[DomainShare], confidence: float
) -> CandidateTable:
    base = shares[0].facts.n if shares else 0
    cells = _cells(counts, shares, confidence)
    return CandidateTable(
        id=name,
        series=("share",),
        rows=tuple(
            CandidateRow(o, base, (cell,)) for o, cell in zip(counts.options, cells, strict=True)
        ),
        sums="none" if counts.multiple else "rows",
        not_answered=_marked(counts, NOT_ANSWERED),
        not_shown=_marked(counts, NOT_SHOWN),
    )


def _cells(
    counts: DomainCounts, shares: Sequence[DomainShare], confidence: float
) -> tuple[CandidateCell, ...]:
    if not shares:
        # Nobody answered; any threshold withholds it.
        return tuple(CandidateCell(0, 0.0, 0.0, 1.0) for _ in counts.options)
    cells = []
    for share in shares:
        low, high = share_interval(share.facts, confidence=confidence)
        cells.append(CandidateCell(share.facts.count, share.share, low, high))
    return tuple(cells)


def _marked(counts: DomainCounts, marker: str) -> int:
    return sum(sums.n for (_, _, option), sums in counts.sums.items() if option == marker)


def _with_unknown(counts: DomainCounts) -> DomainCounts:
    """The counts with those of no known domain in a domain of their own, so that rows add up."""
    all_sums: dict[tuple[Stratum, str, str], GroupSums] = {}
    for (stratum, domain, option), sums in counts.sums.items():
        key = (stratum, UNKNOWN if domain in MISSING else domain, option)
        all_sums[key] = all_sums[key].plus(sums) if key in all_sums else sums
    return replace(counts, sums=all_sums)
