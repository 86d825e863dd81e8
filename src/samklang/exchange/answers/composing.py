"""Composing: a table of answers and what its columns were taken for become a theme package."""

import re
from collections.abc import Sequence
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
    """A column's place in the table, the question it answers, and its row where that is a table.

    words: the place of the column with own words beside it, if there is one.
    """

    place: int
    guess: Guess
    question: Question
    item: str = ""
    words: int | None = None


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
    rows = tuple(_response(row, columns, name, n, faults) for n, row in enumerate(table.rows, 1))
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
    beside = _beside(guesses.columns)
    number = 0
    for place, guess in enumerate(guesses.columns):
        if guess.kind == "left-out" or guess.table in made or place in beside.values():
            continue
        number += 1
        options = tuple(Option(f"o{n}", said(o)) for n, o in enumerate(guess.options, 1))
        if guess.other:
            options = (*options, Option(OTHER, said(guess.other), open=True))
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
        columns.append(_Column(place, guess, question, words=beside.get(place)))
    return columns


def _beside(guesses: Sequence[Guess]) -> dict[int, int]:
    """The column of own words beside a question that counts them, by the question's place."""
    asked = {
        guess.column: place
        for place, guess in enumerate(guesses)
        if guess.kind in ("one", "several") and guess.other and not guess.table
    }
    return {
        asked[guess.beside]: place
        for place, guess in enumerate(guesses)
        if guess.kind == "text" and guess.beside in asked
    }


def _response(
    row: Sequence[str], columns: Sequence[_Column], name: str, number: int, faults: list[Fault]
) -> Response:
    answers: dict[str, Answer] = {}
    tables: dict[str, dict[str, str | Missing]] = {}
    own_words: dict[str, str] = {}
    for column in columns:
        cell = row[column.place]
        words = "" if column.words is None else row[column.words]
        try:
            answer = _answer(cell, column, words)
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
            continue
        answers[column.question.id] = answer
        if text := words or _own_words(cell, column.guess):
            own_words[f"{column.question.id}.{OTHER}.text"] = text
    return Response(f"r{number}", "", "complete", None, answers | tables, own_words)


def _own_words(cell: str, guess: Guess) -> str:
    """What a cell says that is none of the question's answers."""
    if not guess.other or not cell:
        return ""
    named = {option.casefold() for option in (*guess.options, guess.other)}
    chosen = _chosen(cell, guess, frozenset(named)) if guess.kind == "several" else [cell]
    return ", ".join(text for text in chosen if text.casefold() not in named)


def _answer(cell: str, column: _Column, words: str) -> Answer:
    """The answer in a cell. Raises ValueError with the words that do not fit.

    words: of one's own, beside it; who wrote them has chosen the other answer.
    """
    if words and not cell:
        return OTHER if column.guess.kind == "one" else frozenset({OTHER})
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
            more = {OTHER} if words else set()
            return frozenset(ids.get(text.casefold(), other) for text in chosen) | more
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
