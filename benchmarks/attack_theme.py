"""Random publications for the attack: a register, who answered what, and the packages to build.

A publication is one package, or two that tell of the same members: an earlier edition and a later
one, or a report and a sister of it (of one county's part, or with other figures of all).
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Literal

COUNTIES = ("24", "25", "23")
SIZES = ("large", "small")
VALUES = {
    "county": COUNTIES,
    "size": SIZES,
    "q1": ("a", "b", "c", ""),
    "q2": ("x", "y", ""),
    # Boxes: none of them, some, or the question not answered.
    "m": ("-", "p", "r", "pr", ""),
    # Which of three factors it is coded as; read and no code fits; not answered. Coders may give
    # any of them together, so that no reader can take one for the absence of another.
    "f": ("-", "s", "e", "h", "eh", "se", "sh", "seh", ""),
}
# What a kind does not tell, where questions are taken one by one.
ANY = "*"
# Those of `f`, as often as they are drawn.
FACTORS_DRAWN = ("-", "s", "s", "e", "h", "h", "eh", "sh", "seh", "")
DESIGNS = (
    "{kind: census, interval: METHOD}",
    "{kind: census, strata: [county], interval: METHOD}",
    "{kind: census, strata: [size], interval: METHOD}",
    "{kind: census, calibration: {poststrat: [county]}, interval: METHOD}",
    "{kind: census, calibration: {raking: [county, size]}, interval: METHOD}",
    "{kind: census, calibration: {regression: [county, size]}, interval: METHOD}",
)
METHODS = ("wilson", "logit", "beta", "mean")
Relation = Literal["alone", "edition", "part", "other"]


@dataclass(frozen=True)
class Piece:
    """A figure, or a sentence with a number. option: the only one shown, '' for all."""

    id: str
    question: str
    by: str = ""
    option: str = ""
    measure: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        """It as the manuscript asks for it."""
        if self.text:
            return f"Uppgift: {self.text}"
        lines = [":::{factor-figure}" if self.question == "f" else f":::{{figure}} {self.question}"]
        lines += [f":by: {self.by}"] * bool(self.by)
        if self.option:
            name = "factor" if self.question == "f" else "option"
            lines.append(f":{name}: {self.option}")
        elif self.question == "f" and self.by:
            lines.append(":direction: hinders")
        lines += [f":measure: {self.measure}"] * bool(self.measure)
        if self.by or self.measure:
            lines.append(f":id: {self.id}")
        return "\n".join([*lines, ":::"])


PIECES = (
    Piece("q1-county", "q1", "county"),
    Piece("q1-size", "q1", "size"),
    Piece("q1a-county", "q1", "county", "a"),
    Piece("q1b-size", "q1", "size", "b"),
    Piece("q1-q2", "q1", "q2"),
    Piece("q2-county", "q2", "county"),
    Piece("q2x-size", "q2", "size", "x"),
    Piece("m-county", "m", "county"),
    Piece("m-size", "m", "size"),
    Piece("mp-county", "m", "county", "p"),
    Piece("f-county", "f", "county"),
    Piece("fe-size", "f", "size", "economy"),
    Piece("hours-county", "hours", "county"),
    Piece("hours-size", "hours", "size", measure="median"),
    Piece("difference", "q1", text="{difference}`q1=a | county=24 vs county=25`"),
    Piece("effect", "q1", text="{design-effect}`q1=a`"),
)
THEME = """\
format: samklang-theme-1
id: ID
title: {sv: Prov, en: Trial}
network: {name: Prov}
languages: [sv]
synthetic: true
edition: 'EDITION'
design: DESIGN
disclosure: {threshold: LEAST, ordinary: ORDINARY}
"""
ASKED = {
    "q1": """\
  - id: q1
    type: select_one
    wording: {sv: Ett?, en: One?}
    options:
      - {id: a, label: {sv: A, en: A}}
      - {id: b, label: {sv: B, en: B}}
      - {id: c, label: {sv: C, en: C}}
""",
    "q2": """\
  - id: q2
    type: select_one
    sensitive: true
    wording: {sv: Två?, en: Two?}
    options: [{id: x, label: {sv: X, en: X}}, {id: y, label: {sv: Y, en: Y}}]
""",
    "m": """\
  - id: m
    type: select_multiple
    wording: {sv: Tre?, en: Three?}
    options: [{id: p, label: {sv: P, en: P}}, {id: r, label: {sv: R, en: R}}]
""",
    "f": """\
  - id: f
    type: text
    wording: {sv: Vad hjälper och hindrar?, en: What helps and hinders?}
