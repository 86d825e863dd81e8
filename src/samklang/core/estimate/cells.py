"""Cells: respondents grouped by stratum and by their answers to several questions."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samklang.core.estimate.choices import Stratum
from samklang.core.estimate.counts import NOT_ANSWERED, NOT_SHOWN, Integers, QuestionCounts
from samklang.core.estimate.design import Design, Floats, label
from samklang.core.estimate.errors import EstimateError, InconsistentCounts, UnknownStratum
from samklang.core.language.messages import message
from samklang.core.privacy import Internal, Personal

Booleans = NDArray[np.bool_]

MISSING = frozenset({NOT_ANSWERED, NOT_SHOWN})


@dataclass(frozen=True)
class Cells:
    """One GROUP BY: every combination of stratum and values, with its respondents.

    Every respondent of the design is in exactly one cell. strata: the cell's place in
    `design.strata`. counts: its respondents. values: per variable, each cell's option, number or
    marker of a missing answer.
    """

    design: Internal[Design]
    strata: Internal[NDArray[np.intp]]
    counts: Personal[Integers]
    values: Personal[Mapping[str, tuple[str, ...]]]

    @classmethod
    def of(
        cls,
        table: Mapping[tuple[Stratum, tuple[str, ...]], int],
        *,
        variables: Sequence[str],
        design: Design,
    ) -> "Cells":
        """The cells of a tally by stratum and the values of `variables`.

        Raises UnknownStratum, and InconsistentCounts unless the cells of every stratum add up to
        its respondents.
        """
        for stratum, _ in table:
            if stratum not in design.index:
                what = message("estimates.there_are_answers_in_the_stratum", stratum=label(stratum))
                raise UnknownStratum(what, message("estimates.tally_and_design_must_use_the"))
        keys = sorted(table)
        strata = np.array([design.index[stratum] for stratum, _ in keys], dtype=np.intp)
        counts = np.array([table[key] for key in keys], dtype=np.int64)
        per_stratum = np.bincount(strata, weights=counts, minlength=len(design.strata))
        for size, respondents in zip(design.strata, per_stratum, strict=True):
            if size.respondents != respondents:
                what = message(
                    "estimates.the_tally_has_respondents_in_the",
                    respondents=f"{respondents:.0f}",
                    stratum=label(size.stratum),
                    respondents2=size.respondents,
                )
                remedy = message("estimates.tally_every_response_that_the_design")
                raise InconsistentCounts(what, remedy)
        values = {v: tuple(key[1][i] for key in keys) for i, v in enumerate(variables)}
        return cls(design, strata, counts, values)

    @classmethod
    def of_question(cls, counts: QuestionCounts, *, design: Design) -> "Cells":
        """The cells of one question's counts. Not for a select_multiple, whose options overlap.

        Raises EstimateError for a select_multiple, and as `of` does.
        """
        if counts.multiple:
            what = message("estimates.the_options_of_overlap", question=counts.question)
            raise EstimateError(what, message("estimates.tally_one_option_at_a_time"))
        table: dict[tuple[Stratum, tuple[str, ...]], int] = {
            (stratum, (option,)): n for (stratum, option), n in counts.counts.items()
        }
        return cls.of(table, variables=(counts.question,), design=design)

    def __len__(self) -> int:
        return len(self.counts)

    def where(self, variable: str, *options: str) -> Booleans:
        """The cells whose value of `variable` is one of `options`."""
        return np.array([value in options for value in self.values[variable]], dtype=np.bool_)

    def known(self, variable: str) -> Booleans:
        """The cells in which `variable` was answered."""
        return np.array([v not in MISSING for v in self.values[variable]], dtype=np.bool_)

    def numbers(self, variable: str) -> Floats:
        """The cells' values of a numeric variable, not-a-number where it was not answered."""
        return np.array([math.nan if v in MISSING else float(v) for v in self.values[variable]])

    def levels(self, variable: str) -> tuple[str, ...]:
        """The values of `variable` that were given, sorted as text."""
        return tuple(sorted({v for v in self.values[variable] if v not in MISSING}))
