"""What is told of an example in Word: its texts, and in a line or two what is known of it."""

from collections.abc import Callable, Iterator

from samklang.core.document.example_card import ExampleCard


def example_facts(example: ExampleCard, say: Callable[[str], str]) -> Iterator[tuple[str, str]]:
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
