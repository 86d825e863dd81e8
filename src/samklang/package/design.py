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
from samklang.core.faults import Fault, listed
from samklang.core.language.messages import Message, message
from samklang.core.language.wording import any_text
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
What = tuple[Path, Message, Message]

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
MERGE = message("estimates.merge_it_with_another_in_design")


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
        remedy = message("estimates.write_interval_wilson_which_has")
        return Fault(THEME, 0, "design.interval", error.what, remedy)
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
            yield (name,), message("estimates.a_column_stands_twice"), message("package.keep_one")
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
            what = message("estimates.an_open_survey_has_no", name=name)
            yield (name,), what, message("estimates.take_them_away")
    for name in ("drawn", "sizes"):
        if design.kind != "sample" and getattr(design, name):
            what = message("estimates.members_are_drawn_in_a_sample")
            yield (name,), what, message("estimates.write_kind_sample")
    if design.weights and design.calibration:
        what = message("estimates.calibration_makes_weights_of_its_own")
        yield ("weights",), what, message("estimates.keep_one_of_them")
    if design.drawn and design.sizes:
        what = message("estimates.drawn_says_already_who_was_drawn")
        yield ("sizes",), what, message("estimates.keep_one_of_them")
    yield from together_choice(design)
    yield from _sizes(design)
    yield from _collapse(design)
    if design.calibration and design.kind != "open":
        yield from _calibration(design.calibration)


def _sizes(design: DesignChoice) -> Iterator[What]:
    seen: set[tuple[str, ...]] = set()
    for number, size in enumerate(design.sizes):
        if len(size.stratum) != len(design.strata):
            what = message(
                "estimates.values_and_design_strata_has",
                stratum=len(size.stratum),
                strata=len(design.strata),
            )
            remedy = message("estimates.write_one_for_each_column")
            yield ("sizes", number, "stratum"), what, remedy
        elif size.stratum in seen:
            what = message("estimates.the_stratum_stands_twice")
            yield ("sizes", number, "stratum"), what, message("package.keep_one")
        if size.drawn < 0:
            what = message("estimates.it_is_below_0")
            yield ("sizes", number, "drawn"), what, message("estimates.write_how_many_were_drawn")
        seen.add(size.stratum)


def _collapse(design: DesignChoice) -> Iterator[What]:
    seen: set[tuple[str, ...]] = set()
    names: set[str] = set()
    for number, merged in enumerate(design.collapse):
        name = any_text(merged.name)
        if name in names:
            what = message("estimates.is_used_twice", name=name[:60])
            yield ("collapse", number, "name"), what, message("faults.give_it_its_own")
        names.add(name)
        if len(merged.strata) < 2:
            what = message("estimates.fewer_than_two_strata_are_merged")
            yield ("collapse", number, "strata"), what, message("estimates.name_two_or_more")
        for place, stratum in enumerate(merged.strata):
            path: Path = ("collapse", number, "strata", place)
            if len(stratum) != len(design.cells):
                what = message(
                    "estimates.values_and_the_strata_have",
                    stratum=len(stratum),
                    cells=len(design.cells),
                )
                remedy = message("estimates.write_one_for_each_of", cells=listed(design.cells))
                yield path, what, remedy
            elif stratum in seen:
                what = message("estimates.the_stratum_is_merged_twice", stratum=", ".join(stratum))
                yield path, what, message("package.keep_one")
            seen.add(stratum)


def _calibration(calibration: Calibration) -> Iterator[What]:
    if sum(map(bool, (calibration.poststrat, calibration.raking, calibration.regression))) != 1:
        what = message("estimates.one_kind_of_calibration_is_needed")
        yield ("calibration",), what, message("estimates.write_for_example_raking_county_type")
        return
    if len(set(calibration.columns)) < len(calibration.columns):
        what = message("estimates.a_column_stands_twice")
        yield ("calibration",), what, message("package.keep_one")
    margins = (
        [calibration.poststrat]
        if calibration.poststrat
        else [(column,) for column in calibration.columns]
    )
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for number, total in enumerate(calibration.margins):
        path: Path = ("calibration", "margins", number)
        if total.columns not in margins:
            known = "; ".join(", ".join(margin) for margin in margins)
            what = message("estimates.is_not_calibrated_on", columns=", ".join(total.columns))
            yield (*path, "columns"), what, message("faults.known_names", known=known)
        if len(total.values) != len(total.columns):
            what = message("estimates.there_is_not_one_value_for")
            yield (*path, "values"), what, message("estimates.write_one_each")
        if total.members < 0:
            what = message("estimates.it_is_below_0")
            yield (*path, "members"), what, message("estimates.write_how_many_members_there_are")
        if (total.columns, total.values) in seen:
            what = message("estimates.they_stand_twice")
            yield (*path, "values"), what, message("package.keep_one")
        seen.add((total.columns, total.values))


