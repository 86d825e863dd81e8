"""Double coding: where two persons, blind to each other, read an answer otherwise, and how far they
agree."""

from collections.abc import Iterable, Sequence

from samklang.core.coding.agreement import Agreement, Codes, agreement
from samklang.core.coding.readings import PARTS, Part, Reading, by_place


def differ(one: Reading, other: Reading) -> bool:
    """Whether two readings must be settled: other codes or valences, or another state."""
    return one.state != other.state or one.codes != other.codes


def unsettled(readings: Iterable[Reading]) -> int:
    """Answers on which two readings differ and nothing has been settled."""
    return sum(
        "settled" not in parts and "second" in parts and differ(parts["first"], parts["second"])
        for parts in by_place(readings).values()
        if "first" in parts
    )


def agreement_on(readings: Sequence[Reading], question: str, codes: Sequence[str]) -> Agreement:
    """The agreement of the two on the answers to one question.

    Alpha over whole answers takes code and valence together (MASI); each of `codes` is then looked
    at by itself, whatever its valence.
    """
    both: tuple[Part, ...] = PARTS[:2]
    given: dict[str, dict[str, Codes]] = {}
    for (response, of), parts in by_place(readings).items():
        if of != question:
            continue
        given[response] = {
            part: kept for part in both if part in parts and (kept := parts[part].codes) is not None
        }
    bare = {
        response: {part: frozenset(k.partition(":")[0] for k in kept) for part, kept in of.items()}
        for response, of in given.items()
    }
    each = agreement(bare, codes)
    whole = agreement(given, ())
    return Agreement(whole.answers, whole.coders, whole.alike, whole.alpha, each.codes)
