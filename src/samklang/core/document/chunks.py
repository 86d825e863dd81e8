"""Chunks: what one slide has room for, of lists that are longer than that."""

from typing import TypeVar

from samklang.core.document.inline import Text, plain
from samklang.core.document.method_box import Fact

T = TypeVar("T")

# Facts on a slide, and their characters; a label and the line it ends take as much as so many more.
FACTS, FACT_LETTERS, FACT_LABEL = 7, 1120, 60
# The characters of those that stand beside a table, and how closely the even share is sought.
BESIDE, STEP = 700, 20
# Characters of running text that fit on a slide at reading size.
POINTS = 800


def chunks(items: tuple[T, ...], size: int) -> list[tuple[T, ...]]:
    """The items in chunks of nearly the same length, none longer than `size`."""
    if not items:
        return []
    count = -(-len(items) // size)
    each, more = divmod(len(items), count)
    chunks, at = [], 0
    for number in range(count):
        step = each + (number < more)
        chunks.append(items[at : at + step])
        at += step
    return chunks


def of_facts(facts: tuple[Fact, ...], *, beside: bool) -> list[tuple[Fact, ...]]:
    """Facts in as few chunks as slides have room for, evenly; one chunk at least.

    beside: whether the first of them stand beside a table.
    """
    most = FACT_LETTERS
    fewest = _grouped(facts, most, beside)
    # The least that still fills no more slides.
    while len(evener := _grouped(facts, most - STEP, beside)) == len(fewest) and most > STEP:
        fewest, most = evener, most - STEP
    return fewest


def _grouped(facts: tuple[Fact, ...], most: int, beside: bool) -> list[tuple[Fact, ...]]:
    groups: list[list[Fact]] = [[]]
    used = 0
    for fact in facts:
        length = len(fact.value) + FACT_LABEL
        room = min(most, BESIDE) if beside and len(groups) == 1 else most
        if groups[-1] and (used + length > room or len(groups[-1]) == FACTS):
            groups.append([])
            used = 0
        groups[-1].append(fact)
        used += length
    return [tuple(group) for group in groups]


def by_length(items: tuple[Text, ...]) -> list[tuple[Text, ...]]:
    """List items in as few slides as POINTS characters each allow, evenly, one item at least."""
    lengths = [len(plain(item)) + 60 for item in items]
    count = -(-sum(lengths) // POINTS)
    goal = sum(lengths) / max(count, 1)
    groups: list[list[Text]] = [[]]
    used = 0
    for item, length in zip(items, lengths, strict=True):
        if groups[-1] and (used + length > POINTS or used + length / 2 > goal):
            groups.append([])
            used = 0
        groups[-1].append(item)
        used += length
    return [tuple(chunk) for chunk in groups if chunk]
