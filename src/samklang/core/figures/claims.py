"""Claims: words that say how many, and what the figures must show before they may be printed.

A word is held to the interval, not to the share: "majoriteten" of 62 % (45–76 %) is not known to be
one. A comparison is held to the interval of the difference, and what is said to be the greatest to
all the differences at once. Words on the members are held to the sensitivity band: only "av dem som
svarade" leaves open that those who are silent may differ.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from samklang.core.disclosure.released import ReleasedCell, ReleasedDifference
from samklang.core.estimate.ends import Ends
from samklang.core.estimate.exclusive import more_members
from samklang.core.estimate.student import t_quantile
from samklang.core.language import numbers
from samklang.core.language.messages import Message, message
from samklang.core.language.phrases import phrase
from samklang.core.language.quantities import Rule, quantities
from samklang.core.language.wording import Language

# How far from "a third" or "half" a share may lie and still be about it, in percentage points.
ABOUT = 4


@dataclass(frozen=True)
class Bound:
    """A cell that a claim is bound to, its base and what part of the base's members is unseen.

    exclusive: the name of the question where its answers exclude each other and all who answered
    count alike, '' otherwise. others: the cells that stand beside it in its figure: the other
    answers of a question, or the other groups.
    """

    cell: ReleasedCell
    base: int | None
    unseen: float
    exclusive: str = ""
    others: tuple["Bound", ...] = ()


@dataclass(frozen=True)
class Refused:
    """A claim that does not hold: what is wrong, and a wording that would."""

    what: Message
    remedy: Message


def rule_of(words: str, language: Language) -> Rule | None:
    """The rule of a claim's words: of the first that stands in them; None where none does."""
    rules = [
        (match.start(), -len(match.group()), rule)
        for pattern, rule in quantities(language).rules
        if (match := re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words, re.IGNORECASE))
    ]
    return min(rules)[2] if rules else None


def plain_claims(language: Language) -> tuple[str, ...]:
    """Words on one share that can be offered to a writer, as they stand in a sentence."""
    return tuple(
        words
        for pattern, rule in quantities(language).rules
        if rule.says in ("over", "under", "about")
        for words in pattern.split("|")
        if not re.search(r"[\\(\[?]", words)
    )


def check(
    words: str,
    bound: tuple[Bound, ...],
    language: Language,
    *,
    confidence: float = 0.95,
    apart: ReleasedDifference | None = None,
) -> Refused | None:
    """None where the words hold with the interval and the band in view; else why not, and a remedy.

    One cell for words on a share, two for a comparison (the first against the second), one for what
    is said to be the greatest. apart: the difference of two groups, where it has been worked out.
    """
    rule = rule_of(words, language)
    if rule is None:
        what = message("faults.is_no_claim_that_can_be", words=words)
        return Refused(what, message("faults.write_one_of_the_words_on"))
    compares = rule.says in ("more", "less", "greatest")
    others = bound[1:]
    if rule.says == "greatest" and len(bound) == 1:
        others = bound[0].others
    if (compares and not others) or (rule.says != "greatest" and len(bound) != 1 + compares):
        need = message("faults.part_need_two" if compares else "faults.part_need_one")
        what = message("faults.needs", words=words, need=need)
        return Refused(what, message("faults.write_claim_words_question_option"))
    if any(b.cell.share is None or b.cell.low is None for b in (bound[0], *others)):
        what = message("faults.is_bound_to_a_figure_that", words=words)
        return Refused(what, message("faults.say_that_it_is_not_shown"))
    members = not quantities(language).answered.search(words)
    if not others:
        return _alone(words, rule, bound[0].cell, language, members=members)
    # As many comparisons as others: each is held to its part of what may miss (Bonferroni).
    each = 1 - (1 - confidence) / len(others)
    sign = -1 if rule.says == "less" else 1
    for other in others:
        ends = _ends(bound[0], other, confidence=each, given=confidence, apart=apart)
        low, high = ends.band if members else ends.interval
        if (low if sign > 0 else -high) <= 0:
            return _not_apart(words, sign, bound[0], other, ends, language, members=members)
    return None


