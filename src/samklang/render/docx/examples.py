"""What is told of an example in Word: its texts, and in a line or two what is known of it."""

from collections.abc import Callable, Iterator

from samklang.core.document.example_card import ExampleCard
from samklang.core.document.inline import Link
from samklang.render.docx.paragraphs import keep_whole, keep_with_next
from samklang.render.docx.writing import Pen
from samklang.render.element import Element


def add_known(body: Element, pen: Pen, example: ExampleCard, say: Callable[[str], str]) -> None:
    """What is known of an example, and its sources by their names."""
    known = list(_known(example, say))
    if known:
        line = keep_with_next(keep_whole(pen.paragraph(body, "Known")))
        for number, (label, value) in enumerate(known):
            pen.run(line, f"{'. ' if number else ''}{label}: ", style="Label")
            pen.run(line, value)
        pen.run(line, ".")
    if example.sources:
        line = keep_whole(pen.paragraph(body, "Known"))
        pen.run(line, f"{say('sources')}: ", style="Label")
        for number, (address, called) in enumerate(example.sources):
            if number:
                pen.run(line, ", ")
            pen.link(line, Link(called, address), noted=False)


def _known(example: ExampleCard, say: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Label and value of what is known; what is not known takes no room."""
    for key, value in (
        ("organisation", example.organisation),
        ("place", example.place),
        ("target_group", example.target_group),
        ("partners", "; ".join(example.partners)),
        ("years", example.years),
        ("challenges", ", ".join(example.challenges)),
    ):
        if value:
            yield say(key), value
    yield from example.facts
    if example.confidence and example.sources:
        yield say("confidence"), example.confidence


def whereabouts(example: ExampleCard) -> str:
    """Whose it is and where, on one line; else how well it is known."""
    parts = (example.organisation, example.place)
    return " · ".join(part for part in parts if part) or example.provenance
