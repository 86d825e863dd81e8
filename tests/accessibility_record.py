"""Record: what a test found of accessibility, held against what the statement says of it.

With SAMKLANG_RECORD=1 in the environment the record is written instead:
``SAMKLANG_RECORD=1 make test ARGS="tests/browser tests/integration/test_validators.py"``.
"""

import datetime
import fcntl
import json
import os
from collections.abc import Sequence
from pathlib import Path

from samklang.core.accessibility import checks as kept
from samklang.core.accessibility.checks import Subject

RECORD = Path(kept.__file__).with_name(kept.RECORD)
# A fault of a tool may quote a whole page.
LONGEST = 160


def rounded(count: int) -> int:
    """The count rounded down to two digits, so that a sentence more or less changes nothing."""
    step = 10 ** max(0, len(str(count)) - 2)
    return count // step * step


def record(
    id_: str,
    *,
    subject: Subject,
    tool: str,
    looked_at: int,
    checks: int,
    faults: Sequence[str],
    file: Path = RECORD,
    write: bool | None = None,
) -> None:
    """Holds what a test found against the record, or writes it there.

    Raises AssertionError where the record lacks a fault, has one that is no more, or says more
    checks or pages than there were.
    """
    if write is None:
        write = bool(os.environ.get("SAMKLANG_RECORD"))
    short = [fault[:LONGEST] for fault in faults]
    if write:
        _write(
            file,
            id_,
            {
                "subject": subject,
                "tool": tool,
                "date": datetime.date.today().isoformat(),
                "looked_at": looked_at,
                "checks": rounded(checks),
                "faults": short,
            },
        )
        return
    said = json.loads(file.read_text(encoding="utf-8"))[id_]
    again = "run the test with SAMKLANG_RECORD=1 once it is as it should be"
    assert said["faults"] == short, f"the accessibility statement says other faults; {again}"
    assert said["tool"] == tool, f"the statement names another tool; {again}"
    assert said["looked_at"] <= looked_at, f"the statement says more pages; {again}"
    assert said["checks"] <= checks, f"the statement says more checks; {again}"


def _write(file: Path, id_: str, found: dict[str, object]) -> None:
    with open(file, "a+", encoding="utf-8") as held:
        # Two workers may write at once.
        fcntl.flock(held, fcntl.LOCK_EX)
        held.seek(0)
        whole = json.loads(held.read() or "{}")
        whole[id_] = found
        held.seek(0)
        held.truncate()
        held.write(json.dumps(dict(sorted(whole.items())), indent=1, ensure_ascii=False) + "\n")
