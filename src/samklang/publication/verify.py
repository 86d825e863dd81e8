"""Verify: derive every printed figure again from the package and hold the files against it."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from samklang import __version__
from samklang.core.faults import Fault, FaultyInput, faulty_file
from samklang.core.language.messages import message
from samklang.publication.build import FORMAT, MANIFEST, manifest, prepare
from samklang.publication.chosen import chosen, named
from samklang.publication.rendering import render

REMEDY = message("terminal.build_again_or_find_out")


@dataclass(frozen=True)
class Checked:
    """What was held against the package: files, and cells of figures printed in them."""

    files: int
    figures: int


def verify(path: Path, folder: Path, *, progress: Callable[[str], None]) -> Checked:
    """Rebuilds `path` in memory and compares every file in `folder`, byte for byte.

    Raises FaultyInput with every file that is missing, added or not as derived; for figure data
    the row and the two values are named.
    """
    progress(f"Reading {path}")
    recorded = _recorded(folder)
    draft = recorded.get("draft") is True
    only = named(recorded.get("only"))
    prepared = prepare(path, draft=draft)
    progress("Deriving every output again")
    files = chosen(prepared, only) if only else render(prepared, fresh=True)
    dataset = next(iter(prepared.values())).dataset_hash
    faults: list[Fault] = []
    if recorded.get("dataset") != dataset:
        what = message(
            "terminal.built_from_another_package", recorded=recorded.get("dataset"), dataset=dataset
        )
        remedy = message("terminal.verify_against_that_package")
        faults.append(Fault(MANIFEST, 0, "dataset", what, remedy))
    if recorded.get("samklang") != __version__:
        what = message(
            "terminal.built_by_another_version",
            recorded=recorded.get("samklang"),
            version=__version__,
        )
        remedy = message("terminal.verify_with_that_version")
        faults.append(Fault(MANIFEST, 0, "samklang", what, remedy))
    files[MANIFEST] = manifest(files, dataset=dataset, draft=draft, only=only)
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    faults += [
        Fault(n, 0, "", message("package.the_file_is_missing"), REMEDY)
        for n in files.keys() - present
    ]
    faults += [
        Fault(
            n,
            0,
            "",
            message("terminal.the_file_is_not_of_this_build"),
            message("faults.take_it_away"),
        )
        for n in present - files.keys()
    ]
    for name in sorted(files.keys() & present):
        actual = (folder / name).read_bytes()
        if actual != files[name]:
            faults += _differences(name, actual, files[name])
    if faults:
        raise FaultyInput(faults)
    cells = sum(
        len(row.cells)
        for document in prepared.values()
        for figure in document.figures
        for row in figure.table.rows
    )
    return Checked(files=len(files), figures=cells)


def _recorded(folder: Path) -> dict[str, object]:
    try:
        recorded = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        recorded = {}
    if not isinstance(recorded, dict) or recorded.get("format") != FORMAT:
        what = message("terminal.the_folder_holds_no_build")
        raise faulty_file(folder, what, message("terminal.name_the_folder_given_to_out"))
    return recorded


def _differences(name: str, actual: bytes, derived: bytes) -> list[Fault]:
    if name.endswith(".csv"):
        try:
            rows = _cells(name, actual, derived)
        except (UnicodeDecodeError, csv.Error):
            rows = []
        if rows:
            return rows
    if len(actual) != len(derived):
        what = message("terminal.other_length", actual=len(actual), derived=len(derived))
    else:
        at = next(i for i, (a, b) in enumerate(zip(actual, derived, strict=True)) if a != b)
        what = message("terminal.byte_is_not_as_derived", at=at)
    return [Fault(name, 0, "", what, REMEDY)]


def _cells(name: str, actual: bytes, derived: bytes) -> list[Fault]:
    """The cells of a CSV that are not as derived."""
    ours, theirs = (
        list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        for content in (derived, actual)
    )
    if len(ours) != len(theirs) or any(len(a) != len(b) for a, b in zip(ours, theirs, strict=True)):
        return []
    return [
        Fault(
            name,
            number,
            ours[0][column],
            message("terminal.is_printed_and_another_derived", there=there, here=here),
            REMEDY,
        )
        for number, (line, other) in enumerate(zip(ours, theirs, strict=True), 1)
        for column, (here, there) in enumerate(zip(line, other, strict=True))
        if here != there
    ]
