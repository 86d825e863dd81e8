"""Tables of statements: which columns are the rows of one table."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from samklang.core.language.alphabet import sort_key
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.exchange.answers.guesses import Guess
from samklang.exchange.answers.numbers import is_number, plain_number
from samklang.exchange.answers.scales import in_order


def with_tables(columns: Sequence[Guess], language: Language) -> list[Guess]:
    """Columns beside each other with answers of one scale are the rows of a table."""
    guesses: list[Guess] = []
    number = 0
    at = 0
    while at < len(columns):
        first = columns[at]
        end = at + 1
        options = set(first.options)
        while end < len(columns) and _alike(first, columns[end], options):
            options |= set(columns[end].options)
            end += 1
        if end - at > 1 or first.table:
            number += not first.table
            statements = phrase(language, "trial.statements", number=number)
            guesses += _rows(columns[at:end], options, statements, language)
        else:
            guesses.append(first)
        at = end
    return guesses


def _rows(
    columns: Sequence[Guess], options: Collection[str], statements: str, language: Language
) -> list[Guess]:
    """The columns as rows of their table, or of one table a scale where they have several."""
    scales = [frozenset(options)] if in_order(options) else _scales(columns)
    guesses = []
    for row in columns:
        place = next(n for n, scale in enumerate(scales) if scale >= set(row.options))
        shared = in_order(scales[place]) or tuple(sorted(scales[place], key=sort_key))
        table = (row.table or statements) + (f" ({place + 1})" if place else "")
        why = phrase(language, "trial.why_table", why=row.why)
        guesses.append(
            replace(row, why=why, options=shared, table=table, row=row.row or row.column)
        )
    return guesses


def _scales(columns: Sequence[Guess]) -> list[frozenset[str]]:
    """The answers of the rows that share any; all of them where one of these is no scale."""
    scales: list[frozenset[str]] = []
    for row in columns:
        own = frozenset(row.options)
        shared = [scale for scale in scales if scale & own]
        first = scales.index(shared[0]) if shared else len(scales)
        scales = [scale for scale in scales if scale not in shared]
        scales.insert(first, own.union(*shared))
    if all(in_order(scale) for scale in scales):
        return scales
    return [frozenset().union(*scales)]


def _highest(options: Collection[str]) -> float | None:
    """The end of a scale of numbers: one to five is no scale of one to ten. None for words."""
    if not all(is_number(option) for option in options):
        return None
    return max(float(plain_number(option)) for option in options)


def _alike(column: Guess, other: Guess, options: set[str]) -> bool:
    if column.kind != "one" or other.kind != "one" or column.other or other.other:
        return False
    if column.table or other.table:
        return column.table == other.table
    # A scale of three steps or more; "yes" and "no" beside each other are questions of their own.
    together = options | set(other.options)
    if _highest(options) != _highest(other.options):
        return False
    shared = bool(options & set(other.options))
    return (
        shared and len(together) > 3 and bool(in_order(together)) and "." not in "".join(together)
    )
