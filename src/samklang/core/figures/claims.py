"""Claims: words that say how many, and what the interval must show before they may be printed.

A word is held to the interval, not to the share: "majoriteten" of 62 % (45–76 %) is not known to be
one. A comparison is held to the interval of the difference.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

# What the words say of a share in per cent: it is over or under a bound, or about a value.
Rule = tuple[Literal["over", "under", "about", "more", "less"], float]

# The longest words stand first where one holds another.
WORDS: Mapping[Language, tuple[tuple[str, Rule], ...]] = {
    "sv": (
        (r"så gott som alla|nästan alla|nästan samtliga", ("over", 80)),
        (r"två tredjedelar|två av tre", ("about", 200 / 3)),
        (r"tre fjärdedelar|tre av fyra", ("about", 75)),
        (r"mindre än hälften|färre än hälften|knappt hälften|under hälften", ("under", 50)),
        (r"mer än hälften|fler än hälften|drygt hälften|över hälften", ("over", 50)),
        (r"majoriteten|en majoritet|de allra flesta|de flesta|flertalet|merparten", ("over", 50)),
        (r"minoriteten|en minoritet|ett fåtal", ("under", 50)),
        (r"hälften|varannan|vartannat|en av två", ("about", 50)),
        (r"en tredjedel|var tredje|vart tredje|en av tre", ("about", 100 / 3)),
        (r"en fjärdedel|var fjärde|vart fjärde|en av fyra", ("about", 25)),
        (r"en femtedel|var femte|vart femte|en av fem", ("about", 20)),
        (r"en tiondel|var tionde|vart tionde|en av tio", ("about", 10)),
        (
            r"fler|oftare|vanligare|(?:större|högre) (?:andel|del)|flest|oftast|vanligast",
            ("more", 0),
        ),
        (
            r"färre|mer sällan|ovanligare|(?:mindre|lägre) (?:andel|del)|minst vanlig\w*",
            ("less", 0),
        ),
    ),
    "en": (
        (r"almost all|nearly all|virtually all", ("over", 80)),
        (r"two[- ]thirds|two in three|two out of three", ("about", 200 / 3)),
        (r"three[- ]quarters|three in four|three out of four", ("about", 75)),
        (r"less than half|fewer than half|under half", ("under", 50)),
        (r"more than half|over half", ("over", 50)),
        (r"(?:the|a|large|clear|vast) majority|most", ("over", 50)),
        (r"(?:the|a|small) minority", ("under", 50)),
        (r"half|one in two|every other", ("about", 50)),
        (r"(?:a|one)[- ]third|one in three|every third", ("about", 100 / 3)),
        (r"(?:a|one)[- ]quarter|one in four|every fourth", ("about", 25)),
        (r"(?:a|one)[- ]fifth|one in five|every fifth", ("about", 20)),
        (r"(?:a|one)[- ]tenth|one in ten|every tenth", ("about", 10)),
        (
            r"more (?:common|often|frequent)\w*|more"
            r"|(?:larger|higher|greater) (?:share|proportion)",
            ("more", 0),
        ),
        (
            r"less (?:common|often|frequent)\w*|(?:smaller|lower) (?:share|proportion)|fewer",
            ("less", 0),
        ),
    ),
}
# How far from "a third" or "half" a share may lie and still be about it, in percentage points.
ABOUT = 4


@dataclass(frozen=True)
class Bound:
    """A cell that a claim is bound to, its base and what part of the base's members is unseen.

    exclusive: the name of the question where its answers exclude each other, '' otherwise.
    """

    cell: ReleasedCell
    base: int | None
    unseen: float
    exclusive: str = ""


@dataclass(frozen=True)
class Refused:
    """A claim that does not hold: what is wrong, and a wording that would."""

    what: str
    remedy: str


def rule_of(words: str, language: Language) -> Rule | None:
    """The rule of a claim's words: of the first that stands in them; None where none does."""
    found = [
        (match.start(), -len(match.group()), rule)
        for pattern, rule in WORDS[language]
        if (match := re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words, re.IGNORECASE))
    ]
    return min(found)[2] if found else None


