"""Changing: what somebody says that the columns of a table of answers hold, after the guesses."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from samklang.core.faults import Fault, FaultyInput
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.exchange.answers.guesses import Guess, Guesses, Kind
from samklang.exchange.answers.guessing import options_in
from samklang.exchange.answers.numbers import Order, date_orders, thousands
from samklang.exchange.answers.table import AnswerTable

# What may stand between several answers in one cell.
SEPARATORS = (";", ", ", "|", "/")
# More answers than this to choose from make no figure that anybody reads.
MOST_OPTIONS = 60


@dataclass(frozen=True)
class Choice:
    """What a column is to be taken for.

    options: the answers in the order they are to stand; () to take those that there are.
    separator: between several answers; '' to guess it. in_table: it stays a row of its table.
    order: of dates; '' to guess it. beside: own words stay with the question they belong to.
    """

    kind: Kind
    options: tuple[str, ...] = ()
    separator: str = ""
    group: bool = False
    in_table: bool = True
    order: Order | Literal[""] = ""
    beside: bool = True


def changed(
    table: AnswerTable, guesses: Guesses, choices: Sequence[Choice], language: Language
) -> Guesses:
    """The guesses with a choice for each column, in their order.

    Raises FaultyInput where a column has too many answers to choose from.
    """
    faults: list[Fault] = []
    changed_guesses: list[Guess] = []
    for place, (guess, choice) in enumerate(zip(guesses.columns, choices, strict=True)):
        values = [row[place] for row in table.rows if row[place]]
        chosen = _chosen(guess, choice, values, language)
        # What the file itself says are its answers may be as many as it says.
        if len(chosen.options) > MOST_OPTIONS and chosen.options != guess.options:
            what = message(
                "imports.too_many_different_answers",
                column=chosen.column,
                count=len(chosen.options),
            )
            remedy = message("imports.words_of_ones_own", most=MOST_OPTIONS)
            faults.append(Fault("", 0, "", what, remedy))
        changed_guesses.append(chosen)
    if faults:
        raise FaultyInput(faults)
    return replace(guesses, columns=tuple(_shared(changed_guesses)))


def _chosen(guess: Guess, choice: Choice, values: Sequence[str], language: Language) -> Guess:
    same = choice.kind == guess.kind
    why = guess.why if same else phrase(language, "trial.why_chosen")
    if choice.kind == "date":
        order: Order = guess.order if same else next(iter(date_orders(values)), "ymd")
        order = choice.order or order
        why = why if same and order == guess.order else phrase(language, "trial.why_chosen")
        return Guess(guess.column, choice.kind, why, order=order)
    if choice.kind == "number":
        return Guess(guess.column, choice.kind, why, guess.separator if same else thousands(values))
    if choice.kind not in ("one", "several"):
        beside = guess.beside if same and choice.beside else ""
        why = why if beside == guess.beside else phrase(language, "trial.why_chosen")
        return Guess(guess.column, choice.kind, why, beside=beside)
    separator = ""
    if choice.kind == "several":
        separator = choice.separator or guess.separator or _separator(values)
    table = guess.table if choice.kind == "one" and choice.in_table else ""
    # Answers that were seen under another kind, separator or table are not its own.
    kept = same and separator == guess.separator and table == guess.table
    options = (choice.options or guess.options) if kept else ()
    return Guess(
        guess.column,
        choice.kind,
        why,
        separator,
        options or options_in(values, separator),
        table,
        guess.row if table else "",
        choice.kind == "one" and not table and choice.group,
        guess.other if kept else "",
    )


def _separator(values: Sequence[str]) -> str:
    """The one that stands in most cells."""
    counts = Counter(mark for value in values for mark in SEPARATORS if mark.strip() in value)
    return max(SEPARATORS, key=lambda mark: counts[mark])


def _shared(columns: Sequence[Guess]) -> list[Guess]:
    """The rows of a table have its first row's answers; a table of one row is none."""
    rows: dict[str, list[Guess]] = {}
    for column in columns:
        rows.setdefault(column.table, []).append(column)
    return [
        replace(column, options=rows[column.table][0].options)
        if column.table and len(rows[column.table]) > 1
        else replace(column, table="", row="")
        for column in columns
    ]
