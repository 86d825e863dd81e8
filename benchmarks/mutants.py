"""Mutants: random small faults in the code, and whether the tests that are named for it notice.

Each mutant is one change of one file in a copy of the tree: a comparison flipped, a term dropped, a
number off by one, two arguments swapped. It is killed by a test that fails with it and passes
without it. A survivor is a row that a test lacks, or a change without effect: read it.
`--count N` makes another number than 4, `--seed S` other ones, `--under core/survey` of a folder or
file. `--skip N` leaves out the first N of a seed, which were tried before.

After `make coverage`, tests that reach the changed line go first, from whatever file: those that
reach least else, since they are quick and are about that line. The named files follow in any case,
so that nothing survives for want of a coverage file, or for an old one.
"""

import argparse
import ast
import copy
import importlib.util
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

from benchmarks.table import keep

ROOT = Path(__file__).parents[1]
SOURCE = Path("src/samklang")
UNDER = ("core/estimate", "core/disclosure", "core/survey", "web/actions")
# The test files of what begins so, the quick before the slow; the first row that fits is taken.
TESTS = (
    (
        "core/estimate",
        "spec/share_interval spec/difference spec/several_strata spec/panel spec/drawn_together "
        "spec/student spec/frame spec/r_survey_uneven spec/r_survey unit/estimate_cells "
        "unit/estimate unit/designs_refused unit/exact_interval unit/grid spec/sensitivity_band "
        "spec/reliability",
    ),
    (
        "core/disclosure",
        "spec/release_quotes unit/release unit/programme unit/dominance unit/routing "
        "unit/weighted_shares spec/nested_groups unit/coding_accounts unit/audit "
        "unit/linked_release unit/ledger spec/quantile_ends unit/thousand_table_sets "
        "unit/edition_participation integration/audit_beside",
    ),
    (
        "core/survey",
        "spec/answers_on_a_page spec/answers_in_words spec/pages_of_a_survey "
        "spec/flaws spec/counted_answers spec/stored_answers unit/open_questions unit/simulated "
        "spec/offered_answers spec/text_beside_options unit/expression unit/linter "
        "unit/condition_words unit/routing unit/own_words spec/javarosa unit/xlsform "
        "web/answering_types web/questionnaire",
    ),
    ("web/actions/coding_import", "web/coding_import web/read_back"),
    ("web/actions/coding_by_file", "web/coding_import web/read_back"),
    ("web/actions/coding_log", "web/coding_log web/coding"),
    ("web/actions/double", "web/coding_refused web/double_coding web/read_back"),
    ("web/actions/findings_import", "web/read_back web/findings"),
    (
        "web/actions/erasure",
        "web/leaving_twice web/coding web/double_coding web/quotes web/examples web/keeping",
    ),
    ("web/actions/purging", "web/purging web/keeping"),
    ("web/actions/listing", "web/readers_catalogue web/catalogue_agrees web/catalogue_upkeep"),
    ("web/actions/reindexing", "web/catalogue_upkeep web/readers_catalogue"),
    ("web/actions/upkeep", "web/catalogue_upkeep web/examples"),
    ("web/actions/vocabulary", "web/vocabulary"),
    ("web/actions/sources", "web/sources"),
    ("web/actions/trials", "web/trials"),
    ("web/actions/visits", "web/since web/themes"),
    ("web/actions/blocks", "web/blocks"),
    ("web/actions/analysing", "web/looks web/blocks"),
    ("web/actions/building", "web/reports web/worker"),
    ("web/actions/freezing", "web/reports web/ledger"),
    ("web/actions/publishing", "web/reports web/ledger web/series"),
    ("web/actions/rehearsing", "web/rehearsal"),
    ("web/actions/importing", "web/importing web/register"),
    ("web/actions/register", "web/register web/staff"),
    ("web/actions/queue", "web/worker web/importing"),
    ("web/actions/cod", "web/codebook_actions web/coding_refused web/coding web/quotes"),
    ("web/actions/quotes", "web/nothing_changed web/quotes web/coding"),
    ("web/actions/reading", "web/coding web/quotes"),
    ("web/actions/findings", "web/findings"),
    ("web/actions/catalogue", "web/examples"),
    ("web/actions/fetching", "web/fetching"),
    ("web/actions/setup", "web/start"),
    ("web/actions/heartbeat", "web/worker web/doctor"),
    ("web/actions/audit", "web/audit_chain web/doctor web/keeping"),
    ("web/actions/mailing", "web/mailing web/following"),
    ("web/actions/sending", "web/letters_refused web/mailing web/following"),
    (
        "web/actions/manuscript",
        "web/nothing_changed web/manuscript_editor web/manuscript_over_time",
    ),
    ("web/actions/theme_files", "web/manuscript_editor web/reports"),
    (
        "web/actions/answering",
        "web/answering_outcomes web/answering web/answering_types web/answering_anonymous "
        "web/answering_leaving",
    ),
    (
        "web/actions/delegation",
        "web/leaving_twice web/nothing_changed web/answering web/answering_leaving",
    ),
    ("web/actions/", "web/themes web/staff web/register web/keeping web/house web/reports"),
)
FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
# Seconds for the tests of a mutant, which may never end.
PATIENCE = 900
# What `make coverage` writes, and how many tests that reach a line go before the named files.
COVERAGE = ROOT / "build/coverage"
FIRST = 25
LEFT_OUT = shutil.ignore_patterns(".*", "build", "__pycache__", "*.egg-info")


