"""Association in a crosstab: Rao and Scott's corrections of Pearson's chi-square."""

from dataclasses import dataclass

import numpy as np

from samklang.core.estimate.design import Floats
from samklang.core.estimate.errors import DegenerateTable
from samklang.core.estimate.ratios import mean
from samklang.core.estimate.weighting import Weighting
from samklang.core.privacy import Personal, Public


@dataclass(frozen=True)
class Association:
    """Whether two questions hang together, allowing for the design.

    pearson: Pearson's chi-square of the weighted table scaled to the respondents.
    p_first: first-order correction: pearson over the mean design effect, chi-square on `table_df`.
    f, df1, df2, p: second-order correction (Rao & Scott 1984, in the F form of Thomas & Rao
    1987): the test to report. n: respondents who answered both.
    """

    rows: Public[tuple[str, ...]]
    columns: Public[tuple[str, ...]]
    n: Personal[int]
    pearson: Personal[float]
    table_df: Public[int]
    p_first: Personal[float]
    f: Personal[float]
    df1: Personal[float]
    df2: Personal[float]
    p: Personal[float]


def association(weighting: Weighting, row: str, column: str) -> Association:
    """Tests whether `column` is distributed alike at every value of `row`.

    Equals R's svychisq with statistic "F" and (p_first) "Chisq". Values nobody gave are left out.
    Raises DegenerateTable where either has fewer than two values, or too few of their
    combinations were given.
    """
    cells = weighting.cells
    both = cells.known(row) & cells.known(column)
    rows = _present(weighting, row, both)
    columns = _present(weighting, column, both)
    if len(rows) < 2 or len(columns) < 2:
        raise DegenerateTable(
            f"{row} × {column} is not a table of two rows and two columns.",
            "Choose questions that were answered in more than one way.",
        )
    table = np.column_stack(
        [cells.where(row, r) & cells.where(column, c) for r in rows for c in columns]
    ).astype(np.float64)
    found = mean(weighting, table, where=both)
    n = found.n[0]
    shape = len(rows), len(columns)
    observed = found.values.reshape(shape)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0))
    pearson = n * float(((observed - expected) ** 2 / expected).sum())
    effects = _generalised_effects(found.values, found.covariance, shape=shape, n=n)
    return _corrected(
        pearson,
        effects,
        rows=rows,
        columns=columns,
        n=n,
        df=cells.design.n - len(cells.design.strata),
    )


def _present(
    weighting: Weighting, variable: str, both: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"
) -> tuple[str, ...]:
    values = weighting.cells.values[variable]
    counts = weighting.cells.counts
    seen = zip(values, both, counts, strict=True)
    return tuple(sorted({value for value, inside, count in seen if inside and count}))


def _generalised_effects(
    shares: Floats, covariance: Floats, *, shape: tuple[int, int], n: int
) -> Floats:
    """The matrix whose eigenvalues are the design effects of the interaction's contrasts."""
    rows, columns = shape
    row = np.kron(np.eye(rows), np.ones((columns, 1)))
    column = np.kron(np.ones((rows, 1)), np.eye(columns))
    main = np.column_stack([row, column[:, 1:]])
    crossed = np.column_stack(
        [row[:, i] * column[:, j] for i in range(1, rows) for j in range(1, columns)]
    )
    contrasts = crossed - main @ np.linalg.lstsq(main, crossed, rcond=None)[0]
    # A combination nobody gave has no information; R leaves it out in the same way.
    inverse = np.divide(1.0, shares, out=np.zeros_like(shares), where=shares > 0)
    scaled = inverse[:, None] * contrasts
    simple = contrasts.T @ (scaled / n)
    if np.linalg.matrix_rank(simple) < len(simple):
        raise DegenerateTable(
            "Too few combinations of the two questions were given to test them.",
            "Merge options that few chose.",
        )
    found: Floats = np.linalg.solve(simple, scaled.T @ covariance @ scaled)
    return found


def _corrected(
    pearson: float,
    effects: Floats,
    *,
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    n: int,
    df: int,
) -> Association:
    from scipy.special import chdtrc, fdtrc

    trace = float(np.trace(effects))
    table_df = len(effects)
    if trace <= 0:
        # Everyone answered: the table is the population's own and there is nothing to test.
        differs = pearson > 0
        p = 0.0 if differs else 1.0
        f = float("inf") if differs else 0.0
        return Association(rows, columns, n, pearson, table_df, p, f, table_df, df, p)
    df1 = trace**2 / float(np.trace(effects @ effects))
    f = pearson / trace
    return Association(
        rows=rows,
        columns=columns,
        n=n,
        pearson=pearson,
        table_df=table_df,
        p_first=float(chdtrc(table_df, pearson / (trace / table_df))),
        f=f,
        df1=df1,
        df2=df1 * df,
        p=float(fdtrc(df1, df1 * df, f)),
    )
