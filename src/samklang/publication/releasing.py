"""Releasing: the numbers that texts ask for, counted and released in a process of its own."""

from collections.abc import Callable, Hashable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, cast

from samklang.core.faults import FaultyInput
from samklang.core.figures.numbers import ReleasedNumbers
from samklang.core.manuscript.demands import Demands
from samklang.package.model import adapter
from samklang.publication.apart import Broken, heard, saying


def release_apart(path: Path, asked: Demands, *, wanted: Callable[[], bool]) -> ReleasedNumbers:
    """The released numbers of the package at `path` whose texts ask for `asked`.

    Raises as `samklang.publication.apart.build_apart`.
    """
    arguments = [str(path), _json(Demands, asked)]
    with closing(heard(__name__, arguments, wanted=wanted)) as said:
        for message in said:
            return _read(ReleasedNumbers, message["numbers"])
    raise Broken("The process ended without a result")


def main() -> None:
    """Releases what standard input names."""
    saying(lambda arguments, say: say(numbers=worked_out(arguments)))


def worked_out(arguments: Sequence[Any]) -> str:
    """The numbers as JSON of ReleasedNumbers; the package's references are formatted and kept."""
    # The worker that orders them stays small: only the process that counts reads these.
    from samklang.analysis.analysis import released_numbers
    from samklang.package.read import read
    from samklang.publication.references import format_references

    path, asked = arguments
    package = read(Path(path))
    with suppress(FaultyInput):  # which whoever reads the text is told of
        for language in package.theme.languages:
            format_references(package.references, language)
    return _json(ReleasedNumbers, released_numbers(package, _read(Demands, asked)))


def _json(kind: type, value: object) -> str:
    made: bytes = adapter(cast(Hashable, kind)).dump_json(value)
    return made.decode()


def _read(kind: type, text: str) -> Any:
    return adapter(cast(Hashable, kind)).validate_json(text)
