"""Leaks: a number that some file prints beside the name of what the data files withhold."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from samklang.core.language.wording import LANGUAGES
from samklang.core.privacy import Public
from samklang.publication.reading.figures import Line, Publication
from samklang.publication.reading.forms import Form

NUMBERS = ("count", "base_n", "share_percent", "ci_low_percent", "ci_high_percent")
BANDS = ("band_low_percent", "band_high_percent")
WHOLE = re.compile(r"(?<![\d.,])\d+(?:\.0)?(?![\d.,]*\d)")
# In a description: a name, then what is said of it, up to the next name.
SAID = re.compile(r"(?:^|[.;] )([^.;:]+): ([^.;]*)")


@dataclass(frozen=True)
class Leak:
    """A number in a file beside a name that the data withhold a number of."""

    path: Public[str]
    label: Public[str]
    number: Public[int]


def leaks(read: Publication, shown: Iterable[Form]) -> Iterator[Leak]:
    """Numbers that no data file has beside the names of withheld cells, each once."""
    allowed = _allowed(read)
    for form in shown:
        if form.path.startswith("data/") and form.path.endswith(".csv"):
            continue
        leaks = set()
        for label, text in _beside(form, allowed):
            known = allowed.get(label.strip())
            if known is not None:
                numbers = {int(float(n)) for n in WHOLE.findall(text)}
                leaks |= {(label, n) for n in numbers - known}
        for label, number in sorted(leaks):
            yield Leak(form.path, label, number)


def _beside(form: Form, labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names in a file with what stands beside each: in its table's row, or after a colon.

    A line of a PDF that begins with a name and goes on with a number is a table's row.
    """
    if form.path.endswith(".pdf"):
        for line in form.lines:
            for label in labels:
                rest = line.removeprefix(f"{label} ")
                if rest != line and rest[:1].isdigit():
                    yield label, rest
    for row in form.rows:
        for place, cell in enumerate(row[:2]):
            # A chart says why a cell is withheld after the name of its row.
            label = cell.partition(":")[0] if place == 0 else cell
            yield label, " ".join(row[place + 1 :])
    for line in form.lines:
        for label, text in SAID.findall(line):
            yield label, text


def _allowed(read: Publication) -> dict[str, set[int]]:
    """What may stand beside each name that names a withheld cell: all that the data print of it."""
    withheld: set[str] = set()
    printed: dict[str, set[int]] = {}
    for line in read.lines:
        for label in _labels(line):
            numbers = [int(line[c]) for c in (*NUMBERS, *BANDS) if line.get(c)]
            ends = [int(line[c]) for c in (*NUMBERS[2:], *BANDS) if line.get(c)]
            widths = [a - b for a, b in permutations(ends, 2)]
            printed.setdefault(label, set()).update(numbers, widths)
            if line["status"] != "shown":
                withheld.add(label)
    for group in read.participation.groups:
        values = [group.invited, *([group.answered] if group.answered is not None else [])]
        if group.answered is not None:
            values.append((200 * group.answered + group.invited) // (2 * group.invited))
        for line in read.lines:
            if line["row"] in group.values:
                for label in _labels(line)[:2]:
                    printed[label].update(values)
    return {label: printed[label] | _thresholds(read) for label in withheld if label}


def _labels(line: Line) -> Sequence[str]:
    names = [f"{of}_label_{code}" for of in ("row", "series") for code in LANGUAGES]
    return [line[name] for name in names if line.get(name)]


def _thresholds(read: Publication) -> set[int]:
    return {table.threshold for table in read.tables}
