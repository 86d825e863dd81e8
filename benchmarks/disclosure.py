"""What protecting linked tables costs: seconds, and the share of cells lost.

A survey of five-option questions, each also by four groups, and every second one crossed with the
next. `samklang` is the release, proof included. `threshold` withholds small cells only. `naive`
withholds a neighbour in the same row for every row with one withheld cell, table by table, as is
done by hand. For each, the attacker of the audit counts the withheld numbers that he can narrow
below what the rule demands; without a solver for their links, that is what protects nothing.
--weighted: respondents of the four groups stand for 3, 2.3, 1.7 and 1.2 members, and the attacker
knows it. `unaware` is the release that takes every share for unweighted.
--wide: many questions, each by four groups and by three others, and none crossed with the next; the
seconds are those of release and audit together. --weighted --wide: the same of few questions, whose
shares are weighted by the four groups, with a register and who took part printed by group.
"""

import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.table import keep
from samklang.core.disclosure.audit import audit, seen
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.protect import protect
from samklang.core.disclosure.release import (
    CandidateCell,
    CandidateRow,
    CandidateTable,
    release,
)
from samklang.core.disclosure.released import (
    ReleasedCell,
    ReleasedGroup,
    ReleasedParticipation,
    ReleasedTable,
)
from samklang.core.disclosure.weights import Weights

OPTIONS = tuple(f"o{i}" for i in range(5))
GROUPS = tuple(f"g{i}" for i in range(4))
SIZES = ((2, 60), (4, 200), (10, 200), (10, 1000), (20, 200), (20, 1000))
WEIGHTED_SIZES = ((2, 60), (4, 200), (4, 1000))
WIDE_SIZES = tuple((questions, n) for n in (43, 400, 5000) for questions in (15, 30, 60))
WEIGHTED_WIDE = tuple((questions, n) for n in (43, 400, 5000) for questions in (1, 2, 4, 8, 16))
GROUPINGS = {"group": GROUPS, "kind": ("x", "y", "z")}
THRESHOLD = 5
WEIGHTS = dict(zip(GROUPS, (3.0, 2.3, 1.7, 1.2), strict=True))
Person = Mapping[str, str]


@dataclass(frozen=True)
class Protected:
    """A row of the table. cpu: seconds of the release. lost: fraction of cells withheld.

    narrowed: withheld numbers of which more can be inferred than the rule allows.
    """

    subject: str
    questions: int
    respondents: int
    cells: int
    small: int
    cpu: float
    lost: float
    withheld: int
    narrowed: int


def survey(questions: int, respondents: int, *, weighted: bool = False) -> list[CandidateTable]:
    """The candidate tables of a made-up survey."""
    chance = random.Random(20261123)
    names = [f"q{i}" for i in range(questions)]
    weights = {n: [chance.random() ** 2 + 0.05 for _ in OPTIONS] + [0.06] for n in names}
    sizes = [chance.random() + 0.3 for _ in GROUPS]
    people = [
        {n: chance.choices((*OPTIONS, ""), weights[n])[0] for n in names}
        | {"group": chance.choices(GROUPS, sizes)[0]}
        for _ in range(respondents)
    ]
    weigh = (lambda p: WEIGHTS[p["group"]]) if weighted else (lambda _: 1.0)
    tables = []
    for number, name in enumerate(names):
        tables += [_plain(people, name, weigh), _crossed(people, name, "group", GROUPS, weigh)]
        if number % 2 == 0 and number + 1 < questions:
            tables.append(_crossed(people, name, names[number + 1], OPTIONS, weigh))
    return tables


def wide(questions: int, respondents: int, weights: Weights | None = None) -> list[CandidateTable]:
    """The candidate tables of a made-up survey with every question by two groupings."""
    names, people = wide_people(questions, respondents)
    weigh = (lambda p: weights.of[p["group"],]) if weights else _even
    tables = []
    for name in names:
        tables.append(_plain(people, name, weigh))
        tables += [_crossed(people, name, g, values, weigh) for g, values in GROUPINGS.items()]
    return tables


@dataclass(frozen=True)
class Told:
    """What a reader knows of a survey weighted by the register: weights, members, who took part."""

    weights: Weights
    members: Members
    participation: ReleasedParticipation


def told(questions: int, respondents: int) -> Told:
    """A register of which the respondents of `wide` stand for about as many as WEIGHTS has it."""
    people = wide_people(questions, respondents)[1]
    chance = random.Random(20261130)
    answered = {group: sum(p["group"] == group for p in people) for group in GROUPS}
    sizes = {group: round(WEIGHTS[group] * n) for group, n in answered.items()}
    register = [{name: p[name] for name in GROUPINGS} for p in people]
    for group, size in sizes.items():
        silent = [{"group": group, "kind": chance.choice(GROUPINGS["kind"])} for _ in range(size)]
        register += silent[answered[group] :]
    shown = protect(list(answered.values()), threshold=THRESHOLD)
    groups = tuple(
        ReleasedGroup((g,), sizes[g], n if status == "shown" else None)
        for (g, n), status in zip(answered.items(), shown, strict=True)
    )
    return Told(
        Weights(("group",), {(g,): sizes[g] / n for g, n in answered.items() if n}),
        Members(tuple(GROUPINGS), register),
        ReleasedParticipation(len(register), respondents, 0, 0, ("group",), groups),
    )