""",
    "hours": """\
  - id: hours
    type: integer
    unit: {sv: timmar, en: hours}
    wording: {sv: Fyra?, en: Four?}
""",
}
CODEBOOK = """\
codes:
  - id: economy
    name: {sv: Ekonomi, en: Economy}
    definition: {sv: Pengar., en: Money.}
  - id: skill
    name: {sv: Kunskap, en: Skill}
    definition: {sv: Att kunna., en: To know how.}
"""
CODED = {
    "-": [],
    "s": [("skill", "enables")],
    "e": [("economy", "enables")],
    "h": [("economy", "hinders")],
}


@dataclass(frozen=True)
class Person:
    """Somebody who answered. stay: in which of two editions they are: `both`, `came`, `gone`."""

    member: int
    county: str
    size: str
    q1: str
    q2: str
    m: str
    f: str
    hours: int
    stay: str = "both"


@dataclass(frozen=True)
class Report:
    """One package of a publication. stays: whose answers it has; county: of that part only."""

    id: str
    edition: str
    pieces: tuple[Piece, ...]
    stays: tuple[str, ...] = ("both",)
    county: str = ""

    def has(self, person: Person) -> bool:
        """Whether it counts somebody."""
        return person.stay in self.stays and self.county in ("", person.county)


@dataclass(frozen=True)
class Publication:
    """What is to be built: members' places, who answered, and the reports in order of issue."""

    places: tuple[tuple[str, str], ...]
    people: tuple[Person, ...]
    reports: tuple[Report, ...]
    asked: tuple[str, ...]
    design: str
    threshold: int
    ordinary: str
    relation: Relation

    def with_people(self, people: Sequence[Person]) -> "Publication":
        """The same publication of other answers."""
        return replace(self, people=tuple(people))


def draw(seed: int, *, small: bool = False) -> Publication:
    """The publication of a seed; a small one has so few kinds that all surveys can be made."""
    chance = Random(seed)
    relation: Relation = chance.choices(("alone", "edition", "part", "other"), (55, 20, 10, 15))[0]
    if small:
        return _small(chance)
    more = chance.sample(("q2", "m", "f"), chance.choice((1, 2)))
    asked = tuple(name for name in ASKED if name in ("q1", "hours", *more))
    members = chance.choice((24, 40, 60, 90))
    places = tuple((chance.choice(COUNTIES), chance.choice(SIZES)) for _ in range(members))
    liking = [chance.random() ** 2 + 0.03 for _ in range(3)]
    rate = chance.uniform(0.4, 1.0)
    people = tuple(
        _person(chance, number, place, asked, liking)
        for number, place in enumerate(places)
        if chance.random() < rate
    )
    pieces = tuple(_pieces(chance, asked))
    reports: tuple[Report, ...] = (Report("attack", "1", pieces),)
    if relation == "edition":
        people = _changed(chance, people)
        reports = (
            Report("attack", "1", pieces, ("both", "gone")),
            Report("attack", "2", pieces, ("both", "came")),
        )
    elif relation == "part":
        reports = (*reports, Report("part", "1", pieces, county=chance.choice(COUNTIES)))
    elif relation == "other":
        reports = (*reports, Report("other", "1", tuple(_pieces(chance, asked))))
    return Publication(
        places=places,
        people=people,
        reports=reports,
        asked=asked,
        design=chance.choice(DESIGNS).replace("METHOD", chance.choice(METHODS)),
        threshold=5,
        ordinary=chance.choices(("cell", "base"), (85, 15))[0],
        relation=relation,
    )


def _small(chance: Random) -> Publication:
    """Two counties of one size and one question: few kinds, and the threshold is 3."""
    question = chance.choice(("q1", "q1", "m", "f"))
    asked = ("q1",) if question == "q1" else ("q1", question)
    size = chance.randint(5, 8 if question == "q1" else 6)
    members = size + chance.randint(0, 6)
    places = tuple((chance.choice(COUNTIES[:2]), "small") for _ in range(members))
    answering = sorted(chance.sample(range(members), size))
    liking = [chance.random() ** 2 + 0.05 for _ in range(3)]
    people = tuple(_person(chance, n, places[n], asked, liking) for n in answering)
    fitting = [
        p for p in PIECES if p.question == question and p.by in ("county", "") and not p.text
    ]
    pieces = (Piece(question, question), *chance.sample(fitting, 1))
    if question == "q1":
        pieces = (*pieces, *chance.sample(PIECES[-2:], chance.randint(0, 2)))
    designs = [one for one in DESIGNS if "size" not in one]
    return Publication(
        places=places,
        people=people,
        reports=(Report("attack", "1", pieces),),
        asked=asked,
        design=chance.choice(designs).replace("METHOD", chance.choice(METHODS)),
        threshold=3,
        ordinary="cell",
        relation="alone",
    )


