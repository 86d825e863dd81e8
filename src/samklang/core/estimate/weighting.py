"""Weights of cells, and the linearised covariance of weighted totals."""

from dataclasses import dataclass

import numpy as np

from samklang.core.estimate.cells import Booleans, Cells
from samklang.core.estimate.clusters import Clusters
from samklang.core.estimate.design import Floats
from samklang.core.estimate.errors import UnusableWeight
from samklang.core.estimate.replicates import Replicates
from samklang.core.language.messages import message
from samklang.core.privacy import Internal, Personal


@dataclass(frozen=True)
class Weighting:
    """The cells and what a respondent of each stands for.

    weights: members per respondent, by cell. margins: indicator columns (cells × categories) of
    the known totals the weights were calibrated to, None where they were not. base: what the
    regression on them weighs the cells' respondents by, the design's weights where None.
    clusters: where respondents were drawn together. replicates: where variances are those of given
    replicate weights, whatever the strata and clusters.
    """

    cells: Personal[Cells]
    weights: Internal[Floats]
    margins: Internal[Floats | None] = None
    base: Internal[Floats | None] = None
    clusters: Internal[Clusters | None] = None
    replicates: Internal[Replicates | None] = None

    @property
    def drawn_together(self) -> bool:
        """Whether variances are those of clusters or replicates."""
        return self.clusters is not None or self.replicates is not None

    @property
    def of_design(self) -> bool:
        """Whether each respondent stands for as many as the stratum's members say."""
        design = self.cells.design.weights[self.cells.strata]
        return self.margins is None and bool(np.array_equal(self.weights, design))

    def total(self, y: Floats) -> Floats:
        """Σ w y over respondents, for `y` by cell or cells × columns."""
        totals: Floats = (self.weights * self.cells.counts) @ y
        return totals

    def covariance(self, z: Floats) -> Floats:
        """The covariance of the totals of the columns of `z` (cells × columns).

        Σ_h (1 − f_h) n_h/(n_h − 1) Σ (u − ū_h)(u − ū_h)ᵀ with u = w e, where e is the residual
        of z on the calibration margins (Deville & Särndal 1992), and z itself without any.
        The regression uses the base weights: with the final weights raked standard errors come
        out wrong by up to 1 %.
        """
        cells, design = self.cells, self.cells.design
        if self.replicates is not None:
            return self.replicates.covariance(self.replicated(z))
        u = self.weights[:, None] * self._residuals(z)
        if self.clusters is not None:
            return self.clusters.covariance(cells.counts, u)
        sums = np.zeros((len(design.strata), z.shape[1]))
        np.add.at(sums, cells.strata, cells.counts[:, None] * u)
        # Centred before squaring, so that what is constant within strata has variance 0.
        centred = u - (sums / design.respondents[:, None])[cells.strata]
        covariance: Floats = (
            (cells.counts * design.scales[cells.strata])[:, None] * centred
        ).T @ centred
        return covariance

    def replicated(self, y: Floats) -> Floats:
        """Σ w y over respondents with each replicate's weights: replicates × columns of `y`."""
        if self.replicates is None:
            raise ValueError("There are no replicate weights")
        totals: Floats = (self.replicates.weights * self.cells.counts[:, None]).T @ y
        return totals

    def degrees(self, inside: Booleans) -> int:
        """The degrees of freedom of a variance estimated from the cells inside.

        Respondents less the strata that they are in; clusters less strata, or the rank of the
        replicate weights less one.
        """
        there = inside & (self.cells.counts > 0)
        if self.replicates is not None:
            return self.replicates.degrees(there)
        if self.clusters is not None:
            return self.clusters.degrees(there)
        strata = len(np.unique(self.cells.strata[there]))
        return int(self.cells.counts[there].sum()) - strata

    def _residuals(self, z: Floats) -> Floats:
        if self.margins is None:
            return z
        cells = self.cells
        base = cells.design.weights[cells.strata] if self.base is None else self.base
        roots = np.sqrt(cells.counts * base)[:, None]
        beta = np.linalg.lstsq(roots * self.margins, roots * z, rcond=None)[0]
        residuals: Floats = z - self.margins @ beta
        return residuals


def base_weights(cells: Cells) -> Weighting:
    """N/n of each cell's stratum."""
    return Weighting(cells, cells.design.weights[cells.strata])


def individual_weights(cells: Cells, variable: str) -> Weighting:
    """Weights of the respondents' own, tallied as the values of `variable`.

    So the engine still only counts: Σ w and Σ w² are formed here, from whole numbers and in one
    order, and do not differ between engines or runs. Raises UnusableWeight.
    """
    weights = cells.numbers(variable)
    if not np.all(np.isfinite(weights) & (weights > 0)):
        what = message("estimates.a_respondent_has_no_weight_or", variable=variable)
        raise UnusableWeight(what, message("estimates.give_every_respondent_that_counts_a"))
    return Weighting(cells, weights)
