"""Trust: for which codes suggestions may be shown, by how often they were right so far.

A code's suggestions on answers that were coded twice are compared with what the coders settled on.
The verdict is looked at after every save, for every code; a plain confidence limit would be wrong
far more often than it says, since it gets a new chance each time. So the evidence is a test
martingale (J. Ville, 1939; G. Shafer, "Testing by betting", 2021): a stake that wins what a fair
game at PROMISE would pay. Were the precision PROMISE or lower, it would ever reach CODES / RISK
with a chance of RISK / CODES at most, however often it is looked at.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from samklang.core.coding.suggestions import Ranking
from samklang.core.language.phrases import counted, phrase
from samklang.core.language.wording import Language

Verdict = Literal["suggest", "read", "too-few"]

# Of ten suggestions that are shown, at least so many are right.
PROMISE = 0.6
# The chance that any code of a theme is ever wrongly trusted.
RISK = 0.05
# Undecided after so many suggestions: too near the promise to be of use.
ENOUGH = 200
# The stakes: what the precision may be, mixed evenly.
_HIGHER = (0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99)
_LOWER = (0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55)


@dataclass(frozen=True)
class CodeTrust:
    """A code's verdict.

    suggested: answers coded twice for which the code would have been suggested; right: those to
    which the coders gave it. more: about how many more answers must be coded twice to know, None
    where it is known or cannot be guessed.
    """

    code: str
    verdict: Verdict
    suggested: int
    right: int
    more: int | None = None

    def words(self, language: Language) -> str:
        """The verdict, and in a sentence of its own what is still missing."""
        verdict = phrase(language, f"suggestions.verdict_{self.verdict.replace('-', '_')}")
        if self.verdict != "too-few":
            return verdict
        if self.more is None:
            return f"{verdict}. {phrase(language, 'suggestions.more_unknown')}"
        return f"{verdict}. {counted(language, 'suggestions.more', self.more)}"


def trust(ranking: Ranking, settled: Mapping[int, frozenset[str]]) -> tuple[CodeTrust, ...]:
    """The verdict on each code of a ranking.

    settled: by the answer's row, the codes of the answers that were coded twice, as the coders
    agreed or adjudicated. They must be among those the ranking learnt from, which are ranked as if
    they were not.
    """
    suggested = dict.fromkeys(ranking.codes, 0)
    right = dict.fromkeys(ranking.codes, 0)
    for answer, codes in settled.items():
        for code, _ in ranking.likely(answer):
            suggested[code] += 1
            right[code] += code in codes
    return tuple(
        judged(
            code,
            suggested[code],
            right[code],
            codes=len(ranking.codes),
            answers=len(settled),
        )
        for code in ranking.codes
    )


def judged(code: str, suggested: int, right: int, *, codes: int, answers: int) -> CodeTrust:
    """The verdict on a code that was `right` of `suggested` times; codes: judged beside it."""
    verdict = _verdict(suggested, right, codes)
    more = _more(suggested, right, codes, answers) if verdict == "too-few" else None
    return CodeTrust(code, verdict, suggested, right, more)


def _verdict(suggested: int, right: int, codes: int) -> Verdict:
    if evidence(suggested, right, _HIGHER) >= math.log(codes / RISK):
        return "suggest"
    # That a code is read without need harms nobody: each code is judged for itself.
    if suggested >= ENOUGH or evidence(suggested, right, _LOWER) >= math.log(1 / RISK):
        return "read"
    return "too-few"


def evidence(suggested: int, right: int, stakes: tuple[float, ...]) -> float:
    """The logarithm of what the stakes have become; 0 before the first suggestion."""
    logs = [
        right * math.log(p / PROMISE) + (suggested - right) * math.log((1 - p) / (1 - PROMISE))
        for p in stakes
    ]
    most = max(logs)
    return most + math.log(sum(math.exp(log - most) for log in logs) / len(logs))


def _more(suggested: int, right: int, codes: int, answers: int) -> int | None:
    """Answers until the code is known, if it goes on being suggested and right as often.

    One more right and one more suggested than there were, so that a code is not given up, or
    believed in, at its first answer.
    """
    rate = (right + 1) / (suggested + 1)
    often = (suggested + 1) / (answers + codes)
    for further in range(1, ENOUGH - suggested):
        total = suggested + further
        if _verdict(total, min(math.floor(right + rate * further), total), codes) != "too-few":
            return math.ceil(further / often)
    return None
