"""What is withheld beyond small cells, beside τ-ARGUS (pytauargus) on the same tables.

The survey of `benchmarks.disclosure --wide`. pytauargus is given each question's tables by both
groupings together and protects them optimally, one after the other; it prints empty cells. Then the
attacker of our audit reads the union of its tables, as he reads ours: totals that it withholds are
left to him, so that what is narrowed is no more than it would be.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.disclosure import (
    GROUPINGS,
    THRESHOLD,
    Protected,
    attacked,
    measured,
    wide,
    wide_people,
    withheld,
)
from benchmarks.table import keep
from benchmarks.tally_subjects import PEERS
from samklang.core.disclosure.release import CandidateTable

SIZES = ((15, 43), (15, 400), (30, 400), (60, 400), (60, 5000))
TOTAL = "Total"


@dataclass(frozen=True)
class Compared:
    """A subject's row, the cells that it withholds, and those that are small as it takes them."""

    row: Protected
    suppressed: int
    small: int

    @property
    def beyond(self) -> float:
        """Withheld over small: 1 where nothing further is withheld."""
        return self.suppressed / self.small if self.small else 1.0


def argus(questions: int, respondents: int, tables: Sequence[CandidateTable]) -> Compared:
    """pytauargus on the tables, in the Python of the peers."""
    names, people = wide_people(questions, respondents)
    order = {
        "questions": names,
        "groupings": list(GROUPINGS),
        "threshold": THRESHOLD,
        "people": people,
    }
    script = Path(__file__).with_name("argus.py")
    with tempfile.TemporaryDirectory() as folder:
        # Its solvers write their logs where they are started.
        done = subprocess.run(
            [PEERS.absolute(), script],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            check=True,
            cwd=folder,
        )
    told = json.loads(done.stdout)
    hidden: dict[str, set[tuple[str, str]]] = {table.id: set() for table in tables}
    for name, by, option, group, status in told["statuses"]:
        if status not in ("U", "M") or option == TOTAL:
            continue
        if group == TOTAL:
            hidden[name].add((option, "share"))
        else:
            hidden[f"{name}-by-{by}"].add((group, option))
    released = {table.id: withheld(table, hidden[table.id]) for table in tables}
    row = attacked("pytauargus", tables, released, questions, respondents, cpu=float(told["cpu"]))
    return Compared(row, round(row.lost * row.cells), _small(tables, empty=False))


def ours(questions: int, respondents: int, tables: Sequence[CandidateTable]) -> Compared:
    """The release."""
    row = measured("samklang", tables, questions, respondents, None)
    return Compared(row, round(row.lost * row.cells), _small(tables, empty=True))


def _small(tables: Sequence[CandidateTable], *, empty: bool) -> int:
    """Cells under the threshold, with the empty ones or without."""
    least = 0 if empty else 1
    return sum(least <= cell.count < THRESHOLD for t in tables for _, _, cell in t.cells())


def main() -> None:
    """Prints the table and keeps it."""
    print(
        f"{'subject':<12}{'questions':>10}{'answers':>9}{'cells':>7}{'small':>7}{'withheld':>10}"
        f"{'÷ small':>9}{'narrowed':>10}{'cpu s':>8}"
    )
    rows: list[Compared] = []
    for questions, respondents in SIZES:
        tables = wide(questions, respondents)
        for found in (argus(questions, respondents, tables), ours(questions, respondents, tables)):
            row = found.row
            print(
                f"{row.subject:<12}{questions:>10}{respondents:>9}{row.cells:>7}{found.small:>7}"
                f"{found.suppressed:>10}{found.beyond:>9.2f}{row.narrowed:>10}{row.cpu:>8.1f}",
                flush=True,
            )
            rows.append(found)
    keep("disclosure_argus", rows)


if __name__ == "__main__":
    sys.exit(main())
