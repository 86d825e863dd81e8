"""Association in a crosstab: Rao and Scott's corrections of Pearson's chi-square, and Wald's."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from samklang.core.estimate.cells import Booleans
from samklang.core.estimate.design import Floats
from samklang.core.estimate.errors import DegenerateTable
from samklang.core.estimate.ratios import mean
from samklang.core.estimate.weighting import Weighting
from samklang.core.language.messages import message
from samklang.core.privacy import Personal, Public


@dataclass(frozen=True)
class Association:
    """Whether two questions hang together, allowing for the design.

    pearson: Pearson's chi-square of the weighted table scaled to all respondents asked about,
    who answered or not, as R does; no test depends on the scale.
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


@dataclass(frozen=True)
class WaldTest:
    """Wald's test that no combination of two questions is commoner than the margins make it."""

    f: Personal[float]
    df1: Public[int]
    df2: Personal[int]
    p: Personal[float]


def association(
    weighting: Weighting, row: str, column: str, *, where: Booleans | None = None
) -> Association:
    """Tests whether `column` is distributed alike at every value of `row`.

    where: the cells of the domain that is asked about, all where None.
    Equals R's svychisq with statistic "F" and (p_first) "Chisq". Values nobody gave are left out.
    Raises DegenerateTable where either has fewer than two values, or too few of their
    combinations were given.
    """
    cells = weighting.cells
    inside, asked, df = _asked(weighting, where)
    both = inside & cells.known(row) & cells.known(column)
    rows, columns = _margins(weighting, row, column, both)
    table = np.column_stack(
        [cells.where(row, r) & cells.where(column, c) for r in rows for c in columns]
    ).astype(np.float64)
    means = mean(weighting, table, where=both)
    shape = len(rows), len(columns)
    observed = means.values.reshape(shape)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0))
    pearson = asked * float(((observed - expected) ** 2 / expected).sum())
    effects = _generalised_effects(means.values, means.covariance, shape=shape, n=asked)
    return _corrected(pearson, effects, rows=rows, columns=columns, n=means.n[0], df=df)


def wald(
    weighting: Weighting,
    row: str,
    column: str,
    *,
    where: Booleans | None = None,
    adjusted: bool = True,
) -> WaldTest:
    """Wald's test of the same, from the covariance of the table's totals (Koch et al. 1975).

    Equals R's svychisq with statistic "adjWald", or "Wald" where not `adjusted` for the few
    degrees of freedom. It is for comparison with others' analyses: with many combinations or few
    respondents it rejects too often, and `association` is the test to report.
    Raises DegenerateTable.
    """
    from scipy.special import fdtrc

    cells = weighting.cells
    inside, _, df = _asked(weighting, where)
    both = inside & cells.known(row) & cells.known(column)
    rows, columns = _margins(weighting, row, column, both)
    in_row = [(cells.where(row, r) & both).astype(np.float64) for r in rows]
    in_column = [(cells.where(column, c) & both).astype(np.float64) for c in columns]
    size = float(weighting.total(both.astype(np.float64)))
    excess, linearised = [], []
    # One row and one column follow from the others.
    for r in in_row[1:]:
        for c in in_column[1:]:
            row_share = float(weighting.total(r)) / size
            column_share = float(weighting.total(c)) / size
            excess.append(float(weighting.total(r * c)) - row_share * column_share * size)
            linearised.append(
                r * c - column_share * r - row_share * c + row_share * column_share * both
            )
    covariance = weighting.covariance(np.column_stack(linearised))
    contrasts = len(excess)
    df2 = df - contrasts + 1 if adjusted else df
    if df2 < 1 or np.linalg.matrix_rank(covariance) < contrasts:
        what = message("estimates.has_too_few_respondents_or_no", row=row, column=column)
        raise DegenerateTable(what, message("estimates.merge_options_that_few_chose_or"))
    distance = float(np.array(excess) @ np.linalg.solve(covariance, np.array(excess)))
    f = distance / contrasts * (df2 / df)
    return WaldTest(f, contrasts, df2, float(fdtrc(contrasts, df2, f)))


class _Asked(NamedTuple):
    """A domain's cells, its respondents, and the degrees of freedom."""

    inside: Booleans
    n: int
    df: int


def _asked(weighting: Weighting, where: Booleans | None) -> _Asked:
    cells = weighting.cells
    inside = np.ones(len(cells), dtype=np.bool_) if where is None else where
    return _Asked(inside, int(cells.counts[inside].sum()), weighting.degrees(inside))


def _margins(
    weighting: Weighting, row: str, column: str, both: Booleans
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values given of both questions. Raises DegenerateTable."""
    rows, columns = _present(weighting, row, both), _present(weighting, column, both)
    if len(rows) < 2 or len(columns) < 2:
        what = message("estimates.is_not_a_table_of_two", row=row, column=column)
        raise DegenerateTable(what, message("estimates.choose_questions_that_were_answered_in"))
    return rows, columns


def _present(weighting: Weighting, variable: str, both: Booleans) -> tuple[str, ...]:
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
        what = message("estimates.too_few_combinations_of_the_two")
        raise DegenerateTable(what, message("estimates.merge_options_that_few_chose"))
    effects: Floats = np.linalg.solve(simple, scaled.T @ covariance @ scaled)
    return effects


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