# What is borne out: of the members, of those who answered alone, or of neither.
Standing = Literal["members", "answers", "unsure"]


def standing(bound: Bound, *, confidence: float = 0.95, least: bool = False) -> Standing:
    """How surely a cell is the greatest, or the least, of the `others` beside it: of whom."""
    if not bound.others:
        return "unsure"
    each = 1 - (1 - confidence) / len(bound.others)
    standing: Standing = "members"
    for other in bound.others:
        ends = _ends(bound, other, confidence=each, given=confidence, apart=None)
        if (-ends.interval[1] if least else ends.interval[0]) <= 0:
            return "unsure"
        if (-ends.band[1] if least else ends.band[0]) <= 0:
            standing = "answers"
    return standing


def _alone(
    words: str, rule: Rule, cell: ReleasedCell, language: Language, *, members: bool
) -> Refused | None:
    kind, value = rule
    low, high, share = _known(cell.low), _known(cell.high), _known(cell.share)
    interval = numbers.percent_range(low, high, language)
    printed = numbers.percent(share, language)
    seen = message("faults.part_seen_share", share=printed, interval=interval)
    if members and cell.band_low is not None and cell.band_high is not None:
        band = numbers.percent_range(cell.band_low, cell.band_high, language)
        if (low > value) == (kind == "over") and (high < value) == (kind == "under"):
            seen = message("faults.part_seen_band", band=band)
        low, high = cell.band_low, cell.band_high
    if kind == "over" and low <= value:
        what = message("faults.claims_more_than_but", words=words, value=f"{value:g}", seen=seen)
    elif kind == "under" and high >= value:
        what = message("faults.claims_less_than_but", words=words, value=f"{value:g}", seen=seen)
    elif kind == "about" and not (low <= value <= high and abs(share - value) <= ABOUT):
        what = message("faults.claims_about_but", words=words, value=f"{value:.0f}", seen=seen)
    else:
        return None
    return Refused(what, message("faults.write_for_example", honest=honest(cell, language)))


def honest(cell: ReleasedCell, language: Language) -> str:
    """Words on a share that its band bears out, or its interval, which is of those who answered.

    Whole shares with their interval where no word fits. The cell must be shown.
    """
    low, high, share = _known(cell.low), _known(cell.high), _known(cell.share)
    least = low if cell.band_low is None else cell.band_low
    greatest = high if cell.band_high is None else cell.band_high
    if least > 50:
        name = "most"
    elif greatest < 50:
        name = "under_half"
    elif low > 50:
        name = "most_answered"
    elif high < 50:
        name = "under_half_answered"
    elif abs(share - 50) <= ABOUT:
        name = "about_half"
    else:
        return phrase(
            language,
            "claims.share",
            share=numbers.percent(share, language),
            interval=numbers.percent_range(low, high, language),
        )
    return phrase(language, f"claims.{name}")


def _not_apart(
    words: str,
    sign: int,
    bound: Bound,
    other: Bound,
    ends: "_Ends",
    language: Language,
    *,
    members: bool,
) -> Refused:
    shares = [numbers.percent(_known(b.cell.share), language) for b in (bound, other)]
    low, high = ends.interval
    # Apart for those who answered, and not for the members.
    answers_alone = members and (low if sign > 0 else -high) > 0
    # A tie is often what can be said; the opposite only where the interval says so.
    opposite = high < 0 if sign > 0 else low > 0
    wording = phrase(
        language,
        "claims.opposite" if opposite else "claims.no_difference",
        one=shares[0],
        other=shares[1],
    )
    if answers_alone:
        wording = f"{words} {phrase(language, 'claims.answered')}"
    what = message(
        "faults.compares_with_but_where_those"
        if answers_alone
        else "faults.compares_with_but_the_difference_is",
        words=words,
        shares=shares[0],
        shares2=shares[1],
        span=_points(*(ends.band if answers_alone else ends.interval)),
    )
    return Refused(what, message("faults.write_for_example", honest=wording))


