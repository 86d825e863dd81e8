"""Random publications of linked tables: who there is, what they answered, what is published."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from samklang.core.disclosure.audit import Inference, agrees, audit, knowledge, seen
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.protect import protect
from samklang.core.disclosure.release import (
    CandidateTable,
    release,
)
from samklang.core.disclosure.released import ReleasedGroup, ReleasedParticipation, ReleasedTable
from tests.every_survey import Is, Line, Person, Reader, Sheet, every_survey

# Register columns; questions, '' not answered, '-' not shown; those who chose p, r or both.
COLUMNS = {"county": ("north", "south"), "size": ("small", "large")}
ANSWERS = {"q1": ("a", "b", "c"), "q2": ("x", "y"), "q3": ("u", "v")}
MULTIPLE = ("p", "r")


def among(name: str, *values: str) -> Is:
    return lambda p: p[name] in values


def both(one: Is, other: Is) -> Is:
    return lambda p: one(p) and other(p)


def selected(option: str) -> Is:
    return lambda p: option in p["m"]


def chose(question: str, value: str) -> Is:
    return selected(value) if question == "m" else among(question, value)


def answered(question: str) -> Is:
    if question == "m":
        return lambda p: p["m"] not in ("", "-")
    return among(question, *ANSWERS[question])


def plain(question: str) -> Sheet:
    """A question of all; of those who said a in q1, for q2; options of their own, for m."""
    options = MULTIPLE if question == "m" else ANSWERS[question]
    return Sheet(
        question,
        "none" if question == "m" else "rows",
        ("share",),
        tuple(Line(o, answered(question), (chose(question, o),)) for o in options),
        parent=("q1", "a") if question == "q2" else None,
        silent=(among(question, ""), among(question, "-")),
    )


def crossed(question: str, *by: str) -> Sheet:
    """A question by register columns, or by another question."""
    options = MULTIPLE if question == "m" else ANSWERS[question]
    lines = []
    for values in product(*(COLUMNS.get(b) or ANSWERS[b] for b in by)):

        def within(p: Person, values: tuple[str, ...] = values) -> bool:
            return all(p[b] == v for b, v in zip(by, values, strict=True))

        cells = tuple(both(chose(question, o), within) for o in options)
        lines.append(Line("-".join(values), both(answered(question), within), cells, values))
    return Sheet(
        f"{question}-by-{'-'.join(by)}",
        "none" if question == "m" else "series",
        options,
        tuple(lines),
        question=question,
        by=by,
    )


# The kinds of people of a set by what its tables ask, and the tables to draw from.
VARIABLES: dict[str, tuple[str, ...]] = {
    "county": COLUMNS["county"],
    "size": COLUMNS["size"],
    "q1": ("a", "b", "c", ""),
    "q2": ("x", "y", "", "-"),
    "q3": ("u", "v", ""),
    "m": ("n", "p", "r", "pr", ""),
}
SHAPES: tuple[tuple[tuple[str, ...], tuple[Callable[[], Sheet], ...]], ...] = (
    (("q1", "county"), (lambda: plain("q1"), lambda: crossed("q1", "county"))),
    (("q1", "q2"), (lambda: plain("q1"), lambda: plain("q2"))),
    (
        ("q1", "q3"),
        (lambda: plain("q1"), lambda: plain("q3"), lambda: crossed("q3", "q1")),
    ),
    (("m", "county"), (lambda: plain("m"), lambda: crossed("m", "county"))),
    (
        # Two groupings that share a margin, with and without the table that crosses them.
        ("q3", "county", "size"),
        (
            lambda: plain("q3"),
            lambda: crossed("q3", "county"),
            lambda: crossed("q3", "size"),
            lambda: crossed("q3", "county", "size"),
        ),
    ),
)


def kinds_of(variables: Sequence[str]) -> list[Person]:
    """Every kind of person; q2 is shown to those who said a in q1."""
    made = [
        dict(zip(variables, values, strict=True))
        for values in product(*(VARIABLES[v] for v in variables))
    ]
    return [p for p in made if "q2" not in p or (p["q1"] == "a") == (p["q2"] != "-")]


@dataclass(frozen=True)
class Drawn:
    """A publication to be: who answered, what is asked, and the rule."""

    kinds: list[Person]
    people: list[Person]
    sheets: list[Sheet]
    threshold: int
    participation: ReleasedParticipation | None

    @property
    def tables(self) -> list[CandidateTable]:
        return [sheet.candidate(self.people) for sheet in self.sheets]


def draw(seed: int, *, small: bool) -> Drawn:
    chance = Random(seed)
    variables, sheets = SHAPES[seed % len(SHAPES)]
    kinds = kinds_of(variables)
    threshold = 3 if small else chance.choice((3, 5, 5, 10))
    size = chance.randint(2, 6 if len(kinds) <= 8 else 5) if small else chance.randint(4, 90)
    weights = [chance.random() ** 3 + 0.01 for _ in kinds]
    people = chance.choices(kinds, weights, k=size)
    made = [make() for make in sheets]
    chosen = [sheet for sheet in made if sheet.parent or chance.random() < 0.75] or made[:1]
    if any(sheet.parent for sheet in chosen) and made[0] not in chosen:
        chosen.insert(0, made[0])
    part = None
    if "county" in variables and chance.random() < 0.5:
        part = participation(people, members=chance.choice((2, 20)), threshold=threshold)
    return Drawn(kinds, people, chosen, threshold, part)


def participation(
    people: Sequence[Person], *, members: int, threshold: int
) -> ReleasedParticipation:
    """Who took part by county."""
    counts = [sum(p["county"] == c for p in people) for c in COLUMNS["county"]]
    shown = protect(counts, threshold=threshold)
    groups = tuple(
        ReleasedGroup((name,), max(n, members), n if status == "shown" else None)
        for name, n, status in zip(COLUMNS["county"], counts, shown, strict=True)
    )
    invited = sum(g.invited for g in groups)
    return ReleasedParticipation(invited, len(people), 0, 0, by=("county",), groups=groups)


def audited(one: Drawn, earlier: Sequence[EarlierRelease] = ()) -> tuple[Inference, ...]:
    """Releases the set, attacks it, and checks every proof by addition."""
    size, part, tables = len(one.people), one.participation, one.tables
    released = release(
        tables, threshold=one.threshold, respondents=size, participation=part, earlier=earlier
    )
    publication = seen(tables, released, respondents=size, participation=part)
    found = audit(publication, respondents=size, participation=part, earlier=earlier)
    known = knowledge(publication, respondents=size, participation=part, earlier=earlier)
    for cell in found:
        place = (cell.table, cell.row, cell.series)
        assert cell.sound, place
        assert agrees(cell.proof_low, known)
        assert agrees(cell.proof_high, known)
        assert (cell.proof_low[place], cell.proof_high[place]) == (cell.low, cell.high)
    return found


def reader(one: Drawn) -> Reader:
    """Someone who has the register and the number of respondents, and no table."""
    found = Reader(one.kinds, every_survey(len(one.kinds), len(one.people)))
    for group in one.participation.groups if one.participation else ():
        number = found.counted(among("county", *group.values))
        found.learns(
            number <= group.invited if group.answered is None else number == group.answered
        )
    return found


def reader_of_responses(one: Drawn, released: Mapping[str, ReleasedTable]) -> Reader:
    """Who knows besides how many of all answered each question, where it is printed.

    The base of a group need be no wider than that leaves it.
    """
    known = reader(one)
    for sheet in one.sheets:
        table = released[sheet.id]
        for line, row in zip(sheet.lines, table.rows, strict=True):
            base = table.base if sheet.sums == "rows" else row.base
            if not sheet.by and base is not None:
                known.learns(known.counted(line.base) == base)
    return known
