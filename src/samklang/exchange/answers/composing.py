"""Composing: a table of answers and what its columns were taken for become a theme package."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samklang.core.coding.codebook import Codebook
from samklang.core.faults import Fault, FaultyInput, faulty_file
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, Wording
from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing, Response, Responses
from samklang.core.theme.theme import (
    DesignChoice,
    DisclosureRule,
    FigureChoice,
    Network,
    Theme,
)
from samklang.exchange.answers.guesses import ANY, Guess, Guesses
from samklang.exchange.answers.numbers import day, no_number, plain_number
from samklang.exchange.answers.several import parts
from samklang.exchange.answers.table import AnswerTable
from samklang.package.theme_package import ThemePackage

# The option of answers that are not among the others.
OTHER = "other"
_YEAR = re.compile(r"(1[89]|20)\d\d(\.0)?")
REMEDY = message("imports.put_it_among_the_options")


@dataclass(frozen=True)
class _Column:
    """A column's place in the table, the question it answers, and its row where that is a table."""

    place: int
    guess: Guess
    question: Question
    item: str = ""


def composed(
    table: AnswerTable,
    guesses: Guesses,
    *,
    name: str,
    title: str,
    network: str,
    language: Language,
) -> ThemePackage:
    """A package in one language, with an open design: nobody knows how many were asked.

    name: of the file, for its report to say. Raises FaultyInput where an answer does not fit what
    its column was taken for.
    """
    columns = _columns(guesses, language)
    if not columns:
        what = message("imports.no_column_holds_answers")
        raise faulty_file(name, what, message("imports.change_left_out"))
    questions = tuple(dict.fromkeys(column.question for column in columns))
    faults: list[Fault] = []
    rows = tuple(
        Response(f"r{n}", "", "complete", None, _answers(row, columns, name, n, faults), {})
        for n, row in enumerate(table.rows, 1)
    )
    if faults:
        raise FaultyInput(faults[:20])

    def said(text: str) -> Wording:
        return Wording(**{language: text})

    return ThemePackage(
        theme=Theme(
            format="samklang-theme-1",
            id="answers-from-a-file",
            title=said(title),
            network=Network(network),
            languages=(language,),
            design=DesignChoice(kind="open"),
            disclosure=DisclosureRule(threshold=5),
            figures=(*_of_numbers(table, columns), *_by_group(columns)),
            notice=said(phrase(language, "trial.notice", file=_file(name, guesses.tool))),
        ),
        questionnaire=Questionnaire("1", questions),
        register=None,
        responses=Responses(rows),
        codebook=Codebook(),
        codings=(),
        knowledge=(),
        references=(),
        examples=(),
        manuscripts={},
        contacts=(),
    )


def _file(name: str, tool: str) -> str:
    return name if tool == ANY else f"{name} ({tool})"


def _of_numbers(table: AnswerTable, columns: Sequence[_Column]) -> tuple[FigureChoice, ...]:
    """The median of each number, which one large answer does not move; years have none."""
    return tuple(
        FigureChoice(f"{column.question.id}-median", column.question.id, measure="median")
        for column in columns
        if column.guess.kind == "number" and not _are_years([r[column.place] for r in table.rows])
    )


def _are_years(cells: Sequence[str]) -> bool:
    there = [plain_number(cell) for cell in cells if cell and not no_number(cell)]
    return all(_YEAR.fullmatch(number) for number in there)


def _by_group(columns: Sequence[_Column]) -> tuple[FigureChoice, ...]:
    """A figure of each question with answers to choose from, for every column of groups."""
    closed = [c.question for c in columns if c.guess.kind in ("one", "several") and not c.item]
    groups = [c.question for c in columns if c.guess.group and c.guess.kind == "one" and not c.item]
    return tuple(
        FigureChoice(f"{text.id}-by-{group.id}", text.id, by=group.id)
        for group in groups
        for text in closed
        if text is not group
    )


