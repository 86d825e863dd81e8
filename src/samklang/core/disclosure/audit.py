"""Audit: what a reader who knows the rules can still infer of each withheld number.

The reader knows every printed count, share and base, what adds up to what, the register, what
earlier editions printed, and that a cell marked small holds fewer than the threshold. Every table
of whole counts that agrees with all this is possible to him. For each withheld number the least and
the greatest possible value are found, and each is proved by a whole table that `agrees` checks by
addition alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from samklang.core.disclosure.attacker import LinearSystem
from samklang.core.disclosure.candidate import CandidateTable, Sums
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.joints import joints
from samklang.core.disclosure.known import Known
from samklang.core.disclosure.links import Links
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.outline import LEFT, Key, Node, Outline, OutlineRow, base_groups, node
from samklang.core.disclosure.printed import MOST_UNITS, Sheet, ranges
from samklang.core.disclosure.protect import demanded_span
from samklang.core.disclosure.proving import Proving
from samklang.core.disclosure.ranges import Component, Contradiction, Ranges
from samklang.core.disclosure.release import most_respondents, outlines
from samklang.core.disclosure.released import CellStatus, ReleasedParticipation, ReleasedTable
from samklang.core.disclosure.telling import equations, share_rows
from samklang.core.disclosure.weights import Weights
from samklang.core.language.messages import message
from samklang.core.privacy import Public

__all__ = ["Contradiction", "Inference", "Knowledge", "Seen", "agrees", "audit", "knowledge"]

Witness = Mapping[Key, int]
# Numbers that weighted shares tie together beyond which a proof that one is open is enough.
HARD = 150


@dataclass(frozen=True)
class Seen:
    """A released table as a reader knows it.

    sums: which cells add up to the base, as in release.CandidateTable. parent: the (table, row)
    that the question was asked of. outline: all of the table's links, where there are more.
    """

    table: ReleasedTable
    sums: Sums
    parent: tuple[str, str] | None = None
    outline: Outline | None = None


def seen(
    candidates: Sequence[CandidateTable],
    released: Mapping[str, ReleasedTable],
    *,
    respondents: int | None = None,
    participation: ReleasedParticipation | None = None,
) -> tuple[Seen, ...]:
    """A publication as a reader knows it, with the links of its candidates."""
    everyone = most_respondents(candidates, respondents, participation)
    shapes = outlines(candidates, respondents=everyone)
    return tuple(Seen(released[t.id], t.sums, t.parent, shapes[t.id]) for t in candidates)


@dataclass(frozen=True)
class Inference:
    """What can be inferred of one withheld number: low to high, with a table that proves each end.

    Where weighted shares tie many numbers together, more may be open. row, series: '' for a base;
    `series=0` for those who did not choose what is shown. status: `shown` where what is printed
    tells a count that is not. sound: whether the span is what the rule demands, half the
    threshold.
    """

    table: Public[str]
    row: Public[str]
    series: Public[str]
    status: Public[CellStatus]
    low: Public[int]
    high: Public[int]
    sound: Public[bool]
    proof_low: Public[Witness]
    proof_high: Public[Witness]

    @property
    def interval(self) -> str:
        """In words: 0 to 4; "no count" for a total or mean, which the release protects."""
        return "no count" if self.high >= MOST_UNITS else f"{self.low} to {self.high}"


@dataclass(frozen=True)
class Rule:
    """low ≤ Σ coefficient × number ≤ high; the coefficients of an addition are 1 and −1."""

    terms: tuple[tuple[Key, int], ...]
    low: int
    high: int


@dataclass(frozen=True)
class Knowledge:
    """Everything a reader knows: the range of each number, and which of them add up.

    A number that is printed nowhere has the table '' and its conditions as the row.
    """

    ranges: Mapping[Key, tuple[int, int]]
    sums: tuple[Rule, ...]


def knowledge(
    publication: Sequence[Seen],
    *,
    respondents: int,
    participation: ReleasedParticipation | None = None,
    earlier: Sequence[EarlierRelease] = (),
    weights: Weights | None = None,
    members: Members | None = None,
) -> Knowledge:
    """What a publication tells. respondents: printed in the method box, the most any count is."""
    known = Known(respondents, participation, tuple(earlier), weights, members)
    return _Attack(publication, known).knowledge()


def agrees(witness: Witness, known: Knowledge) -> bool:
    """Whether a table of numbers agrees with all that is known, checked by addition alone."""
    in_range = all(
        key in witness and low <= witness[key] <= high for key, (low, high) in known.ranges.items()
    )
    return in_range and all(
        rule.low <= sum(c * witness[key] for key, c in rule.terms) <= rule.high
        for rule in known.sums
    )


def audit(
    publication: Sequence[Seen],
    *,
    respondents: int,
    participation: ReleasedParticipation | None = None,
    earlier: Sequence[EarlierRelease] = (),
    weights: Weights | None = None,
    members: Members | None = None,
) -> tuple[Inference, ...]:
    """What can be inferred of every withheld number, in reading order.

    weights: what the shares were weighted by. members: the register by group. Raises Contradiction
    where nothing agrees with what is printed.
    """
    known = Known(respondents, participation, tuple(earlier), weights, members)
    return tuple(_Attack(publication, known).inferences())


class _Proof(Witness):
    """A whole table of numbers by place: those of one component, and any that agree elsewhere."""

    def __init__(
        self, places: Mapping[Key, int], any_: Mapping[int, int], component: Mapping[int, int]
    ):
        self.places, self.any, self.component = places, any_, component

    def __getitem__(self, key: Key) -> int:
        index = self.places[key]
        return self.component[index] if index in self.component else self.any[index]

    def __iter__(self) -> Iterator[Key]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class _Attack:
    """A reader's knowledge of one publication, and what follows from it."""

    def __init__(self, publication: Sequence[Seen], known: Known):
        self.publication, self.known = publication, known
        self.shapes = [_outline(seen, publication, known.respondents) for seen in publication]
        self.links: Links = known.links(self.shapes)
        self.prior = known.prior(self.links)
        self.of_register = known.of_register().prior(self.links)
        self.parts = tuple(f"{edition}/" for edition in known.parts())
        self.took_part = known.places_of_groups(self.links, self._threshold())
        # What the tables of now print becomes rows of the links afterwards.
        self.adding = LinearSystem(tuple(self.links.rows), len(self.links.index))
        self.answered = known.answered(self.prior, self.adding, self._responses())
        self.tables_now = frozenset(shape.id for shape in self.shapes)
        self.own = self._ranges()
        self.network = LinearSystem(self.links.rows, len(self.links.index))

    def _responses(self) -> Mapping[int, int]:
        """How many of all answered each question, where that is printed; by index."""
        return {
            self.links.places[base]: number
            for one, shape in zip(self.publication, self.shapes, strict=True)
            for base in (base_groups(shape) if not shape.by else ())
            if (number := Sheet.of(one.table, shape).numbers[base]) is not None
        }

    def _before(self, key: Key) -> Ranges:
        """What is known of a place without the tables; see `Known.answered` for a base."""
        if key in self.took_part or key[0].startswith(self.parts):
            return self.of_register
        table, _, series = key
        return self.answered if not series and table in self.tables_now else self.prior

    def _ranges(self) -> Ranges:
        """What is known of each number by itself; shares become rows."""
        widest = self.known.widest(self.links)
        for seen, shape in zip(self.publication, self.shapes, strict=True):
            sheet = Sheet.of(seen.table, shape)
            for number, low, high in ranges(
                shape,
                sheet,
                self.links,
                threshold=seen.table.threshold,
                most=self.known.respondents,
            ):
                index = self.links.at(number)
                while len(widest.low) <= index:
                    widest.low.append(0)
                    widest.high.append(self.known.respondents)
                widest.narrow(index, low, high)
            self.links.rows += share_rows(seen.table, shape, self.links)
        shares = {
            (shape.id, row.id, series): cell.share
            for seen, shape in zip(self.publication, self.shapes, strict=True)
            for row in seen.table.rows
            for series, cell in zip(shape.series, row.cells, strict=True)
        }
        known = equations(
            self.shapes, self.links, respondents=self.known.respondents, percent=shares.get
        )
        told = [equation.row for equation in known]
        self.told = bool(told)
        self.links.rows += told
        for index, low, high in self.known.fixed(self.links):
            widest.narrow(index, low, high)
        return widest

    def knowledge(self) -> Knowledge:
        """The ranges and additions by place."""
        names = self._names()
        own = self.own
        spread = {k: (own.low[i], own.high[i]) for i, keys in names.items() for k in keys}
        rules = [
            Rule(tuple((names[i][0], c) for i, c in row.terms), row.low, row.high)
            for row in self.links.rows
        ]
        # One number in several places.
        rules += [
            Rule(((keys[0], 1), (other, -1)), 0, 0) for keys in names.values() for other in keys[1:]
        ]
        return Knowledge(spread, tuple(rules))

    def _names(self) -> dict[int, list[Key]]:
        names: dict[int, list[Key]] = {index: [] for index in self.links.index.values()}
        for key, index in self.links.places.items():
            names[index].append(key)
        for counted, index in self.links.index.items():
            if not names[index]:
                names[index].append(("", _words(counted), counted.population))
        return names

    def inferences(self) -> Iterator[Inference]:
        """What follows for each withheld number."""
        ranges_ = self.own.copy()
        if not self.network.tighten(ranges_):
            raise Contradiction(message("faults.no_counts_agree_with_what_is"))
        names = self._names()
        components = list(self.network.components(ranges_))
        of = {index: component for component in components for index in component.numbers}
        any_: dict[int, int] = dict(enumerate(ranges_.low))
        for component in components:
            find = self.network.middle if self._hard(component) else self.network.feasible
            any_ |= find(component, ranges_)
        proofs: dict[tuple[int, int], Mapping[int, int]] = {}
        places = {key: index for index, keys in names.items() for key in keys}
        withheld = list(self._withheld())
        demanded = {self.links.places[key] for key, *_ in withheld}
        near = Proving(self.network, ranges_, joints=joints(self.links, demanded), table=any_)
        for key, status, span, large in withheld:
            index = self.links.places[key]
            ends = []
            if index in of and self._hard(of[index]):
                open_ = near.open(index, min(span, self._before(key).span(index)))
                proofs |= {(index, 1): open_.low, (index, -1): open_.high} if open_ else {}
            for sign in (1, -1):
                if (index, sign) not in proofs:
                    # A table that was found for another number may reach this end as well.
                    end = ranges_.low[index] if sign > 0 else ranges_.high[index]
                    same = next((t for t in proofs.values() if t.get(index) == end), None)
                    if same is None and index in of:
                        same = self.network.extreme(index, sign, ranges_, of[index])
                    same = same or {index: end}
                    proofs[index, sign] = same
                ends.append(_Proof(places, any_, proofs[index, sign]))
            low, high = ends[0][key], ends[1][key]
            # Of who came of a group it may be told that nobody did.
            fit = large > 0 and (low >= large or (high == 0 and key in self.took_part))
            sound = fit or high - low >= min(span, self._before(key).span(index))
            sound = sound or self._as_before(index, low, high)
            yield Inference(*key, status, low, high, sound, *ends)
        for key, index, number in self._left():
            proof = _Proof({**places, key: index}, any_, {index: number})
            yield Inference(*key, "shown", number, number, False, proof, proof)

    def _hard(self, component: Component) -> bool:
        """Whether the least and the greatest values of a component take long to find."""
        return self.told and len(component.numbers) > HARD

    def _left(self) -> Iterator[tuple[Key, int, int]]:
        """Those who did not choose what is shown that few did not, where no other cell has them."""
        for seen, shape in zip(self.publication, self.shapes, strict=True):
            if shape.sums != "none" or not shape.sensitive:
                continue
            sheet = Sheet.of(seen.table, shape)
            for row in shape.rows:
                base = sheet.numbers.get(shape.base_key(row))
                for series in shape.series:
                    count = sheet.numbers[shape.id, row.id, series]
                    if base is None or count is None or base - count >= seen.table.threshold:
                        continue
                    topic = shape.topic(row, series)
                    left = node((topic.variable, LEFT), *shape.within(row))
                    key = (shape.id, row.id, f"{series}={LEFT}")
                    yield key, self.links.index[left], base - count

    def _as_before(self, index: int, low: int, high: int) -> bool:
        """Whether earlier editions and the register leave a number no wider, in whole numbers."""
        return self.adding.ends(index, self.of_register) == (low, high)

    def _withheld(self) -> Iterator[tuple[Key, CellStatus, int, int]]:
        """Every withheld place with the span it must have, and from where on it need have none."""
        for seen, shape in zip(self.publication, self.shapes, strict=True):
            span = demanded_span(seen.table.threshold)
            sheet = Sheet.of(seen.table, shape)
            for base, rows in base_groups(shape).items():
                if sheet.numbers[base] is None:
                    yield base, _base_status(sheet, base, rows, shape), span, 0
                for row in rows:
                    for series in shape.series:
                        key = (shape.id, row.id, series)
                        hidden = sheet.numbers[key] is None and not shape.valued
                        if sheet.status[key] != "shown" or (hidden and shape.sensitive):
                            least = 1 if shape.valued else span
                            left_out = series in shape.unprinted
                            large = seen.table.threshold if left_out else 0
                            yield key, sheet.status[key], least, large
        for unprinted in self.known.withheld(self.links, self._threshold()):
            large = unprinted.threshold if unprinted.change else 0
            yield unprinted.place, "protected", demanded_span(unprinted.threshold), large

    def _threshold(self) -> int:
        return max((seen.table.threshold for seen in self.publication), default=0)


