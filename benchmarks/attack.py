"""Random publications attacked through the files that a build wrote, with no code of the release.

Each seed makes whole theme packages (groups, one option by groups, several boxes, means, medians,
factors of coded answers by groups, sensitive questions, designs with strata, post-stratification,
raking and regression, every method of intervals), alone, as two editions, beside a report of one
county's part or beside a sister with other figures. They are built as `samklang build --only pages
--only data` builds them, and the attacker has those files and the register.

He plays twice. With an unknown number for each kind of respondent, everything printed is an
inequality, and HiGHS seeks two surveys that leave each withheld count open. And such surveys are
built in turn: of twins whose files print the same, to the last digit of an interval, nobody can say
which is true. Small publications are attacked by making every survey there could be.

    make bench NAME=attack
    make bench NAME=attack ARGS="--from 0 --count 200 --small 40"
    make bench NAME=attack ARGS="--count 40 --small 20 --unprotected"

With `--whole-last` only those of a part are played, the report of all issued after the part's. With
`--unprotected` only what the threshold withholds is withheld and no audit refuses a build, so that
the attack can be seen to come through. A seed always makes the same publication. A run ends with
status 1 where a count is narrowed.
"""

import argparse
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.attack_bounds import Target, World, before, changes, only_one_has, read_numbers
from benchmarks.attack_kinds import apart, kinds_of
from benchmarks.attack_reading import Printed
from benchmarks.attack_search import Attack
from benchmarks.attack_theme import Publication, draw
from benchmarks.attack_twins import Twins, built, every_twin, open_by_twins
from benchmarks.table import keep
from samklang.analysis import disclosing
from samklang.core.disclosure.suppress import Suppression
from samklang.core.faults import FaultyInput
from samklang.package.read import read
from samklang.render.webfonts import FACES
from tests.every_survey import every_survey

# A small publication's surveys that are built, at most, for each withheld count.
MOST_BUILT = 24
# Publications between two looks at the row.
EVERY = 20


@dataclass
class Attacked:
    """A row of the table. withheld: counts. narrowed: by numbers of respondents and shares.

    seen_through: publications of which a count was narrowed, in either way. left: those given up.
    twins: withheld counts for which other surveys were built; open: of them, those that print the
    same as far apart as the rule demands; narrow: whose every survey differs; unsettled: the rest.
    """

    publications: str
    built: int = 0
    refused: int = 0
    withheld: int = 0
    narrowed: int = 0
    twins: int = 0
    open: int = 0
    narrow: int = 0
    unsettled: int = 0
    seen_through: int = 0
    left: int = 0
    cpu: float = 0.0


@dataclass
class Found:
    """What a run has come upon."""

    row: Attacked
    refusals: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)


def attacked(
    publication: Publication, seen: list[Printed], kinds: list[dict[str, str]]
) -> tuple[Attack, list[Target]]:
    """A reader of the files of a publication, and the counts that they do not print.

    kinds: of respondents, whose numbers he does not know.
    """
    world = World(publication, kinds)
    known = world.start()
    earlier, targets = [], list[Target]()
    for number, (report, printed) in enumerate(zip(publication.reports, seen, strict=True)):
        if number:
            for _, those, size in only_one_has(world):
                known.learn(those & world.once, size, size)
        earlier.append(before(world, report, printed, known))
        found = read_numbers(world, report, printed, known)
        targets += [replace(target, report=number) for target in found]
    targets += changes(world, seen)
    once: dict[tuple[bytes, int], Target] = {}
    for target in targets:
        # One number in several places of a report: what is demanded of it in any of them is.
        same = once.setdefault((target.mask.tobytes(), target.report), target)
        once[target.mask.tobytes(), target.report] = replace(
            same,
            large=min(same.large, target.large),
            base=same.base if same.base == target.base else "",
            nobody=same.nobody and target.nobody,
        )
    return Attack(world, known, earlier), [t for t in once.values() if t.mask.any()]