def design_faults(
    theme: Theme,
    register: Register | None,
    responses: Responses,
    loads: Loads,
    *,
    questionnaire: Questionnaire,
    answered: bool = True,
) -> Iterator[Fault]:
    """Columns that are not there, and strata where too few have answered to say how they vary.

    answered: whether those who will answer have; else nobody is missed.
    """
    counted = responses.counted(partial=theme.design.partial == "counted")
    if register is None:
        if len(counted) < 2:
            what = message("estimates.responses_are_sent_in", counted=len(counted))
            remedy = message("estimates.two_are_needed_for_any_estimate")
            yield Fault(RESPONSES, 0, "status", what, remedy)
        return
    yield from _named_faults(theme, register, loads)
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
    respondents = Counter(frame.cell(member) for member in present)
    for stratum, size in frame.sizes().items() if answered else ():
        if respondents[stratum] < min(2, size):
            name = message("faults.part_name_register")
            if stratum:
                name = message("faults.part_name_stratum", stratum=stratum)
            what = message(
                "estimates.of_members_in_have_answered",
                answered=respondents[stratum],
                size=size,
                name=name,
            )
            if stratum:
                yield _at(loads, ("strata",), what, message("faults.two_are_needed"))
            else:
                remedy = message("estimates.two_are_needed_for_any_estimate")
                yield Fault(RESPONSES, 0, "status", what, remedy)
    if frame.drawn is not None:
        by_stratum = Counter(member.stratum(theme.design.strata) for member in present)
        for stratum, number in sorted(by_stratum.items()):
            drawn = frame.drawn.get(stratum)
            if drawn is not None and number > drawn:
                what = message(
                    "estimates.have_answered_in_of_drawn",
                    number=number,
                    name=stratum or message("faults.part_name_register"),
                    drawn=drawn,
                )
                remedy = message("estimates.correct_the_sizes_or_the_responses")
                yield _at(loads, ("sizes",), what, remedy)


def _columns(
    design: DesignChoice, register: Register, questionnaire: Questionnaire
) -> Iterator[What]:
    for name in ("strata", "groups"):
        for column in getattr(design, name):
            if column not in register.groups:
                yield _no_column((name,), column, register)
            elif column in questionnaire.by_id:
                what = message("estimates.is_a_column_of_the_register", column=column)
                yield (name,), what, message("package.give_the_question_another_id")
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
            what = message("estimates.the_register_does_not_tell_how", column=column)
            remedy = message("estimates.write_them_under_calibration_margins")
            yield ("calibration", "margins"), what, remedy


def _named_faults(theme: Theme, register: Register, loads: Loads) -> Iterator[Fault]:
    """Names of columns that the register does not have, though it has others."""
    for number, named in enumerate(theme.columns):
        if register.groups and named.id not in register.groups:
            path: Path = ("columns", number, "id")
            _, what, remedy = _no_column(path, named.id, register)
            line = loads[THEME].line(path) if THEME in loads else 0
            yield Fault(THEME, line, field_name(path), what, remedy)


def _no_column(path: Path, column: str, register: Register) -> What:
    what = message("estimates.the_register_has_no_column", column=column)
    return path, what, message("faults.known_names", known=listed(register.groups))


def _drawn_faults(frame: Frame, register: Register, loads: Loads) -> Iterator[Fault]:
    column = frame.choice.drawn
    if column:
        odd = {m.groups[column] for m in register.members} - {"yes", "no"}
        if odd:
            what = message("estimates.is_not_yes_or_no", odd=min(odd)[:40])
            remedy = message("estimates.write_yes_for_each_member_that")
            yield Fault(REGISTER, 0, column, what, remedy)
    if frame.drawn is None:
        return
    sizes = Counter(m.stratum(frame.choice.strata) for m in frame.members)
    for stratum in sorted(set(sizes) - set(frame.drawn)):
        what = message(
            "estimates.the_stratum_is_missing",
            stratum=stratum or message("estimates.part_stratum_all"),
        )
        yield _at(loads, ("sizes",), what, message("estimates.say_how_many_were_drawn_in"))
    for number, size in enumerate(frame.choice.sizes):
        if size.drawn > sizes[size.stratum]:
            what = message(
                "estimates.are_drawn_of_members_in_the", drawn=size.drawn, sizes=sizes[size.stratum]
            )
            remedy = message("estimates.correct_it_or_the_register")
            yield _at(loads, ("sizes", number, "drawn"), what, remedy)


def _weight_faults(column: str, present: Collection[Member]) -> Iterator[Fault]:
    """Weights of those who answered that are no numbers above 0."""
    if not column:
        return
    for member in present:
        given = member.groups[column]
        if not WEIGHT.fullmatch(given) or not float(given) > 0:
            what = message("estimates.the_weight_of_is_no_number", given=given[:40], id=member.id)
            remedy = message("estimates.write_for_example_2_5_with")
            yield Fault(REGISTER, 0, column, what, remedy)


def _strata_that_are_not(design: DesignChoice, frame: Frame) -> Iterator[What]:
    known = {member.stratum(design.cells) for member in frame.members}
    for number, merged in enumerate(design.collapse):
        for place, stratum in enumerate(merged.strata):
            if stratum not in known:
                what = message("estimates.no_member_is_in_the_stratum", stratum=", ".join(stratum))
                some = "; ".join(", ".join(s) for s in sorted(known)[:8])
                remedy = message("faults.known_names", known=some)
                yield ("collapse", number, "strata", place), what, remedy
    calibration = design.calibration
    for margin in frame.margins() if calibration else ():
        total = sum(margin.members.values())
        if total != len(frame.members):
            what = message(
                "estimates.the_margin_of_adds_up_to",
                variables=", ".join(margin.variables).replace("@", ""),
                total=total,
                members=len(frame.members),
            )
            remedy = message("estimates.correct_the_margin_or_the_register")
            yield ("calibration", "margins"), what, remedy


def _at(loads: Loads, path: Path, what: Message, remedy: Message) -> Fault:
    path = ("design", *path)
    line = loads[THEME].line(path) if THEME in loads else 0
    return Fault(THEME, line, field_name(path), what, remedy)
