"""The tally: from responses to the integer counts that estimates are made of."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from samklang.core.estimate.cells import MISSING, Cells
from samklang.core.estimate.choices import Stratum
from samklang.core.estimate.counts import QuestionCounts
from samklang.core.estimate.design import Design
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Response
from samklang.engines import in_duckdb, in_postgresql, in_spark, in_sqlite
from samklang.engines.long_table import GROUP, Row, decode, rows, tallied
from samklang.engines.sql import TALLY, Column, cross_tally

Engine = Callable[[Iterable[Row], str], list[tuple[Any, ...]]]
StratumOf = Callable[[Response], Stratum]

# Up to so many responses SQLite counts them before DuckDB has been loaded.
FEW = 1000
ENGINES: Mapping[str, Engine] = {
    "duckdb": in_duckdb.query,
    "postgresql": in_postgresql.query,
    "spark": in_spark.query,
    "sqlite": in_sqlite.query,
}


def tally(
    questionnaire: Questionnaire,
    responses: Collection[Response],
    *,
    stratum_of: StratumOf,
    engine: str = "",
) -> Mapping[str, QuestionCounts]:
    """Respondents by stratum and option of every closed or numeric question.

    Keyed by question id, or `q.item` for a matrix, in the questionnaire's order. The options are
    the questionnaire's, also those nobody chose; of a number, the values that were given.
    stratum_of: as many values for every response. engine: a key of ENGINES, which all give the same
    counts; '' for the one that is quickest for so many. Raises KeyError for another engine.
    """
    strata = _Strata(stratum_of)
    counts: dict[str, dict[tuple[Stratum, str], int]] = defaultdict(dict)
    table = _engine(engine, responses)(rows(questionnaire, responses, stratum_of=strata), TALLY)
    for question, encoded, option, respondents in sorted(table):
        counts[question][strata.decode(encoded), option] = respondents
    return {
        name: QuestionCounts(
            question=name,
            options=_options(question, counts[name]),
            counts=counts[name],
            multiple=question.type == "select_multiple",
        )
        for name, question in tallied(questionnaire)
    }


def tally_cells(
    questionnaire: Questionnaire,
    responses: Collection[Response],
    *,
    variables: Sequence[str],
    design: Design,
    stratum_of: StratumOf,
    groups_of: Callable[[Response], Mapping[str, str]] | None = None,
    engine: str = "",
) -> Cells:
    """Respondents by stratum and the values of several `variables` together.

    A variable is `q`, `q.item` of a matrix, `q.option` of a select_multiple (values 1 and 0) or
    `@group` of the register. Raises KeyError for another engine or variable, and as `Cells.of`.
    """
    columns = _columns(questionnaire)
    strata = _Strata(stratum_of)
    table = _engine(engine, responses)(
        rows(questionnaire, responses, stratum_of=strata, groups_of=groups_of),
        cross_tally([Column(v) if v.startswith(GROUP) else columns[v] for v in variables]),
    )
    return Cells.of(
        {(strata.decode(encoded), tuple(values)): n for encoded, *values, n in table},
        variables=variables,
        design=design,
    )


def _engine(name: str, responses: Collection[Response]) -> Engine:
    return ENGINES[name or ("sqlite" if len(responses) <= FEW else "duckdb")]


class _Strata:
    """Calls `stratum_of` and remembers how many values a stratum has, to decode it."""

    def __init__(self, stratum_of: StratumOf):
        self._stratum_of = stratum_of
        self._columns = 0

    def __call__(self, response: Response) -> Stratum:
        stratum = self._stratum_of(response)
        self._columns = len(stratum)
        return stratum

    def decode(self, encoded: str) -> Stratum:
        return decode(encoded, columns=self._columns)


def _columns(questionnaire: Questionnaire) -> Mapping[str, Column]:
    columns: dict[str, Column] = {}
    for name, question in tallied(questionnaire):
        if question.type == "select_multiple":
            columns |= {f"{name}.{o.id}": Column(name, o.id) for o in question.options}
        else:
            columns[name] = Column(name)
    return columns


def _options(question: Question, counts: Mapping[tuple[Stratum, str], int]) -> tuple[str, ...]:
    if question.closed:
        return tuple(option.id for option in question.options)
    values = {option for _, option in counts} - MISSING
    return tuple(sorted(values, key=lambda text: (Decimal(text), text)))
