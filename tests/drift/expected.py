"""What a survey's raw answers say, by arithmetic on the answers alone.

Shares and means are worked out in fractions; each answer stands for as many members as its county
has members for each who answered. Nothing of the product is called.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from tests.drift.survey import CODES, COUNTIES, ITEMS, OPEN, OPTIONS, Survey

COUNTY_WORDS = {
    "24": {"sv": "Västerbottens län", "en": "Västerbotten County"},
    "25": {"sv": "Norrbottens län", "en": "Norrbotten County"},
    "all": {"sv": "Alla", "en": "All"},
}
VALENCE_WORDS = {
    "enables": {"sv": "Underlättar", "en": "Helps"},
    "hinders": {"sv": "Försvårar", "en": "Hinders"},
}
Row = Mapping[str, str]


def chose(column: str, answer: str) -> Callable[[Row], bool]:
    """Whether a response has the answer."""
    return lambda row: row[column] == answer


@dataclass(frozen=True)
class Cell:
    """A number of a figure: those counted, of how many, and the weighted share or mean."""

    row: str
    series: str
    count: int
    base: int
    worth: Fraction

    @property
    def percent(self) -> int:
        """Whole per cent, halves up."""
        return math.floor(self.worth * 100 + Fraction(1, 2))


class Expected:
    """The figures of a survey by id, each a list of cells; and who took part."""

    def __init__(self, made: Survey):
        self.made = made
        self.county = {m["member"]: m["county"] for m in made.register}
        self.rows = [r for r in made.responses if r["status"] == "complete"]
        self.invited = Counter(self.county.values())
        self.answered = Counter(self.county[r["member"]] for r in self.rows)

    @property
    def rate(self) -> int:
        """The response rate in whole per cent, halves up."""
        return math.floor(Fraction(len(self.rows) * 100, len(self.county)) + Fraction(1, 2))

    def weight(self, row: Row) -> Fraction:
        """How many members the response stands for."""
        county = self.county[row["member"]]
        return Fraction(self.invited[county], self.answered[county])

    def cell(
        self, base: Iterable[Row], picked: Callable[[Row], bool], *, row: str, series: str = ""
    ) -> Cell:
        """The share of a base that chose."""
        of = list(base)
        counted = [r for r in of if picked(r)]
        whole = sum(map(self.weight, of))
        part = Fraction(sum(map(self.weight, counted)))
        return Cell(row, series, len(counted), len(of), part / whole if whole else Fraction(0))

    def of_question(self, question: str) -> list[Row]:
        """Who answered it."""
        return [r for r in self.rows if r[question] not in ("", "!not-shown")]

    def of_county(self, rows: Iterable[Row], county: str) -> list[Row]:
        return [r for r in rows if county in ("all", self.county[r["member"]])]

    def coded(self, code: str, valence: str, row: Row) -> bool:
        return any(
            (k["response"], k["code"], k["valence"]) == (row["response"], code, valence)
            for k in self.made.codings
        )

    def figures(self) -> dict[str, list[Cell]]:
        """Every figure's cells, with ids for labels."""
        found = {
            q: [self.cell(self.of_question(q), chose(q, o), row=o) for o in OPTIONS[q]]
            for q in ("alfa", "eta")
        }
        found["beta"] = [
            self.cell(
                self.of_question(f"beta.{o}"),
                chose(f"beta.{o}", "1"),
                row=o,
            )
            for o in OPTIONS["beta"]
        ]
        found["gamma"] = [
            self.cell(
                self.of_question(f"gamma.{i}"),
                chose(f"gamma.{i}", o),
                row=i,
                series=o,
            )
            for i in ITEMS
            for o in OPTIONS["gamma"]
        ]
        found["delta-by-county"] = [self.mean(county) for county in (*COUNTIES, "all")]
        found["zeta-zig-by-county"] = [
            self.cell(
                self.of_county(self.of_question("zeta"), county),
                chose("zeta", "zig"),
                row=county,
                series="zig",
            )
            for county in (*COUNTIES, "all")
        ]
        found["factors"] = [
            self.cell(
                self.of_question(OPEN),
                partial(self.coded, c, v),
                row=c,
                series=v,
            )
            for c in CODES
            for v in VALENCE_WORDS
        ]
        return found

    def mean(self, county: str) -> Cell:
        rows = self.of_county(self.of_question("delta"), county)
        whole = Fraction(sum(map(self.weight, rows)))
        total = sum((self.weight(r) * int(r["delta"]) for r in rows), Fraction(0))
        return Cell(county, "amount", len(rows), len(rows), total / whole if whole else Fraction(0))

    def quotes(self) -> set[str]:
        """What a person has released, of those who answered."""
        return {k["text"] for k in self.made.codings if k["released_by"] and k["released_on"]}

    def held(self) -> set[str]:
        """Answers that nobody has released."""
        return {r[OPEN] for r in self.made.responses if r[OPEN]} - self.quotes()


def label(made: Survey, name: str, language: str) -> str:
    """The words of a row or series by id."""
    for words in (COUNTY_WORDS, VALENCE_WORDS):
        if name in words:
            return words[name][language]
    return made.label(name, language)


def projection(made: Survey) -> dict[str, object]:
    """By section, everything raw that it draws on: equal projections must print equal texts."""
    county = {m["member"]: m["county"] for m in made.register}
    rows = [(county[r["member"]], r) for r in made.responses if r["status"] == "complete"]
    people = (
        sorted(Counter(county.values()).items()),
        sorted(Counter(c for c, _ in rows).items()),
    )

    def drawn(*columns: str, words: tuple[str, ...]) -> object:
        cells = Counter((c, *(r[column] for column in columns)) for c, r in rows)
        return (people, sorted(cells.items()), [made.named(word) for word in words])

    carried = Counter(
        (
            c,
            bool(r[OPEN]),
            tuple(
                sorted(
                    (k["code"], k["valence"])
                    for k in made.codings
                    if k["response"] == r["response"]
                )
            ),
        )
        for c, r in rows
    )
    member = {r["response"]: county[r["member"]] for r in made.responses}
    quotes = sorted(
        (k["code"], k["valence"], k["text"], member[k["response"]])
        for k in made.codings
        if k["released_by"]
    )
    return {
        "part-people": people,
        "part-alfa": drawn("alfa", words=("alfa", *OPTIONS["alfa"])),
        "part-eta": drawn("alfa", "eta", words=("eta", *OPTIONS["eta"])),
        "part-beta": drawn(
            *(f"beta.{o}" for o in OPTIONS["beta"]), words=("beta", *OPTIONS["beta"])
        ),
        "part-gamma": drawn(
            *(f"gamma.{i}" for i in ITEMS), words=("gamma", *OPTIONS["gamma"], *ITEMS)
        ),
        "part-delta": drawn("delta", words=("delta",)),
        "part-zeta": drawn("zeta", words=("zeta", *OPTIONS["zeta"])),
        "part-kappa": (
            drawn("alfa", words=("alfa", *OPTIONS["alfa"], "title")),
            made.earlier,
        ),
        "part-theta": (
            people,
            sorted(carried.items()),
            quotes,
            [made.named(word) for word in (OPEN, *CODES)],
        ),
        "part-example": made.examples,
    }
