"""Counts: the integer tally of one question, from which all estimates are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samklang.core.estimate.choices import Stratum
from samklang.core.estimate.design import Design, label
from samklang.core.estimate.errors import InconsistentCounts, UnknownStratum
from samklang.core.language.messages import message
from samklang.core.privacy import Personal, Public

NOT_SHOWN = "!not-shown"
NOT_ANSWERED = "!not-answered"
ANSWERED = ""  # in a select_multiple: the question was answered, whatever was selected

Counts = Mapping[tuple[Stratum, str], int]
Integers = NDArray[np.int64]


class Bases(NamedTuple):
    """Respondents per stratum by what became of a question."""

    answered: Integers
    not_answered: Integers
    not_shown: Integers


@dataclass(frozen=True)
class QuestionCounts:
    """Respondents per stratum and option of one closed question, or of one matrix item.

    options: in the order they are reported; an option nobody chose has the count 0.
    counts: respondents by (stratum, option), with the markers NOT_SHOWN and NOT_ANSWERED, and
    ANSWERED in a select_multiple.
    multiple: a select_multiple: the options of a respondent add up to more or less than one.
    """

    question: Public[str]
    options: Public[tuple[str, ...]]
    counts: Personal[Counts]
    multiple: Public[bool] = False

    def array(self, design: Design, *options: str) -> Integers:
        """Respondents as strata × `options`. Raises UnknownStratum, InconsistentCounts."""
        place = {option: i for i, option in enumerate(options)}
        counts = np.zeros((len(design.strata), len(options)), dtype=np.int64)
        for (stratum, option), count in self.counts.items():
            if stratum not in design.index:
                what = message(
                    "estimates.has_answers_in_the_stratum_which",
                    question=self.question,
                    stratum=label(stratum),
                )
                raise UnknownStratum(what, message("estimates.tally_and_design_must_use_the"))
            if option in place:
                counts[design.index[stratum], place[option]] += count
        return counts

    def bases(self, design: Design) -> Bases:
        """Respondents per stratum who answered, did not answer and were not shown the question.

        Raises InconsistentCounts unless they add up to the design's respondents, and
        UnknownStratum.
        """
        answered = (
            self.array(design, ANSWERED)[:, 0]
            if self.multiple
            else self.array(design, *self.options).sum(axis=1)
        )
        missing = self.array(design, NOT_ANSWERED, NOT_SHOWN)
        total = answered + missing.sum(axis=1)
        for i, stratum in enumerate(design.strata):
            if total[i] != stratum.respondents:
                what = message(
                    "estimates.accounts_for_respondents_in_the_stratum",
                    question=self.question,
                    total=total[i],
                    stratum=label(stratum.stratum),
                    respondents=stratum.respondents,
                )
                remedy = message("estimates.tally_every_response_that_the_design_2")
                raise InconsistentCounts(what, remedy)
        if self.multiple and np.any(self.array(design, *self.options) > answered[:, None]):
            what = message("estimates.an_option_of_was_selected_more", question=self.question)
            raise InconsistentCounts(what, message("estimates.tally_the_marker_of_an_answered"))
        return Bases(answered, not_answered=missing[:, 0], not_shown=missing[:, 1])
