"""What a reader of printed numbers can infer: inequalities on how many there are of each kind.

Nothing of the product's links or programmes is used. An unknown number for each kind of respondent
there can be; everything printed is an inequality on these.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.attack_reading import Cell, Printed
from benchmarks.attack_theme import ANY, Piece, Publication, Report

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Kind = Mapping[str, str]
# What rounding of a share leaves open, and what sums of weights are off by.
HALF, SLACK = 0.5, 1e-6


@dataclass(frozen=True, eq=False)
class Target:
    """A count that is not printed. large: from where on it need not be open, 0 where it must be.

    report: the place of the first report that withholds it. base: of which question it is the base
    in a group, '' for every other number. took_part: it is how many of a group took part.
    nobody: it may be known to be none.
    """

    name: str
    mask: Mask
    large: int = 0
    report: int = 0
    base: str = ""
    took_part: bool = False
    nobody: bool = False

    def may_be_known(self, low: int, high: int) -> bool:
        """Whether it need not be open, because a reader may know that it is large or nobody."""
        return 0 < self.large <= low or (self.nobody and high == 0)


@dataclass
class Knowledge:
    """Inequalities low ≤ coefficients · n ≤ high on the counts of each kind.

    shares: those of the weighted shares, kept apart since their coefficients are no whole numbers.
    """

    size: int
    rows: list[NDArray[np.float64]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def learn(self, mask: NDArray[np.float64] | Mask, low: float, high: float) -> None:
        """One inequality more."""
        self.rows.append(np.asarray(mask, dtype=float))
        self.low.append(low)
        self.high.append(high)

    def fits(self, counts: NDArray[np.int64]) -> Mask:
        """Which of the surveys, a row each, agree with everything."""
        sums = counts @ np.array(self.rows).T
        fitting: Mask = np.all((sums >= np.array(self.low) - SLACK), axis=1)
        fitting &= np.all((sums <= np.array(self.high) + SLACK), axis=1)
        return fitting

    def copy(self) -> "Knowledge":
        """The same, to learn more from."""
        return Knowledge(self.size, list(self.rows), list(self.low), list(self.high))


class World:
    """The kinds of a publication with what any reader has: the register and the reports."""

    def __init__(self, publication: Publication, kinds: Sequence[Kind]):
        """kinds: all of them, or those of each question apart, see `apart`."""
        self.publication, self.kinds = publication, kinds
        self.columns = {
            name: np.array([kind[name] for kind in kinds]) for name in (kinds[0] if kinds else ())
        }
        told = [frozenset(name for name, value in kind.items() if value != ANY) for kind in kinds]
        # Each set of kinds is everybody once; people are counted in the first.
        self.sets = {
            names: np.array([own == names for own in told]) for names in dict.fromkeys(told)
        }
        self.once: Mask = next(iter(self.sets.values()))

    def everyone(self) -> Mask:
        """All kinds."""
        return np.ones(len(self.kinds), dtype=bool)

    def of(self, report: Report) -> Mask:
        """Those whose answers a report has."""
        found: Mask = np.isin(self.columns["stay"], report.stays)
        return found & (self.columns["county"] == report.county) if report.county else found

    def true(self) -> Counts:
        """How many there are of each kind."""
        found = np.zeros(len(self.kinds), dtype=np.int64)
        for names in self.sets:
            place = {
                tuple(value for name, value in kind.items() if name in names): n
                for n, kind in enumerate(self.kinds)
                if self.sets[names][n]
            }
            for person in self.publication.people:
                own = tuple(getattr(person, name) for name in self.columns if name in names)
                found[place[own]] += 1
        return found

    def group(self, by: str, row: str) -> Mask:
        """The kinds of a row of a figure by groups."""
        if not by or row == "all":
            return self.everyone()
        return self.columns[by] == row

    def answered(self, question: str) -> Mask:
        """The kinds that answered."""
        given = self.columns[question]
        return (given != "") & (given != ANY)

    def chose(self, piece: Piece, cell: Cell) -> Mask:
        """The kinds that a cell counts, of any group."""
        series = cell.series if piece.by else cell.row
        if piece.question == "f":
            code, _, valence = (
                cell.series.partition(".") if piece.by else (cell.row, "", cell.series)
            )
            letter = {"enables": "e", "hinders": "h"}[valence]
            if code == "skill":
                letter = "s" if valence == "enables" else "!"
            return np.char.find(self.columns["f"], letter) >= 0
        if piece.question == "m":
            return np.char.find(self.columns["m"], series) >= 0
        return self.columns[piece.question] == series

    def start(self) -> Knowledge:
        """What is known before any table is read: the register, and how many answered each report.

        No group has more respondents than members, nor fewer than its design can be estimated of.
        """
        found = Knowledge(len(self.kinds))
        places = self.publication.places
        for place in sorted(set(places)):
            here = (self.columns["county"] == place[0]) & (self.columns["size"] == place[1])
            for report in self.publication.reports:
                found.learn(here & self.of(report) & self.once, 0, places.count(place))
            for stay in sorted(set(self.columns["stay"])):
                kind = here & (self.columns["stay"] == stay)
                for others in list(self.sets.values())[1:]:
                    found.learn((kind & self.once) - 1.0 * (kind & others), 0, 0)
        for report in self.publication.reports:
            size = sum(report.has(person) for person in self.publication.people)
            found.learn(self.of(report) & self.once, size, size)
            # Two of each stratum or all of a smaller one; one of what weights are calibrated to.
            design = self.publication.design
            members = [p for p in places if report.county in ("", p[0])]
            for by in (column for column in ("county", "size") if column in design):
                for group in set(self.columns[by]):
                    needed = min(2 if "strata" in design else 1, sum(group in p for p in members))
                    here = self.of(report) & self.once & (self.columns[by] == group)
                    found.learn(here, needed, np.inf)
        return found

    def figures(self, report: Report, seen: Printed) -> Iterator[tuple[Piece, tuple[Cell, ...]]]:
        """The figures of counts that a folder has."""
        for piece in report.pieces:
            if piece.id in seen.figures and piece.question not in ("hours", ""):
                yield piece, seen.figures[piece.id]
        if "f" in self.publication.asked and "factors" in seen.figures:
            yield Piece("factors", "f"), seen.figures["factors"]


@dataclass(frozen=True)
class Before:
    """What is known of the numbers of a report before it prints a table: what is not its doing.

    known: the register, how many answered, and everything that reports issued before it printed. A
    later report of the same answers can withhold a number that stands in an earlier one, but
    cannot make anybody forget it. participation: besides, how many of each group took part, which
    the method box prints by a rule of its own. responses: of each question, who answered it and how
    many it prints that they were.
    """

    known: Knowledge
    participation: Knowledge
    responses: Mapping[str, tuple[Mask, float]]

    def of(self, target: Target) -> Knowledge:
        """What is known before of one number.

        Of a base in a group it is known besides how many of all answered the question: with the
        register that says how few of the group can have left it, and where nobody left it that all
        have answered. No answer is told by that, and a report that kept it open would have to
        withhold every figure of a question that everybody answered. A count of answers is never
        excused so: the number of those who answered is at least the threshold where it is printed,
        and leaves all of it open.
        """
        if target.took_part:
            return self.known
        if target.base not in self.responses:
            return self.participation
        known = self.participation.copy()
        answered, number = self.responses[target.base]
        known.learn(answered, number, number)
        return known


def before(world: World, report: Report, seen: Printed, known: Knowledge) -> Before:
    """What is known when a report is opened; `known`: by then, from those issued before it."""
    responses = {
        piece.question: (world.answered(piece.question) & world.of(report), cell.numbers["base_n"])
        for piece, cells in world.figures(report, seen)
        for cell in cells
        if "base_n" in cell.numbers and (not piece.by or cell.row == "all")
    }
    participation = known.copy()
    for _ in _participation(world, world.of(report), seen, participation):
        pass
    return Before(known.copy(), participation, responses)


def read_numbers(world: World, report: Report, seen: Printed, known: Knowledge) -> list[Target]:
    """Learns what a report prints; the counts that it withholds or leaves out."""
    mine = world.of(report)
    threshold = world.publication.threshold
    targets = list(_participation(world, mine, seen, known))
    _amounts(report, seen, world, mine, known)
    if seen.wrote is not None and "f" in world.columns:
        known.learn(world.answered("f") & mine, seen.wrote, seen.wrote)
    weights = _weights(world, report, seen)
    for piece, cells in world.figures(report, seen):
        bases = {cell.row: cell.numbers.get("base_n") for cell in cells}
        # The row of all stands in a table of its own, which says by itself what is small.
        few = {
            whole: any(
                c.status == "few" and bases[c.row] is not None and (c.row == "all") == whole
                for c in cells
            )
            for whole in (True, False)
        }
        for row in bases:
            here = world.group(piece.by, row if piece.by else "") & mine
            answered = world.answered(piece.question) & here
            base = bases[row]
            own = [cell for cell in cells if cell.row == row]
            if base is not None:
                known.learn(answered, base, base)
            else:
                if all(cell.status == "few" for cell in own):
                    known.learn(answered, 0, threshold - 1)
                name = f"{report.id} {piece.id} {row} base"
                targets.append(Target(name, answered, base=piece.question))
            for cell in own:
                which = world.chose(piece, cell) & here
                name = f"{report.id} {piece.id} {row} {cell.series}"
                if "count" in cell.numbers:
                    known.learn(which, cell.numbers["count"], cell.numbers["count"])
                elif cell.status == "few":
                    known.learn(which, 0, threshold - 1)
                elif few[row == "all"] and base is not None and piece.question not in ("m", "f"):
                    # A smaller one would say that it is small.
                    known.learn(which, threshold, base)
                if cell.status != "shown":
                    targets.append(Target(name, which))
                if "share_percent" in cell.numbers and weights is not None:
                    _share(which, answered, cell.numbers["share_percent"], weights, known)
            targets += _left_out(world, report, piece, own, here, base)
    return targets


def _amounts(report: Report, seen: Printed, world: World, mine: Mask, known: Knowledge) -> None:
    """The bases of means and medians by groups: so many there are at least, and where all that took
    part have answered, so many took part."""
    for piece in report.pieces:
        for cell in seen.figures.get(piece.id, ()) if piece.question == "hours" else ():
            base = cell.numbers.get("base_n")
            if base is not None:
                all_said = any(
                    one.row == "all" and one.numbers.get("base_n") == seen.respondents
                    for one in seen.figures[piece.id]
                )
                here = world.group(piece.by, cell.row) & mine & world.once
                known.learn(here, base, base if all_said else np.inf)


def _participation(world: World, mine: Mask, seen: Printed, known: Knowledge) -> Iterator[Target]:
    for group, count in seen.answered.items():
        here = _of_group(world, group) & mine & world.once
        if count is not None:
            known.learn(here, count, count)
        else:
            yield Target(f"took part {group}", here, took_part=True)


def _of_group(world: World, group: str) -> Mask:
    """Those of a group of the method box, which names counties by number here."""
    found: Mask = world.columns["county" if group.isdigit() else "size"] == group
    return found


def _left_out(
    world: World,
    report: Report,
    piece: Piece,
    own: Sequence[Cell],
    here: Mask,
    base: float | None,
) -> Iterator[Target]:
    """What a row does not show but tells with its base: other answers, or not having the answer."""
    publication = world.publication
    if publication.ordinary == "base" and piece.question != "q2":
        # Beside a base that is large enough, ordinary answers may be told.
        return
    large = publication.threshold if base is not None and base >= publication.threshold else 0
    answered = world.answered(piece.question) & here
    if piece.question in ("m", "f"):
        for cell in own:
            left = answered & ~world.chose(piece, cell)
            if cell.status == "shown":
                name = f"{report.id} {piece.id} {cell.row} {cell.series}: others"
                yield Target(name, left, large=publication.threshold)
        return
    if piece.option:
        for option in ("a", "b", "c") if piece.question == "q1" else ("x", "y"):
            if option != piece.option:
                chosen = world.columns[piece.question] == option
                yield Target(f"{report.id} {piece.id} {own[0].row}: {option}", chosen & here, large)


def _weights(world: World, report: Report, seen: Printed) -> NDArray[np.float64] | None:
    """What a respondent of each kind stands for, where the box of who took part tells it."""
    design = world.publication.design
    if "raking" in design or "regression" in design or not seen.answered:
        return None
    if None in seen.answered.values():
        return None
    by = "county" if next(iter(seen.answered)).isdigit() else "size"
    if by not in design:
        return None
    place = 0 if by == "county" else 1
    members = [p for p in world.publication.places if report.county in ("", p[0])]
    found = np.zeros(len(world.kinds))
    for group, count in seen.answered.items():
        size = sum(one[place] == group for one in members)
        found[world.columns[by] == group] = size / count if count else 0.0
    return found


def _share(
    which: Mask, answered: Mask, share: float, weights: NDArray[np.float64], known: Knowledge
) -> None:
    """share − ½ ≤ 100 Σ w y / Σ w n ≤ share + ½."""
    above = 100.0 * which * weights
    known.learn(above - (share - HALF) * answered * weights, -SLACK, np.inf)
    known.learn(above - (share + HALF) * answered * weights, -np.inf, SLACK)


def only_one_has(world: World) -> list[tuple[str, Mask, int]]:
    """Of two reports of other respondents: those whom only one of them has, and how many they are.

    A reader is taken to know how many have come and gone, though only the difference is printed.
    """
    if world.publication.relation not in ("edition", "part"):
        return []
    first, second = (world.of(report) for report in world.publication.reports)
    masks = (("only the first", first & ~second), ("only the second", second & ~first))
    return [(name, those, int(world.true()[those & world.once].sum())) for name, those in masks]


def changes(world: World, seen: Sequence[Printed]) -> list[Target]:
    """Each number of those whom only one of two reports has, and those of each group."""
    publication = world.publication
    found = []
    for name, those, size in only_one_has(world):
        if not size:
            continue
        for group in seen[0].answered.keys() & seen[1].answered.keys():
            here = _of_group(world, group) & those & world.once
            if publication.relation == "edition":
                place = f"{name}: took part {group}"
                found.append(
                    Target(place, here, publication.threshold, 1, took_part=True, nobody=True)
                )
        for piece, cells in world.figures(publication.reports[1], seen[1]):
            if publication.ordinary == "base" and piece.question != "q2":
                continue
            for cell in cells:
                here = world.group(piece.by, cell.row if piece.by else "") & those
                chosen = world.chose(piece, cell) & here
                place = f"{name}: {piece.id} {cell.row} {cell.series}"
                found.append(Target(place, chosen, publication.threshold, report=1))
                if piece.question in ("m", "f"):
                    others = world.answered(piece.question) & here & ~chosen
                    place = f"{place}: others"
                    found.append(Target(place, others, publication.threshold, report=1))
    return found
