"""The weights that a reader can work out from the register, in every design; and what they tell."""

from pathlib import Path

import pytest

from samklang.analysis.analysis import audited
from samklang.analysis.counting import Counting
from samklang.core.theme.frame import Frame
from samklang.package.read import read
from tests.analysed_package import MARGINS, MERGED
from tests.designed_package import designed_package

# By hand, of the members and respondents in designed_package.GROUPS.
BY_COUNTY = {("24",): 40 / 25, ("25",): 40 / 21}
BY_SIZE = {("large",): 35 / 23, ("small",): 45 / 23}
BOTH = {
    ("24", "large"): 20 / 14,
    ("24", "small"): 20 / 11,
    ("25", "large"): 15 / 9,
    ("25", "small"): 25 / 12,
}
LARGE_AS_ONE = BOTH | {("24", "large"): 35 / 23, ("25", "large"): 35 / 23}


@pytest.mark.parametrize(
    ("design", "columns", "weights"),
    [
        ("{kind: census, strata: [county]}", ("county",), BY_COUNTY),
        ("{kind: census, strata: [county], groups: [size]}", ("county", "size"), BOTH),
        ("{kind: census, calibration: {poststrat: [size]}}", ("size",), BY_SIZE),
        (
            f"{{kind: census, strata: [county, size], {MERGED}}}",
            ("county", "size"),
            LARGE_AS_ONE,
        ),
    ],
)
def test_weights_are_known_by_the_columns_that_decide_them(
    design: str, columns: tuple[str, ...], weights: dict[tuple[str, ...], float], tmp_path: Path
) -> None:
    found = counting(tmp_path, design).known_weights()
    assert found is not None
    assert found.columns == columns
    assert found.of == pytest.approx(weights, rel=1e-12)


@pytest.mark.parametrize(
    "design",
    [
        "{kind: census}",
        f"{{kind: census, calibration: {{raking: [county, grade], {MARGINS}}}}}",
    ],
)
def test_no_register_tells_what_all_share_or_what_an_answer_decides(
    design: str, tmp_path: Path
) -> None:
    assert counting(tmp_path, design).known_weights() is None


@pytest.mark.parametrize(
    "design",
    [
        "{kind: census, strata: [county]}",
        "{kind: census, strata: [county], groups: [size]}",
        "{kind: census, calibration: {raking: [county, size]}}",
    ],
)
def test_a_report_by_its_own_strata_withholds_what_its_shares_would_tell(
    design: str, tmp_path: Path
) -> None:
    body = "".join(
        f":::{{figure}} {name}\n:by: county\n:::\n\n" for name in ("q1", "grade", "fields")
    )
    rule = "disclosure: {threshold: 9, ordinary: cell}\n"
    folder = designed_package(tmp_path / "p", design=design, body=body, figures=rule)
    found = audited(read(folder))
    assert found.inferences
    assert all(one.sound for one in found.inferences)


def counting(folder: Path, design: str) -> Counting:
    package = read(designed_package(folder / "p", design=design))
    frame = Frame(package.register, package.theme.design)
    answered = package.responses.counted(partial=False)
    return Counting(frame, package.questionnaire, answered, engine="duckdb")
