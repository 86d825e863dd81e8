"""Rehearsing: a dress rehearsal, or the same numbers of real answers, in a process of its own."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from samklang.publication.apart import Broken, heard, saying


def rehearse_apart(
    path: Path,
    *,
    rate: int,
    seed: int,
    expected: Mapping[str, Mapping[str, float]],
    made: Callable[[int, int], None],
    wanted: Callable[[], bool],
) -> Any:
    """The rehearsal of the package at `path`, as JSON of core.report.rehearsal.Rehearsal.

    rate: per cent. made: hears how many draws are analysed, of how many. Raises as
    `samklang.publication.apart.build_apart`.
    """
    return _result(["rehearse", str(path), rate, seed, expected], made, wanted)


def measure_apart(path: Path, *, wanted: Callable[[], bool]) -> Any:
    """The numbers of the package's own answers, as JSON: by table, a FigureNumbers."""
    return _result(["measure", str(path)], lambda done, of: None, wanted)


def _result(
    arguments: Sequence[object], made: Callable[[int, int], None], wanted: Callable[[], bool]
) -> Any:
    with closing(heard(__name__, arguments, wanted=wanted)) as said:
        for message in said:
            match message:
                case {"made": [done, of]}:
                    made(done, of)
                case _:
                    return message["result"]
    raise Broken("The process ended without a result")


def main() -> None:
    """Rehearses what standard input names."""
    saying(
        lambda arguments, say: say(
            result=worked_out(arguments, made=lambda done, of: say(made=[done, of]))
        )
    )


def worked_out(
    arguments: Sequence[Any], *, made: Callable[[int, int], object] = lambda done, of: None
) -> Any:
    """The result that is asked for."""
    # The worker that orders a rehearsal stays small: only the process that makes it reads these.
    from samklang.analysis.rehearsal import measured, rehearse
    from samklang.package.files import read_files
    from samklang.package.read import read, read_unanswered

    match arguments:
        case ["rehearse", path, rate, seed, expected]:
            package = read_unanswered(read_files(Path(path)))
            result = rehearse(package, rate=rate / 100, seed=seed, expected=expected, made=made)
            return asdict(result)
        case ["measure", path]:
            return {name: asdict(one) for name, one in measured(read(Path(path))).items()}
        case _:
            raise ValueError(arguments)
