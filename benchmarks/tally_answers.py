"""What a tally costs that begins with responses in Python, as a build does.

It ends with counts; importing the engine is part of it. The subject `python` is a Counter over the
same rows, the least that any way of counting can be. Tables of millions: benchmarks.tally.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable

from benchmarks.table import HEADER, Run, keep, measure, report

CLOSED, MULTIPLE, OPTIONS = 20, 10, 5


def from_answers(engine: str, respondents: int) -> Callable[[], object]:
    """Makes the responses; what is returned tallies them."""
    from samklang.core.language.wording import Wording
    from samklang.core.survey.questionnaire import Option, Question, Questionnaire
    from samklang.core.survey.responses import Response

    words = Wording("x", "x")
    options = tuple(Option(f"o{i}", words) for i in range(OPTIONS))
    one = [Question(f"q{i}", "select_one", words, options=options) for i in range(CLOSED)]
    many = [Question(f"m{i}", "select_multiple", words, options=options) for i in range(MULTIPLE)]
    questionnaire = Questionnaire("1", (*one, *many))
    chance = random.Random(20261123)
    responses = [
        Response(
            f"r{i}",
            str(i % 21),
            "complete",
            answers={
                **{q.id: f"o{chance.randrange(OPTIONS)}" for q in one},
                **{q.id: frozenset(o.id for o in options if chance.random() < 0.4) for q in many},
            },
        )
        for i in range(respondents)
    ]

    def stratum_of(response: Response) -> tuple[str, ...]:
        return (response.member,)

    def count() -> object:
        if engine == "python":
            from samklang.engines.long_table import rows

            table = rows(questionnaire, responses, stratum_of=stratum_of)
            return Counter((row.question, row.stratum, row.option) for row in table)
        from samklang.engines.tally import tally

        return tally(questionnaire, responses, stratum_of=stratum_of, engine=engine)

    return count


def main(arguments: list[str]) -> None:
    """`--run SUBJECT RESPONDENTS` does one; without it all are done and the table printed."""
    if arguments[:1] == ["--run"]:
        engine, respondents = arguments[1:]
        report(from_answers(engine, int(respondents)))
        return
    print(HEADER)
    runs: list[Run] = []
    for respondents in (43, 5_000, 50_000):
        runs += measure(
            "benchmarks.tally_answers",
            work=f"{respondents} × 30, from answers",
            subjects=("duckdb", "sqlite", "python"),
            argument=str(respondents),
        )
    keep("tally_answers", runs)


if __name__ == "__main__":
    main(sys.argv[1:])
