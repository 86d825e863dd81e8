"""Twins: other answers of which the very same is printed, found by building them.

A reader cannot tell two surveys apart whose files print the same, whatever the numbers are made of:
intervals, bands, design effects, differences, captions and alternative texts are all compared. So
two twins that lie apart prove that a withheld number is open through every channel there is.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.attack_bounds import Counts, Target, World
from benchmarks.attack_reading import Printed, read_folder, told_apart
from benchmarks.attack_search import Attack
from benchmarks.attack_theme import Person, Publication, write
from samklang.core.disclosure.ledger import IssuedEdition
from samklang.core.faults import FaultyInput
from samklang.package import ledger
from samklang.package.read import read
from samklang.package.write import add_sister, freeze
from samklang.publication.build import build

# What carries numbers and is made in a moment.
CHEAP = frozenset({"pages", "data"})


def built(publication: Publication, folder: Path, *, sisters: bool = True) -> list[Printed]:
    """Builds every report of a publication into `folder`, each knowing those before it, and reads.

    sisters: without, no report knows of another. Raises FaultyInput where one is refused.
    """
    seen = []
    for number, report in enumerate(publication.reports):
        package = folder / f"package-{number}"
        write(publication, report, package)
        if number and sisters:
            first = folder / "package-0"
            if publication.relation == "edition":
                (package / ledger.FILE).write_text((first / ledger.FILE).read_text())
            else:
                add_sister(package, read(first))
        issued: list[IssuedEdition] = []
        out = folder / f"out-{number}"
        build(package, out, progress=lambda line: None, only=CHEAP, issued=issued.append)
        if number == 0 and len(publication.reports) > 1:
            freeze(package, issued=issued[0])
        seen.append(read_folder(out))
    return seen


def people_of(world: World, survey: Counts) -> list[Person] | None:
    """Respondents of which there are so many of each kind, as few of them changed as can be.

    Who changes keeps what no kind tells, and its place in the register where there is one left.
    None where too many are of one place.
    """
    publication, names = world.publication, list(world.columns)
    need: Counter[tuple[str, ...]] = Counter()
    for kind, count in zip(world.kinds, survey, strict=True):
        if count:
            need[tuple(kind.values())] = int(count)
    kept, loose = [], []
    for person in publication.people:
        own = tuple(getattr(person, name) for name in names)
        if need[own]:
            need[own] -= 1
            kept.append(person)
        else:
            loose.append(person)
    missing = [dict(zip(names, kind, strict=True)) for kind in need.elements()]
    free = [n for n in range(len(publication.places)) if n not in {p.member for p in kept}]
    # Those who can stay in their place do.
    for exact in (True, False):
        for kind in list(missing):
            place = kind["county"], kind["size"]
            mover = next((p for p in loose if not exact or (p.county, p.size) == place), None)
            left = [n for n in free if publication.places[n] == place]
            member = mover.member if mover and exact else next(iter(left), None)
            if mover is None and exact:
                continue
            if mover is None or member is None:
                return None
            loose.remove(mover)
            missing.remove(kind)
            free.remove(member)
            changed: dict[str, Any] = dict(kind)
            kept.append(replace(mover, member=member, **changed))
    return sorted(kept, key=lambda person: person.member)


class Twins:
    """Surveys of a publication that have been built, and which of them print the same."""

    def __init__(self, publication: Publication, world: World, seen: Sequence[Printed]):
        self.publication, self.world, self.seen = publication, world, seen
        self.known: dict[bytes, str] = {world.true().tobytes(): ""}
        self.same: list[Counts] = [world.true()]

    def differs(self, survey: Counts) -> str:
        """What tells a survey from the true one; '' where nothing printed does."""
        key = survey.tobytes()
        if key not in self.known:
            self.known[key] = self._differs(survey)
            if not self.known[key]:
                self.same.append(survey)
        return self.known[key]

    def _differs(self, survey: Counts) -> str:
        people = people_of(self.world, survey)
        if people is None:
            return "there is no such survey"
        places: Mapping[int, tuple[str, str]] = {
            p.member: (p.county, p.size) for p in self.publication.people
        }
        stayed = places == {p.member: (p.county, p.size) for p in people}
        with tempfile.TemporaryDirectory() as name:
            try:
                twin = built(self.publication.with_people(people), Path(name))
            except FaultyInput as fault:
                return f"it is refused: {str(fault.faults[0].what)[:60]}"
        found = [
            told_apart(one, other, values=stayed)
            for one, other in zip(self.seen, twin, strict=True)
        ]
        return next((what for what in found if what), "")

    def spread(self, target: Target) -> int:
        """How far apart the surveys lie that have been found to print the same."""
        values = [int(survey[target.mask].sum()) for survey in self.same]
        return max(values) - min(values)


def open_by_twins(attack: Attack, twins: Twins, target: Target, span: int) -> str:
    """'' where twins leave a target open by `span`; else what told the nearest ones apart."""
    told = ""
    true = int(attack.truth[target.mask].sum())
    for step in (span, -span, 1, -1, span - 1, 1 - span):
        if twins.spread(target) >= span:
            return ""
        survey = attack.nearest(target, true + step) if true + step >= 0 else None
        if survey is not None:
            told = twins.differs(survey) or told
    return "" if twins.spread(target) >= span else told or "nothing fits"


def every_twin(
    attack: Attack, twins: Twins, target: Target, surveys: Counts, *, span: int, most: int
) -> tuple[int, int] | None:
    """The range of a target over all `surveys` that print the same; None if `most` do not settle.

    Those that settle it are built first, of them the nearest to the truth, which most often print
    the same.
    """
    values = surveys @ target.mask.astype(np.int64)
    true = int(attack.truth[target.mask].sum())
    apart = np.minimum(np.abs(values - true), span)
    order = np.lexsort((np.abs(surveys - attack.truth).sum(axis=1), -apart))
    for tried, place in enumerate(order):
        if twins.spread(target) >= span:
            break
        if tried >= most:
            return None
        twins.differs(surveys[place])
    ends = [int(survey[target.mask].sum()) for survey in twins.same]
    return min(ends), max(ends)
