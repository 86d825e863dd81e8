"""The share of several strata, each a simple random sample of its members, and its interval."""

from collections.abc import Sequence

from samklang.core.estimate import enumerated, joint
from samklang.core.estimate.ends import Ends
from samklang.core.estimate.unseen import OUTER, OUTER_ALONE, Part, quantile, yes_among

# See `joint.LEFT_OUT`. Numbers of yes that a stratum all but rules out would make the interval much
# wider: the ends of one stratum would be made with the variance of another truth.
LEFT_OUT = 0.002


def share_of_strata(parts: Sequence[Part], *, confidence: float, guard: float) -> Ends:
    """The interval of the share of yes among all members of the strata, as fractions.

    The number of yes among those who are silent is beta-binomial in each stratum, so that a stratum
    of a few who all said the same is not taken for certain; of many strata each end leans outwards
    (`yes_among`). With two strata, and with more where their samples can be gone through, the ends
    move out to every share that the exact joint test does not reject at guard · (1 − confidence),
    so that the interval then misses at most so often, whatever the shares in the strata are.
    Elsewhere the ends lean further out, and what holds is what benchmarks/coverage shows.
    """
    tail = (1 - confidence) / 2
    members = sum(part.members for part in parts)
    partly = [_sampled(part, members) for part in parts if part.silent and part.n]
    # Of a part of whom nobody is seen, nobody or everyone may have said yes.
    blank = sum(part.members for part in parts if not part.n) / members
    large = len(partly) == 2 and joint.large(partly[0], partly[1])
    guarded = None if large else _not_rejected(partly, level=guard * (1 - confidence))
    outer = OUTER if large or len(partly) < 3 or guarded else OUTER_ALONE
    low = quantile(yes_among(parts, lean=-1, outer=outer), tail) / members
    high = quantile(yes_among(parts, lean=1, outer=outer), 1 - tail) / members
    if guarded:
        known = sum(part.count for part in parts if not part.silent) / members
        low, high = min(low, known + guarded.low), max(high, known + guarded.high + blank)
    return Ends(low, high)


def _not_rejected(partly: Sequence[joint.Sampled], *, level: float) -> Ends | None:
    if len(partly) < 2:
        return None
    if len(partly) == 2:
        return joint.not_rejected(partly[0], partly[1], level=level, left_out=LEFT_OUT)
    return enumerated.not_rejected(partly, level=level, left_out=LEFT_OUT)


def _sampled(part: Part, members: int) -> joint.Sampled:
    return joint.Sampled(part.members, round(part.n), round(part.count), part.members / members)
