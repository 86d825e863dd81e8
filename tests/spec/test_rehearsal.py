"""A rehearsal on simulated answers beside what the demonstration's own answers gave."""

from dataclasses import replace
from pathlib import Path

import pytest

from samklang.analysis import rehearsal as analysis
from samklang.analysis.rehearsal import invented, measured, printed_before, rehearse
from samklang.core.faults import FaultyInput
from samklang.core.report.rehearsal import Rehearsal
from samklang.core.survey.responses import Responses
from samklang.core.survey.routing import gates
from samklang.core.theme.register import Register
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from tests.series_package import series_package

DEMO = Path(__file__).parents[2] / "themes" / "social-innovation-i-norr"
SEED = 1
OPTIONS = ("municipality", "region", "authority", "association", "company", "education", "other")


@pytest.fixture(scope="module")
def demo() -> ThemePackage:
    return read(DEMO)


def rate(package: ThemePackage) -> float:
    """The rate that the demonstration's answers came in at."""
    assert package.register
    asked = sum(m.invited for m in package.register.members)
    return len(package.responses.counted(partial=False)) / asked


def opened(package: ThemePackage) -> dict[str, dict[str, float]]:
    """The shares that the answers which open other questions got, of those who were asked."""
    found: dict[str, dict[str, float]] = {}
    for question, option in gates(package.questionnaire):
        given = [r.answers[question] for r in package.responses.counted(partial=False)]
        given = [answer for answer in given if isinstance(answer, str)]
        found.setdefault(question, {})[option] = given.count(option) / len(given)
    return found


@pytest.fixture(scope="module")
def rehearsed(demo: ThemePackage) -> Rehearsal:
    return rehearse(demo, rate=rate(demo), seed=SEED, expected=opened(demo))


def test_widths_come_within_a_sixth_of_the_real(demo: ThemePackage, rehearsed: Rehearsal) -> None:
    real = measured(demo)
    off = {}
    for one in rehearsed.figures:
        width = real[one.table].width
        assert one.width
        assert width
        off[one.table] = one.width.middle / width - 1
    assert set(off) == {"q1", "q2", "q2b", "q4", "conditions"}
    assert all(abs(error) < 0.15 for error in off.values()), off


def test_withheld_cells_come_within_two_of_the_real(
    demo: ThemePackage, rehearsed: Rehearsal
) -> None:
    real = sum(one.withheld for one in measured(demo).values())
    assert abs(rehearsed.withheld.middle - real) <= 2, (rehearsed.withheld, real)
    # Where members answer more unevenly, more is withheld.
    assert rehearsed.withheld.low <= rehearsed.withheld.middle < rehearsed.withheld.high
    assert rehearsed.cells == sum(one.cells for one in measured(demo).values())


def test_the_commonest_of_several_answers_is_as_common_as_it_is_said_to_be(
    demo: ThemePackage,
) -> None:
    # Two in three choose it, and the seven fall evenly from there (core/survey/simulated.py).
    shares = {"q1": {"yes": 1.0}, "q2": {"yes": 1.0}}
    answered = invented(demo, rate=1, seed=SEED, expected=shares)
    chosen = [one.answers["q2b"] for one in answered.responses]
    given = [answer for answer in chosen if isinstance(answer, frozenset)]
    counts = sorted((sum(option in answer for answer in given) for option in OPTIONS), reverse=True)
    evenly = [2 / 3 * (7 - n) / 7 for n in range(7)]
    assert all(
        abs(count / len(given) - share) < 0.06 for count, share in zip(counts, evenly, strict=True)
    ), [count / len(given) for count in counts]


def test_the_answers_there_are_play_no_part(
    demo: ThemePackage, rehearsed: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "DRAWS", 1)
    emptied = replace(demo, responses=Responses(()), codings=(), findings=())
    one, other = (rehearse(p, rate=rate(demo), seed=SEED) for p in (demo, emptied))
    assert one == other
    assert one.figures != rehearsed.figures


def test_what_an_earlier_theme_printed_is_expected_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "DRAWS", 1)
    package = read(series_package(tmp_path))
    # The newest theme's shares, by question and by statement.
    assert printed_before(package) == {"q1": {"yes": 0.41}, "q4.time": {"low": 0.47}}
    answered = invented(package, rate=1, seed=SEED, expected={})
    yes = [one.answers["q1"] for one in answered.responses].count("yes")
    assert abs(yes - 0.41 * 26) <= 1
    assert rehearse(package, rate=0.8, seed=SEED).repeated == ("q1", "q4")
    # What is stated goes before.
    stated = invented(package, rate=1, seed=SEED, expected={"q1": {"yes": 1.0}})
    assert [one.answers["q1"] for one in stated.responses].count("yes") >= 25


def test_columns_unused_questions_and_merged_groups(
    demo: ThemePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "DRAWS", 1)
    text = "# x\n\n:::{figure} q1\n:by: size\n:::\n\n:::{figure} q1\n:by: county\n:::\n"
    parted = replace(demo, manuscripts={"sv": text, "en": text})
    found = rehearse(parted, rate=0.7, seed=SEED)
    assert set(found.unused) == {"q2", "q2b", "q4", "conditions"}
    size, county = sorted(found.columns, key=lambda one: one.column != "size")
    assert size.withheld.middle > county.withheld.middle == county.withheld.low
    assert found.columns[0] == size
    assert size.merged == ("stor", "mellan")
    assert size.saved
    # Of two groups none would be left to compare.
    assert county.merged == ()


def test_a_theme_that_asks_nobody_is_a_fault(demo: ThemePackage) -> None:
    with pytest.raises(FaultyInput, match="no members have been chosen to answer"):
        rehearse(replace(demo, register=Register((), ())), rate=0.5, seed=SEED)


def test_too_few_answers_for_the_design_is_a_fault(demo: ThemePackage) -> None:
    with pytest.raises(FaultyInput):
        rehearse(demo, rate=0.02, seed=SEED)