def wide_people(questions: int, respondents: int) -> tuple[list[str], list[Person]]:
    """The questions of `wide`, and what each respondent says."""
    chance = random.Random(20261123)
    names = [f"q{i}" for i in range(questions)]
    weights = {n: [chance.random() ** 2 + 0.05 for _ in OPTIONS] + [0.06] for n in names}
    sizes = {g: [chance.random() + 0.3 for _ in values] for g, values in GROUPINGS.items()}
    people: list[Person] = [
        {n: chance.choices((*OPTIONS, ""), weights[n])[0] for n in names}
        | {g: chance.choices(values, sizes[g])[0] for g, values in GROUPINGS.items()}
        for _ in range(respondents)
    ]
    return names, people


def _even(person: Person) -> float:
    return 1.0


def _plain(people: Sequence[Person], name: str, weigh: Callable[[Person], float]) -> CandidateTable:
    base, cells = _cells(people, name, weigh)
    rows = tuple(CandidateRow(o, base, (c,)) for o, c in zip(OPTIONS, cells, strict=True))
    return CandidateTable(name, ("share",), rows, "rows", not_answered=len(people) - base)


def _crossed(
    people: Sequence[Person],
    name: str,
    by: str,
    values: Sequence[str],
    weigh: Callable[[Person], float],
) -> CandidateTable:
    rows = [
        CandidateRow(value, *_cells([p for p in people if p[by] == value], name, weigh))
        for value in values
    ]
    return CandidateTable(
        f"{name}-by-{by}", OPTIONS, tuple(rows), "series", question=name, by=(by,)
    )


def _cells(
    people: Sequence[Person], name: str, weigh: Callable[[Person], float]
) -> tuple[int, tuple[CandidateCell, ...]]:
    """How many answered, and each option's count and share."""
    answered = [p for p in people if p[name]]
    whole = sum(map(weigh, answered)) or 1.0
    chosen = [[p for p in answered if p[name] == o] for o in OPTIONS]
    shares = [round(sum(map(weigh, those)) / whole, 12) for those in chosen]
    cells = (CandidateCell(len(c), s, 0.0, 1.0) for c, s in zip(chosen, shares, strict=True))
    return len(answered), tuple(cells)


def threshold_only(tables: Sequence[CandidateTable]) -> Mapping[str, ReleasedTable]:
    """Small cells withheld, and rows of too few."""
    return {t.id: withheld(t, {k for k, n, b in _counts(t) if n < THRESHOLD or b}) for t in tables}


def naive(tables: Sequence[CandidateTable]) -> Mapping[str, ReleasedTable]:
    """And the smallest neighbour in each row that has one withheld cell."""
    found = {}
    for t in tables:
        hidden = {k for k, n, b in _counts(t) if n < THRESHOLD or b}
        lines = [[k for k in _keys(t) if k[0] == r.id] for r in t.rows]
        if t.sums == "rows":
            lines = [list(_keys(t))]
        counts = {k: n for k, n, _ in _counts(t)}
        for line in lines:
            shown = sorted((k for k in line if k not in hidden), key=lambda k: (counts[k], k))
            if len(line) - len(shown) == 1 and shown:
                hidden.add(shown[0])
        found[t.id] = withheld(t, hidden)
    return found


def _keys(t: CandidateTable) -> list[tuple[str, str]]:
    return [(r.id, s) for r in t.rows for s in t.series]


def _counts(t: CandidateTable) -> list[tuple[tuple[str, str], int, bool]]:
    return [((r.id, s), c.count, r.base < THRESHOLD) for r, s, c in t.cells()]


def withheld(t: CandidateTable, hidden: set[tuple[str, str]]) -> ReleasedTable:
    """A table with these cells withheld, and nothing else."""
    open_ = release([replace(t, sensitive=False)], respondents=10**6)[t.id]
    counts = {k: n for k, n, _ in _counts(t)}
    small = {r.id: r.base < THRESHOLD for r in t.rows}
    rows = []
    for row, candidate in zip(open_.rows, t.rows, strict=True):
        cells = []
        for s, cell in zip(t.series, candidate.cells, strict=True):
            key = (row.id, s)
            few = counts[key] < THRESHOLD
            status = "few" if few else "protected"
            cells.append(
                ReleasedCell(status) if key in hidden else ReleasedCell("shown", cell.count)
            )
        base = None if small[row.id] else candidate.base
        rows.append(replace(row, base=base, cells=tuple(cells)))
    shared = t.rows[0].base if t.sums == "rows" else None
    return replace(open_, rows=tuple(rows), base=shared, not_answered=t.not_answered)


