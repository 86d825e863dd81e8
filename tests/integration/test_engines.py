"""Every engine counts a random survey as it is counted by hand: in memory, files, tables, frames.

Spark runs as a cluster of two workers of its own, each a process, so that nothing is shared by
accident. It is started once; its examples are few and large.
"""

import csv
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import polars as pl
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.estimate.design import Design
from samklang.core.estimate.grid import DomainCounts
from samklang.engines import in_spark
from samklang.engines.in_place import TableTally, open_table, tally_table
from samklang.engines.tally import ENGINES, tally
from tests.postgresql_server import postgresql_server
from tests.programs import SHORT_LIVED
from tests.random_survey import Survey, draw

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

CLUSTER = "local-cluster[2,1,1024]"
Counted = Mapping[tuple[str, str, str, str], tuple[int, int, int]]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgresql_server() as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", address)
        yield address


@pytest.fixture(scope="module")
def spark() -> Iterator["SparkSession"]:
    if not shutil.which("java") and not os.environ.get("CI"):
        pytest.skip("no Java is installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(in_spark.VARIABLE, CLUSTER)
        # Driver and executors live too short for the second compiler of Java.
        patch.setenv("JAVA_TOOL_OPTIONS", SHORT_LIVED[0])
        session = in_spark.session()
    yield session
    session.stop()


def closed(counts: Mapping[str, DomainCounts]) -> Counted:
    """What a tally found, in thousandths of weights, without what nobody chose."""
    found = {}
    for name, question in counts.items():
        unit = question.unit or 0
        for ((stratum,), domain, option), sums in question.sums.items():
            w, rest = divmod(sums.w * 1000, unit) if unit else (0, 0)
            w2, rest2 = divmod(sums.w2 * 1000**2, unit**2) if unit else (0, 0)
            assert (rest, rest2) == (0, 0)
            found[name, stratum, domain, option] = (sums.n, w, w2)
    return found


def by_hand(survey: Survey) -> Counted:
    """The same of the survey's closed questions, counted one by one."""
    numbers = {q.id for q in survey.questionnaire if q.type == "integer"}
    return {key: n for key, n in survey.counted().items() if key[0] not in numbers}


def place(table: Any, survey: Survey, **options: Any) -> TableTally:
    return tally_table(
        table, survey.questionnaire, strata=["stratum"], by="domain", weight="weight", **options
    )


def frame(survey: Survey) -> pl.DataFrame:
    rows = survey.wide()
    return pl.DataFrame(
        rows, schema_overrides=dict.fromkeys(rows[0], pl.String) | {"weight": pl.Float64}
    )


def long_frame(survey: Survey) -> pl.DataFrame:
    rows = [
        {
            "respondent": respondent,
            "status": survey.responses[i].status,
            "stratum": survey.strata[i],
            "domain": survey.domains[i],
            "weight": survey.weights[i] / 1000,
            "question": name,
            "option": option,
        }
        for i, respondent, name, option in survey.long()
    ]
    return pl.DataFrame(rows)


def write_csv(survey: Survey, file: Path) -> None:
    rows = survey.wide()
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_sqlite(survey: Survey, file: Path) -> None:
    rows = survey.wide()
    with closing(sqlite3.connect(file)) as connection, connection:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        connection.execute(f"CREATE TABLE responses ({columns})")
        marks = ", ".join("?" * len(rows[0]))
        table = [list(row.values()) for row in rows]
        connection.executemany(f"INSERT INTO responses VALUES ({marks})", table)


def write_postgresql(survey: Survey, address: str) -> None:
    rows = survey.wide()
    kinds = {"weight": "NUMERIC"}
    columns = ", ".join(f'"{name}" {kinds.get(name, "TEXT")}' for name in rows[0])
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS responses")
        cursor.execute(f"CREATE TABLE responses ({columns})".encode())
        with cursor.copy("COPY responses FROM STDIN") as copy:
            for row in rows:
                copy.write_row(list(row.values()))


def in_memory(survey: Survey, engine: str) -> Counted:
    """The road of a theme package: responses in Python, `tally` by stratum and domain."""
    found = tally(
        survey.questionnaire,
        [r for r in survey.responses if r.status == "complete"],
        stratum_of=survey.stratum_of,
        engine=engine,
    )
    return {
        (name, stratum, domain, option): (n, 0, 0)
        for name, question in found.items()
        for ((stratum, domain), option), n in question.counts.items()
    }


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12), st.integers(1, 4))
def test_embedded_engines_files_and_frames(chance: Random, respondents: int, asked: int) -> None:
    survey = draw(chance, respondents=respondents, questions=asked)
    if not any(r.status == "complete" for r in survey.responses):
        return
    expected = by_hand(survey)
    for engine in ("duckdb", "sqlite"):
        found = in_memory(survey, engine)
        assert found == {key: (n, 0, 0) for key, (n, _, _) in survey.counted().items()}
    with TemporaryDirectory() as folder:
        wide = frame(survey)
        parquet, text, lite = (Path(folder, f"a.{end}") for end in ("parquet", "csv", "db"))
        wide.write_parquet(parquet)
        write_csv(survey, text)
        write_sqlite(survey, lite)
        long = Path(folder, "long.parquet")
        long_frame(survey).write_parquet(long)
        tables = {
            "parquet": open_table(parquet),
            "csv": open_table(text),
            "sqlite": open_table(lite, engine="sqlite"),
            "long": open_table(long),
            "frame": open_table(wide),
            "lazy": open_table(pl.scan_parquet(parquet)),
            "long frame": open_table(long_frame(survey)),
        }
        for name, table in tables.items():
            assert closed(place(table, survey).counts) == expected, name


