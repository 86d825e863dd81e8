"""The tally: from responses to the integer counts that estimates are made of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from samklang.core.estimate.counts import NOT_ANSWERED, NOT_SHOWN, QuestionCounts
from samklang.core.estimate.design import Stratum
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Response
from samklang.engines import in_duckdb, in_sqlite
from samklang.engines.long_table import Row, decode, rows, tallied

Engine = Callable[[Iterable[Row]], list[tuple[str, str, str, int]]]

ENGINES: Mapping[str, Engine] = {"duckdb": in_duckdb.count, "sqlite": in_sqlite.count}


def tally(
    questionnaire: Questionnaire,
    responses: Iterable[Response],
    *,
    stratum_of: Callable[[Response], Stratum],
    engine: str = "duckdb",
) -> Mapping[str, QuestionCounts]:
    """Respondents by stratum and option of every closed or numeric question.

    Keyed by question id, or `q.item` for a matrix, in the questionnaire's order. The options are
    the questionnaire's, also those nobody chose; of a number, the values that were given.
    stratum_of: as many values for every response. engine: a key of ENGINES; all give the same
    counts. Raises KeyError for another engine.
    """
    lengths: set[int] = set()

    def stratum(response: Response) -> Stratum:
        found = stratum_of(response)
        lengths.add(len(found))
        return found

    found: dict[str, dict[tuple[Stratum, str], int]] = defaultdict(dict)
    table = ENGINES[engine](rows(questionnaire, responses, stratum_of=stratum))
    columns = max(lengths, default=0)
    for question, encoded, option, respondents in sorted(table):
        found[question][decode(encoded, columns=columns), option] = respondents
    return {
        name: QuestionCounts(
            question=name,
            options=_options(question, found[name]),
            counts=found[name],
            multiple=question.type == "select_multiple",
        )
        for name, question in tallied(questionnaire)
    }


def _options(question: Question, counts: Mapping[tuple[Stratum, str], int]) -> tuple[str, ...]:
    if question.closed:
        return tuple(option.id for option in question.options)
    values = {option for _, option in counts} - {NOT_ANSWERED, NOT_SHOWN}
    return tuple(sorted(values, key=lambda text: (Decimal(text), text)))
