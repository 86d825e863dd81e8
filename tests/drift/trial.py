"""A trial: a package is edited, built and read back, and held against its answers and the build
before.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from samklang.analysis.analysis import analyse
from samklang.core.disclosure.released import ReleasedCell
from samklang.core.document.document import Document
from samklang.core.faults import FaultyInput
from samklang.core.language.wording import Language
from samklang.package.read import read
from samklang.publication.build import documents
from samklang.publication.rendering import render
from tests.drift.changes import drifted
from tests.drift.checking import wrong
from tests.drift.edits import EDITS
from tests.drift.form import Form
from tests.drift.readers import read_back
from tests.drift.survey import CLAIM, Survey, survey, write
from tests.drift.truth import Truth

Build = tuple[Truth, Mapping[str, Form]]


@dataclass(frozen=True)
class Outcome:
    """What became of an edit. faults: every drift found; stopped: the build stopped, as it must.

    changed: texts that changed, in all forms.
    """

    edit: str
    faults: tuple[str, ...]
    stopped: bool = False
    changed: int = 0


def build(made: Survey, languages: Sequence[Language]) -> dict[Language, Build]:
    """Builds a survey as `samklang build` does, outputs kept from builds before taken too.

    Raises FaultyInput where the build stops.
    """
    with tempfile.TemporaryDirectory() as folder:
        package = read(write(made, Path(folder)))
    tables = analyse(package).tables
    found: dict[Language, Document] = {
        language: one for language, one in documents(package).items() if language in languages
    }
    files = render(found)
    return {
        language: (Truth(made, tables, language), read_back(files, language))
        for language in languages
    }


def tried(base: Mapping[Language, Build], kind: str, seed: int) -> Outcome:
    """Makes one edit of a kind; seed chooses which. base: the survey unedited, by language."""
    made = survey()
    edit = f"{kind} {seed}: {EDITS[kind](made, Random(seed))}"
    try:
        builds = build(made, list(base))
    except FaultyInput as stop:
        return Outcome(edit, tuple(_without_cause(made, stop)), stopped=True)
    faults: list[str] = []
    for language, one in builds.items():
        faults += [f"{language} {fault}" for fault in wrong(*one)]
        faults += [f"{language} {fault}" for fault in drifted(base[language], one)]
        faults += [f"{language} {fault}" for fault in _claimed(one[0])]
        faults += [f"{language} {fault}" for fault in _compared(one[0])]
    changed = sum(_changed(base[language], one) for language, one in builds.items())
    return Outcome(edit, tuple(faults), changed=changed)


def _without_cause(made: Survey, stop: FaultyInput) -> Iterator[str]:
    """Faults of a build that stopped although its text holds."""
    with tempfile.TemporaryDirectory() as folder:
        zig = analyse(read(write(made, Path(folder)))).tables["zeta"].cell("zig")
    changed = any(one.get("questions") for one in made.earlier)
    for fault in stop.faults:
        if changed and (
            "was changed after" in str(fault.what) or "asked it (wording)" in str(fault.what)
        ):
            continue
        if not any(claim in str(fault.what) for claim in CLAIM.values()):
            yield f"stopped: {fault}"
        elif (least := _least(zig)) is not None and least > 50:
            yield f"stopped: {fault}, and the band begins at {least}"


def _claimed(truth: Truth) -> Iterator[str]:
    """A majority of the members that the band does not bear out, and that was printed."""
    least = _least(truth.tables["zeta"].cell("zig"))
    if least is None or least <= 50:
        yield f"a majority is claimed of a band that begins at {least}"


def _least(cell: ReleasedCell) -> int | None:
    """The lowest that a share may be, those who have not answered in view."""
    return cell.low if cell.band_low is None else cell.band_low


def _compared(truth: Truth) -> Iterator[str]:
    """A question that an earlier theme asked in other words, and that was compared all the same."""
    for one in truth.made.earlier:
        if one.get("questions"):
            yield f"'{one['id']}' asked in other words"


def _changed(before: Build, after: Build) -> int:
    return sum(
        text not in before[1][name].texts.get(part, [])
        for name, form in after[1].items()
        for part, texts in form.texts.items()
        for text in texts
    )
