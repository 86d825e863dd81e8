"""Between: how the numbers of an earlier release of other respondents are tied to those of now."""

from collections.abc import Iterator

from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.links import Linear, Links
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.outline import LEFT, Key, Node, Outline, node
from samklang.core.disclosure.parts import Part, in_group, outside, tie_to_group
from samklang.core.disclosure.released import ReleasedParticipation
from samklang.core.disclosure.telling import equations

PARTICIPATION = "participation"
CAME, WENT = "came", "went"


def changed(outline: Outline, name: str) -> Iterator[tuple[Key, Node]]:
    """The numbers of an earlier table as those who came or went make them, and their places."""
    for row in outline.rows:
        yield (f"{outline.id}/{name}", row.id, ""), outline.base_node(row)
        for series in outline.series if not outline.valued else ():
            yield (f"{outline.id}/{name}", row.id, series), outline.cell_node(row, series)
            if outline.sums == "none":
                topic = outline.topic(row, series)
                left = node((topic.variable, LEFT), *outline.within(row))
                yield (f"{outline.id}/{name}", row.id, f"{series}={LEFT}"), left


def group_nodes(
    participation: ReleasedParticipation | None, table: str
) -> Iterator[tuple[Key, Node]]:
    """The groups of which it is told how many took part, with their places in `table`."""
    for group in participation.groups if participation else ():
        conditions = zip(participation.by if participation else (), group.values, strict=True)
        yield (table, ", ".join(group.values), ""), node(*conditions)


def asked(earlier: EarlierRelease) -> set[str]:
    """The variables that an earlier release tells of."""
    return {
        outline.topic(row, series).variable
        for outline in earlier.renamed()
        for row in outline.rows
        for series in outline.series
    }


def columns_of(participation: ReleasedParticipation | None) -> dict[str, list[str]]:
    """The values of the columns by which it is told who took part."""
    groups: dict[str, list[str]] = {}
    for group in participation.groups if participation else ():
        for column, value in zip(
            participation.by if participation else (), group.values, strict=True
        ):
            if value not in groups.setdefault(column, []):
                groups[column].append(value)
    return groups


def shares(earlier: EarlierRelease, links: Links) -> list[Linear]:
    """What the shares of an earlier release tell of the groups that they were weighted of."""
    printed = {
        (renamed.id, row.id, series): cell.share
        for outline, renamed in zip(earlier.outlines, earlier.renamed(), strict=True)
        for row in earlier.tables[outline.id].rows
        for series, cell in zip(outline.series, row.cells, strict=True)
    }
    equations_before = equations(
        earlier.renamed(), links, respondents=earlier.respondents, percent=printed.get
    )
    return [equation.row for equation in equations_before]


def join(
    links: Links,
    earlier: EarlierRelease,
    number: int,
    members: Members | None,
    part: Part,
) -> None:
    """Ties an earlier release of other respondents: now = then + came − went, number by number.

    members: of now. part: nobody of its group has come or gone.
    """
    own = Links(
        earlier.renamed(),
        groups=columns_of(earlier.participation),
        weights=earlier.weights,
        members=earlier.members,
        split=links.variables if part.group else (),
        twice=() if part.group else links.variables,
    )
    told = shares(earlier, own)
    # A cell of then may have been withheld for the sake of what was crossed then.
    links.crossings |= own.crossings
    if part.of_now:
        tie_to_group(links, own, part.group)
    else:
        tie_to_group(own, links, part.group)
    nodes = {index: node for node, index in own.index.items()}
    present, own_rows = dict(links.index), len(links.rows)
    both = {index for index, node in nodes.items() if node in present and not node.measure}
    then = {
        index: links.at(node._replace(population=f"then{number}")) for index, node in nodes.items()
    }
    for key, index in own.places.items():
        links.places[key] = then[index]
    changes = {
        index: (
            links.at(nodes[index]._replace(population=f"came{number}")),
            links.at(nodes[index]._replace(population=f"went{number}")),
        )
        for index in sorted(both)
    }
    for renamed in earlier.renamed():
        for name, size, which in ((CAME, earlier.added, 0), (WENT, earlier.left, 1)):
            for place, counted in changed(renamed, name) if size else ():
                if own.index.get(counted) in changes:
                    links.places[place] = changes[own.index[counted]][which]
    box = f"{earlier.edition}/{PARTICIPATION}"
    # Of recoded answers nobody has come or gone.
    for key, counted in () if earlier.coded else group_nodes(earlier.participation, box):
        if own.index.get(counted) in changes:
            index = own.index[counted]
            links.places[key] = then[index]
            for name, size, of in zip(
                (CAME, WENT), (earlier.added, earlier.left), changes[index], strict=True
            ):
                if size:
                    links.places[f"{box}/{name}", *key[1:]] = of
    of_now = {present[nodes[index]]: came for index, (came, _) in changes.items()}
    gone = {index: went for index, (_, went) in changes.items()}
    for row in [*own.rows, *told]:
        links.rows.append(Linear(tuple((then[i], c) for i, c in row.terms), row.low, row.high))
    # What adds up for everyone then does for each who has gone; who came may have left a question
    # that all had answered then, so that what adds up for them is what does now.
    for rows, places in ((own.rows, gone), (list(links.rows[:own_rows]), of_now)):
        for row in rows:
            if all(i in places for i, _ in row.terms):
                terms = tuple((places[i], c) for i, c in row.terms)
                links.rows.append(Linear(terms, row.low, row.high))
    for index in sorted(both):
        came, went = changes[index]
        now = present[nodes[index]]
        links.rows.append(Linear(((now, 1), (then[index], -1), (came, -1), (went, 1)), 0, 0))
        if part.group:
            registers = earlier.members, members
            left_out = outside(nodes[index], *(registers if part.of_now else registers[::-1]))
            if left_out is not None or in_group(nodes[index], part.group):
                who = went if part.of_now else came
                links.rows.append(Linear(((who, 1),), 0, left_out or 0))
        if earlier.left:
            # Who went was there, and with it who came is among those of now.
            links.rows.append(Linear(((then[index], 1), (went, -1)), 0, 10**9))
