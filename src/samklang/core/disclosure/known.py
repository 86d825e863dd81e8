"""Known: what a reader knows besides the tables: respondents, register and earlier releases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from samklang.core.disclosure.amounts import AmountsBefore
from samklang.core.disclosure.attacker import LinearSystem
from samklang.core.disclosure.between import (
    CAME,
    PARTICIPATION,
    WENT,
    asked,
    changed,
    columns_of,
    group_nodes,
    join,
    shares,
)
from samklang.core.disclosure.candidate import Conditions
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.links import ALL, Links
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.outline import Key, Node, Outline, base_groups, node
from samklang.core.disclosure.parts import Part, of_group, part_of
from samklang.core.disclosure.printed import MOST_UNITS, Sheet, ranges
from samklang.core.disclosure.ranges import Contradiction, Ranges
from samklang.core.disclosure.released import CellStatus, ReleasedParticipation
from samklang.core.disclosure.weights import Weights
from samklang.core.language.messages import message
from samklang.core.privacy import Internal, Public


class TooFewChanged(Exception):
    """So few have come, gone or changed since an earlier release that the two disclose them."""

    def __init__(self, edition: str, *, added: int, left: int):
        self.edition, self.added, self.left = edition, added, left
        super().__init__(
            message("faults.came_and_went_since_edition", added=added, left=left, edition=edition)
        )


class Unprinted(NamedTuple):
    """A number that no table prints. change: of those who came or went since an earlier edition.

    What is known of a change may also be that it is not small. took_part: of a group of which it is
    told how many took part; of who came it may also be known that nobody did.
    """

    place: Key
    threshold: int
    change: bool = False
    took_part: bool = False


@dataclass(frozen=True)
class Known:
    """What a reader knows besides the tables of a publication.

    participation: who took part by group, as the method box prints it; with it the members of each
    group, since the register is known. weights: what the shares were weighted by, None where each
    respondent stands for as many. members: the register by group, None where there is none.
    untold: how many responded is not known.
    """

    respondents: Public[int]
    participation: Public[ReleasedParticipation | None] = None
    earlier: Public[tuple[EarlierRelease, ...]] = ()
    weights: Internal[Weights | None] = None
    members: Internal[Members | None] = None
    untold: Public[bool] = False

    def parts(self) -> Mapping[str, Conditions]:
        """The earlier releases that this is a part of, by edition, with the group that it is of."""
        groups = {e.edition: of_group(e, self.members) for e in self.earlier if not e.coded}
        return {edition: group for edition, group in groups.items() if group}

    def links(self, outlines: Sequence[Outline]) -> Links:
        """The links of the tables with each other and with what else is known.

        Of a part it is taken that nobody of its group is left out, unless that cannot be.
        """
        parts = [part_of(earlier, self.members) for earlier in self.earlier]
        if any(part.group for part in parts):
            links = self._links(outlines, parts)
            try:
                self.prior(links)
            except Contradiction:
                pass
            else:
                return links
        return self._links(outlines, [Part()] * len(parts))

    def _links(self, outlines: Sequence[Outline], parts: Sequence[Part]) -> Links:
        groups = columns_of(self.participation)
        same = [outline for e in self.earlier if self._merged(e) for outline in e.renamed()]
        named = [asked(earlier) for earlier in self.earlier]
        links = Links(
            [*outlines, *same],
            groups=groups,
            weights=self.weights,
            members=self.members,
            # A part has told of a group what the weighted shares of the whole are of.
            split={
                name
                for part, names in zip(parts, named, strict=True)
                if part.group and not part.of_now
                for name in names
            },
            # Those of two editions tell how each group's answers have changed, and so who came.
            twice={
                name
                for earlier, part, names in zip(self.earlier, parts, named, strict=True)
                if not self._merged(earlier) and not part.group
                for name in names
            },
        )
        links.compared.update(*named)
        for key, place in self._group_nodes():
            links.places[key] = links.at(place)
        for number, earlier in enumerate(self.earlier):
            if not self._merged(earlier):
                join(links, earlier, number, members=self.members, part=parts[number])
            else:
                links.rows += shares(earlier, links)
                box = f"{earlier.edition}/{PARTICIPATION}"
                for key, place in group_nodes(earlier.participation, box):
                    links.places[key] = links.at(place)
        return links

    def _merged(self, earlier: EarlierRelease) -> bool:
        """Whether an earlier release counts the very numbers of now, and weighs them alike."""
        return earlier.same and earlier.weights == self.weights

    def _group_nodes(self) -> Iterator[tuple[Key, Node]]:
        return group_nodes(self.participation, PARTICIPATION)

    def of_register(self) -> "Known":
        """The same reader without what is printed now of who took part; in a part not how many."""
        took_part, untold = self.participation, bool(self.parts())
        if took_part is None:
            return replace(self, untold=untold)
        groups = tuple(replace(group, answered=None) for group in took_part.groups)
        return replace(self, participation=replace(took_part, groups=groups), untold=untold)

    def widest(self, links: Links) -> Ranges:
        """What is known of each number when nothing is printed."""
        size, most = len(links.index), self.respondents
        if self.untold:
            most = max([most, *(earlier.respondents for earlier in self.earlier)])
        ranges = Ranges([0] * size, [most] * size)
        for number, index in links.index.items():
            if number.measure:
                ranges.high[index] = MOST_UNITS
            for place, earlier in enumerate(self.earlier):
                if number.population == f"came{place}":
                    ranges.high[index] = earlier.added
                if number.population not in (f"then{place}", f"went{place}"):
                    continue
                ranges.high[index] = earlier.respondents
                if number.population[:4] == WENT:
                    ranges.high[index] = most if self.untold else earlier.left
                there = earlier.members.most(number.conditions) if earlier.members else None
                if there is not None and not number.measure:
                    ranges.narrow(index, 0, there)
            # The register is of now: who has gone since an earlier edition may have left it.
            if self.members and not number.measure and number.population[:4] in ("", CAME):
                there = self.members.most(number.conditions)
                if there is not None:
                    ranges.narrow(index, 0, there)
        return ranges

    def fixed(self, links: Links) -> list[tuple[int, int, int]]:
        """The ranges of numbers by index that hold whatever the publication prints."""
        bounds = [] if self.untold else [(links.at(ALL), self.respondents, self.respondents)]
        if self.participation:
            for group, (key, _) in zip(self.participation.groups, self._group_nodes(), strict=True):
                # In a part, how many responded tells of its group.
                most = group.invited if self.untold else min(group.invited, self.respondents)
                known = group.answered
                bounds.append(
                    (links.places[key], 0, most)
                    if known is None
                    else (links.places[key], known, known)
                )
        bounds += _at_least(self.participation, links)
        for number, earlier in enumerate(self.earlier):
            population = "" if self._merged(earlier) else f"then{number}"
            bounds += _at_least(earlier.participation, links, population)
            if not self._merged(earlier):
                bounds += [
                    (links.at(ALL._replace(population=name)), size, size)
                    for name, size in (
                        (population, earlier.respondents),
                        (f"came{number}", earlier.added),
                        (f"went{number}", earlier.left),
                    )
                    if not self.untold or name[:4] != WENT
                ]
            for group in earlier.participation.groups if earlier.participation else ():
                by = earlier.participation.by if earlier.participation else ()
                there = node(*zip(by, group.values, strict=True), population=population)
                if there in links.index:
                    known = group.answered
                    low, high = (0, group.invited) if known is None else (known, known)
                    bounds.append((links.index[there], low, high))
            for outline, renamed in zip(earlier.outlines, earlier.renamed(), strict=True):
                sheet = Sheet.of(earlier.tables[outline.id], outline)
                sheet = Sheet(
                    {(renamed.id, r, s): v for (_, r, s), v in sheet.status.items()},
                    {(renamed.id, r, s): v for (_, r, s), v in sheet.numbers.items()},
                    sheet.silent,
                )
                for place, low, high in ranges(
                    renamed,
                    sheet,
                    links,
                    threshold=earlier.threshold,
                    most=earlier.respondents,
                    now=False,
                ):
                    there = place._replace(population=population)
                    if there in links.index and not place.measure:
                        bounds.append((links.index[there], low, high))
        return bounds

    def hide_amounts(self, outline: Outline, status: dict[Key, CellStatus]) -> list[Key]:
        """Withholds the sums of a table that earlier releases withhold; those that they print."""
        before = [AmountsBefore(e, self.members) for e in self.earlier if not e.coded]
        printed = []
        for row in outline.rows:
            for series in outline.series:
                key, amount = (outline.id, row.id, series), outline.cell_node(row, series)
                said = {one.printed(amount) for one in before}
                if status[key] == "shown" and True in said:
                    printed.append(key)
                elif status[key] == "shown" and False in said:
                    status[key] = "protected"
        return printed

    def withheld(self, links: Links, threshold: int) -> Iterator[Unprinted]:
        """Places withheld whatever the publication prints. threshold: of now."""
        if self.participation:
            for group, (key, _) in zip(self.participation.groups, self._group_nodes(), strict=True):
                if group.answered is None:
                    yield Unprinted(key, threshold, took_part=True)
        for earlier in self.earlier:
            for outline, renamed in zip(earlier.outlines, earlier.renamed(), strict=True):
                printed = Sheet.of(earlier.tables[outline.id], outline).numbers
                for (_, row_id, _), rows in base_groups(outline).items():
                    if printed[outline.base_key(rows[0])] is None:
                        yield Unprinted((renamed.id, row_id, ""), earlier.threshold)
                for row in earlier.tables[outline.id].rows if not outline.valued else ():
                    for series, cell in zip(outline.series, row.cells, strict=True):
                        if cell.status != "shown":
                            yield Unprinted((renamed.id, row.id, series), earlier.threshold)
            for renamed in earlier.renamed() if not self._merged(earlier) else ():
                for name in (CAME, WENT):
                    for place, _ in changed(renamed, name):
                        if place in links.places:
                            yield Unprinted(place, threshold, change=True)
            yield from self._took_part(earlier, links, max(threshold, earlier.threshold))

    def places_of_groups(self, links: Links, threshold: int) -> frozenset[Key]:
        """The places withheld that are of a group of who took part, then, now or between."""
        return frozenset(u.place for u in self.withheld(links, threshold) if u.took_part)

    def _took_part(
        self, earlier: EarlierRelease, links: Links, threshold: int
    ) -> Iterator[Unprinted]:
        """Of the groups of an earlier box: those that it withholds, and who came or went of all."""
        if earlier.coded or earlier.participation is None:
            return
        box = f"{earlier.edition}/{PARTICIPATION}"
        for group, (place, _) in zip(
            earlier.participation.groups, group_nodes(earlier.participation, box), strict=True
        ):
            if group.answered is None and place in links.places:
                yield Unprinted(place, threshold, took_part=True)
        for name in (CAME, WENT):
            for place, _ in group_nodes(earlier.participation, f"{box}/{name}"):
                if place in links.places:
                    yield Unprinted(place, threshold, change=True, took_part=True)

    def prior(self, links: Links) -> Ranges:
        """What is known of each number if the publication prints no table.

        Raises Contradiction where that cannot be.
        """
        ranges = self.widest(links)
        for index, low, high in self.fixed(links):
            ranges.narrow(index, low, high)
        if not LinearSystem(links.rows, len(links.index)).tighten(ranges):
            raise Contradiction(message("faults.what_is_known_of_the_respondents"))
        return ranges

    def answered(self, prior: Ranges, adding: LinearSystem, responses: Mapping[int, int]) -> Ranges:
        """What is known besides from how many of all answered each question, where it is printed.

        With the register that says how few of a group can have left a question, and where nobody
        left it that all have answered. A base in a group need be no wider than that: no answer is
        told by it, and a release that kept it open would have to withhold every figure of a
        question that everybody answered. adding: what adds up. responses: those numbers, by index.
        """
        ranges = prior.copy()
        for index, number in responses.items():
            ranges.narrow(index, number, number)
        # Where nothing fits, the tables contradict each other, which is said elsewhere.
        return ranges if adding.tighten(ranges) else prior

    def refuse(self, threshold: int) -> None:
        """Raises TooFewChanged where a difference between two releases is of too few."""
        for earlier in self.earlier:
            if earlier.coded:
                continue
            if 0 < earlier.added < threshold or 0 < earlier.left < threshold:
                raise TooFewChanged(earlier.edition, added=earlier.added, left=earlier.left)


def _at_least(
    participation: ReleasedParticipation | None, links: Links, population: str = ""
) -> Iterator[tuple[int, int, int]]:
    """How many of a group have answered at least, since its design is estimated; by index."""
    for group in participation.needed if participation else ():
        there = node(*group.conditions, population=population)
        if there in links.index:
            yield links.index[there], group.members, 10**9