def _points(low: float, high: float) -> Message:
    """From one fraction to another in whole percentage points, outwards."""
    ends = math.floor(100 * low), math.ceil(100 * high)
    return message("faults.part_span_range", low=ends[0], high=ends[1])


@dataclass(frozen=True)
class _Ends:
    """The interval of a difference and its band, as fractions; the band is no narrower."""

    interval: Ends
    band: Ends


def _ends(
    bound: Bound,
    other: Bound,
    *,
    confidence: float,
    given: float,
    apart: ReleasedDifference | None,
) -> _Ends:
    if apart is not None and apart.low is not None and apart.high is not None:
        wide = [
            end if band is None else band
            for end, band in ((apart.low, apart.band_low), (apart.high, apart.band_high))
        ]
        return _Ends(Ends(apart.low / 100, apart.high / 100), Ends(wide[0] / 100, wide[1] / 100))
    interval = difference(bound, other, confidence=confidence, given=given)
    one, two = _beyond(bound.cell), _beyond(other.cell)
    band = Ends(interval.low - one.below - two.above, interval.high + one.above + two.below)
    return _Ends(interval, band)


class _Beyond(NamedTuple):
    below: float
    above: float


def _beyond(cell: ReleasedCell) -> _Beyond:
    """What the sensitivity band adds to the interval, below and above, as fractions."""
    if cell.band_low is None or cell.band_high is None:
        return _Beyond(0.0, 0.0)
    below, above = _known(cell.low) - cell.band_low, cell.band_high - _known(cell.high)
    return _Beyond(below / 100, above / 100)


def difference(
    bound: Bound, other: Bound, *, confidence: float = 0.95, given: float = 0.95
) -> Ends:
    """The interval of the difference of two shares, as fractions.

    Answers of one question exclude each other, so where all count alike the covariance is −p₁p₂/n
    and the variance of the difference (p₁ + p₂ − (p₁ − p₂)²)/(n − 1), times the part unseen (finite
    population); an end is moved to 0 where the exact test (`more_members`) does not refute it. With
    other weights, and of other questions and groups, the covariance is not known from what is
    printed, and the interval is made of the ends of both that lie furthest apart, the widest that
    any covariance allows; their own intervals hold the design's variance.

    confidence: of this interval. given: of those that are printed.
    """

    p, q = _known(bound.cell.share) / 100, _known(other.cell.share) / 100
    gap = p - q
    counts = bound.cell.count, other.cell.count
    exclusive = bound.exclusive and bound.exclusive == other.exclusive
    if not exclusive or not bound.base or bound.base < 2 or counts[0] is None or counts[1] is None:
        wider = 1.0
        if confidence > given:
            wider = t_quantile(confidence, math.inf) / t_quantile(given, math.inf)
        down = _known(bound.cell.share) - _known(bound.cell.low)
        down += _known(other.cell.high) - _known(other.cell.share)
        up = _known(bound.cell.high) - _known(bound.cell.share)
        up += _known(other.cell.share) - _known(other.cell.low)
        return Ends(gap - wider * down / 100, gap + wider * up / 100)
    variance = max(p + q - gap * gap, 0.0) / (bound.base - 1) * bound.unseen
    half = t_quantile(confidence, bound.base - 1) * math.sqrt(variance)
    low, high = gap - half, gap + half
    members = max(bound.base, math.floor(bound.base / max(1 - bound.unseen, 1e-9) + 0.5))
    tail = (1 - confidence) / 2
    if not more_members(counts[0], counts[1], n=bound.base, members=members, tail=tail):
        low = min(low, 0.0)
    if not more_members(counts[1], counts[0], n=bound.base, members=members, tail=tail):
        high = max(high, 0.0)
    return Ends(low, high)


def _known(value: int | None) -> int:
    if value is None:
        raise ValueError("the cell is withheld")
    return value
