"""The share of several strata, each a simple random sample of its members, and its interval."""

from collections.abc import Sequence

from samklang.core.estimate import joint
from samklang.core.estimate.unseen import Part, quantile, yes_among

# See `joint.LEFT_OUT`. Numbers of yes that a stratum all but rules out would make the interval much
# wider: the ends of one stratum would be made with the variance of another truth.
LEFT_OUT = 0.002


def share_of_strata(
    parts: Sequence[Part], *, confidence: float, guard: float
) -> tuple[float, float]:
    """The interval of the share of yes among all members of the strata, as fractions.

    The number of yes among those who are silent is beta-binomial in each stratum, so that a stratum
    of a few who all said the same is not taken for certain; of many strata each end leans outwards
    (`yes_among`). With two strata the ends move out to every share that the exact joint test does
    not reject at guard · (1 − confidence), so that the interval then misses at most so often,
    whatever the shares in the strata are. With more the test would have as many unknowns as strata;
    what holds then is what benchmarks/coverage shows.
    """
    tail = (1 - confidence) / 2
    members = sum(part.members for part in parts)
    low = quantile(yes_among(parts, lean=-1), tail) / members
    high = quantile(yes_among(parts, lean=1), 1 - tail) / members
    partly = [part for part in parts if part.silent]
    if len(partly) == 2:
        one, other = (_sampled(part, members) for part in partly)
        if not joint.large(one, other):
            known = sum(part.count for part in parts if not part.silent) / members
            least, greatest = joint.not_rejected(
                one, other, level=guard * (1 - confidence), left_out=LEFT_OUT
            )
            low, high = min(low, known + least), max(high, known + greatest)
    return low, high


def _sampled(part: Part, members: int) -> joint.Sampled:
    return joint.Sampled(part.members, round(part.n), round(part.count), part.members / members)