def large(
    seed: int, publication: Publication, seen: list[Printed], found: Found, *, twins: bool
) -> None:
    """Attacks a publication with a solver, and with `twins` one of its withheld counts by them."""
    attack, targets = attacked(publication, seen, apart(publication))
    span = (publication.threshold + 1) // 2
    found.row.withheld += len(targets)
    narrow = list(attack.narrowed(targets, span))
    for target, low, high in narrow:
        found.row.narrowed += 1
        found.told.append(f"NARROWED seed {seed}: {target.name}: {low} to {high}")
    lost = [t for t in targets if not t.large and t not in [one for one, *_ in narrow]]
    if lost and twins:
        name = lost[seed % len(lost)].name
        # Other answers are built of whole respondents.
        attack, targets = attacked(publication, seen, kinds_of(publication))
        target = next(one for one in targets if one.name == name)
        found.row.twins += 1
        what = open_by_twins(attack, Twins(publication, attack.world, seen), target, span)
        if what:
            found.row.unsettled += 1
            found.told.append(f"unsettled seed {seed}: {target.name}: {what}")
        else:
            found.row.open += 1


def small(seed: int, publication: Publication, seen: list[Printed], found: Found) -> None:
    """Attacks a publication by making every survey there could be."""
    attack, targets = attacked(publication, seen, kinds_of(publication))
    span = (publication.threshold + 1) // 2
    kinds = len(attack.world.kinds)
    every = every_survey(kinds, len(publication.people)).astype(np.int64)
    surveys = every[attack.known.fits(every)]
    twins = Twins(publication, attack.world, seen)
    for target in targets:
        mask = target.mask.astype(np.int64)
        possible = every[attack.before(target).fits(every)] @ mask
        least, most = possible.min(), possible.max()
        low, high = (int(end(surveys @ mask)) for end in (np.min, np.max))
        demanded = min(span, int(most - least))
        found.row.withheld += 1
        if target.may_be_known(low, high):
            continue
        if high - low < demanded:
            found.row.narrowed += 1
            found.told.append(f"NARROWED small seed {seed}: {target.name}: {low} to {high}")
            continue
        found.row.twins += 1
        ends = every_twin(attack, twins, target, surveys, span=demanded, most=MOST_BUILT)
        if ends is None:
            found.row.unsettled += 1
            what = Counter(twins.known.values()).most_common(1)[0][0]
            found.told.append(f"unsettled small seed {seed}: {target.name}: {what}")
        elif ends[1] - ends[0] >= demanded or target.may_be_known(*ends):
            found.row.open += 1
        else:
            found.row.narrow += 1
            what = ", ".join(sorted(set(twins.known.values()) - {""}))[:200]
            found.told.append(f"NARROWED small seed {seed}: {target.name}: {ends} by {what}")


def drawn(seed: int, *, tiny: bool, whole_last: bool) -> Publication | None:
    """The publication of a seed; None where it is not to be played."""
    publication = draw(seed, small=tiny)
    if not whole_last:
        return publication
    if publication.relation != "part":
        return None
    return replace(publication, reports=publication.reports[::-1])


def run(
    name: str,
    seeds: range,
    play: Callable[[int, Publication, list[Printed], Found], None],
    *,
    tiny: bool,
    seconds: float,
    each: float = 0,
    log: Path | None = None,
    whole_last: bool = False,
) -> Found:
    """Builds and attacks a publication for each seed, until the CPU seconds are spent.

    each: CPU seconds after which one is left and named; 0: any. What is narrowed is printed at
    once, and the row now and then: a run can take an hour. log: gets a line for each seed as soon
    as it has been played.
    """
    found = Found(Attacked(name))
    begun = time.process_time()
    for seed in seeds:
        if (spent := time.process_time() - begun) > seconds:
            print(f"{name}: stopped before seed {seed}")
            break
        publication = drawn(seed, tiny=tiny, whole_last=whole_last)
        if publication is None:
            continue
        before, said = replace(found.row), len(found.told)
        try:
            with at_most(each):
                why = _play(seed, publication, found, play)
        except TakesTooLong:
            why = f"left after {each:g} CPU s"
            found.row = replace(before, left=before.left + 1)
            found.told.append(f"LEFT {name} seed {seed} after {each:g} CPU s")
        for line in found.told[said:]:
            print(line, flush=True)
        row = found.row
        row.cpu = round(time.process_time() - begun, 1)
        if log:
            entry = {
                "seed": seed,
                "kind": name,
                "relation": publication.relation,
                "why": why,
                **{
                    key: value - getattr(before, key)
                    for key, value in vars(row).items()
                    if isinstance(value, int)
                },
                "cpu": round(time.process_time() - begun - spent, 2),
                "told": found.told[said:],
            }
            with log.open("a", encoding="utf-8") as out:
                out.write(json.dumps(entry, ensure_ascii=False) + "\n")
        if (row.built + row.refused) % EVERY == 0:
            print(f"before seed {seed + 1}: {row}", flush=True)
    return found