@dataclass(frozen=True)
class Mutant:
    """A change of one expression. path: of its file below the source; line: where it is."""

    path: str
    line: int
    kind: str
    before: str
    after: str
    content: bytes


@dataclass(frozen=True)
class Row:
    """A mutant with its fate: killed, by which test, or survived. cpu: seconds of its tests."""

    path: str
    line: int
    kind: str
    before: str
    after: str
    fate: str
    by: str
    cpu: float


def main(arguments: list[str]) -> None:
    """Makes the mutants and prints the fate of each."""
    parser = argparse.ArgumentParser(prog="benchmarks.mutants")
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--under", nargs="+", default=UNDER)
    chosen = parser.parse_args(arguments)
    draw = random.Random(chosen.seed)
    reached = reaching(COVERAGE)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        _own(tree)
        for _ in range(chosen.skip):
            drawn(chosen.under, draw)
        for _ in range(chosen.count):
            rows.append(_tried(tree, drawn(chosen.under, draw), reached))
            print(_line(rows[-1]), flush=True)
    survived = sum(row.fate == "survived" for row in rows)
    cpu = sum(row.cpu for row in rows)
    print(f"{len(rows) - survived} of {len(rows)} killed, {survived} survived; {cpu:.0f} CPU s")
    keep("mutants", rows)


def drawn(under: Sequence[str], draw: random.Random) -> Mutant:
    """A mutant of a file below one of the folders, each place of all files as likely."""
    files = sorted(
        {file for one in under for file in [ROOT / SOURCE / one, *(ROOT / SOURCE / one).rglob("*")]}
    )
    places = []
    for file in files:
        if file.suffix == ".py":
            tree = ast.parse(file.read_bytes())
            places += [(file, node) for node in _nodes(tree) if any(_changes(node))]
    file, node = draw.choice(places)
    kind, changed = draw.choice(list(_changes(node)))
    source = file.read_bytes()
    lines = source.splitlines(keepends=True)
    start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: (node.end_lineno or 0) - 1])) + (node.end_col_offset or 0)
    after = f"({ast.unparse(changed)})"
    content = source[:start] + after.encode() + source[end:]
    # What cannot be read would be killed by any test.
    compile(content, str(file), "exec")
    path = file.relative_to(ROOT / SOURCE).as_posix()
    return Mutant(path, node.lineno, kind, ast.unparse(node), after, content)


