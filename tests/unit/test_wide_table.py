"""The plan of a wide table: what is tallied together, how weights become whole numbers."""

import math
import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.faults import FaultyInput
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.engines import in_spark
from samklang.engines.in_place import open_table, tally_table
from samklang.engines.wide_table import HALF, Plan, Weights, packs, weight_sums

WORDS = Wording("x", "x")
YES_NO = (Option("yes", WORDS), Option("no", WORDS))
QUESTIONNAIRE = Questionnaire(
    "1",
    (
        Question("q", "select_one", WORDS, options=YES_NO),
        Question("m", "select_multiple", WORDS, options=YES_NO),
    ),
)
GOOD = {"q": ["yes", "no"], "m.yes": ["1", "0"], "m.no": ["0", "1"], "w": [1.0, 2.0]}


def test_questions_are_tallied_together_while_their_groups_are_few() -> None:
    assert packs({}) == ()
    assert packs({"a": 4, "b": 4, "c": 4, "d": 4}) == (("a", "b", "c"), ("d",))
    assert packs({"a": 7, "b": 7, "c": 7}) == (("a", "b"), ("c",))
    assert packs({"a": 500, "b": 2}) == (("a",), ("b",))


def test_the_text_of_a_plan_names_nothing_of_the_file() -> None:
    plan = Plan({"c0": 'st"; DROP', "c1": "q", "c2": "r"}, ("c0",), (("c1", "c2"),), weight="w")
    (text,) = plan.sql()
    assert text == (
        "SELECT 0 AS pack, c0, c1 AS v0, c2 AS v1, '' AS v2, COUNT(*) AS respondents, "
        "SUM(w1), SUM(w0), SUM(w1 * w1), SUM(w1 * w0), SUM(w0 * w0) "
        "FROM samklang_tallied GROUP BY c0, c1, c2"
    )
    assert 'CAST("st""; DROP" AS VARCHAR) AS c0' in plan.view("t")


@given(st.lists(st.integers(1, HALF**2 - 1), min_size=1, max_size=20))
def test_sums_of_halves_are_sums_of_weights(weights: list[int]) -> None:
    high, low = [w // HALF for w in weights], [w % HALF for w in weights]
    pairs = list(zip(high, low, strict=True))
    sums = [sum(high), sum(low), *(sum(f(h, x) for h, x in pairs) for f in PRODUCTS)]
    assert weight_sums(sums) == (sum(weights), sum(w * w for w in weights))


PRODUCTS = (lambda h, _: h * h, lambda h, x: h * x, lambda _, x: x * x)


@given(st.floats(1e-6, 1e10), st.floats(0, 1))
def test_the_unit_makes_every_weight_fit(high: float, part: float) -> None:
    unit = Weights(max(high * part, 1e-9), high, 2, 2).unit()
    assert math.floor(high * unit + 0.5) < HALF**2
    assert unit == 10**15 or high * unit * 10 + 1 >= HALF**2 - 1


@pytest.mark.parametrize(
    "weights",
    [Weights(1, 2, 3, 2), Weights(0, 2, 3, 3), Weights(-1.0, 2, 3, 3), Weights(None, None, 0, 0)],
)
def test_weights_that_stand_for_nobody(weights: Weights) -> None:
    with pytest.raises(ValueError, match="weight"):
        weights.unit()


def test_weights_that_are_not_finite() -> None:
    for wrong in (math.nan, math.inf):
        with pytest.raises(ValueError, match="not a number"):
            Weights(1.0, wrong, 2, 2).unit()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"q": ["yes", "perhaps"]}, "q: the value 'perhaps' is no option of q"),
        ({"m.no": [None, "1"]}, "m.no: it was answered by others"),
        ({"m.yes": ["2", "0"]}, "m.yes: the value '2' is no option of m"),
        ({"s": ["a", None]}, "s: a respondent is in no stratum"),
        ({"w": [1.0, None]}, "w: a respondent has no weight"),
        ({"w": [1.0, -2.0]}, "w: a weight is not a number above 0"),
        ({"w": ["one", "two"]}, "w: it holds"),
    ],
)
def test_what_cannot_be_tallied_is_told(
    tmp_path: Path, columns: dict[str, list[str | float | None]], message: str
) -> None:
    frame = pl.DataFrame({"s": ["a", "a"], **GOOD, **columns})
    file = tmp_path / "answers.parquet"
    frame.write_parquet(file)
    for table in (open_table(frame), open_table(file)):
        with pytest.raises(FaultyInput, match=message):
            tally_table(table, QUESTIONNAIRE, strata=["s"], weight="w")


def test_columns_that_are_missing_or_differ_in_capitals(tmp_path: Path) -> None:
    frame = pl.DataFrame({name: GOOD[name] for name in ("q", "m.yes")})
    with pytest.raises(FaultyInput) as raised:
        tally_table(open_table(frame), QUESTIONNAIRE, by="county")
    assert [f.column for f in raised.value.faults] == ["county"]
    with pytest.raises(FaultyInput, match=r"m.no: this column is missing"):
        tally_table(open_table(frame), QUESTIONNAIRE)
    options = (Option("a", WORDS), Option("A", WORDS))
    asked = Questionnaire("1", (Question("m", "select_multiple", WORDS, options=options),))
    with pytest.raises(FaultyInput, match="capital letters only"):
        tally_table(open_table(pl.DataFrame({"m.a": ["1"], "m.A": ["0"]})), asked)


def test_numbers_and_truth_values_of_a_dataframe_are_selections() -> None:
    for yes, no in (([1, 0], [0, 1]), ([1.0, 0.0], [0.0, 1.0]), ([True, False], [False, True])):
        frame = pl.DataFrame({"q": ["yes", "no"], "m.yes": yes, "m.no": no})
        found = tally_table(open_table(frame), QUESTIONNAIRE).by_question()
        assert found["m"].counts == {((), ""): 2, ((), "yes"): 1, ((), "no"): 1}


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    wrong = tmp_path / "answers.parquet"
    with pytest.raises(FaultyInput, match="no such file"):
        tally_table(open_table(wrong), QUESTIONNAIRE)
    wrong.write_text("this is no Parquet")
    with pytest.raises(FaultyInput, match="cannot be read"):
        tally_table(open_table(wrong), QUESTIONNAIRE)
    with pytest.raises(FaultyInput, match="cannot be read"):
        tally_table(open_table(wrong, engine="sqlite"), QUESTIONNAIRE)
    with pytest.raises(TypeError):
        open_table({"q": ["yes"]})


def test_spark_without_java_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(in_spark.shutil, "which", lambda _: None)
    with pytest.raises(FaultyInput, match="needs Java"):
        in_spark.session()


def test_spark_without_pyspark_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(FaultyInput, match=r"samklang\[spark\]"):
        in_spark.session()


def test_only_the_process_that_starts_sees_sparks_variables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builder = pytest.importorskip("pyspark.sql").SparkSession.Builder
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("MALLOC_ARENA_MAX", "7")
    monkeypatch.delenv("MALLOC_TRIM_THRESHOLD_", raising=False)
    before = dict(os.environ)
    seen: dict[str, str] = {}

    def start(_: object) -> None:
        seen.update(os.environ)
        raise RuntimeError("no such cluster")

    monkeypatch.setattr(builder, "getOrCreate", start)
    monkeypatch.setattr(in_spark.shutil, "which", lambda _: "java")
    with pytest.raises(FaultyInput, match="no such cluster"):
        in_spark.session()
    assert (seen["MALLOC_ARENA_MAX"], seen["MALLOC_TRIM_THRESHOLD_"]) == ("7", "65536")
    assert dict(os.environ) == before
