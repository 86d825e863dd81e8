"""Counting: a package's responses tallied by stratum, calibration and group, and weighted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import assert_never

import numpy as np

from samklang.core.disclosure.weights import Weights
from samklang.core.estimate.calibration import calibrate, post_stratify, rake
from samklang.core.estimate.cells import MISSING, Booleans, Cells
from samklang.core.estimate.choices import Margin
from samklang.core.estimate.clusters import Clusters
from samklang.core.estimate.counts import ANSWERED, NOT_ANSWERED, NOT_SHOWN, QuestionCounts
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain
from samklang.core.estimate.replicates import Replicates
from samklang.core.estimate.weighting import Weighting, base_weights, individual_weights
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Missing, Response, first_choice
from samklang.core.theme.designs import design
from samklang.core.theme.frame import GROUP, Frame
from samklang.core.theme.theme import DesignChoice
from samklang.engines.tally import tally

MARKERS = {Missing.NOT_SHOWN: NOT_SHOWN, Missing.NOT_ANSWERED: NOT_ANSWERED}
Key = tuple[tuple[str, ...], str]
# The variable that tells members apart; no column of the register has an empty name.
MEMBER = GROUP
# Weights that differ by less are the same: what is left of computing them.
EVEN = 1e-9


class Counting:
    """Counts of the counted responses, tallied once for each set of groups.

    A variable is `@column` of the register, a select_one or number `q`, `q.item` of a matrix or
    `q.option` of a select_multiple (values 1 and 0).
    Raises EmptyStratum, OneRespondentStratum and TooManyRespondents where it is made.
    """

    def __init__(
        self,
        frame: Frame,
        questionnaire: Questionnaire,
        responses: Sequence[Response],
        *,
        engine: str,
        answers: Mapping[str, Response] | None = None,
    ):
        """answers: the responses that groups are read from, by id; `responses` by default."""
        self.answers = {r.id: r for r in responses} if answers is None else answers
        self.frame, self.questionnaire, self.responses = frame, questionnaire, responses
        self.engine = engine
        self.members = frame.register.by_id() if frame.register else {}
        self.design: Design = design(frame, [r.member for r in responses])
        self.margins: tuple[Margin, ...] = frame.margins()
        self._tallies: dict[tuple[str, ...], Mapping[str, QuestionCounts]] = {}

    @property
    def choice(self) -> DesignChoice:
        """How the answers stand for the members."""
        return self.frame.choice

    @cached_property
    def calibrated(self) -> tuple[str, ...]:
        """The variables that decide weights or variances: calibrated on, clusters, the weight."""
        names = [name for margin in self.margins for name in margin.variables]
        if self.choice.weights:
            names.append(GROUP + self.choice.weights)
        if self.choice.clusters:
            names.append(GROUP + self.choice.clusters)
        if self.choice.replicates:
            names.append(MEMBER)
        return tuple(dict.fromkeys(names))

    def asked(self, questionnaire: Questionnaire, responses: Sequence[Response]) -> "Counting":
        """The same respondents asked other questions, for example what their answers tell."""
        return Counting(
            self.frame, questionnaire, responses, engine=self.engine, answers=self.answers
        )

    @cached_property
    def counts(self) -> Mapping[str, QuestionCounts]:
        """The counts of every closed or numeric question by stratum."""
        return tally(
            self.questionnaire,
            self.responses,
            stratum_of=self._cell,
            engine=self.engine,
        )

    def _cell(self, response: Response) -> tuple[str, ...]:
        if not self.members:
            return ()
        return self.frame.cell(self.members[response.member])

    def value(self, variable: str, response: Response) -> str:
        """A response's value of a variable, or the marker of a missing one."""
        if variable == MEMBER:
            return response.member
        if variable.startswith(GROUP):
            return self.members[response.member].groups[variable.removeprefix(GROUP)]
        name, _, part = variable.partition(".")
        answer = self.answers[response.id].answers.get(name, Missing.NOT_SHOWN)
        if isinstance(answer, Mapping):
            # Of a ranking, tallied by what is put first, no part is named.
            answer = answer.get(part, Missing.NOT_SHOWN) if part else first_choice(answer)
        if isinstance(answer, frozenset):
            return "1" if part in answer else "0"
        if isinstance(answer, tuple):
            raise ValueError(f"{variable} has cards, which are not counted")
        return MARKERS[answer] if isinstance(answer, Missing) else answer

    def _tally(self, variables: tuple[str, ...]) -> Mapping[str, QuestionCounts]:
        """Counts by the number of the stratum and the values of `variables`."""
        if variables not in self._tallies:
            index = self.design.index

            def stratum_of(response: Response) -> tuple[str, ...]:
                values = (self.value(variable, response) for variable in variables)
                return str(index[self._cell(response)]), *values

            self._tallies[variables] = tally(
                self.questionnaire, self.responses, stratum_of=stratum_of, engine=self.engine
            )
        return self._tallies[variables]

    def cells(self, question: str, by: Sequence[str] = (), *, option: str = "") -> Cells:
        """The cells of a question and the variables `by`.

        option: of a select_multiple; the cells' variable is then `question.option`.
        Raises UnknownStratum, InconsistentCounts.
        """
        extra = tuple(dict.fromkeys((*self.calibrated, *by)))
        counts = self._tally(extra)[question]
        table: dict[Key, int] = {}
        for (key, value), n in counts.counts.items():
            table[key, value] = table.get((key, value), 0) + n
        if counts.multiple:
            table = _of_option(table, option)
        name = f"{question}.{option}" if counts.multiple else question
        return Cells.of(
            {
                (self.design.strata[int(number)].stratum, (value, *values)): n
                for ((number, *values), value), n in table.items()
                if n
            },
            variables=(name, *extra),
            design=self.design,
        )

    def weighting(self, cells: Cells) -> Weighting:
        """The weights of cells, calibrated as the design says.

        Raises EmptyCalibrationCell, UnknownCalibrationCell, MarginsDisagree, RakingDiverged,
        UnusableWeight, NegativeWeights, OneClusterStratum.
        """
        if self.choice.weights:
            return self._own_weights(cells)
        base = self._clustered(cells) if self.choice.clusters else base_weights(cells)
        if self.choice.calibration is None:
            return base
        kind = self.choice.calibration.kind
        match kind:
            case "poststrat":
                return post_stratify(cells, self.margins[0], base=base)
            case "raking":
                return rake(cells, self.margins, base=base)
            case "regression":
                return calibrate(cells, self.margins, base=base)
        assert_never(kind)

    def _own_weights(self, cells: Cells) -> Weighting:
        """Each respondent's own weight, with replicates or clusters drawn with replacement."""
        own = individual_weights(cells, GROUP + self.choice.weights)
        scale = len(self.frame.members) / float(own.weights @ cells.counts)
        own = replace(own, weights=own.weights * scale)
        if self.choice.clusters:
            own = replace(own, clusters=Clusters.read(cells, GROUP + self.choice.clusters))
        given = self.choice.replicates
        if given is None:
            return own
        members = [self.members[name].groups for name in cells.values[MEMBER]]
        table = np.array([[float(groups[name]) for name in given.columns] for groups in members])
        replicates = Replicates.of(
            table * scale, kind=given.kind, scales=given.scales, fay=given.fay
        )
        return replace(own, replicates=replicates)

    def _clustered(self, cells: Cells) -> Weighting:
        """Weights of clusters and their members, drawn from those in the register."""
        sizes = self.frame.cluster_sizes()
        clusters = Clusters.read(
            cells,
            GROUP + self.choice.clusters,
            frame=Counter(stratum for stratum, _ in sizes),
            members=sizes,
        )
        return Weighting(cells, clusters.weights(), clusters=clusters)

    def known_weights(self) -> Weights | None:
        """What a respondent of each group of the register stands for, as whoever has it can tell.

        None where all stand for as many, where no register tells (each has a weight of their own,
        or it was calibrated to an answer), or where nothing is asked. Raises as `weighting` does.
        """
        by_groups = all(variable.startswith(GROUP) for variable in self.calibrated)
        if not self.members or self.choice.weights or not self.counts or not by_groups:
            return None
        name, counts = next(iter(self.counts.items()))
        cells = self.cells(name, option=counts.options[0] if counts.multiple else "")
        index = [self.design.strata[place].stratum for place in cells.strata]
        decisive = [cells.values[variable] for variable in self.calibrated]
        values_of = list(zip(*decisive, strict=True)) if decisive else [()] * len(cells)
        keys = zip(index, values_of, strict=True)
        of_cell = dict(zip(keys, self.weighting(cells).weights, strict=True))
        columns = (*self.choice.cells, *(v.removeprefix(GROUP) for v in self.calibrated))
        columns = tuple(dict.fromkeys(columns))
        weights = {}
        for response in self.responses:
            values = tuple(self.value(variable, response) for variable in self.calibrated)
            group = self.members[response.member].stratum(columns)
            weights[group] = float(of_cell[self._cell(response), values])
        uneven = max(weights.values(), default=0) - min(weights.values(), default=0) > EVEN
        return Weights(columns, weights) if uneven else None

    def _sizes_by_stratum(self, column: str, value: str) -> tuple[int, ...]:
        """Members with a value of a column, by stratum in the design's order."""
        sizes = Counter(self.frame.cell(m) for m in self.frame.members if m.groups[column] == value)
        return tuple(sizes[size.stratum] for size in self.design.strata)

    def domain(self, cells: Cells, variable: str = "", value: str = "") -> Domain:
        """The members with a value of a variable; all of them by default."""
        if not variable:
            everywhere: Booleans = np.ones(len(cells), dtype=np.bool_)
            return Domain(everywhere, self.design.finite)
        where = cells.where(variable, value)
        if variable.startswith(GROUP):
            column = variable.removeprefix(GROUP)
            sizes = self.frame.group_sizes(column)
            return Domain(where, sizes.get(value, 0), sizes=self._sizes_by_stratum(column, value))
        return Domain(where, None, ~cells.known(variable))


def _of_option(table: Mapping[Key, int], option: str) -> dict[Key, int]:
    """A select_multiple's counts as those of one option: selected, not selected or missing."""
    counts: dict[Key, int] = {}
    for (key, value), n in table.items():
        if value == ANSWERED:
            chosen = table.get((key, option), 0)
            counts[key, "1"] = chosen
            counts[key, "0"] = n - chosen
        elif value in MISSING:
            counts[key, value] = n
    return counts