def _base_status(sheet: Sheet, base: Key, rows: Sequence[OutlineRow], shape: Outline) -> CellStatus:
    statuses = {
        sheet.status[shape.id, row.id, series]
        for row in rows
        for series in shape.series
        if series not in shape.unprinted
    }
    return "few" if statuses == {"few"} else "protected"


def _words(node: Node) -> str:
    conditions = " & ".join(f"{name}={value}" for name, value in node.conditions) or "respondents"
    return f"{node.measure}: {conditions}" if node.measure else conditions


def _outline(seen: Seen, publication: Sequence[Seen], respondents: int) -> Outline:
    """The outline of a table of which nothing but its sums and parent is told."""
    if seen.outline is not None:
        return seen.outline
    table = seen.table
    bases = [row.base for row in table.rows]
    base = table.base if table.base is not None else bases[0] if len(set(bases)) == 1 else None
    counts = (base, table.not_answered, table.not_shown)
    asked = None
    if seen.parent:
        parent = next((s.table for s in publication if s.table.id == seen.parent[0]), None)
        asked = parent.cell(seen.parent[1]).count if parent else None
    return Outline(
        id=table.id,
        series=tuple(s.id for s in table.series),
        rows=tuple(OutlineRow(row.id) for row in table.rows),
        sums=seen.sums,
        parent=seen.parent,
        whole=seen.sums != "series"
        and None not in counts
        and sum(c for c in counts if c is not None) == respondents,
        exact=base is not None
        and table.not_answered is not None
        and base + table.not_answered == asked,
        own_bases=seen.sums == "none" and len(set(bases)) > 1,
    )
