"""The demo theme made larger: more members who answer the same, more examples told the same."""

import csv
import shutil
from pathlib import Path

REGISTER, RESPONSES = "register.csv", "responses.csv"


def grown(theme: Path, into: Path, *, members: int = 0, examples: int = 0) -> Path:
    """A copy of a theme package with about as many members or examples; 0 leaves them as they are.

    Members come in whole copies of the register, each with the answers of its first. Codings stay
    those of the first copy.
    """
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(theme, into)
    (into / "manifest.json").unlink(missing_ok=True)
    if members:
        _members(into, members)
    if examples:
        _examples(into / "examples", examples)
    return into


def _members(package: Path, members: int) -> None:
    header, asked = _rows(package / REGISTER)
    columns, given = _rows(package / RESPONSES)
    copies = max(1, round(members / len(asked)))
    _write(
        package / REGISTER,
        header,
        [[_nth(row[0], n), *row[1:]] for n in range(copies) for row in asked],
    )
    _write(
        package / RESPONSES,
        columns,
        [[_nth(row[0], n), _nth(row[1], n), *row[2:]] for n in range(copies) for row in given],
    )


def _nth(name: str, copy: int) -> str:
    return f"{name}-{copy}" if copy and name else name


def _examples(folder: Path, examples: int) -> None:
    there = sorted(folder.glob("*.yaml"))
    for number in range(len(there), examples):
        source = there[number % len(there)]
        name = f"{source.stem[:30]}-{number}"
        text = source.read_text(encoding="utf-8")
        text = text.replace(f"id: {source.stem}\n", f"id: {name}\n", 1)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
