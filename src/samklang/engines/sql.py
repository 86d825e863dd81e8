"""The SQL of the tally: ANSI text that runs unchanged on every engine.

Counts of respondents only: whole numbers are the same on every engine and in every order, which
sums of weights are not. Sorting is left to the caller, since engines sort text differently.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from samklang.core.estimate.counts import ANSWERED, NOT_ANSWERED, NOT_SHOWN
from samklang.core.privacy import Public

CREATE = """
CREATE TABLE answers (
    respondent VARCHAR(4000) NOT NULL,
    stratum VARCHAR(4000) NOT NULL,
    question VARCHAR(4000) NOT NULL,
    option VARCHAR(4000) NOT NULL
)
"""

TALLY = """
SELECT question, stratum, option, COUNT(*) AS respondents
FROM answers
GROUP BY question, stratum, option
"""


@dataclass(frozen=True)
class Column:
    """A column of a cross tally: a question, or whether its `option` was selected ('1', '0')."""

    question: Public[str]
    option: Public[str | None] = None

    def sql(self) -> str:
        """The respondent's value. MAX picks it: at most one row of a respondent fits."""
        mine = f"question = {_text(self.question)}"
        if self.option is None:
            value = f"MAX(CASE WHEN {mine} THEN option END)"
            return f"COALESCE({value}, {_text(NOT_SHOWN)})"
        selected = f"MAX(CASE WHEN {mine} AND option = {_text(self.option)} THEN '1' END)"
        otherwise = (
            f"MAX(CASE WHEN {mine} AND option = {_text(ANSWERED)} THEN '0' "
            f"WHEN {mine} AND option = {_text(NOT_ANSWERED)} THEN option END)"
        )
        return f"COALESCE({selected}, {otherwise}, {_text(NOT_SHOWN)})"


def cross_tally(columns: Sequence[Column]) -> str:
    """Respondents by stratum and the values of `columns`: (stratum, value …, respondents)."""
    names = [f"v{i}" for i in range(len(columns))]
    values = ", ".join(f"{c.sql()} AS {name}" for c, name in zip(columns, names, strict=True))
    by = ", ".join(["stratum", *names])
    return (
        f"SELECT {by}, COUNT(*) AS respondents "
        f"FROM (SELECT respondent, stratum, {values} FROM answers "
        f"GROUP BY respondent, stratum) AS wide GROUP BY {by}"
    )


def _text(value: str) -> str:
    """An SQL literal."""
    return "'" + value.replace("'", "''") + "'"
