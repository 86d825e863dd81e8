"""Which branches of the core and of the site's actions the tests take, held against a floor.

`make coverage` runs the tests and then this, on what coverage.py has written as JSON. A branch that
no test takes is a row that somebody may want to write, never a reason to write one. The way past
the last case of a `match` is no branch: mypy proves that there is none (`exhaustive-match`).
"""

import ast
import json
import sys
from collections.abc import Mapping
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
                cases = last_cases(ast.parse(Path(name).read_bytes()))
                past = sum(_past(cases, *arc) for arc in file["missing_branches"])
                summary = file["summary"]
                taken += summary["covered_branches"]
                branches += summary["num_branches"] - past
                left.append((summary["missing_branches"] - past, name.removeprefix(part)))
        share = 100 * taken / branches
        below += share < FLOOR
        print(f"{part}: {taken} of {branches} branches, {share:.1f} % (floor {FLOOR:.0f} %)")
        for missing, name in sorted(left, reverse=True)[:LISTED]:
            if missing:
                print(f"{missing:>6}  {name}")
    return min(below, 1)


def last_cases(tree: ast.AST) -> Mapping[int, int]:
    """The last case of each `match`: the line of its pattern, and the first line of its body."""
    return {
        node.cases[-1].pattern.lineno: node.cases[-1].body[0].lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Match)
    }


def _past(cases: Mapping[int, int], begin: int, end: int) -> bool:
    """Whether a branch leads past the last case of a `match`."""
    return begin in cases and end != cases[begin]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
