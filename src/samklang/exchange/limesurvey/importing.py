"""Importing: from the two files of a LimeSurvey survey to a theme package on disk."""

import os
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from samklang.core.coding.codebook import Codebook
from samklang.core.faults import Fault, FaultyInput
from samklang.core.language.messages import message
from samklang.core.language.wording import ENGLISH, Language
from samklang.core.survey.evaluation import evaluate
from samklang.core.survey.parsing import parse
from samklang.core.survey.responses import Answer
from samklang.exchange.limesurvey.compose import compose
from samklang.exchange.limesurvey.structure import read_structure
from samklang.exchange.limesurvey.table import read_table
from samklang.exchange.loss import Losses, LossReport
from samklang.package.outside import confined_file

REPORT = "-import.txt"

_parsed = cache(parse)
T = TypeVar("T")


def holds(expression: str, answers: Mapping[str, Answer]) -> bool:
    """Whether an expression is true of the answers; each expression is parsed once."""
    return evaluate(_parsed(expression), answers)


def import_limesurvey(
    *, survey: Path, responses: Path, into: Path, language: Language = ENGLISH
) -> LossReport:
    """Write the theme package `into` from a .lss file and the export of its responses.

    The loss report is also written beside the package in the language, as its name with REPORT at
    the end.
    Raises FaultyInput with every fault found; then nothing has been written. A target that is
    not an empty folder is a fault.
    """
    # Writing brings in pydantic and YAML, which `samklang --help` need not wait for.
    from samklang.package.read import read
    from samklang.package.theme_package import ThemePackage
    from samklang.package.write import write

    faults: list[Fault] = []
    _refuse_occupied(into, faults)
    structure = _gather(faults, lambda: confined_file(read_structure, survey))
    table = _gather(faults, lambda: confined_file(read_table, responses))
    if structure is None or table is None or faults:
        raise FaultyInput(faults)
    losses = Losses()
    composed = compose(structure, table, losses, holds=holds)
    complete = len(composed.responses.counted(partial=False))
    if complete < 2:
        what = message("imports.complete_responses", count=complete)
        remedy = message("imports.a_theme_package_needs_two")
        raise FaultyInput([Fault(responses.name, 0, "submitdate", what, remedy)])
    package = ThemePackage(
        theme=composed.theme,
        questionnaire=composed.questionnaire,
        register=None,
        responses=composed.responses,
        codebook=Codebook(),
        codings=(),
        knowledge=(),
        references=(),
        examples=(),
        manuscripts={},
        contacts=(),
    )
    report = losses.report(f"{survey.name}, {responses.name}")
    into.parent.mkdir(parents=True, exist_ok=True)
    # Written whole beside the target and then moved, so that a failure leaves nothing behind.
    with tempfile.TemporaryDirectory(prefix=".samklang-", dir=into.parent) as folder:
        written = Path(folder) / "package"
        write(package, written)
        read(written)  # what the package's own reader refuses is never handed over
        report_folder = Path(folder) / "report"
        report_folder.write_text(report.words(language), encoding="utf-8", newline="\n")
        os.replace(written, into)
        os.replace(report_folder, into.with_name(into.name + REPORT))
    return report


def _gather(faults: list[Fault], read: Callable[[], T]) -> T | None:
    """What a reader finds; its faults are added to the others instead of ending the import."""
    try:
        return read()
    except FaultyInput as faulty:
        faults += faulty.faults
        return None


def _refuse_occupied(into: Path, faults: list[Fault]) -> None:
    if not into.exists() or (into.is_dir() and not any(into.iterdir())):
        return
    what = (
        message("imports.is_not_an_empty_folder")
        if into.is_dir()
        else message("imports.is_a_file_there")
    )
    faults.append(Fault(str(into), 0, "", what, message("imports.choose_another_name_for_into")))
