"""Routing: who is shown a question, as combinations of earlier answers that exclude each other."""

from itertools import product

from samklang.core.survey.evaluation import evaluate
from samklang.core.survey.expression import constants, names
from samklang.core.survey.parsing import parse
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer

# What a variable of disclosure control is called where it has no answer.
MISSING = "!missing"
SELECTED, LEFT = "1", "0"
# More combinations than this are not written out.
MOST = 200

Conditions = tuple[tuple[str, str], ...]


def asked(question: Question, questionnaire: Questionnaire) -> tuple[Conditions, ...]:
    """Every combination of answers of which `relevant` is true, () where there are no such.

    A condition is (question or matrix item, option), (`question.option` of a select_multiple, "1"
    or "0") or (question, "!missing"). () where everyone is asked, where the answers are numbers or
    texts, or where they combine in too many ways.
    """
    if not question.relevant:
        return ()
    expression = parse(question.relevant)
    ways: list[list[tuple[Conditions, Answer | None]]] = []
    total = 1
    for name in sorted(names(expression)):
        of, _, item = name.partition(".")
        earlier = questionnaire.by_id.get(of)
        mentioned = sorted(text for n, text in constants(expression) if n == name)
        earlier_ways = choices(earlier, name, item, mentioned) if earlier else []
        total *= len(earlier_ways)
        if not earlier_ways or total > MOST:
            return ()
        ways.append(earlier_ways)
    true: list[Conditions] = []
    for combination in product(*ways):
        answers: dict[str, Answer | float] = {}
        for name, (_, answer) in zip(sorted(names(expression)), combination, strict=True):
            of, dot, item = name.partition(".")
            if answer is None:
                continue
            if dot:
                earlier_items = answers.get(of)
                items = dict(earlier_items) if isinstance(earlier_items, dict) else {}
                answers[of] = items | {item: answer}
            else:
                answers[of] = answer
        if evaluate(expression, answers):
            true.append(tuple(c for conditions, _ in combination for c in conditions))
    return tuple(true)


def decided_by(question: Question, questionnaire: Questionnaire) -> frozenset[str]:
    """The questions whose answers decide who is shown one, also through other questions."""
    deciding: set[str] = set()
    waiting = [question.relevant]
    while waiting:
        text = waiting.pop()
        for name in names(parse(text)) if text else ():
            earlier = questionnaire.by_id.get(name.partition(".")[0])
            if earlier is not None and earlier.id not in deciding:
                deciding.add(earlier.id)
                waiting += [earlier.relevant, earlier.calculation]
    return frozenset(deciding)


def choices(
    question: Question, name: str, item: str, mentioned: list[str]
) -> list[tuple[Conditions, Answer | None]]:
    """The answers to one question or item, each with its conditions; none where they are many."""
    missing: tuple[Conditions, Answer | None] = (((name, MISSING),), None)
    options = [option.id for option in question.options]
    if question.type == "select_one" or (question.type == "matrix" and item):
        return [*((((name, option),), option) for option in options), missing]
    few = len(mentioned) <= MOST.bit_length()
    if question.type == "select_multiple" and few and set(mentioned) <= set(options):
        ways: list[tuple[Conditions, Answer | None]] = []
        for marks in product((SELECTED, LEFT), repeat=len(mentioned)):
            pairs = list(zip(mentioned, marks, strict=True))
            chosen = frozenset(option for option, mark in pairs if mark == SELECTED)
            ways.append((tuple((f"{name}.{option}", mark) for option, mark in pairs), chosen))
        return [*ways, missing]
    return []


def gates(questionnaire: Questionnaire) -> tuple[tuple[str, str], ...]:
    """The answers that open other questions: each a select_one question and the option."""
    tested = {
        pair
        for question in questionnaire
        if question.relevant
        for pair in constants(parse(question.relevant))
    }
    return tuple(
        (question.id, option.id)
        for question in questionnaire
        if question.type == "select_one"
        for option in question.options
        if (question.id, option.id) in tested
    )
