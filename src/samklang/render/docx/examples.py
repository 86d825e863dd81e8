"""What is told of an example in Word: its texts and facts, each under its heading."""

from collections.abc import Callable, Iterator

from samklang.core.document.example_card import ExampleCard


def example_facts(example: ExampleCard, say: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Heading and text of what is known; whose it is and where also where that is not known."""
    yield from example.texts
    if not example.other:
        yield say("organisation"), example.organisation or say("unknown")
        yield say("place"), example.place or say("unknown")
    for key, value in (
        ("target_group", example.target_group),
        ("partners", "; ".join(example.partners)),
        ("years", example.years),
        ("challenges", ", ".join(example.challenges)),
    ):
        if value:
            yield say(key), value
    yield from example.facts
    if example.confidence:
        yield say("confidence"), example.confidence


def whereabouts(example: ExampleCard) -> str:
    """Whose it is and where, on one line; else how well it is known."""
    parts = (example.organisation, example.place)
    return " · ".join(part for part in parts if part) or example.provenance
