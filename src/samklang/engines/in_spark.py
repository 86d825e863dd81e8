"""The tally in Spark: in this process's own local Spark, or on the cluster that SPARK_MASTER names.

Rows reach Spark as a Parquet file that DuckDB writes, so that they are never all in memory.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samklang.core.faults import FaultyInput, faulty_file
from samklang.core.language.messages import Message, message
from samklang.engines.in_duckdb import write_parquet
from samklang.engines.long_table import Row
from samklang.engines.wide_table import HALF, Plan, TableFault, Weights

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

VARIABLE = "SPARK_MASTER"
LOCAL = "local[*]"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # A tally's groups are few: Spark's 200 partitions would be 200 tasks for nothing.
    "spark.sql.shuffle.partitions": "4",
    # There is nothing to choose anew from while it runs, and what watches takes room.
    "spark.sql.adaptive.enabled": "false",
    # Each GROUP BY takes a page at least, which is 16 MB on two processors by itself.
    "spark.buffer.pageSize": "1m",
    # Whole numbers that outgrow their type must fail, never wrap around.
    "spark.sql.ansi.enabled": "true",
}

# GROUP BYs of one text: Spark plans, compiles and keeps each of a UNION at once.
TOGETHER = 1
# MB of new objects for each processor between two collections of garbage, and in all at least.
NURSERY, SMALLEST_NURSERY = 4, 8
# For glibc's malloc in the Java that is started: one arena for all threads instead of some for
# each, and what Java's compiler takes, 32 kB at a time, goes back when it is freed.
MALLOC = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "32000",
    "MALLOC_TRIM_THRESHOLD_": "65536",
}


def query(rows: Iterable[Row], sql: str) -> list[tuple[Any, ...]]:
    """What `sql` gives of the long table `answers`. Raises FaultyInput without Spark or Java."""
    spark = session()
    # Beside other files of this process, where a cluster of several machines cannot look: they
    # read `SparkTable.file`, which names a file that they share.
    with tempfile.TemporaryDirectory(prefix="samklang-spark-") as folder:
        file = Path(folder, "answers.parquet")
        write_parquet(rows, file)
        with _view(spark, "answers", spark.read.parquet(str(file))):
            return [tuple(row) for row in spark.sql(sql).collect()]


class SparkTable:
    """A wide table that Spark reads: see `wide_table.WideTable`."""

    def __init__(self, frame: "DataFrame", name: str):
        self.name = name
        self._frame = frame

    @classmethod
    def file(cls, path: Path) -> "SparkTable":
        """A Parquet or CSV file, or a folder of Parquet files. Raises FaultyInput."""
        spark = session()
        if not path.exists():
            raise faulty_file(path, message("refiqda.no_such_file"), message("package.correct_it"))
        if path.suffix.lower() == ".csv":
            # Doubled quotes and line breaks within quotes as in RFC 4180; Spark's own default is
            # a backslash, and it reads an empty cell as null, which a tally does as well.
            frame = spark.read.csv(str(path), header=True, escape='"', multiLine=True)
        else:
            frame = spark.read.parquet(str(path))
        return cls(frame, path.name)

    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self._frame.columns)

    def weights(self, column: str, statuses: Sequence[str]) -> Weights:
        """The range of the weights, to choose their unit by."""
        from pyspark.sql import functions as f

        try:
            weight = _named(column).cast("double")
            asked = f.min(weight), f.max(weight), f.count("*"), f.count(weight)
            low, high, rows, known = self._counted(statuses).agg(*asked).collect()[0]
        except _spark_error() as error:
            what = message("terminal.it_holds_no_numbers_error", error=_first_line(error))
            raise TableFault(column, what) from error
        return Weights(low, high, rows, known)

    def counted(self, plan: Plan) -> None:
        """Nothing: `query` is as fast."""

    def query(self, plan: Plan) -> Iterator[tuple[Any, ...]]:
        """The rows of the plan's SQL texts."""
        from pyspark.sql import functions as f

        selected = [_named(name).cast("string").alias(to) for to, name in plan.columns.items()]
        if plan.weight:
            scaled = f.floor(_named(plan.weight).cast("double") * plan.unit + 0.5)
            high = f.floor(scaled / float(HALF))
            selected += [high.alias("w1"), (scaled - high * HALF).alias("w0")]
        frame = self._counted(plan.statuses)
        spark = frame.sparkSession
        with _view(spark, "samklang_tallied", frame.select(*selected)):
            for sql in plan.sql(batch=TOGETHER):
                yield from (tuple(row) for row in spark.sql(sql).collect())

    def _counted(self, statuses: Sequence[str]) -> "DataFrame":
        return self._frame.where(_named("status").isin(*statuses)) if statuses else self._frame


def session() -> "SparkSession":
    """The Spark session of this process, started where there is none.

    Raises FaultyInput without pyspark or Java, or where Spark does not start.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        what = message("terminal.pyspark_is_not_installed")
        raise _fault(what, message("terminal.install_samklang_spark")) from error
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        what = message("terminal.spark_needs_java")
        raise _fault(what, message("terminal.install_java"))
    master = os.environ.get(VARIABLE) or LOCAL
    builder = SparkSession.builder.appName("samklang").master(master)
    for name, value in (SETTINGS | {"spark.driver.defaultJavaOptions": _java_options()}).items():
        builder = builder.config(name, value)
    if master.startswith("local"):
        # Without this Spark asks the network for this machine's name, and may not get an answer.
        builder = builder.config("spark.driver.host", "localhost")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    try:
        with _environment(MALLOC):
            return builder.getOrCreate()
    except Exception as error:  # what Spark's start raises is not of one kind
        what = message("terminal.spark_does_not_start", master=master, error=_first_line(error))
        raise _fault(what, message("terminal.set_it_to_a_cluster", variable=VARIABLE)) from error


def _java_options() -> str:
    """Options of this process's Java, before those that the machine's own settings add.

    By themselves Java's heaps begin at a 64th of the machine's memory and grow rather than being
    swept; it compiles what has run 200 times, and keeps for a quarter of an hour what it could
    find anew. A tally has few groups, and what matters in it runs millions of times: little is
    worth compiling or keeping. The heap may still grow to spark.driver.memory.
    """
    nursery = max(SMALLEST_NURSERY, NURSERY * (os.cpu_count() or 1))
    return (
        f"-XX:+UseSerialGC -Xms16m -XX:NewSize={SMALLEST_NURSERY}m -XX:MaxNewSize={nursery}m "
        "-XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:SoftRefLRUPolicyMSPerMB=20 "
        "-XX:ReservedCodeCacheSize=64m -XX:CompileThresholdScaling=100"
    )


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Variables for a process that is started within; one that has a value already keeps it."""
    added = {name: value for name, value in variables.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


@contextmanager
def _view(spark: "SparkSession", name: str, frame: "DataFrame") -> Iterator[None]:
    frame.createOrReplaceTempView(name)
    try:
        yield
    finally:
        spark.catalog.dropTempView(name)


def _named(column: str) -> "Column":
    """A column by its exact name, in which a dot is only a dot."""
    from pyspark.sql import functions as f

    return f.col("`" + column.replace("`", "``") + "`")


def _spark_error() -> type[Exception]:
    from pyspark.errors import PySparkException

    return PySparkException


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")


def _fault(what: Message, remedy: Message) -> FaultyInput:
    return faulty_file(VARIABLE, what, remedy)
