"""The tally of a caller's own dataframe, through Narwhals: Polars, pandas, PyArrow, DuckDB, Spark.

A lazy frame stays lazy: only the groups are ever collected.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from samklang.core.language.messages import message
from samklang.engines.wide_table import HALF, WIDTH, Plan, TableFault, Weights

if TYPE_CHECKING:
    import narwhals as nw


class FrameTable:
    """A wide table in a dataframe that Narwhals knows: see `wide_table.WideTable`.

    Raises TypeError for what is no dataframe.
    """

    def __init__(self, frame: Any, name: str):
        import narwhals as nw

        self.name = name
        self._frame: nw.LazyFrame[Any] = nw.from_native(frame).lazy()

    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self._frame.collect_schema().names())

    def weights(self, column: str, statuses: Sequence[str]) -> Weights:
        """The range of the weights, to choose their unit by."""
        import narwhals as nw

        if not self._frame.collect_schema()[column].is_numeric():
            raise TableFault(column, message("terminal.it_holds_no_numbers"))
        weight = nw.col(column).cast(nw.Float64)
        asked = (weight.min().alias("low"), weight.max().alias("high"))
        # Length and count on a column each: some engines count a whole frame only in groups.
        counted = (nw.len().alias("rows"), weight.count().alias("known"))
        (row,) = _rows(self._counted(statuses).select(*asked, *counted))
        low, high, rows, known = row
        return Weights(low, high, rows, known)

    def counted(self, plan: Plan) -> None:
        """Nothing: `query` is as fast."""

    def query(self, plan: Plan) -> Iterator[tuple[Any, ...]]:
        """Rows as those of `plan.sql()`, with values of the frame's own types."""
        import narwhals as nw

        frame = self._counted(plan.statuses)
        asked: list[nw.Expr] = [nw.len().alias("respondents")]
        for number, pack in enumerate(plan.packs):
            keys = [*plan.cell, *pack]
            selected = [nw.col(plan.columns[key]).alias(key) for key in keys]
            if plan.weight:
                selected += _halves(plan.weight, plan.unit)
                asked = [nw.len().alias("respondents"), *_sums()]
            groups = frame.select(*selected)
            if plan.weight:
                groups = groups.with_columns(*_products())
            empty = [""] * (WIDTH - len(pack))
            for row in _rows(groups.group_by(*keys).agg(*asked)):
                yield (number, *row[: len(keys)], *empty, *row[len(keys) :])

    def _counted(self, statuses: Sequence[str]) -> "nw.LazyFrame[Any]":
        import narwhals as nw

        if not statuses:
            return self._frame
        return self._frame.filter(nw.col("status").is_in(list(statuses)))


def _rows(frame: "nw.LazyFrame[Any]") -> "Iterable[tuple[Any, ...]]":
    """The rows of a frame that is small by now."""
    native = frame.to_native()
    # Narwhals collects these by way of PyArrow, which they do not need and may not have.
    if frame.implementation.is_duckdb():
        rows: list[tuple[Any, ...]] = native.fetchall()
        return rows
    if frame.implementation.is_spark_like():
        return [tuple(row) for row in native.collect()]
    return frame.collect().iter_rows()


def _halves(weight: str, unit: int) -> "list[nw.Expr]":
    import narwhals as nw

    whole = (nw.col(weight).cast(nw.Float64) * float(unit) + 0.5).floor()
    high = (whole / float(HALF)).floor()
    return [
        high.cast(nw.Int64).alias("w1"),
        (whole - high * float(HALF)).cast(nw.Int64).alias("w0"),
    ]


def _products() -> "list[nw.Expr]":
    import narwhals as nw

    high, low = nw.col("w1"), nw.col("w0")
    return [
        (high * high).alias("w11"),
        (high * low).alias("w10"),
        (low * low).alias("w00"),
    ]


def _sums() -> "list[nw.Expr]":
    import narwhals as nw

    # Named apart from their columns: some engines take an alias for the column itself.
    return [nw.col(name).sum().alias(f"sum_{name}") for name in ("w1", "w0", "w11", "w10", "w00")]