def _nodes(tree: ast.AST) -> Iterator[ast.expr]:
    """The expressions of a file; within an f-string, the parser does not say where they are."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.JoinedStr):
            if isinstance(node, ast.expr):
                yield node
            yield from _nodes(node)


def _changes(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """What a place can be changed to, with the kind of the change."""
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                flipped = copy.deepcopy(node)
                flipped.ops[place] = FLIPPED[type(operator)]()
                yield "flip a comparison", flipped
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            yield "drop a term", node.left
        case ast.BoolOp():
            for place in range(len(node.values)):
                left = [*node.values[:place], *node.values[place + 1 :]]
                yield "drop a term", ast.BoolOp(node.op, left) if left[1:] else left[0]
        case ast.Constant():
            if isinstance(node.value, int) and not isinstance(node.value, bool):
                for step in (-1, 1):
                    yield "off by one", ast.Constant(node.value + step)
        case ast.Call(args=[ast.expr() as first, ast.expr() as second, *others]):
            starred = isinstance(first, ast.Starred) or isinstance(second, ast.Starred)
            # The greater of two is the same in either order.
            same = starred or ast.unparse(node.func) in ("max", "min")
            if not same and ast.unparse(first) != ast.unparse(second):
                swapped = ast.Call(node.func, [second, first, *others], node.keywords)
                yield "swap arguments", swapped
        case _:
            pass


def tests_of(path: str) -> list[str]:
    """The test files that are named for a source file."""
    names = next(tests for begins, tests in TESTS if path.startswith(begins))
    return ["tests/{}/test_{}.py".format(*name.split("/")) for name in names.split()]


def reaching(path: Path) -> Mapping[str, Mapping[int, list[str]]]:
    """The tests that reach each line of each file below the source, those that reach least first.

    Empty without such a file. What ran outside of any test, as a fixture, is left out.
    """
    data = CoverageData(str(path))
    data.read()
    source = f"{SOURCE.as_posix()}/"
    lines = {
        Path(name).as_posix().rpartition(source)[2]: data.contexts_by_lineno(name)
        for name in data.measured_files()
    }
    reach = Counter(test for file in lines.values() for tests in file.values() for test in tests)
    return {
        name: {
            line: sorted((t for t in tests if t), key=lambda test: (reach[test], test))
            for line, tests in file.items()
        }
        for name, file in lines.items()
    }


def _first(tree: Path, mutant: Mutant, reached: Mapping[str, Mapping[int, list[str]]]) -> list[str]:
    """The tests that go before the named files, as pytest names them."""
    lines = reached.get(mutant.path, {})
    # Of an expression over several lines, its statement may be all that was seen.
    line = max((number for number in lines if number <= mutant.line), default=0)
    tests = []
    for context in lines.get(line, ()):
        parts = context.split(".")
        for end in range(1, len(parts)):
            file = "/".join(parts[:end]) + ".py"
            if (tree / file).is_file():
                tests.append("::".join([file, *parts[end:]]))
    return tests[:FIRST]


def _tried(tree: Path, mutant: Mutant, reached: Mapping[str, Mapping[int, list[str]]]) -> Row:
    file = tree / SOURCE / mutant.path
    sound = file.read_bytes()
    begun = sum(os.times()[2:4])
    _write(file, mutant.content)
    try:
        first = _first(tree, mutant, reached)
        run = _pytest(tree, first) if first else None
        # Without a failure, or where a test is no longer what it was called, the named files say.
        if run is None or run.returncode != 1:
            run = _pytest(tree, tests_of(mutant.path))
    except subprocess.TimeoutExpired:
        fate, by = "killed", f"time: no end after {PATIENCE} s"
    else:
        fate, by = ("survived", "") if run.returncode == 0 else ("killed", _failed(run.stdout))
    _write(file, sound)
    if fate == "killed" and by.startswith("tests/") and _pytest(tree, [by]).returncode:
        sys.exit(f"{by} fails without any mutant: nothing can be said.")
    spent = sum(os.times()[2:4]) - begun
    return Row(
        mutant.path,
        mutant.line,
        mutant.kind,
        mutant.before,
        mutant.after,
        fate,
        by,
        round(spent, 1),
    )


def _failed(output: str) -> str:
    """The test that failed, or its file where that could not even be read."""
    named = re.search(r"^(?:FAILED|ERROR) (tests/\S+?\.py(?:::.*?)?)(?: - .*)?$", output, re.M)
    if named is None:
        sys.exit(f"The tests could not be run:\n{output[-2000:]}")
    # A parameter may hold anything: the whole function is run without the mutant.
    return named[1].partition("[")[0]


def _write(file: Path, content: bytes) -> None:
    """Writes a source file; what was compiled of it may be of the same second and size."""
    file.write_bytes(content)
    Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)


def _environment(tree: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(tree / "src")}


def _pytest(tree: Path, tests: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-n", "0", "-x", "--no-header", "--tb=no", *tests]
    return subprocess.run(
        command,
        cwd=tree,
        env=_environment(tree),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def _own(tree: Path) -> None:
    """Stops where the tests would not run the copy's own code: then every mutant survived."""
    asked = [sys.executable, "-c", "import samklang; print(samklang.__file__)"]
    run = subprocess.run(
        asked, cwd=tree, env=_environment(tree), capture_output=True, text=True, check=True
    )
    if not Path(run.stdout.strip()).is_relative_to(tree.resolve()):
        sys.exit(f"The tests would run {run.stdout.strip()}.")


def _line(row: Row) -> str:
    where = f"{row.path}:{row.line}"
    change = f"{row.before[:90]}  →  {row.after[:90]}"
    return f"{row.fate:<9}{row.cpu:>6.1f} s  {where:<36}{row.kind}: {change}\n{'':<19}{row.by}"


if __name__ == "__main__":
    main(sys.argv[1:])
