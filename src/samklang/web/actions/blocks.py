"""Deeds on a report in blocks: one piece of its text changed, everything else as it was."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from samklang.core.manuscript.editing import (
    NotThere,
    copied,
    inserted,
    moved,
    numbered,
    removed,
    replaced,
    run_of,
    source_of,
    turned,
)
from samklang.web.actions.theme_files import SavedMeanwhile, save_file
from samklang.web.models import Theme, ThemeFile

STEPS: dict[str, Callable[[str, int], str]] = {
    "up": lambda text, number: moved(text, number=number, by=-1),
    "down": lambda text, number: moved(text, number=number, by=1),
    "copy": lambda text, number: copied(text, number=number),
    "turn": lambda text, number: turned(text, number=number),
    "remove": lambda text, number: removed(text, number=number),
}


@dataclass(frozen=True)
class Place:
    """Where words are put: in the place of some pieces that read `original`, else after a piece.

    numbers: None for words that are new. after: -1 for first of all.
    """

    numbers: range | None = None
    original: str = ""
    after: int = -1


@transaction.atomic
def write(
    theme: Theme,
    *,
    path: str,
    begun: str,
    source: str,
    place: Place,
    seen: int,
    by: User,
) -> ThemeFile:
    """Puts words into a text that was `seen` at a version; `begun` is what an unwritten one has.

    Where somebody else has saved the text since, what stood here is looked for in theirs: it is
    changed where it stands once and unchanged. Otherwise raises SavedMeanwhile, and nothing is
    written. Raises NotThere where there is no such piece.
    """
    file = ThemeFile.objects.select_for_update().filter(theme=theme, path=path).first()
    text, version = (file.text, file.version) if file else (begun, 0)
    numbers = place.numbers
    if version != seen:
        numbers = _elsewhere(text, place.original) if numbers is not None else None
        if file is None or numbers is None:
            raise SavedMeanwhile(file or ThemeFile(theme=theme, path=path, version=0, text=""))
    if numbers is None:
        made = inserted(text, source, after=place.after)
    else:
        made = replaced(text, source, numbers=numbers)
    return save_file(theme, path=path, text=made, seen=version, by=by)


@transaction.atomic
def step(
    theme: Theme, *, path: str, begun: str, action: str, number: int, seen: int, by: User
) -> ThemeFile:
    """Moves, copies, hides, shows or takes out a piece. action: one of STEPS.

    Raises SavedMeanwhile, and NotThere where there is no such piece or no place to move it to.
    """
    file = ThemeFile.objects.select_for_update().filter(theme=theme, path=path).first()
    text, version = (file.text, file.version) if file else (begun, 0)
    if version != seen:
        raise SavedMeanwhile(file or ThemeFile(theme=theme, path=path, version=0, text=""))
    if action not in STEPS:
        raise NotThere(action)
    return save_file(theme, path=path, text=STEPS[action](text, number), seen=version, by=by)


def _elsewhere(text: str, original: str) -> range | None:
    """Where words stand now, if once."""
    if not original.strip():
        return None
    parts = numbered(text)
    runs = {run_of(parts, part.number) for part in parts}
    runs |= {range(part.number, part.number + 1) for part in parts}
    runs_there = [run for run in runs if source_of(text, run).strip("\n") == original.strip("\n")]
    return runs_there[0] if len(runs_there) == 1 else None
