"""Means, totals and ratios over domains, with their full covariance."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from samklang.core.estimate.cells import Booleans
from samklang.core.estimate.design import Floats
from samklang.core.estimate.errors import EmptyBase
from samklang.core.estimate.student import t_quantile
from samklang.core.estimate.weighting import Weighting
from samklang.core.language.messages import message
from samklang.core.privacy import Personal


class Intervals(NamedTuple):
    """Where intervals begin and stop, one a column of what was asked for."""

    low: Floats
    high: Floats


@dataclass(frozen=True)
class Estimates:
    """Estimates with their covariance, one a column of what was asked for.

    n: respondents each stands on. df: degrees of freedom, as `Weighting.degrees`.
    """

    values: Personal[Floats]
    covariance: Personal[Floats]
    n: Personal[tuple[int, ...]]
    df: Personal[tuple[int, ...]]

    @property
    def se(self) -> Floats:
        """Standard errors."""
        errors: Floats = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return errors

    def interval(self, *, confidence: float = 0.95) -> Intervals:
        """Symmetric intervals with Student's t; infinite where df is 0. For shares: `shares`."""
        quantiles = [t_quantile(confidence, df) if df > 0 else np.inf for df in self.df]
        half = np.array([q * se if se else 0.0 for q, se in zip(quantiles, self.se, strict=True)])
        return Intervals(self.values - half, self.values + half)


def ratio(
    weighting: Weighting, y: ArrayLike, x: ArrayLike, *, where: Booleans | None = None
) -> Estimates:
    """Σ w y / Σ w x over the respondents of a domain; by column where arrays are cells × columns.

    Cells where y or x is not a number are outside the domain. where: the domain's cells; a
    column for each ratio gives the ratios of several domains and their covariance.
    Linearised: z = (y − R x) / X̂ (Särndal, Swensson & Wretman 1992, section 5.6).
    Raises EmptyBase where a domain has no respondents or the total of x is 0.
    """
    ys, xs, inside = _columns(weighting, y, x, where)
    n, df = _sizes(weighting, inside)
    denominators = weighting.total(xs)
    if not all(n) or not np.all(denominators):
        what = message("estimates.a_domain_has_no_respondents_who")
        raise EmptyBase(what, message("estimates.leave_the_domain_out_or_merge"))
    values = weighting.total(ys) / denominators
    if weighting.replicates is not None:
        with np.errstate(invalid="ignore"):
            again = weighting.replicated(ys) / weighting.replicated(xs)
        return Estimates(values, weighting.replicates.covariance(again), n, df)
    z = (ys - values * xs) / denominators
    return Estimates(values, weighting.covariance(z), n, df)


def mean(weighting: Weighting, y: ArrayLike, *, where: Booleans | None = None) -> Estimates:
    """The mean of y over those of the domain who answered: a share where y is 0 or 1."""
    return ratio(weighting, y, 1.0, where=where)


def total(weighting: Weighting, y: ArrayLike, *, where: Booleans | None = None) -> Estimates:
    """The total of y over the domain. Who did not answer adds nothing to it."""
    of = _columns(weighting, y, 1.0, where)
    n, df = _sizes(weighting, of.inside)
    return Estimates(weighting.total(of.y), weighting.covariance(of.y), n, df)


def design_effect(
    weighting: Weighting,
    y: Floats,
    *,
    where: Booleans | None = None,
    replacement: bool = False,
    of: Literal["mean", "total"] = "mean",
) -> float:
    """The variance of the mean or total of y over that of a simple random sample of the same size.

    of: the mean, or the total, whose variance also holds that of the domain's estimated size.
    Equals `deff` of R's svymean and svytotal: TRUE compares with a sample without replacement from
    the estimated population, 'replace' with one with replacement. Not a number where the simple
    random sample would have no variance. Raises EmptyBase.
    """
    means = mean(weighting, y, where=where)
    of_each = _columns(weighting, y, 1.0, where)
    n, size = means.n[0], weighting.total(of_each.x)[0]
    spread = weighting.total(of_each.x * (of_each.y - means.values) ** 2)[0] / size
    if n < 2:
        return float("nan")
    simple = spread * n / (n - 1) / n
    if not replacement:
        simple *= max(0.0, size - n) / size
    variance = means.covariance[0, 0]
    if of == "total":
        variance = total(weighting, y, where=where).covariance[0, 0] / size**2
    return float(variance / simple) if simple > 0 else float("nan")


class _Columns(NamedTuple):
    """y and x by cell and column, 0 outside the domain, and which cells are inside."""

    y: Floats
    x: Floats
    inside: Booleans


def _columns(weighting: Weighting, y: ArrayLike, x: ArrayLike, where: Booleans | None) -> _Columns:
    everywhere = np.ones(len(weighting.cells), dtype=np.bool_) if where is None else where
    parts = [np.asarray(part) for part in (y, x, everywhere)]
    tall = [part[:, None] if part.ndim == 1 else part for part in parts]
    ys, xs, domain = np.broadcast_arrays(*tall)
    inside: Booleans = domain & np.isfinite(ys) & np.isfinite(xs)
    return _Columns(np.where(inside, ys, 0.0), np.where(inside, xs, 0.0), inside)


def _sizes(weighting: Weighting, inside: Booleans) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Respondents inside by column, and the degrees of freedom."""
    n = weighting.cells.counts @ inside
    df = [weighting.degrees(column) for column in inside.T]
    return tuple(int(i) for i in n), tuple(df)