def check(
    words: str, bound: tuple[Bound, ...], language: Language, *, confidence: float = 0.95
) -> Refused | None:
    """None where the words hold with the interval in view; else why not, and what to write.

    One cell for words on a share, two for a comparison (the first against the second).
    """
    rule = rule_of(words, language)
    if rule is None:
        return Refused(
            f"'{words}' is no claim that can be checked.",
            "Write one of the words on quantity, or plain text.",
        )
    compares = rule[0] in ("more", "less")
    if len(bound) != (2 if compares else 1):
        need = "two answers, the first against the second" if compares else "one answer"
        return Refused(f"'{words}' needs {need}.", "Write claim words: question=option.")
    if any(b.cell.share is None or b.cell.low is None for b in bound):
        return Refused(
            f"'{words}' is bound to a figure that is withheld.", "Say that it is not shown."
        )
    if compares:
        return _compared(words, rule, bound[0], bound[1], language, confidence)
    return _alone(words, rule, bound[0].cell, language)


def _alone(words: str, rule: Rule, cell: ReleasedCell, language: Language) -> Refused | None:
    kind, value = rule
    low, high, share = _known(cell.low), _known(cell.high), _known(cell.share)
    interval = numbers.percent_range(low, high, language)
    seen = f"the share is {numbers.percent(share, language)} and its interval {interval}"
    if kind == "over" and low <= value:
        what = f"'{words}' claims more than {value:g} %, but {seen}."
    elif kind == "under" and high >= value:
        what = f"'{words}' claims less than {value:g} %, but {seen}."
    elif kind == "about" and not (low <= value <= high and abs(share - value) <= ABOUT):
        what = f"'{words}' claims about {value:.0f} %, but {seen}."
    else:
        return None
    return Refused(what, f"Write for example “{honest(cell, language)}”.")


def honest(cell: ReleasedCell, language: Language) -> str:
    """Words on a share that its interval bears out.

    Whole shares with their interval where no word fits. The cell must be shown.
    """
    low, high, share = _known(cell.low), _known(cell.high), _known(cell.share)
    if low > 50:
        name = "most"
    elif high < 50:
        name = "under_half"
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


def _compared(
    words: str, rule: Rule, one: Bound, other: Bound, language: Language, confidence: float
) -> Refused | None:
    low, high = difference(one, other, confidence=confidence)
    if (rule[0] == "more" and low > 0) or (rule[0] == "less" and high < 0):
        return None
    shares = [numbers.percent(_known(b.cell.share), language) for b in (one, other)]
    # A tie is often what can be said; the opposite only where the interval says so.
    opposite = high < 0 if rule[0] == "more" else low > 0
    remedy = phrase(
        language,
        "claims.opposite" if opposite else "claims.no_difference",
        one=shares[0],
        other=shares[1],
    )
    span = f"{100 * low:.0f} to {100 * high:.0f}"
    return Refused(
        f"'{words}' compares {shares[0]} with {shares[1]}, but the difference is {span} "
        "percentage points.",
        f"Write for example “{remedy}”.",
    )


def difference(one: Bound, other: Bound, *, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of the difference of two shares, as fractions.

    Answers of one question exclude each other, so their covariance is −p₁p₂/n and the variance
    of the difference (p₁ + p₂ − (p₁ − p₂)²)/(n − 1), times the part unseen (finite population).
    Otherwise the covariance is not known from what is printed, and the standard errors, half
    the intervals' widths over t, are added: the widest that any covariance allows (from
    Cov ≥ −s₁s₂).
    """
    from samklang.core.estimate.student import t_quantile

    p, q = _known(one.cell.share) / 100, _known(other.cell.share) / 100
    gap = p - q
    if one.exclusive and one.exclusive == other.exclusive and one.base and one.base > 1:
        variance = max(p + q - gap * gap, 0.0) / (one.base - 1) * one.unseen
        half = t_quantile(confidence, one.base - 1) * math.sqrt(variance)
    else:
        half = _half(one.cell) + _half(other.cell)
    return gap - half, gap + half


def _half(cell: ReleasedCell) -> float:
    return (_known(cell.high) - _known(cell.low)) / 200


def _known(value: int | None) -> int:
    if value is None:
        raise ValueError("the cell is withheld")
    return value
