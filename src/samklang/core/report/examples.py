"""The examples of a report: which of them are told whole, where the rest is a list; the map."""

from collections.abc import Collection, Iterable

from samklang.core.catalogue.example import Example
from samklang.core.document.blocks import Examples
from samklang.core.document.chosen_examples import chosen_examples
from samklang.core.document.example_card import ExampleCard
from samklang.core.document.map_places import Placed
from samklang.core.faults import closest
from samklang.core.figures.examples import example_card
from samklang.core.figures.material import Material
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, worded
from samklang.core.manuscript.parsing import Directive
from samklang.core.manuscript.targets import Unreadable

WHOLE = "whole"
# So many are read through where nobody has chosen; beyond, a reader looks for the nearest.
MOST_WHOLE = 20


def examples_block(
    draft: Directive, material: Material, language: Language, evidence: str
) -> Examples:
    """The block that the directive stands for. Raises Unreadable."""
    if not material.examples:
        what = message("faults.there_are_no_examples")
        raise Unreadable(what, message("faults.add_files_to_examples_first"))
    cards = tuple(example_card(e, material, language) for e in material.examples)
    block = Examples(cards, phrase(language, "report.examples_note"), evidence)
    wanted = _wanted(draft, {card.id for card in cards})
    flagged = tuple(example.id for example in material.examples if example.whole)
    return Examples(cards, block.note, evidence, wanted or flagged or _usual(cards, block))


def on_map(examples: Iterable[Example], language: Language) -> tuple[Placed, ...]:
    """The examples as a map has them."""
    return tuple(
        Placed(
            e.id,
            e.municipalities,
            e.counties,
            e.issues,
            other=e.other,
            invented=e.invented,
            title=worded(e.title, language),
        )
        for e in examples
    )


def _wanted(draft: Directive, known: Collection[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(draft.options.get(WHOLE, "").replace(",", " ").split()))
    for name in wanted:
        if name not in known:
            raise Unreadable(message("faults.there_is_no_example", name=name), closest(name, known))
    return wanted


def _usual(cards: tuple[ExampleCard, ...], block: Examples) -> tuple[str, ...] | None:
    if len(cards) <= MOST_WHOLE:
        return None
    return tuple(card.id for card in chosen_examples(block))