def _person(
    chance: Random,
    number: int,
    place: tuple[str, str],
    asked: Sequence[str],
    liking: Sequence[float],
) -> Person:
    return Person(
        member=number,
        county=place[0],
        size=place[1],
        q1=chance.choices(VALUES["q1"], (*liking, 0.05))[0],
        q2=chance.choices(VALUES["q2"], (0.7, 0.25, 0.05))[0] if "q2" in asked else "",
        m=chance.choice(("-", "p", "p", "r", "pr", "")) if "m" in asked else "",
        f=chance.choice(FACTORS_DRAWN) if "f" in asked else "",
        hours=chance.randint(0, 30),
    )


def _changed(chance: Random, people: Sequence[Person]) -> tuple[Person, ...]:
    """Some come later, and sometimes some have gone by then: at least five, or nobody."""
    came = chance.randint(5, 12)
    gone = chance.choice((0, 0, 5, 6))
    order = list(range(len(people)))
    chance.shuffle(order)
    stay = dict.fromkeys(order[:came], "came") | dict.fromkeys(order[came : came + gone], "gone")
    return tuple(replace(p, stay=stay.get(n, "both")) for n, p in enumerate(people))


def _pieces(chance: Random, asked: Sequence[str]) -> list[Piece]:
    """The plain figures of all that is asked in closed form, and some others."""
    plain = [Piece(name, name) for name in asked if name != "hours"]
    fitting = [p for p in PIECES if p.question in asked and p.by in ("", *VALUES, *asked)]
    fitting = [p for p in fitting if p.by not in ("q1", "q2") or p.by in asked]
    return [*plain, *chance.sample(fitting, chance.randint(1, 4))]


def write(one: Publication, report: Report, folder: Path) -> None:
    """Writes the package of a report of the publication into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    register, responses, codings = io.StringIO(), io.StringIO(), io.StringIO()
    rows, answers, codes = (csv.writer(out) for out in (register, responses, codings))
    rows.writerow(["member", "county", "size"])
    for number, (county, size) in enumerate(one.places):
        if report.county in ("", county):
            rows.writerow([f"m{number}", county, size])
    columns = {"q1": ["q1"], "q2": ["q2"], "m": ["m.p", "m.r"], "f": ["f"], "hours": ["hours"]}
    asked = [column for name in one.asked for column in columns[name]]
    answers.writerow(["response", "member", "status", "submitted", *asked])
    codes.writerow(
        ["coding", "response", "question", "start", "end", "text", "code", "valence", "coder",
         "time", "released_by", "released_on", "quote_en"]
    )  # fmt: skip
    for person in one.people:
        if not report.has(person):
            continue
        name = f"r{person.member}"
        given = {
            "q1": [person.q1],
            "q2": [person.q2],
            "m": ["", ""] if person.m == "" else [str(int(box in person.m)) for box in "pr"],
            "f": ["" if person.f == "" else "Pengar och kunskap"],
            "hours": [str(person.hours)],
        }
        said = [cell for q in one.asked for cell in given[q]]
        answers.writerow([name, f"m{person.member}", "complete", "2026-10-01", *said])
        for letter in person.f:
            for code, valence in CODED[letter]:
                codes.writerow(
                    [f"{name}{letter}", name, "f", 0, 6, "Pengar", code, valence, "K1"] + [""] * 4
                )
    body = "\n\n".join(piece.words for piece in report.pieces)
    theme = THEME.replace("ID", report.id).replace("EDITION", report.edition)
    theme = theme.replace("DESIGN", one.design).replace("LEAST", str(one.threshold))
    files = {
        "theme.yaml": theme.replace("ORDINARY", one.ordinary),
        "questionnaire.yaml": 'version: "1"\nquestions:\n' + "".join(ASKED[q] for q in one.asked),
        "register.csv": register.getvalue(),
        "responses.csv": responses.getvalue(),
        "manuscript.md": f"{{#r}}\n# Resultat\n\n{body}\n\n:::{{method-box}}\n:::\n",
    }
    if "f" in one.asked:
        files |= {"codebook.yaml": CODEBOOK, "codings.csv": codings.getvalue()}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
