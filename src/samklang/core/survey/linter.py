"""The linter: what makes a questionnaire harder to answer or its answers harder to use.

It advises; what cannot work at all stands in flaws.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from samklang.core.language.languages import RULES
from samklang.core.language.wording import LANGUAGES, Language, Wording, any_text, texts_of
from samklang.core.survey.expression import constants, names
from samklang.core.survey.parsing import ExpressionError, parse
from samklang.core.survey.path import on_offer, walk
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer
from samklang.core.survey.routing import choices

# More combinations of answers than this are not tried.
MOST = 5_000
LONGEST = 40  # words in a question


def _in_any(name: str) -> str:
    return "|".join(getattr(rules, name) for rules in RULES.values())


_BOTH_OR = re.compile(rf"\b(?:{_in_any('both_or')})\b", re.IGNORECASE)
_LEADING = re.compile(rf"^(?:{_in_any('leading')})\b", re.IGNORECASE)
_NONE = re.compile(rf"^(?:{_in_any('none_of_them')})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Advice:
    """One piece of advice. part: the field of the question; reason: a phrase of `linter`.

    language: that the text is missing in.
    """

    question: str
    part: str
    reason: str
    value: str = ""
    language: Language | None = None


def advice(questionnaire: Questionnaire, languages: Sequence[Language]) -> tuple[Advice, ...]:
    """Advice on every question, in their order. `languages` are those the survey is in."""
    advice: list[Advice] = []
    for question in questionnaire:
        advice += _untranslated(question, languages)
        advice += _wording(question)
        advice += _options(question)
        advice += _routes(question, questionnaire)
    return tuple(dict.fromkeys(advice))


def _texts(question: Question) -> Iterator[tuple[str, Wording]]:
    if question.type != "calculate":
        yield "wording", question.wording
    yield "hint", question.hint
    yield "constraint_message", question.constraint_message
    yield from (("options", option.label) for option in question.options)
    yield from (("items", item.label) for item in question.items)
    for field in question.fields:
        yield from (("fields", text) for _, text in _texts(field))


def _untranslated(question: Question, languages: Sequence[Language]) -> Iterator[Advice]:
    for part, text in _texts(question):
        for language in languages:
            if text and not text[language]:
                yield Advice(question.id, part, "untranslated", any_text(text), language)


def _wording(question: Question) -> Iterator[Advice]:
    for text in texts_of(question.wording):
        if _BOTH_OR.search(text):
            yield Advice(question.id, "wording", "both_or")
        if text.count("?") > 1:
            yield Advice(question.id, "wording", "two_questions")
        if _LEADING.match(text.strip()):
            yield Advice(question.id, "wording", "leading")
        if len(text.split()) > LONGEST and question.type != "note":
            yield Advice(question.id, "wording", "long")
    for item in question.items:
        if any(_BOTH_OR.search(text) for text in texts_of(item.label)):
            yield Advice(question.id, "items", "both_or", any_text(item.label))


def _options(question: Question) -> Iterator[Advice]:
    for language in LANGUAGES:
        labels = [option.label[language].strip().lower() for option in question.options]
        for option, label in zip(question.options, labels, strict=True):
            if label and labels.count(label) > 1:
                yield Advice(question.id, "options", "same_label", option.label[language])
    if question.type == "select_multiple":
        for option in question.options:
            if not option.exclusive and _NONE.match(any_text(option.label)):
                label = any_text(option.label)
                yield Advice(question.id, "options", "not_exclusive", label)


def _routes(question: Question, questionnaire: Questionnaire) -> Iterator[Advice]:
    """A question that no answers lead to, and options that none puts on offer."""
    if not question.relevant.strip() and not question.choice_filter.strip():
        return
    try:
        combinations = _combinations(question, questionnaire)
    except ExpressionError:
        return  # a flaw, and said as one
    if combinations is None:
        return
    part, tried = combinations
    reached, left = False, {option.id for option in question.options}
    for answers in tried:
        counted = walk(part, answers)
        if question.id not in counted:
            continue
        reached = True
        if question.choice_filter.strip():
            left -= {option.id for option in on_offer(question, counted)}
        else:
            left = set()
        if not left:
            return
    if not reached:
        yield Advice(question.id, "relevant", "unreachable")
        return
    for option in question.options:
        if option.id in left:
            label = any_text(option.label)
            yield Advice(question.id, "options", "never_on_offer", label)


def _combinations(
    question: Question, questionnaire: Questionnaire
) -> tuple[Questionnaire, Iterator[Mapping[str, Answer]]] | None:
    """The questions that decide on a question, itself last, and all answers to them.

    None where there are too many, or where numbers and texts decide.
    """
    deciding: dict[str, Question] = {}
    mentioned: dict[str, set[str]] = {}
    waiting = [question]
    while waiting:
        pending = waiting.pop()
        if pending.id in deciding:
            continue
        deciding[pending.id] = pending
        for text in (pending.relevant, pending.choice_filter, pending.calculation):
            if not text.strip():
                continue
            expression = parse(text)
            for name in names(expression):
                earlier = questionnaire.by_id.get(name.partition(".")[0])
                if earlier is not None:
                    mentioned.setdefault(name, set())
                    waiting.append(earlier)
            for name, option in constants(expression):
                mentioned.setdefault(name, set()).update(option.split())
    combinations: list[list[tuple[str, Answer | None]]] = []
    total = 1
    for name in sorted(mentioned):
        of, _, item = name.partition(".")
        earlier = questionnaire.by_id.get(of)
        if earlier is None or earlier.type == "calculate":
            continue
        # A choice filter can ask of any option by its tags.
        options = {option.id for option in earlier.options}
        ways = choices(earlier, name, item, sorted(mentioned[name] | options))
        total *= len(ways)
        if not ways or total > MOST:
            return None
        combinations.append([(name, answer) for _, answer in ways])
    part = Questionnaire("", tuple(q for q in questionnaire if q.id in deciding))
    return part, (_answers(combination) for combination in product(*combinations))


def _answers(combination: Sequence[tuple[str, Answer | None]]) -> Mapping[str, Answer]:
    answers: dict[str, Answer] = {}
    for name, answer in combination:
        of, dot, item = name.partition(".")
        if answer is None:
            continue
        if dot:
            items = answers.get(of)
            answers[of] = {**(items if isinstance(items, Mapping) else {}), item: str(answer)}
        else:
            answers[of] = answer
    return answers
