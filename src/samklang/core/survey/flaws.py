"""Flaws: why a questionnaire cannot be used, by question and part; not how it could be better."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samklang.core.survey.expression import (
    Expression,
    asks_itself,
    constants,
    names,
    relative_names,
    selections,
)
from samklang.core.survey.parsing import ExpressionError, parse
from samklang.core.survey.questionnaire import NUMERIC, ON_A_CARD, Question, Questionnaire

MOST_CARDS = 10


@dataclass(frozen=True, order=True)
class Flaw:
    """What cannot work. part: the field of the question; reason: a phrase of the part `flaws`."""

    question: str
    part: str
    reason: str
    value: str = ""


def flaws(questionnaire: Questionnaire) -> tuple[Flaw, ...]:
    """Every flaw, in the order of the questions."""
    flaws: list[Flaw] = []
    earlier: dict[str, Question] = {}
    if not questionnaire.questions:
        flaws.append(Flaw("", "", "no_questions"))
    for question in questionnaire:
        if question.id in earlier:
            flaws.append(Flaw(question.id, "id", "id_twice"))
        flaws += _parts(question)
        for part in ("relevant", "constraint", "choice_filter", "calculation"):
            flaws += expression_flaws(question, part, earlier)
        earlier[question.id] = question
    return tuple(dict.fromkeys(flaws))


def _parts(question: Question) -> Iterator[Flaw]:
    """What a question of its type needs, and what it cannot have."""

    def flaw(part: str, reason: str, value: str = "") -> Flaw:
        return Flaw(question.id, part, reason, value)

    if question.type != "calculate" and not question.wording:
        yield flaw("wording", "no_wording")
    if question.closed and len(question.options) < 2:
        yield flaw("options", "few_options")
    if question.options and not question.closed:
        yield flaw("options", "options_elsewhere")
    ids = [option.id for option in question.options]
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        yield flaw("options", "option_twice", twice)
    if any(o.exclusive for o in question.options) and question.type != "select_multiple":
        yield flaw("options", "exclusive_elsewhere")
    if any(o.open for o in question.options) and question.type in ("matrix", "ranking"):
        yield flaw("options", "open_elsewhere")
    if (question.type == "matrix") != bool(question.items):
        yield flaw("items", "items")
    if (question.type == "calculate") != bool(question.calculation.strip()):
        yield flaw("calculation", "calculation")
    if question.constraint.strip() and question.type not in (*ON_A_CARD, "select_multiple"):
        yield flaw("constraint", "constraint_elsewhere")
    if question.choice_filter.strip() and question.type not in ("select_one", "select_multiple"):
        yield flaw("choice_filter", "filter_elsewhere")
    if (question.type == "cards") != bool(question.fields):
        yield flaw("fields", "fields")
    if not 1 <= question.most <= MOST_CARDS:
        yield flaw("most", "most", str(question.most))
    for field in question.fields:
        if field.type not in ON_A_CARD:
            yield flaw("fields", "field_type", field.id)
        elif field.relevant or field.constraint or field.choice_filter or field.calculation:
            yield flaw("fields", "field_condition", field.id)
        elif (field.type == "select_one") != (len(field.options) > 1):
            yield flaw("fields", "field_options", field.id)


def expression_flaws(
    question: Question, part: str, earlier: Mapping[str, Question]
) -> Iterator[Flaw]:
    """What is wrong with one expression of a question; `earlier` are the questions before it."""
    text = getattr(question, part)
    if not text.strip():
        return
    try:
        expression = parse(text)
    except ExpressionError as error:
        where = text[error.position : error.position + 30] or text[:30]
        yield Flaw(question.id, part, "unreadable", where)
        return
    if asks_itself(expression) and part != "constraint":
        yield Flaw(question.id, part, "own_answer", text[:30])
    yield from _names(question, part, expression, earlier)
    for name in sorted(selections(expression)):
        # JavaRosa stops at it: what was answered is no list of options.
        if name in earlier and earlier[name].type in (*NUMERIC, "date"):
            yield Flaw(question.id, part, "no_selection", name)
    for name, option in sorted(constants(expression)):
        there = earlier.get(name.partition(".")[0])
        known = {o.id for o in there.options} if there else set()
        if known and option and not set(option.split()) <= known:
            yield Flaw(question.id, part, "no_option", option)


def _names(
    question: Question, part: str, expression: Expression, earlier: Mapping[str, Question]
) -> Iterator[Flaw]:
    bare = relative_names(expression)
    tags = {tag for option in question.options for tag in option.tags}
    for name in sorted(bare):
        if part != "choice_filter":
            yield Flaw(question.id, part, "bare_name", name)
        elif name not in tags and name != "name":
            yield Flaw(question.id, part, "no_tag", name)
    for name in sorted(names(expression) - bare):
        of, dot, item = name.partition(".")
        there = earlier.get(of)
        items = {i.id for i in there.items} if there else set()
        if there is None or there.type == "note" or (item not in items if dot else bool(items)):
            yield Flaw(question.id, part, "not_earlier", name)
