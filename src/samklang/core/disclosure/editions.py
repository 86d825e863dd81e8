"""Editions: what who took part tells beside an earlier edition, or beside the whole of a part."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from samklang.core.disclosure.attacker import LinearSystem
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.known import Known, Unprinted
from samklang.core.disclosure.links import Links
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.parts import PartTold, part_of
from samklang.core.disclosure.protect import demanded_span
from samklang.core.disclosure.ranges import Contradiction, Ranges
from samklang.core.disclosure.released import ReleasedParticipation


def beside_earlier(
    participation: ReleasedParticipation,
    earlier: Sequence[EarlierRelease],
    *,
    threshold: int,
    members: Members | None = None,
) -> ReleasedParticipation:
    """Who took part, without the groups of which earlier editions would tell too much.

    How many of a group came since an earlier edition, or went, is a count like any other: open by
    half the threshold, known to reach it, or nobody; and what is withheld, now or in an earlier
    edition, stays open by that, or by all that the register leaves open. members: the register by
    group. Groups are withheld until a reader of all the boxes, who knows the totals and the
    register, is left with that; the smallest first, where withholding the group itself leaves it
    told by the total. What turns out not to be needed is printed after all.
    """
    boxes = _boxes(participation, earlier, members)
    if not boxes and all(group.answered is not None for group in participation.groups):
        return participation
    names = {group.values: ", ".join(group.values) for group in participation.groups}
    hidden: list[tuple[str, ...]] = []
    try:
        while narrow := _narrow(_without(participation, hidden), boxes, threshold, members):
            shown = sorted(
                (group.answered, group.values)
                for group in participation.groups
                if group.answered is not None and group.values not in hidden
            )
            if not shown:
                break
            own = [values for _, values in shown if names[values] in narrow]
            hidden.append(own[0] if own else shown[0][1])
        for values in hidden[:-1]:
            rest = [other for other in hidden if other != values]
            if not _narrow(_without(participation, rest), boxes, threshold, members):
                hidden = rest
    except Contradiction:
        # What disagrees is refused where the tables are released, in words on the ledger.
        return participation
    return _without(participation, hidden)


def refuse_part(known: Known, links: Links, prior: Ranges, threshold: int) -> None:
    """Raises PartTold where a part's number of respondents tells what an earlier report withholds.

    It stands in every report's account of its method, and cannot be withheld itself. prior: what is
    known before any table of now is printed.
    """
    for edition, group in known.parts().items():
        printed = f"{edition}/"
        places = (
            u
            for u in known.withheld(links, threshold)
            if u.place[0].startswith(printed) and not u.change
        )
        for unprinted in _too_narrow(known, links, prior, places):
            table, *place = unprinted.place
            figure = "" if unprinted.took_part else table.removeprefix(printed)
            words = ", ".join(filter(None, (figure, *place)))
            raise PartTold(edition, ", ".join(value for _, value in group), words)


def _boxes(
    participation: ReleasedParticipation,
    earlier: Sequence[EarlierRelease],
    members: Members | None,
) -> list[EarlierRelease]:
    """Earlier editions as their boxes tell of groups, with the tables by the same groups.

    With them those of all, which name the other answers to the same questions. A report of a part
    tells of its group by how many it is of.
    """
    boxes = []
    for edition in earlier:
        tells = edition.participation is not None or not part_of(edition, members).of_now
        if not tells or edition.coded or not participation.groups:
            continue
        by = {o.question or o.id for o in edition.outlines if set(o.by) & set(participation.by)}
        outlines = tuple(o for o in edition.outlines if (o.question or o.id) in by)
        tables = {o.id: edition.tables[o.id] for o in outlines}
        boxes.append(replace(edition.of_respondents(), outlines=outlines, tables=tables))
    return boxes


def _without(
    participation: ReleasedParticipation, hidden: Collection[tuple[str, ...]]
) -> ReleasedParticipation:
    groups = tuple(
        replace(group, answered=None) if group.values in hidden else group
        for group in participation.groups
    )
    return replace(participation, groups=groups)


def _narrow(
    participation: ReleasedParticipation,
    boxes: Sequence[EarlierRelease],
    threshold: int,
    members: Members | None,
) -> set[str]:
    """The groups of which the boxes tell too much, by their names in the places of `Known`."""
    known = Known(participation.answered, participation, tuple(boxes), members=members)
    links = known.links([])
    places = (u for u in known.withheld(links, threshold) if u.took_part)
    return {u.place[1] for u in _too_narrow(known, links, known.prior(links), places)}


def _too_narrow(
    known: Known, links: Links, now: Ranges, places: Iterable[Unprinted]
) -> Iterator[Unprinted]:
    """Those of some numbers that no table prints of which what is known now leaves too little."""
    before, system = known.of_register().prior(links), LinearSystem(links.rows, len(links.index))
    for unprinted in places:
        index = links.places[unprinted.place]
        if now.span(index) == before.span(index):
            continue
        low, high = system.ends(index, now)
        fit = unprinted.change and (low >= unprinted.threshold or high == 0)
        if high - low < min(demanded_span(unprinted.threshold), before.span(index)) and not fit:
            yield unprinted
