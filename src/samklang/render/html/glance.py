"""Glance: what the front page of a site shows beside the main results."""

from dataclasses import dataclass

from samklang.core.document.blocks import ExampleMap, Examples, Figure
from samklang.core.document.chosen_examples import chosen_examples
from samklang.core.document.document import Document
from samklang.core.document.example_card import ExampleCard


@dataclass(frozen=True)
class Glance:
    """A figure, the map and three examples."""

    figure: Figure | None
    map: ExampleMap | None
    examples: tuple[ExampleCard, ...]


def glance(document: Document) -> Glance:
    """The main figure, the first map and the first examples of a document."""
    blocks = [block for _, block in document.blocks()]
    # Those that the deck tells of, where the author has chosen.
    wanted = next((t.examples for s in document.sections for t in s.slides if t.examples), ())
    main = (b for b in blocks if isinstance(b, Figure) and b.highlight)
    return Glance(
        figure=next(main, None),
        map=next((b for b in blocks if isinstance(b, ExampleMap)), None),
        examples=next((chosen_examples(b, wanted) for b in blocks if isinstance(b, Examples)), ()),
    )
