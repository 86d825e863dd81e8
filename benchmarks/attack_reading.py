"""What a reader of a built folder sees: the numbers of its data files and of its page.

Written apart from the product: a CSV is read with the csv module and the page as text.
"""

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

NUMBERS = (
    "count", "base_n", "share_percent", "ci_low_percent", "ci_high_percent", "band_low_percent",
    "band_high_percent", "value", "ci_low", "ci_high",
)  # fmt: skip
COUNTY_NAMES = {
    "Västerbottens län": "24",
    "Norrbottens län": "25",
    "Jämtlands län": "23",
}
GROUPS = ("23", "24", "25", "large", "small")
TAG = re.compile(r"<[^>]+>")
TOOK_PART = re.compile(r"(\d+) av (\d+) tillfrågade")
# What has become of the answers to the open question: how many did not write.
ACCOUNT = re.compile(
    r"Öppna svar: Vad hjälper och hindrar\? (\d+) tillfrågade: (?:(\d+) skrev inget)?"
)
ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.S)
WITHHELD = ("dolt", "färre än")


@dataclass(frozen=True)
class Cell:
    """A line of a data file. numbers: those that it prints, by column."""

    row: str
    series: str
    status: str
    numbers: Mapping[str, float]


@dataclass(frozen=True)
class Printed:
    """A built folder. figures: cells by the figure's id. answered: by group of the method box.

    wrote: how many answered the open question, as its account says it. told: the sentences with a
    number of their own. page: everything else that the page says.
    """

    figures: Mapping[str, tuple[Cell, ...]]
    respondents: int
    answered: Mapping[str, int | None]
    wrote: int | None
    told: tuple[str, ...]
    page: str

    @property
    def pattern(self) -> tuple[tuple[str, str, str, str], ...]:
        """What is printed and what is not."""
        return tuple(
            (name, cell.row, cell.series, cell.status)
            for name, cells in self.figures.items()
            for cell in cells
        )


def read_folder(folder: Path) -> Printed:
    """Reads the data files and the one-file report of a build."""
    figures = {}
    for path in sorted((folder / "data").glob("*.csv")):
        lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        if lines and "row" in lines[0]:
            figures[path.stem] = tuple(_cells(lines))
    page = (folder / "sv" / "report.html").read_text(encoding="utf-8")
    text = _plain(page)
    took_part = TOOK_PART.search(text)
    assert took_part, "the page says how many answered"
    answered: dict[str, int | None] = {}
    for row in ROW.findall(page):
        cells = [_plain(cell) for cell in CELL.findall(row)]
        name = COUNTY_NAMES.get(cells[0], cells[0]) if cells else ""
        # A row of who took part: members, then how many answered and their rate, or why not.
        took_part_row = name in GROUPS and len(cells) in (3, 4) and cells[1].isdigit()
        if took_part_row and (len(cells) == 3 or cells[2].isdigit()):
            answered[name] = int(cells[2]) if cells[2].isdigit() else None
    told = tuple(re.findall(r"Uppgift: ([^<]*)", html.unescape(page)))
    # The hash and the version are of the package and of the software.
    page = re.sub(r"\b[0-9a-f]{8,64}\b", "", text)
    account = ACCOUNT.search(text)
    wrote = int(account[1]) - int(account[2] or 0) if account else None
    return Printed(figures, int(took_part[1]), answered, wrote, told, page)


def _plain(text: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", text)).replace("\u2060", "").split())


def _cells(lines: Iterable[Mapping[str, str]]) -> Iterator[Cell]:
    for line in lines:
        numbers = {name: float(line[name]) for name in NUMBERS if line.get(name)}
        yield Cell(line["row"], line.get("series", ""), line.get("status", ""), numbers)


def told_apart(one: Printed, other: Printed, *, values: bool = True) -> str:
    """What a reader of both would find that differs; '' where the two print the same.

    Where one withholds what the other prints there is nothing to compare, but where they withhold
    the same every word must be the same. values: whether means and medians are compared too.
    """
    if (one.respondents, one.answered) != (other.respondents, other.answered):
        return "who took part"
    for name, cells in one.figures.items():
        there = {(c.row, c.series): c for c in other.figures.get(name, ())}
        for cell in cells:
            same = there.get((cell.row, cell.series))
            if same is None or "shown" not in (cell.status, same.status):
                continue
            if not values and "value" in (cell.numbers.keys() | same.numbers.keys()):
                continue
            for column in cell.numbers.keys() & same.numbers.keys():
                if cell.numbers[column] != same.numbers[column]:
                    return f"{name} {cell.row} {cell.series} {column}"
    for sentence, twin in zip(one.told, other.told, strict=True):
        if sentence != twin and not any(word in sentence + twin for word in WITHHELD):
            return f"{sentence!r} and {twin!r}"
    if one.pattern == other.pattern and one.page != other.page and values:
        return f"the page: {_first_difference(one.page, other.page)}"
    return ""


def _first_difference(one: str, other: str) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return f"{one[max(0, at - 60) : at + 40]!r} and {other[max(0, at - 60) : at + 40]!r}"
