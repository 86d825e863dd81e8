"""What a tally costs on each engine: from forty members to a million.

`from answers` begins with responses in Python, as a build does, and ends with counts; importing
the engine is part of it. `in place` is the SQL alone, on a long table the engine already has.
The subject `python` is a Counter over the same rows, the least that any way of counting can be.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable

from benchmarks.table import HEADER, Run, keep, measure, report

CLOSED, MULTIPLE, OPTIONS = 20, 10, 5
# The long table of `in place`: the SQL makes it, so that no time goes to handing it over.
GENERATE = """
INSERT INTO answers
SELECT CAST(r AS VARCHAR), 's' || (r % 21), 'q' || q,
       'o' || (CASE WHEN q < 20 THEN (r * 7 + q * r) % 5 ELSE (r + q) % 5 END)
FROM {respondents}, {questions}
"""


def from_answers(engine: str, respondents: int) -> Callable[[], object]:
    """Makes the responses; what is returned tallies them."""
    from samklang.core.survey.questionnaire import Option, Question, Questionnaire
    from samklang.core.survey.responses import Response
    from samklang.core.wording import Wording

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


def in_place(engine: str, respondents: int) -> Callable[[], object]:
    """Fills the engine's table; what is returned runs the tally's SQL."""
    from samklang.engines.sql import CREATE, TALLY

    questions = CLOSED + MULTIPLE
    if engine == "duckdb":
        import duckdb

        connection = duckdb.connect(":memory:", config={"threads": 1})
        connection.execute(CREATE)
        ranges = (f"range({respondents}) AS a(r)", f"range({questions}) AS b(q)")
        connection.execute(GENERATE.format(respondents=ranges[0], questions=ranges[1]))
        return lambda: connection.execute(TALLY).fetchall()
    import sqlite3

    lite = sqlite3.connect(":memory:")
    lite.execute(CREATE)
    counter = f"SELECT 0 UNION ALL SELECT r + 1 FROM c WHERE r + 1 < {respondents}"
    series = f"(WITH RECURSIVE c(r) AS ({counter}) SELECT r FROM c)"
    numbers = f"(SELECT value AS q FROM json_each('{list(range(questions))}'))"
    lite.execute(GENERATE.format(respondents=series, questions=numbers))
    return lambda: lite.execute(TALLY).fetchall()


def main(arguments: list[str]) -> None:
    """`--run SUBJECT WORK:RESPONDENTS` does one; without it all are done and the table printed."""
    if arguments[:1] == ["--run"]:
        engine, argument = arguments[1:]
        work, respondents = argument.split(":")
        make = from_answers if work == "answers" else in_place
        report(make(engine, int(respondents)))
        return
    print(HEADER)
    runs: list[Run] = []
    for argument, work, subjects in (
        ("answers:43", "43 × 30, from answers", ("duckdb", "sqlite", "python")),
        ("answers:5000", "5 000 × 30, from answers", ("duckdb", "sqlite", "python")),
        ("answers:50000", "50 000 × 30, from answers", ("duckdb", "sqlite", "python")),
        ("place:50000", "50 000 × 30, in place", ("duckdb", "sqlite")),
        ("place:1000000", "1 000 000 × 30, in place", ("duckdb",)),
    ):
        runs += measure("benchmarks.tally", work=work, subjects=subjects, argument=argument)
    keep("tally", runs)


if __name__ == "__main__":
    main(sys.argv[1:])
