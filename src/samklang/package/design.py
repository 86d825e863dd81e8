"""Design: whether a theme's design holds together, and whether register and answers carry it."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from samklang.core.estimate.errors import (
    DegenerateTable,
    EmptyBase,
    EmptyCalibrationCell,
    EmptyStratum,
    EstimateError,
    MarginsDisagree,
    NegativeWeights,
    OneClusterDomain,
    OneClusterStratum,
    OneRespondentStratum,
    RakingDiverged,
    TooManyRespondents,
    UndefinedInterval,
    UnknownCalibrationCell,
    UnusableWeight,
)
from samklang.core.faults import Fault
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Responses
from samklang.core.theme.frame import Frame
from samklang.core.theme.register import Member, Register
from samklang.core.theme.theme import Calibration, DesignChoice, Theme
from samklang.package.drawn_together import together_choice, together_faults
from samklang.package.rows import REGISTER, RESPONSES
from samklang.package.yaml_text import Loaded, Path, field_name

THEME = "theme.yaml"
Loads = Mapping[str, Loaded]
What = tuple[Path, str, str]

_OF_CALIBRATION = (
    EmptyCalibrationCell,
    UnknownCalibrationCell,
    MarginsDisagree,
    NegativeWeights,
    RakingDiverged,
)
_OF_FIGURES = (DegenerateTable, EmptyBase, OneClusterDomain)
_OF_STRATA = (EmptyStratum, OneRespondentStratum, TooManyRespondents)
WEIGHT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
MERGE = "Merge it with another in design.collapse, or take a column from design.strata."


def estimate_fault(error: EstimateError) -> Fault:
    """An estimate that cannot be made, as a fault of the file and field where it is mended."""
    if isinstance(error, _OF_CALIBRATION):
        return Fault(THEME, 0, "design.calibration", error.what, error.remedy)
    if isinstance(error, OneClusterStratum):
        return Fault(THEME, 0, "design.clusters", error.what, error.remedy)
    if isinstance(error, _OF_STRATA):
        return Fault(THEME, 0, "design.strata", error.what, MERGE)
    if isinstance(error, UnusableWeight):
        return Fault(THEME, 0, "design.weights", error.what, error.remedy)
    if isinstance(error, UndefinedInterval):
        return Fault(THEME, 0, "design.interval", error.what, "Write interval: wilson, which has.")
    field = "figures" if isinstance(error, _OF_FIGURES) else ""
    return Fault(THEME if field else RESPONSES, 0, field, error.what, error.remedy)


def choice_faults(theme: Theme, loads: Loads) -> Iterator[Fault]:
    """What a design says that cannot be so, whatever the register and the answers."""
    for path, what, remedy in _choice(theme.design):
        yield _at(loads, path, what, remedy)


def _choice(design: DesignChoice) -> Iterator[What]:
    for name in ("strata", "groups"):
        columns = getattr(design, name)
        if len(set(columns)) < len(columns):
            yield (name,), "a column stands twice.", "Keep one."
    for name in (
        "strata",
        "groups",
        "collapse",
        "calibration",
        "weights",
        "clusters",
        "replicates",
    ):
        if design.kind == "open" and getattr(design, name):
            yield (name,), f"an open survey has no {name}.", "Take them away."
    for name in ("drawn", "sizes"):
        if design.kind != "sample" and getattr(design, name):
            yield (name,), "members are drawn in a sample only.", "Write kind: sample."
    if design.weights and design.calibration:
        yield ("weights",), "calibration makes weights of its own.", "Keep one of them."
    if design.drawn and design.sizes:
        yield ("sizes",), "drawn says already who was drawn.", "Keep one of them."
    yield from together_choice(design)
    yield from _sizes(design)
    yield from _collapse(design)
    if design.calibration and design.kind != "open":
        yield from _calibration(design.calibration)


def _sizes(design: DesignChoice) -> Iterator[What]:
    seen: set[tuple[str, ...]] = set()
    for number, size in enumerate(design.sizes):
        if len(size.stratum) != len(design.strata):
            what = f"{len(size.stratum)} values, and design.strata has {len(design.strata)}."
            yield ("sizes", number, "stratum"), what, "Write one for each column."
        elif size.stratum in seen:
            yield ("sizes", number, "stratum"), "the stratum stands twice.", "Keep one."
        if size.drawn < 0:
            yield ("sizes", number, "drawn"), "it is below 0.", "Write how many were drawn."
        seen.add(size.stratum)


def _collapse(design: DesignChoice) -> Iterator[What]:
    seen: set[tuple[str, ...]] = set()
    names: set[str] = set()
    for number, merged in enumerate(design.collapse):
        name = merged.name.sv or merged.name.en
        if name in names:
            yield ("collapse", number, "name"), f"'{name[:60]}' is used twice.", "Give it its own."
        names.add(name)
        if len(merged.strata) < 2:
            what = "fewer than two strata are merged."
            yield ("collapse", number, "strata"), what, "Name two or more."
        for place, stratum in enumerate(merged.strata):
            path: Path = ("collapse", number, "strata", place)
            if len(stratum) != len(design.cells):
                what = f"{len(stratum)} values, and the strata have {len(design.cells)}."
                yield path, what, f"Write one for each of {_listed(design.cells)}."
            elif stratum in seen:
                yield path, f"the stratum {', '.join(stratum)} is merged twice.", "Keep one."
            seen.add(stratum)


def _calibration(found: Calibration) -> Iterator[What]:
    if sum(map(bool, (found.poststrat, found.raking, found.regression))) != 1:
        what = "poststrat, raking or regression is needed, and one only."
        yield ("calibration",), what, "Write for example raking: [county, type]."
        return
    if len(set(found.columns)) < len(found.columns):
        yield ("calibration",), "a column stands twice.", "Keep one."
    margins = [found.poststrat] if found.poststrat else [(column,) for column in found.columns]
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for number, total in enumerate(found.margins):
        path: Path = ("calibration", "margins", number)
        if total.columns not in margins:
            known = "; ".join(", ".join(margin) for margin in margins)
            what = f"{', '.join(total.columns)} is not calibrated on."
            yield (*path, "columns"), what, f"Known: {known}."
        if len(total.values) != len(total.columns):
            yield (*path, "values"), "there is not one value for each column.", "Write one each."
        if total.members < 0:
            yield (*path, "members"), "it is below 0.", "Write how many members there are."
        if (total.columns, total.values) in seen:
            yield (*path, "values"), "they stand twice.", "Keep one."
        seen.add((total.columns, total.values))


def design_faults(
    theme: Theme,
    register: Register | None,
    responses: Responses,
    loads: Loads,
    *,
    questionnaire: Questionnaire,
) -> Iterator[Fault]:
    """Columns that are not there, and strata where too few have answered to say how they vary."""
    counted = responses.counted(partial=theme.design.partial == "counted")
    if register is None:
        if len(counted) < 2:
            what = f"{len(counted)} responses are sent in."
            yield Fault(RESPONSES, 0, "status", what, "Two are needed for any estimate.")
        return
    missing = [
        _at(loads, path, what, remedy)
        for path, what, remedy in _columns(theme.design, register, questionnaire)
    ]
    if missing:
        yield from missing
        return
    frame = Frame(register, theme.design)
    yield from _drawn_faults(frame, register, loads)
    unknown = [
        _at(loads, path, what, remedy)
        for path, what, remedy in _strata_that_are_not(theme.design, frame)
    ]
    if unknown:
        yield from unknown
        return
    members = register.by_id()
    present = [members[r.member] for r in counted if r.member in members]
    yield from _weight_faults(theme.design.weights, present)
    yield from together_faults(frame, present)
    answered = Counter(frame.cell(member) for member in present)
    for stratum, size in frame.sizes().items():
        if answered[stratum] < min(2, size):
            name = f"the stratum {', '.join(stratum)}" if stratum else "the register"
            what = f"{answered[stratum]} of {size} members in {name} have answered."
            yield Fault(
                REGISTER,
                0,
                ", ".join(theme.design.cells),
                what,
                f"Two are needed: {MERGE[0].lower()}{MERGE[1:]}",
            )
    if frame.drawn is not None:
        by_stratum = Counter(member.stratum(theme.design.strata) for member in present)
        for stratum, number in sorted(by_stratum.items()):
            drawn = frame.drawn.get(stratum)
            if drawn is not None and number > drawn:
                name = ", ".join(stratum) or "the register"
                what = f"{number} have answered in {name}, of {drawn} drawn."
                yield _at(loads, ("sizes",), what, "Correct the sizes or the responses.")


def _columns(
    design: DesignChoice, register: Register, questionnaire: Questionnaire
) -> Iterator[What]:
    for name in ("strata", "groups"):
        for column in getattr(design, name):
            if column not in register.groups:
                yield _no_column((name,), column, register)
            elif column in questionnaire.by_id:
                what = f"'{column}' is a column of the register and a question too."
                yield (name,), what, "Give the question another id."
    for name in ("drawn", "weights", "clusters"):
        column = getattr(design, name)
        if column and column not in register.groups:
            yield _no_column((name,), column, register)
    for number, column in enumerate(design.replicates.columns if design.replicates else ()):
        if column not in register.groups:
            yield _no_column(("replicates", "columns", number), column, register)
    calibration = design.calibration
    if calibration is None:
        return
    given = {column for total in calibration.margins for column in total.columns}
    for column in calibration.columns:
        question = questionnaire.by_id.get(column)
        if column in register.groups:
            continue
        if question is None or question.type != "select_one":
            yield _no_column(("calibration",), column, register)
        elif column not in given:
            what = f"the register does not tell how many members there are of each '{column}'."
            yield ("calibration", "margins"), what, "Write them under calibration.margins."


def _no_column(path: Path, column: str, register: Register) -> What:
    what = f"the register has no column '{column}'."
    return path, what, f"Known: {_listed(register.groups)}."


def _drawn_faults(frame: Frame, register: Register, loads: Loads) -> Iterator[Fault]:
    column = frame.choice.drawn
    if column:
        odd = {m.groups[column] for m in register.members} - {"yes", "no"}
        if odd:
            what = f"'{min(odd)[:40]}' is not yes or no."
            yield Fault(REGISTER, 0, column, what, "Write yes for each member that was drawn.")
    if frame.drawn is None:
        return
    sizes = Counter(m.stratum(frame.choice.strata) for m in frame.members)
    for stratum in sorted(set(sizes) - set(frame.drawn)):
        what = f"the stratum {', '.join(stratum) or 'of all'} is missing."
        yield _at(loads, ("sizes",), what, "Say how many were drawn in it.")
    for number, size in enumerate(frame.choice.sizes):
        if size.drawn > sizes[size.stratum]:
            what = f"{size.drawn} are drawn of {sizes[size.stratum]} members in the register."
            yield _at(loads, ("sizes", number, "drawn"), what, "Correct it, or the register.")


def _weight_faults(column: str, present: Collection[Member]) -> Iterator[Fault]:
    """Weights of those who answered that are no numbers above 0."""
    if not column:
        return
    for member in present:
        given = member.groups[column]
        if not WEIGHT.fullmatch(given) or not float(given) > 0:
            what = f"the weight '{given[:40]}' of {member.id} is no number above 0."
            remedy = "Write for example 2.5, with a decimal point."
            yield Fault(REGISTER, 0, column, what, remedy)


def _strata_that_are_not(design: DesignChoice, frame: Frame) -> Iterator[What]:
    known = {member.stratum(design.cells) for member in frame.members}
    for number, merged in enumerate(design.collapse):
        for place, stratum in enumerate(merged.strata):
            if stratum not in known:
                what = f"no member is in the stratum {', '.join(stratum)}."
                some = "; ".join(", ".join(s) for s in sorted(known)[:8])
                yield ("collapse", number, "strata", place), what, f"Known: {some}."
    calibration = design.calibration
    for margin in frame.margins() if calibration else ():
        total = sum(margin.members.values())
        if total != len(frame.members):
            what = (
                f"the margin of {', '.join(margin.variables).replace('@', '')} adds up to {total}, "
                f"and the register has {len(frame.members)} members."
            )
            yield ("calibration", "margins"), what, "Correct the margin or the register."


def _at(loads: Loads, path: Path, what: str, remedy: str) -> Fault:
    path = ("design", *path)
    line = loads[THEME].line(path) if THEME in loads else 0
    return Fault(THEME, line, field_name(path), what, remedy)


def _listed(names: Collection[str]) -> str:
    some = list(names)[:12]
    return ", ".join(some) + (" …" if len(names) > len(some) else "") if some else "none"
