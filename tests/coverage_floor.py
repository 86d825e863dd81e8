"""Which branches of the core and of the site's actions the tests take, held against a floor.

`make coverage` runs the tests and then this, on what coverage.py has written as JSON. A branch that
no test takes is a row that somebody may want to write, never a reason to write one.
"""

import json
import sys
from pathlib import Path

# Of a hundred branches, how many the tests take at least.
FLOOR = 95.0
PARTS = ("src/samklang/core/", "src/samklang/web/actions/")
# So many files are listed, those with most branches that no test takes.
LISTED = 15


def main(path: Path) -> int:
    """Prints the share of each part and where most is left; 1 where a part is below the floor."""
    files = json.loads(path.read_bytes())["files"]
    below = 0
    for part in PARTS:
        left: list[tuple[int, str]] = []
        taken = branches = 0
        for name, file in files.items():
            if name.startswith(part):
                summary = file["summary"]
                taken += summary["covered_branches"]
                branches += summary["num_branches"]
                left.append((summary["missing_branches"], name.removeprefix(part)))
        share = 100 * taken / branches
        below += share < FLOOR
        print(f"{part}: {taken} of {branches} branches, {share:.1f} % (floor {FLOOR:.0f} %)")
        for missing, name in sorted(left, reverse=True)[:LISTED]:
            if missing:
                print(f"{missing:>6}  {name}")
    return min(below, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