class TakesTooLong(BaseException):
    """A publication has had its CPU seconds. No `except Exception` on the way may take it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TakesTooLong once `seconds` of CPU are spent and a solver at work has returned."""

    def stop(number: int, frame: object) -> None:
        raise TakesTooLong

    usual = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, usual)


def _play(
    seed: int,
    publication: Publication,
    found: Found,
    play: Callable[[int, Publication, list[Printed], Found], None],
) -> str:
    """Builds and attacks the publication of a seed; why it was refused, '' where it was not."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            seen = built(publication, Path(folder))
        except FaultyInput as fault:
            found.row.refused += 1
            why = str(fault.faults[0].what)
            found.refusals[why[:70]] += 1
            return why
    found.row.built += 1
    found.kinds.update(_kinds(publication))
    narrow = found.row.narrowed + found.row.narrow
    play(seed, publication, seen, found)
    found.row.seen_through += found.row.narrowed + found.row.narrow > narrow
    return ""


def unprotected() -> ExitStack:
    """A release that withholds by the threshold alone, and a build that no audit refuses."""
    without = ExitStack()
    without.enter_context(patch.object(Suppression, "run", lambda suppression: None))
    without.enter_context(patch.object(disclosing, "audit", lambda *given, **known: ()))
    return without


def _kinds(publication: Publication) -> list[str]:
    """What a publication has of what is to be attacked."""
    pieces = [p for report in publication.reports for p in report.pieces]
    has = {
        publication.relation: True,
        "groups": any(p.by for p in pieces),
        "one option": any(p.option for p in pieces),
        "factors by groups": any(p.question == "f" and p.by for p in pieces),
        "weights": "strata" in publication.design or "calibration" in publication.design,
        publication.design.rpartition("interval: ")[2].rstrip("}"): True,
        "amounts": any(p.question == "hours" for p in pieces),
        "threshold on the base": publication.ordinary == "base",
    }
    return [name for name, there in has.items() if there]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--small", type=int, default=400)
    parser.add_argument("--twins", type=int, default=5, help="twins of every so many")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="of each part, CPU")
    parser.add_argument("--each", type=float, default=0, help="of each publication, CPU; 0: any")
    parser.add_argument("--log", type=Path, help="a file that gets a line of JSON for each seed")
    parser.add_argument("--whole-last", action="store_true", help="parts before their wholes")
    parser.add_argument("--unprotected", action="store_true", help="see what the attack finds")
    given = parser.parse_args(arguments)
    # The packages are of our own making, and read in this process. Of the pages only the report in
    # one file is read, and no typefaces.
    with (
        patch("samklang.publication.build.read_outside", read),
        patch("samklang.render.html.site", lambda document, files: {}),
        patch("samklang.render.html.embeds", lambda document: {}),
        patch("samklang.render.html.pages.fonts_of", no_fonts),
        unprotected() if given.unprotected else nullcontext(),
    ):
        return played(given)


def no_fonts(text: str) -> dict[str, bytes]:
    """Typefaces that are empty, by their files' names."""
    return {f"{name}.woff2": b"" for *_, name in FACES}


def played(given: argparse.Namespace) -> int:
    """Plays the publications asked for and prints the rows; 1 where a count is narrowed."""
    first = given.first

    def with_twins(seed: int, one: Publication, seen: list[Printed], found: Found) -> None:
        large(seed, one, seen, found, twins=seed % given.twins == 0)

    parts = [
        run("random", range(first, first + given.count), with_twins, tiny=False,
            seconds=given.seconds, each=given.each, log=given.log, whole_last=given.whole_last),
        run("small", range(first, first + given.small), small, tiny=True, seconds=given.seconds,
            log=given.log, whole_last=given.whole_last),
    ]  # fmt: skip
    keep("attack", [part.row for part in parts])
    for part in parts:
        print(part.row)
        print(", ".join(f"{name} {times}" for name, times in part.kinds.most_common()))
        for what, times in part.refusals.most_common():
            print(f"{times:5}  refused: {what}")
    return 1 if any(part.row.narrowed + part.row.narrow for part in parts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
