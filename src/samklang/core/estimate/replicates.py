"""Replicate weights: the variance of an estimate as it varies between weights given for it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samklang.core.estimate.cells import Booleans
from samklang.core.estimate.choices import ReplicateKind
from samklang.core.estimate.design import Floats
from samklang.core.estimate.errors import UnusableWeight
from samklang.core.language.messages import message
from samklang.core.privacy import Internal, Public

# What R takes for 0 when it counts the weights that are free to vary.
NO_WEIGHT = 1e-5


@dataclass(frozen=True)
class Replicates:
    """Weights of the respondents by cell × replicate, complete in themselves.

    scale: what the sum of squares is multiplied by. scales: the same for each replicate.
    """

    weights: Internal[Floats]
    scale: Public[float]
    scales: Internal[Floats]

    @classmethod
    def of(
        cls,
        weights: Floats,
        *,
        kind: ReplicateKind,
        scales: Sequence[float] = (),
        fay: float = 0.0,
    ) -> "Replicates":
        """Replicates with the factors that their kind has, as in R's `svrepdesign`.

        JK1: (R − 1)/R. JKn: `scales`, (n_h − 1)/n_h of the stratum each left one out of. BRR: 1/R,
        and Fay's 1/(R (1 − `fay`)²). bootstrap: 1/(R − 1). scales: may be given for any kind, with
        finite population corrections for example. Raises UnusableWeight.
        """
        count = weights.shape[1]
        if count < 2 or not np.all(np.isfinite(weights) & (weights >= 0)):
            what = message("estimates.replicate_weights_are_fewer_than_two")
            raise UnusableWeight(what, message("estimates.give_every_respondent_one_for_each"))
        if (kind == "JKn" and not scales) or (scales and len(scales) not in (1, count)):
            what = message(
                "estimates.there_are_scales_for_replicates", scales=len(scales), count=count
            )
            raise UnusableWeight(what, message("estimates.give_one_scale_for_each"))
        if not 0 <= fay < 1:
            what = message("estimates.fays_factor_is", fay=fay)
            raise UnusableWeight(what, message("estimates.write_a_number_from_0_to_below_1"))
        factors = {
            "JK1": (count - 1) / count,
            "JKn": 1.0,
            "BRR": 1 / count,
            "Fay": 1 / (count * (1 - fay) ** 2),
            "bootstrap": 1 / (count - 1),
        }
        each = np.broadcast_to(np.array(scales or [1.0]), (count,)).astype(np.float64)
        return cls(weights, factors[kind], each)

    def covariance(self, values: Floats) -> Floats:
        """The covariance of estimates made anew with each replicate: replicates × columns.

        scale Σ_r s_r (θ_r − θ̄)(θ_r − θ̄)ᵀ around their mean (Wolter 2007, Introduction to Variance
        Estimation), as R's `svrVar` without mse: replicates that weigh nobody of a domain have no
        estimate (NaN) and are left out. Raises UnusableWeight where all are.
        """
        there = ~np.isnan(values).any(axis=1)
        if not np.any(there & (self.scales > 0)):
            what = message("estimates.no_replicate_weights_weigh_any")
            raise UnusableWeight(what, message("estimates.correct_them_or_leave_the_group_out"))
        values, scales = values[there], self.scales[there]
        apart = values - values[scales > 0].mean(axis=0)
        covariance: Floats = self.scale * (scales[:, None] * apart).T @ apart
        return covariance

    def degrees(self, inside: Booleans) -> int:
        """The replicates' rank less one in a domain, as R's `degf`."""
        table = self.weights[inside]
        if not len(table):
            return 0
        singular = np.linalg.svd(table, compute_uv=False)
        return int(np.count_nonzero(singular > NO_WEIGHT * singular[0])) - 1