@pytest.mark.parametrize("seed", range(3))
def test_postgresql(database: str, seed: int) -> None:
    survey = draw(Random(seed), respondents=300, questions=8)
    found = in_memory(survey, "postgresql")
    assert found == {key: (n, 0, 0) for key, (n, _, _) in survey.counted().items()}
    write_postgresql(survey, database)
    table = open_table(None, engine="postgresql", table="public.responses")
    assert closed(place(table, survey).counts) == by_hand(survey)


@pytest.mark.parametrize("seed", range(3, 5))
def test_spark(spark: "SparkSession", tmp_path: Path, seed: int) -> None:
    assert spark.sparkContext.master == CLUSTER
    survey = draw(Random(seed), respondents=300, questions=8)
    found = in_memory(survey, "spark")
    assert found == {key: (n, 0, 0) for key, (n, _, _) in survey.counted().items()}
    parquet, text = tmp_path / "a.parquet", tmp_path / "a.csv"
    frame(survey).write_parquet(parquet)
    write_csv(survey, text)
    sources: tuple[Callable[[], Any], ...] = (
        lambda: open_table(parquet, engine="spark"),
        lambda: open_table(text, engine="spark"),
        lambda: open_table(spark.read.parquet(str(parquet))),
    )
    for source in sources:
        assert closed(place(source(), survey).counts) == by_hand(survey)


def test_the_driver_of_spark_is_started_as_small_as_it_can_be(spark: "SparkSession") -> None:
    """Options that Java is given too late, or that Spark drops, would go unseen."""
    management = spark._jvm.java.lang.management.ManagementFactory
    given = list(management.getRuntimeMXBean().getInputArguments())
    assert "-XX:+UseSerialGC" in given
    assert [option for option in given if option.startswith("-XX:MaxNewSize=")]
    assert spark.conf.get("spark.sql.adaptive.enabled") == "false"


@pytest.mark.parametrize("library", ["pandas", "pyarrow", "duckdb"])
def test_frames_of_other_libraries(library: str, tmp_path: Path) -> None:
    module = pytest.importorskip(library)
    survey = draw(Random(7), respondents=300, questions=8)
    file = tmp_path / "a.parquet"
    frame(survey).write_parquet(file)
    match library:
        case "pandas":
            native = module.DataFrame(survey.wide())
        case "pyarrow":
            native = module.Table.from_pylist(survey.wide())
        case "duckdb":
            native = module.read_parquet(str(file))
    assert closed(place(open_table(native), survey).counts) == by_hand(survey)


def test_every_road_of_a_package_gives_what_the_file_gives(tmp_path: Path) -> None:
    """The counts of the file are those of `tally`, question by question, and so the estimates."""
    survey = draw(Random(11), respondents=200, questions=6)
    file = tmp_path / "a.parquet"
    frame(survey).write_parquet(file)
    found = place(open_table(file), survey)
    counted = [r for r in survey.responses if r.status == "complete"]
    expected = tally(survey.questionnaire, counted, stratum_of=survey.stratum_of)
    for name, question in found.by_question(domains=True).items():
        assert question == expected[name]
    sizes = {stratum: 2 * n for stratum, n in found.respondents.items()}
    assert isinstance(found.design(sizes), Design)


def test_engines_are_those_that_are_tried_here() -> None:
    assert set(ENGINES) == {"duckdb", "postgresql", "spark", "sqlite"}
    assert os.environ.get("SPARK_MASTER", "") == ""
