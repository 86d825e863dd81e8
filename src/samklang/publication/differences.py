"""Differences: every printed figure that differs between two builds of a theme."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from samklang.core.language.wording import Language, Wording, in_languages
from samklang.core.privacy import Public
from samklang.package.table import unescape

# What tells a figure's cell apart, and what is printed of it.
KEY = ("figure", "row", "series")
PRINTED = ["status", "count", "base_n", "share_percent", "ci_low_percent", "ci_high_percent"]


@dataclass(frozen=True)
class Difference:
    """A cell of a figure that is not as it was.

    labels: figure, row and series in a language, joined. before, after: what is printed of it, by
    column; empty where the cell is not in that build.
    """

    figure: Public[str]
    row: Public[str]
    series: Public[str]
    labels: Public[Wording]
    before: Public[Mapping[str, str]]
    after: Public[Mapping[str, str]]


def differences(before: Path, after: Path) -> tuple[Difference, ...]:
    """The cells of all figures that differ between two folders that `build` wrote, in order."""
    old, new = _cells(before), _cells(after)
    differences = []
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key, {}), new.get(key, {})
        was, now = _printed(one), _printed(other)
        if was != now:
            words = other or one
            differences.append(Difference(*key, in_languages(partial(_label, words)), was, now))
    return tuple(differences)


def _cells(folder: Path) -> dict[tuple[str, str, str], dict[str, str]]:
    cells = {}
    for path in sorted((folder / "data").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(KEY) <= set(reader.fieldnames or ()):
                continue
            for row in reader:
                cell = {name: unescape(value or "") for name, value in row.items() if name}
                cells[(cell["figure"], cell["row"], cell["series"])] = cell
    return cells


def _printed(cell: Mapping[str, str]) -> dict[str, str]:
    return {name: cell[name] for name in PRINTED if cell.get(name)}


def _label(cell: Mapping[str, str], language: Language) -> str:
    names = (f"title_{language}", f"row_label_{language}", f"series_label_{language}")
    parts = [cell.get(name, "") for name in names] or list(KEY)
    return ": ".join(part for part in parts if part)
