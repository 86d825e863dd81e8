"""Rehearsing: a dress rehearsal, or the same numbers of real answers, in a process of its own.

The report of a rehearsal is written without the list of its files that an edition has: nothing that
proposes, signs, verifies or remembers what was printed takes it for a report.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samklang.core.faults import FaultyInput
from samklang.core.language.wording import Language
from samklang.publication.apart import Broken, heard, saying

if TYPE_CHECKING:
    from samklang.core.document.document import Document
    from samklang.package.theme_package import ThemePackage


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal gives.

    result: JSON of core.report.rehearsal.Rehearsal. faults: why there is no report, as
    FaultyInput.rows; none where one was written.
    """

    result: Any
    faults: Sequence[Sequence[Any]]


def rehearse_apart(
    path: Path,
    out: Path,
    *,
    rate: int,
    seed: int,
    expected: Mapping[str, Mapping[str, float]],
    made: Callable[[int, int], None],
    wanted: Callable[[], bool],
) -> Rehearsed:
    """The rehearsal of the package at `path`; its report is written as the folder `out`.

    rate: per cent. made: hears how many draws are analysed and outputs made, of how many. Raises as
    `samklang.publication.apart.build_apart`.
    """
    arguments = ["rehearse", str(path), str(out), rate, seed, expected]
    return Rehearsed(**_result(arguments, made, wanted))


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
    from samklang.analysis.rehearsal import measured
    from samklang.package.files import read_files
    from samklang.package.read import read, read_unanswered

    match arguments:
        case ["rehearse", path, out, rate, seed, expected]:
            package = read_unanswered(read_files(Path(path)))
            return _rehearsed(package, Path(out), rate / 100, seed, expected, made)
        case ["measure", path]:
            return {name: asdict(one) for name, one in measured(read(Path(path))).items()}
        case _:
            raise ValueError(arguments)


def _rehearsed(
    package: "ThemePackage",
    out: Path,
    rate: float,
    seed: int,
    expected: Mapping[str, Mapping[str, float]],
    made: Callable[[int, int], object],
) -> Any:
    from samklang.analysis.rehearsal import rehearse
    from samklang.publication.build import write_folder
    from samklang.publication.rendering import slow_outputs

    outputs = slow_outputs(len(package.theme.languages))
    draws = 0

    def drawn(done: int, of: int) -> None:
        nonlocal draws
        draws = of
        made(done, of + outputs)

    result = asdict(rehearse(package, rate=rate, seed=seed, expected=expected, made=drawn))
    try:
        files = rehearsed_files(
            package,
            rate=rate,
            seed=seed,
            expected=expected,
            made=lambda done, of: made(draws + done, draws + of),
        )
    except FaultyInput as faulty:
        return {"result": result, "faults": faulty.rows}
    write_folder(files, out)
    return {"result": result, "faults": []}


def rehearsed_files(
    package: "ThemePackage",
    *,
    rate: float,
    seed: int,
    expected: Mapping[str, Mapping[str, float]],
    made: Callable[[int, int], object] = lambda done, of: None,
) -> dict[str, bytes]:
    """Every output of the report from simulated answers, as `rendering.render` makes them.

    Nothing of it is kept for later builds. Raises FaultyInput.
    """
    from samklang.publication.rendering import render

    documents = rehearsed_documents(package, rate=rate, seed=seed, expected=expected)
    return render(documents, fresh=True, made=made)


def rehearsed_documents(
    package: "ThemePackage",
    *,
    rate: float,
    seed: int,
    expected: Mapping[str, Mapping[str, float]],
) -> Mapping[Language, "Document"]:
    """The report's documents from simulated answers, by language. Raises FaultyInput."""
    from samklang.analysis.analysis import analyse
    from samklang.analysis.rehearsal import invented
    from samklang.publication.build import composed
    from samklang.publication.references import with_references

    answered = invented(package, rate=rate, seed=seed, expected=expected)
    material = with_references(analyse(answered), answered.references)
    return composed(answered, replace(material, rehearsal=True))
