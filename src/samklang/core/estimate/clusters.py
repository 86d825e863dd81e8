"""Clusters: members drawn together, in one stage or two, and what that does to a variance."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samklang.core.estimate.cells import Booleans, Cells
from samklang.core.estimate.choices import Stratum
from samklang.core.estimate.design import Floats, label
from samklang.core.estimate.errors import EmptyStratum, OneClusterStratum, TooManyRespondents
from samklang.core.language.messages import message
from samklang.core.privacy import Internal, Personal

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Clusters:
    """The clusters that respondents are of, each within one stratum.

    of: each cell's cluster. strata: each cluster's place in `design.strata`. frame: clusters that
    there are by stratum, as floats; infinite where they are not known, as where drawn with
    replacement. members: how many each cluster has, infinite where the respondents of a cluster
    are not a sample of it. respondents: of each cluster.
    """

    of: Personal[Places]
    strata: Internal[Places]
    frame: Internal[Floats]
    members: Internal[Floats]
    respondents: Personal[Floats]

    @classmethod
    def read(
        cls,
        cells: Cells,
        variable: str,
        *,
        frame: Mapping[Stratum, int] | None = None,
        members: Mapping[tuple[Stratum, str], int] | None = None,
    ) -> "Clusters":
        """The clusters named by a variable of the cells; equal names in two strata are two.

        frame: clusters by stratum. members: by stratum and cluster; those who answered are taken as
        a simple random sample of them, and where None as all there is to know of the cluster.
        Raises OneClusterStratum where one of several clusters answered, or one respondent of
        several members, TooManyRespondents, and EmptyStratum for a stratum without any.
        """
        design = cells.design
        keys = list(zip(cells.strata.tolist(), cells.values[variable], strict=True))
        place = {key: i for i, key in enumerate(dict.fromkeys(keys))}
        of = np.array([place[key] for key in keys], dtype=np.intp)
        strata = np.array([stratum for stratum, _ in place], dtype=np.intp)
        counted = np.bincount(of, weights=cells.counts, minlength=len(place))
        respondents = counted.astype(np.float64)
        sizes = np.full(len(place), np.inf)
        if members is not None:
            names = [(design.strata[stratum].stratum, name) for stratum, name in place]
            sizes = np.array([float(members.get(name, 0)) for name in names])
        clusters = np.full(len(design.strata), np.inf)
        if frame is not None:
            clusters = np.array([float(frame[s.stratum]) for s in design.strata])
        sample = cls(of, strata, clusters, sizes, respondents)
        sample._check(cells, [name for _, name in place])
        return sample

    def _check(self, cells: Cells, names: list[str]) -> None:
        merge = message("estimates.merge_it_with_a_similar_category")
        for place, stratum in enumerate(cells.design.strata):
            drawn, of = int(self.drawn[place]), self.frame[place]
            if not drawn:
                what = message(
                    "estimates.nobody_in_the_stratum_has_responded", stratum=label(stratum.stratum)
                )
                raise EmptyStratum(what, merge)
            if drawn > of:
                what = message(
                    "estimates.clusters_have_answered_of",
                    drawn=drawn,
                    stratum=label(stratum.stratum),
                    clusters=f"{of:.0f}",
                )
                remedy = message("estimates.correct_the_register_or_the_responses")
                raise TooManyRespondents(what, remedy)
            if drawn == 1 and of > 1:
                what = message("estimates.one_cluster_has_answered", stratum=label(stratum.stratum))
                raise OneClusterStratum(what, merge)
        if not np.all(np.isinf(self.members)):
            for name, n, size in zip(names, self.respondents, self.members, strict=True):
                if n > size:
                    what = message(
                        "estimates.in_the_cluster_have_answered",
                        n=f"{n:.0f}",
                        name=name,
                        size=f"{size:.0f}",
                    )
                    remedy = message("estimates.correct_the_register_or_the_responses")
                    raise TooManyRespondents(what, remedy)
                if n == 1 and size > 1:
                    what = message(
                        "estimates.one_in_the_cluster_has_answered", name=name, size=f"{size:.0f}"
                    )
                    raise OneClusterStratum(what, merge)

    @property
    def drawn(self) -> Floats:
        """Clusters with respondents, by stratum."""
        drawn: Floats = np.bincount(self.strata, minlength=len(self.frame)).astype(np.float64)
        return drawn

    def weights(self) -> Floats:
        """Members a respondent stands for, by cell: M/m of the clusters, N/n of their members."""
        stages = (self.frame / self.drawn)[self.strata]
        if not np.all(np.isinf(self.members)):
            stages = stages * self.members / self.respondents
        weights: Floats = stages[self.of]
        return weights

    def covariance(self, counts: NDArray[np.int64], u: Floats) -> Floats:
        """The covariance of totals of `u`, weighted values by cell × column.

        Σ_h (1 − m_h/M_h) m_h/(m_h − 1) Σ (t_i − t̄_h)² of the clusters' totals, and for a second
        stage Σ_h m_h/M_h Σ_i (1 − n_i/N_i) n_i/(n_i − 1) Σ (u − ū_i)²: Särndal, Swensson & Wretman
        (1992), result 4.3.1. Equals R's survey with an fpc for each stage.
        """
        totals = np.zeros((len(self.strata), u.shape[1]))
        np.add.at(totals, self.of, counts[:, None] * u)
        drawn = self.drawn
        means = np.zeros((len(drawn), u.shape[1]))
        np.add.at(means, self.strata, totals)
        apart = totals - (means / drawn[:, None])[self.strata]
        share = drawn / self.frame
        scale = np.where(drawn > 1, (1 - share) * drawn / np.maximum(drawn - 1, 1), 0.0)
        covariance: Floats = (scale[self.strata][:, None] * apart).T @ apart
        if np.all(np.isinf(self.members)):
            return covariance
        n, size = self.respondents, self.members
        inner = np.where(n > 1, share[self.strata] * (1 - n / size) * n / np.maximum(n - 1, 1), 0.0)
        within = u - (totals / n[:, None])[self.of]
        return covariance + ((counts * inner[self.of])[:, None] * within).T @ within

    def degrees(self, inside: Booleans) -> int:
        """Clusters less strata with respondents inside: the degrees of freedom of a domain."""
        here = np.unique(self.of[inside])
        return len(here) - len(np.unique(self.strata[here]))
