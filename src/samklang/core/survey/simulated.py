"""Simulated answers: what members might answer, drawn at random, to try a survey before it is sent.

They obey the survey: only what is asked is answered, and only as its constraints allow. They say
nothing of what anybody thinks.
"""

import datetime
from collections.abc import Mapping, Sequence
from random import Random

from samklang.core.language.wording import Language
from samklang.core.survey.functions import text
from samklang.core.survey.path import Counted, allowed, on_offer, walk
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing, Response

# Numbers that are tried, in this order from a random place, until one is allowed.
NUMBERS = (0, 1, 2, 3, 4, 5, 7, 10, 12, 15, 20, 25, 30, 40, 60, 80, 100, 150, 250, 400)
# How often a question that is asked is left empty, and a text question at that.
EMPTY, EMPTY_TEXT = 0.03, 0.25
WORDS: Mapping[Language, str] = {
    "sv": "Det här är ett simulerat svar.",
    "en": "This is a simulated answer.",
}


def simulated(
    questionnaire: Questionnaire,
    members: Sequence[str],
    *,
    rate: float,
    seed: int,
    submitted: datetime.date | None = None,
    language: Language = "sv",
    expected: Mapping[str, Mapping[str, float]] | None = None,
) -> tuple[Response, ...]:
    """A response from as many of the members (by id) as `rate` (0 to 1) gives, rounded.

    The same seed gives the same responses. Members of every group answer in the same degree.
    expected: by question, the share (0 to 1) of its answers that an option is thought to get; what
    is left goes to its other options.
    """
    chance = Random(seed)
    answering = set(chance.sample(members, round(len(members) * rate)))
    leaning = {
        q.id: _expected(_leaning(q, chance), (expected or {}).get(q.id, {})) for q in questionnaire
    }
    found = []
    for number, member in enumerate((m for m in members if m in answering), 1):
        answers, beside = _answers(questionnaire, leaning, chance, language)
        found.append(Response(f"s{number}", member, "complete", submitted, answers, beside))
    return tuple(found)


def _leaning(question: Question, chance: Random) -> Mapping[str, float]:
    """How popular each option is: no two questions are answered alike."""
    return {option.id: 0.25 + chance.random() for option in question.options}


def _expected(leaning: Mapping[str, float], shares: Mapping[str, float]) -> Mapping[str, float]:
    """The leaning with the shares that were stated; the other options share what is left."""
    known = {option: share for option, share in shares.items() if option in leaning}
    others = sum(worth for option, worth in leaning.items() if option not in known)
    if not known or not others:
        return leaning
    left = max(0.0, 1 - sum(known.values()))
    return {o: known.get(o, left * worth / others) for o, worth in leaning.items()}


def _answers(
    questionnaire: Questionnaire,
    leaning: Mapping[str, Mapping[str, float]],
    chance: Random,
    language: Language,
) -> tuple[dict[str, Answer], dict[str, str]]:
    answers: dict[str, Answer] = {}
    beside: dict[str, str] = {}
    for question in questionnaire:
        asked = walk(questionnaire, answers)
        if question.type == "note":
            continue
        if question.id not in asked:
            answers[question.id] = Missing.NOT_SHOWN
        elif question.type == "calculate":
            worth = asked[question.id]
            shown = worth if isinstance(worth, str | bool | float | datetime.date) else ""
            answers[question.id] = text(shown) or Missing.NOT_ANSWERED
        else:
            answer = _answer(question, leaning[question.id], asked, chance, language)
            answers[question.id] = answer
            for option in question.options:
                chosen = answer == option.id or (
                    isinstance(answer, frozenset) and option.id in answer
                )
                if option.open and chosen:
                    beside[f"{question.id}.{option.id}.text"] = WORDS[language]
    return answers, beside


def _answer(
    question: Question,
    leaning: Mapping[str, float],
    asked: Mapping[str, Counted],
    chance: Random,
    language: Language,
) -> Answer:
    empty = EMPTY_TEXT if question.type in ("text", "cards") else EMPTY
    if not question.required and chance.random() < empty:
        return Missing.NOT_ANSWERED
    options = [option.id for option in on_offer(question, asked)]
    for _ in range(20):
        drawn = _drawn(question, options, leaning, asked, chance, language)
        if allowed(question, drawn, asked):
            return drawn
    return Missing.NOT_ANSWERED


def _drawn(
    question: Question,
    options: Sequence[str],
    leaning: Mapping[str, float],
    asked: Mapping[str, Counted],
    chance: Random,
    language: Language,
) -> Answer:
    match question.type:
        case "select_one":
            return _one(options, leaning, chance) if options else Missing.NOT_ANSWERED
        case "select_multiple":
            alone = {option.id for option in question.options if option.exclusive}
            several = [o for o in options if o not in alone]
            first = _one(options, leaning, chance) if options else ""
            if not first or first in alone:
                return frozenset({first} - {""})
            more = {o for o in several if chance.random() < leaning[o] / 2}
            return frozenset({first, *more})
        case "matrix":
            return {item.id: _one(options, leaning, chance) for item in question.items}
        case "ranking":
            order = sorted(options, key=lambda o: chance.random() / leaning[o])
            return {option: str(place) for place, option in enumerate(order, 1)}
        case "integer" | "decimal":
            start = chance.randrange(len(NUMBERS))
            tried = (*NUMBERS[start:], *NUMBERS[:start])
            return next((str(n) for n in tried if allowed(question, str(n), asked)), "0")
        case "date":
            return str(datetime.date(2026, 1, 1) - datetime.timedelta(chance.randrange(1500)))
        case "consent":
            return "yes"
        case "cards":
            leans = {field.id: _leaning(field, chance) for field in question.fields}
            filled = {
                field.id: answer
                for field in question.fields
                for answer in [_answer(field, leans[field.id], asked, chance, language)]
                if isinstance(answer, str)
            }
            return (filled,) if filled else Missing.NOT_ANSWERED
        case _:
            return WORDS[language]


def _one(options: Sequence[str], leaning: Mapping[str, float], chance: Random) -> str:
    return chance.choices(options, [leaning[option] for option in options])[0]
