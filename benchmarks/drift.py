"""Drift: random edits of a theme package, each built in every form and read back.

An edit is found to have drifted where a form shows another number than the raw answers give, or
where a text changed that does not draw on what was edited (`tests/drift`). `--edits N` makes
another number of them than 300, `--seed S` others.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass

from benchmarks.table import keep
from tests.drift.edits import EDITS
from tests.drift.survey import survey
from tests.drift.trial import Outcome, build, tried

HEADER = f"{'edit':<14}{'edits':>7}{'stopped':>9}{'texts changed':>15}{'drifted':>9}{'cpu s':>8}"


@dataclass(frozen=True)
class Row:
    """The edits of a kind. stopped: builds that stopped, as they must. changed: texts, all in all;
    drifted: edits with a fault.
    """

    edit: str
    edits: int
    stopped: int
    changed: int
    drifted: int
    cpu: float


def main(arguments: list[str]) -> None:
    """Makes the edits, prints the table and every fault; exits with 1 where there are any."""
    parser = argparse.ArgumentParser(prog="benchmarks.drift")
    parser.add_argument("--edits", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        # As for a user who builds again and again: what is unchanged is not rendered anew.
        os.environ["XDG_CACHE_HOME"] = folder
        outcomes, cpu = _made(chosen.edits, chosen.seed)
    rows = [
        Row(
            kind,
            len(found),
            sum(one.stopped for one in found),
            sum(one.changed for one in found),
            sum(bool(one.faults) for one in found),
            cpu[kind],
        )
        for kind, found in outcomes.items()
    ]
    every = [outcome for found in outcomes.values() for outcome in found]
    rows.append(
        Row(
            "all",
            len(every),
            sum(row.stopped for row in rows),
            sum(row.changed for row in rows),
            sum(row.drifted for row in rows),
            sum(row.cpu for row in rows),
        )
    )
    print(HEADER)
    for row in rows:
        print(
            f"{row.edit:<14}{row.edits:>7}{row.stopped:>9}{row.changed:>15}{row.drifted:>9}"
            f"{row.cpu:>8.1f}"
        )
    keep("drift", rows)
    for outcome in every:
        for fault in outcome.faults:
            print(f"{outcome.edit}: {fault}", file=sys.stderr)
    if any(outcome.faults for outcome in every):
        sys.exit(1)


def _made(edits: int, seed: int) -> tuple[dict[str, list[Outcome]], Counter[str]]:
    """The edits, each kind in turn, each in one language and then the other."""
    base = {language: build(survey(), [language])[language] for language in ("sv", "en")}
    outcomes: dict[str, list[Outcome]] = {kind: [] for kind in EDITS}
    cpu: Counter[str] = Counter()
    for number in range(edits):
        kind = list(EDITS)[number % len(EDITS)]
        language = ("sv", "en")[number // len(EDITS) % 2]
        start = time.process_time()
        outcomes[kind].append(tried({language: base[language]}, kind, seed=seed + number))
        cpu[kind] += time.process_time() - start
        print(f"\r{number + 1} of {edits}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return outcomes, cpu


if __name__ == "__main__":
    main(sys.argv[1:])
