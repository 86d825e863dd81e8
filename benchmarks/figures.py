"""Figures together: pairs of a question's figures by groups, and random triples, of whole themes.

Each set of figures is analysed and attacked as a build does it. It is released with nothing too
narrow, or refused: then the reason is printed, and "the tables do not agree with each other" is
never a true one. The themes are the demo's and the tests' two smaller ones, of other designs.

    make bench NAME=figures ARGS="--triples 100 --seconds 420"

A run ends with status 1 where a set is refused for that reason, or tells a withheld number.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from random import Random

from benchmarks.table import keep
from samklang.analysis.analysis import audited
from samklang.core.faults import FaultyInput
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from tests.designed_package import designed_package
from tests.small_package import small_package

DEMO = Path(__file__).parents[1] / "themes" / "social-innovation-i-norr"
DESIGN = "{kind: census, strata: [county]}"
# A question by a grouping.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Tried:
    """A row of the table. left: sets that there was no time for."""

    theme: str
    kind: str
    sets: int
    released: int
    refused: int
    narrow: int
    left: int
    cpu: float


def figures(package: ThemePackage) -> list[Pair]:
    """Every figure by groups that a theme's closed questions can have."""
    closed = [q for q in package.questionnaire if q.closed and q.type != "ranking"]
    topics = [
        name
        for q in closed
        for name in ([f"{q.id}.{i.id}" for i in q.items] if q.type == "matrix" else [q.id])
    ]
    groups = [*(package.register.groups if package.register else ()), *topics]
    return [
        (topic, by)
        for topic in topics
        for by in groups
        if topic.partition(".")[0] != by.partition(".")[0]
    ]


def pairs(package: ThemePackage) -> list[tuple[Pair, ...]]:
    """Every question by two groupings."""
    every = figures(package)
    return [
        tuple(two)
        for topic in dict.fromkeys(topic for topic, _ in every)
        for two in combinations([one for one in every if one[0] == topic], 2)
    ]


def triples(package: ThemePackage, count: int, chance: Random) -> list[tuple[Pair, ...]]:
    """Three figures of any questions by any groups."""
    every = figures(package)
    return [tuple(chance.sample(every, 3)) for _ in range(count)]


def themes(folder: Path) -> Iterator[tuple[str, ThemePackage]]:
    """The themes by name."""
    yield "small", read(small_package(folder / "small"))
    yield "designed", read(designed_package(folder / "designed", design=DESIGN))
    yield "demo", read(DEMO)


def tried(
    package: ThemePackage, chosen: tuple[Pair, ...], refused: Counter[str]
) -> tuple[int, bool]:
    """How many withheld numbers a set tells, and whether it was refused."""
    blocks = [
        f":::{{figure}} {topic}\n:by: {by}\n:id: f{number}\n:::"
        for number, (topic, by) in enumerate(chosen)
    ]
    text = "# x\n\n" + "\n\n".join(blocks)
    try:
        found = audited(replace(package, manuscripts=dict.fromkeys(package.theme.languages, text)))
    except FaultyInput as faulty:
        refused[str(faulty.faults[0].what)[:90]] += 1
        return 0, True
    return sum(not one.sound for one in found.inferences), False


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=100, help="of each theme")
    parser.add_argument("--only", choices=("pairs", "triples"), help="both without it")
    parser.add_argument("--seconds", type=float, default=420, help="CPU seconds for all")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    chance = Random(given.seed)
    rows: list[Tried] = []
    refused: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for name, package in themes(Path(folder)):
            every = {"pairs": pairs(package), "triples": triples(package, given.triples, chance)}
            for kind, sets in every.items():
                if given.only not in (None, kind):
                    continue
                begun, done, narrow = time.process_time(), 0, 0
                before = refused.total()
                for chosen in chance.sample(sets, len(sets)):
                    if time.process_time() > given.seconds:
                        break
                    told, _ = tried(package, chosen, refused)
                    if told:
                        print(f"NARROW {name}: {chosen}")
                    narrow += told
                    done += 1
                no = refused.total() - before
                left = len(sets) - done
                spent = time.process_time() - begun
                rows.append(Tried(name, kind, done, done - no, no, narrow, left, round(spent, 1)))
                print(rows[-1], flush=True)
    keep("figures", rows)
    for what, times in refused.most_common():
        print(f"{times:5}  refused: {what}")
    wrong = sum(times for what, times in refused.items() if "do not agree" in what)
    return 1 if wrong or any(row.narrow for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