def measured(
    subject: str,
    tables: Sequence[CandidateTable],
    questions: int,
    respondents: int,
    weights: Weights | None,
    known: Told | None = None,
) -> Protected:
    """Releases the tables in one way and attacks what is printed."""
    start = time.process_time()
    if known is not None:
        released = release(
            tables,
            threshold=THRESHOLD,
            participation=known.participation,
            weights=known.weights,
            members=known.members,
        )
    elif subject in ("samklang", "unaware"):
        aware = weights if subject == "samklang" else None
        released = release(tables, threshold=THRESHOLD, respondents=respondents, weights=aware)
    else:
        released = {"threshold": threshold_only, "naive": naive}[subject](tables)
    cpu = time.process_time() - start
    return attacked(
        subject, tables, released, questions, respondents, weights=weights, known=known, cpu=cpu
    )


def attacked(
    subject: str,
    tables: Sequence[CandidateTable],
    released: Mapping[str, ReleasedTable],
    questions: int,
    respondents: int,
    *,
    weights: Weights | None = None,
    known: Told | None = None,
    cpu: float,
) -> Protected:
    """A row of the table: what is withheld, and what an attacker makes of the rest."""
    took_part = known.participation if known else None
    publication = seen(tables, released, respondents=respondents, participation=took_part)
    found = audit(
        publication,
        respondents=respondents,
        participation=took_part,
        weights=known.weights if known else weights,
        members=known.members if known else None,
    )
    cells = [c for t in released.values() for r in t.rows for c in r.cells]
    return Protected(
        subject=subject,
        questions=questions,
        respondents=respondents,
        cells=len(cells),
        small=sum(n < THRESHOLD for t in tables for _, n, _ in _counts(t)),
        cpu=cpu,
        lost=sum(c.status != "shown" for c in cells) / len(cells),
        withheld=len(found),
        narrowed=sum(not c.sound for c in found),
    )


def _main_wide(sizes: Sequence[tuple[int, int]], *, weighted: bool) -> None:
    """Releases and audits surveys of many questions, and how their cost grows."""
    print(f"{'questions':>10}{'answers':>9}{'cells':>7}{'cpu s':>8}{'lost':>7}{'narrowed':>10}")
    rows = []
    for questions, respondents in sizes:
        known = told(questions, respondents) if weighted else None
        tables = wide(questions, respondents, known and known.weights)
        start = time.process_time()
        one = measured("samklang", tables, questions, respondents, None, known)
        one = replace(one, cpu=time.process_time() - start)
        rows.append(one)
        print(
            f"{questions:>10}{respondents:>9}{one.cells:>7}{one.cpu:>8.1f}{one.lost:>7.0%}"
            f"{one.narrowed:>10}",
            flush=True,
        )
    keep("disclosure-weighted-wide" if weighted else "disclosure-wide", rows)


def main() -> None:
    """Prints the table and keeps it."""
    options = set(sys.argv[1:])
    if options - {"--quick", "--weighted", "--wide"}:
        sys.exit("usage: python -m benchmarks.disclosure [--quick] [--weighted] [--wide]")
    weighted = "--weighted" in options
    if "--wide" in options:
        sizes = WEIGHTED_WIDE if weighted else WIDE_SIZES
        _main_wide(sizes[:1] if "--quick" in options else sizes, weighted=weighted)
        return
    weights = Weights(("group",), {(g,): w for g, w in WEIGHTS.items()})
    subjects = ("unaware", "samklang") if weighted else ("threshold", "naive", "samklang")
    print(
        f"{'subject':<11}{'questions':>10}{'answers':>9}{'cells':>7}{'small':>7}{'cpu s':>8}"
        f"{'lost':>7}{'withheld':>10}{'narrowed':>10}"
    )
    rows = []
    sizes = WEIGHTED_SIZES if weighted else SIZES
    for questions, respondents in sizes[:2] if "--quick" in options else sizes:
        tables = survey(questions, respondents, weighted=weighted)
        for subject in subjects:
            known = weights if weighted else None
            one = measured(subject, tables, questions, respondents, known)
            rows.append(one)
            print(
                f"{one.subject:<11}{one.questions:>10}{one.respondents:>9}{one.cells:>7}"
                f"{one.small:>7}{one.cpu:>8.1f}{one.lost:>7.0%}{one.withheld:>10}"
                f"{one.narrowed:>10}",
                flush=True,
            )
    keep("disclosure-weighted" if weighted else "disclosure", rows)


if __name__ == "__main__":
    main()
