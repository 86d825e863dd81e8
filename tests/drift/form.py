"""What a form says, section by section, and which section a text belongs to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.drift.survey import MARKS

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DDI = "{ddi:codebook:2_5}"
HEADING = re.compile(r"Avsnitt (part-[a-z]+)")
HASH = re.compile(r"[0-9a-f\u200b ]{64,72}")
Files = Mapping[str, bytes]
PART_OF = {
    "alfa": "part-alfa",
    "eta": "part-eta",
    "beta": "part-beta",
    "gamma": "part-gamma",
    "delta-by-county": "part-delta",
    "zeta-zig-by-county": "part-zeta",
    "alfa-nay-over-time": "part-kappa",
    "factors": "part-theta",
    "map": "part-example",
    "examples": "part-example",
}
# The section that a note on evidence is about.
NOTE_OF = PART_OF | {
    "participation": "part-people",
    "mean-delta": "part-delta",
    "mean-delta-by-county": "part-delta",
    "zeta": "part-zeta",
    "zeta-by-county": "part-zeta",
    "development-alfa-nay": "part-kappa",
    "index": "",
}
# The section that a mark stands in.
MARKED = {mark: part for part, marks in MARKS.items() for mark in marks}
# The main results stand before all sections, the rest of them on a slide of the appendix; they are
# made of what these say.
OPENING = ("Huvudresultat", "Main results", "Fler resultat", "More results")
EVIDENCE = ("Så vet vi det", "How we know")


@dataclass
class Form:
    """What a form says. texts: everything, by section; the rest by section too, where it has it.

    alts: text alternatives; tables: rows of cells; charts: series name, categories and values of a
    native chart; books: rows of its workbook; records: rows of its CSV by column.
    """

    texts: dict[str, list[str]] = field(default_factory=dict)
    alts: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    charts: dict[str, list[tuple[str, list[str], list[float | None]]]] = field(default_factory=dict)
    books: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    records: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def say(self, part: str, text: str) -> None:
        if text := plain(text):
            self.texts.setdefault(part, []).append(text)

    def alt(self, part: str, text: str) -> None:
        self.alts.setdefault(part, []).append(plain(text))
        self.say(part, f"alt: {text}")

    def row(self, part: str, cells: list[str]) -> None:
        self.tables.setdefault(part, []).append([plain(cell) for cell in cells])

    def whole(self, part: str) -> str:
        """All its texts of a section in a row."""
        return " ".join(self.texts.get(part, ()))


def plain(text: str) -> str:
    """With single spaces, and without the hash, invisible marks and sizes."""
    text = HASH.sub("HASH", " ".join(text.split()))
    text = re.sub(r"[\u2060\u200b\u00ad]", "", text)
    return re.sub(r"\d+ kB|\d+,\d MB|={5,}", "SIZE", text)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
