"""Chosen examples: the few that are told where there is no room for all."""

from collections.abc import Sequence

from samklang.core.document.blocks import Examples
from samklang.core.document.example_card import ExampleCard

CHOSEN = 3


def chosen_examples(block: Examples, wanted: Sequence[str] = ()) -> tuple[ExampleCard, ...]:
    """The examples that are told where there is room for three: those `wanted`, else the first of
    those whose source tells of them, each on a challenge of its own where there are such."""
    known = {example.id: example for example in block.examples}
    if wanted:
        return tuple(known[id_] for id_ in wanted if id_ in known)[:CHOSEN]
    sound = [e for e in block.examples if e.match in ("exact", "likely") and e.description]
    cards: list[ExampleCard] = []
    for fresh in (True, False):
        for card in sound:
            met = {challenge for other in cards for challenge in other.challenges}
            if (
                len(cards) < CHOSEN
                and card not in cards
                and (not fresh or {*card.challenges} - met)
            ):
                cards.append(card)
    return tuple(sorted(cards, key=block.examples.index))