def _columns(guesses: Guesses, language: Language) -> list[_Column]:
    def said(text: str) -> Wording:
        return Wording(**{language: text})

    columns: list[_Column] = []
    tables: dict[str, list[int]] = {}
    for place, guess in enumerate(guesses.columns):
        if guess.table and guess.kind == "one":
            tables.setdefault(guess.table, []).append(place)
    made: set[str] = set()
    number = 0
    for place, guess in enumerate(guesses.columns):
        if guess.kind == "left-out" or guess.table in made:
            continue
        number += 1
        options = tuple(Option(f"o{n}", said(o)) for n, o in enumerate(guess.options, 1))
        if guess.other:
            options = (*options, Option(OTHER, said(guess.other)))
        wording = guess.column
        if guess.kind == "one" and guess.table:
            made.add(guess.table)
            places = tables[guess.table]
            rows = [guesses.columns[p] for p in places]
            items = tuple(Item(f"i{n}", said(r.row or r.column)) for n, r in enumerate(rows, 1))
            question = Question(
                f"q{number}", "matrix", said(guess.table), options=options, items=items
            )
            columns += [
                _Column(p, r, question, item.id)
                for p, r, item in zip(places, rows, items, strict=True)
            ]
            continue
        types = {"one": "select_one", "several": "select_multiple", "number": "decimal"}
        kind = types.get(guess.kind, guess.kind)
        if guess.kind in ("one", "several") and not options:
            what = message("imports.column_has_no_options", column=guess.column)
            remedy = message("imports.write_the_answers")
            raise FaultyInput([Fault("guesses", 0, "options", what, remedy)])
        question = Question(f"q{number}", kind, said(wording), options=options)  # type: ignore[arg-type]
        columns.append(_Column(place, guess, question))
    return columns


def _answers(
    row: Sequence[str], columns: Sequence[_Column], name: str, number: int, faults: list[Fault]
) -> Mapping[str, Answer]:
    answers: dict[str, Answer] = {}
    tables: dict[str, dict[str, str | Missing]] = {}
    for column in columns:
        cell = row[column.place]
        try:
            answer = _answer(cell, column)
        except ValueError as wrong:
            what = message(
                "imports.answer_does_not_fit",
                number=number,
                column=column.guess.column,
                text=str(wrong)[:60],
            )
            faults.append(Fault(name, 0, "", what, REMEDY))
            continue
        if column.item:
            inside = tables.setdefault(column.question.id, {})
            inside[column.item] = answer if isinstance(answer, str) else Missing.NOT_ANSWERED
        else:
            answers[column.question.id] = answer
    return answers | tables


def _answer(cell: str, column: _Column) -> Answer:
    """The answer in a cell. Raises ValueError with the words that do not fit."""
    if not cell:
        return Missing.NOT_ANSWERED
    # However capitals are written.
    ids = {label.casefold(): f"o{n}" for n, label in enumerate(column.guess.options, 1)}
    other = OTHER if column.guess.other else ""
    match column.guess.kind:
        case "one":
            option = ids.get(cell.casefold(), other)
            if not option:
                raise ValueError(cell)
            return option
        case "several":
            chosen = _chosen(cell, column.guess, frozenset(ids))
            return frozenset(ids.get(text.casefold(), other) for text in chosen)
        case "number":
            if no_number(cell):
                return Missing.NOT_ANSWERED
            plain = plain_number(cell, column.guess.separator)
            try:
                float(plain)
            except ValueError:
                raise ValueError(cell) from None
            return plain
        case "date":
            if not (date := day(cell, column.guess.order)):
                raise ValueError(cell)
            return date
        case _:
            return cell


def _chosen(cell: str, guess: Guess, options: frozenset[str]) -> list[str]:
    """The options in a cell; one that holds the separator itself is put together again.

    options: without regard to case. What is none of them stands as it is where others are counted.
    """
    left = parts(cell, guess.separator)
    chosen = []
    while left:
        for count in range(len(left), 0, -1):
            whole = guess.separator.join(left[:count])
            if whole.casefold() in options:
                break
        else:
            if not guess.other:
                raise ValueError(left[0])
            whole, count = left[0], 1
        chosen.append(whole)
        left = left[count:]
    return chosen
