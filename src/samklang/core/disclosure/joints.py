"""Joints: the numbers that join the questions of a publication: how many there are of a group."""

from collections.abc import Container

from samklang.core.disclosure.links import Links
from samklang.core.disclosure.outline import MISSING


def joints(links: Links, demanded: Container[int]) -> tuple[int, ...]:
    """The numbers of groups alone, by index, but for those of which something is demanded.

    They are printed nowhere. Taken as they are in some table, each question stands by itself, and
    another table of one question is one of the whole publication.
    """
    groups = {column for outline in links.outlines for column in outline.by}
    return tuple(
        index
        for node, index in links.index.items()
        if index not in demanded
        and not node.measure
        and all(name in groups and value != MISSING for name, value in node.conditions)
    )
