"""Simulated answers: what members might answer, drawn at random, to try a survey before it is sent.

They obey the survey: only what is asked is answered, and only as its constraints allow. They say
nothing of what anybody thinks. How common an answer is is assumed, and said below; chance decides
who gives it, and how many do is held to what was assumed, so that no figure is an accident of one
draw (systematic sampling; Särndal, Swensson & Wretman 1992, section 3.4).
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import FIRST_LANGUAGE, Language
from samklang.core.survey.functions import text
from samklang.core.survey.path import Counted, allowed, on_offer, walk
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing, Response

# Numbers that are tried, in this order from a random place, until one is allowed.
NUMBERS = (0, 1, 2, 3, 4, 5, 7, 10, 12, 15, 20, 25, 30, 40, 60, 80, 100, 150, 250, 400)
# How often a question that is asked is left empty, and a text question at that.
EMPTY, EMPTY_TEXT = 0.03, 0.25
# Where several answers may be chosen: the share of the most common one, from which it falls evenly
# to the rarest, and the share of those who choose one that excludes the others.
COMMONEST, EXCLUSIVE = 2 / 3, 0.1

Shares = Mapping[str, Mapping[str, float]]


def simulated(
    questionnaire: Questionnaire,
    members: Sequence[str],
    *,
    rate: float,
    seed: int,
    submitted: datetime.date | None = None,
    language: Language = FIRST_LANGUAGE,
    expected: Shares | None = None,
    uneven: bool = True,
) -> tuple[Response, ...]:
    """A response from as many of the members (by id) as `rate` (0 to 1) gives, rounded.

    The same seed gives the same responses. Members who answer are taken evenly along the list: in
    the order of their groups, every group answers in the same degree.
    expected: by question (or `question.item` of a matrix), the share (0 to 1) of its answers that
    an option is thought to get; of a question with one answer, what is left goes to its other
    options. uneven: what is not expected is drawn at random; else answers to a question are as
    common as one another, and those of which several may be chosen fall evenly from COMMONEST.
    """
    chance = Random(seed)
    number = round(len(members) * rate)
    start = chance.random()
    answering = [members[int((n + start) * len(members) / number)] for n in range(number)]
    answers: list[dict[str, Answer]] = [{} for _ in answering]
    beside: list[dict[str, str]] = [{} for _ in answering]
    for question in questionnaire:
        if question.type != "note":
            shares = _shares(question, chance, expected or {}, uneven=uneven)
            _ask(questionnaire, question, shares, answers, beside, chance, language)
    return tuple(
        Response(f"s{n}", member, "complete", submitted, said, written)
        for n, (member, said, written) in enumerate(zip(answering, answers, beside, strict=True), 1)
    )


@dataclass
class _Draws:
    """Numbers from 0 to 1 for those who are asked a question, each set spread evenly over them."""

    chance: Random
    asked: int
    sets: dict[str, list[float]] = field(default_factory=dict)

    def of(self, name: str, place: int) -> float:
        """The number of who stands at `place` among those asked, of the set with that name."""
        if name not in self.sets:
            start = self.chance.random()
            spread = [(n + start) / self.asked for n in range(self.asked)]
            self.chance.shuffle(spread)
            self.sets[name] = spread
        return self.sets[name][place]


class _Fresh(_Draws):
    """The same, each number drawn by itself: where an answer that was drawn is not allowed."""

    def of(self, name: str, place: int) -> float:
        """A number of its own."""
        return self.chance.random()


def _shares(question: Question, chance: Random, expected: Shares, *, uneven: bool) -> Shares:
    """How common each option is, by question, statement or field of a card."""
    names = [question.id, *(f"{question.id}.{item.id}" for item in question.items)]
    of_question = {
        name: _expected(question, _assumed(question, chance, uneven=uneven), expected.get(name, {}))
        for name in names
    }
    return of_question | {
        f"{question.id}.{field.id}": _assumed(field, chance, uneven=uneven)
        for field in question.fields
    }


def _assumed(question: Question, chance: Random, *, uneven: bool) -> Mapping[str, float]:
    """How common each option is where nothing is known, as `simulated` says."""
    options = list(question.options)
    if question.type != "select_multiple":
        shares = {option.id: 1 / len(options) for option in options}
    else:
        chance.shuffle(options)
        # What respondents have to word themselves is chosen least.
        options.sort(key=lambda option: option.open)
        several = [o.id for o in options if not o.exclusive]
        alone = [o.id for o in options if o.exclusive]
        places = len(several)
        shares = {o: COMMONEST * (places - n) / places for n, o in enumerate(several)}
        shares |= {o: EXCLUSIVE / len(alone) for o in alone}
    if uneven:
        shares = {option: share * (0.25 + chance.random()) for option, share in shares.items()}
    return shares


def _expected(
    question: Question, assumed: Mapping[str, float], stated: Mapping[str, float]
) -> Mapping[str, float]:
    """The shares with those that were stated; of one answer, the others share what is left."""
    known = {option: share for option, share in stated.items() if option in assumed}
    if question.type == "select_multiple":
        return {**assumed, **known}
    others = sum(share for option, share in assumed.items() if option not in known)
    if not known or not others:
        return {**assumed, **known}
    left = max(0.0, 1 - sum(known.values()))
    return {o: known.get(o, left * share / others) for o, share in assumed.items()}


def _ask(
    questionnaire: Questionnaire,
    question: Question,
    shares: Shares,
    answers: Sequence[dict[str, Answer]],
    beside: Sequence[dict[str, str]],
    chance: Random,
    language: Language,
) -> None:
    """Lets all who are asked a question answer it."""
    paths = [walk(questionnaire, before) for before in answers]
    asked = [n for n, path in enumerate(paths) if question.id in path]
    for given in answers:
        given[question.id] = Missing.NOT_SHOWN
    evenly, fresh = (kind(chance, len(asked)) for kind in (_Draws, _Fresh))
    words = phrase(language, "rehearsal.simulated_answer")
    for place, n in enumerate(asked):
        if question.type == "calculate":
            worth = paths[n][question.id]
            shown = worth if isinstance(worth, str | bool | float | datetime.date) else ""
            answers[n][question.id] = text(shown) or Missing.NOT_ANSWERED
            continue
        answer = _answer(question, shares, paths[n], (evenly, fresh), place, language)
        answers[n][question.id] = answer
        for option in question.options:
            chosen = answer == option.id or (isinstance(answer, frozenset) and option.id in answer)
            if option.open and chosen:
                beside[n][f"{question.id}.{option.id}.text"] = words


def _answer(
    question: Question,
    shares: Shares,
    path: Mapping[str, Counted],
    draws: tuple[_Draws, _Draws],
    place: int,
    language: Language,
) -> Answer:
    """An answer that is allowed: drawn evenly, else the first of some drawn by themselves."""
    empty = EMPTY_TEXT if question.type in ("text", "cards") else EMPTY
    if not question.required and draws[0].of("empty", place) < empty:
        return Missing.NOT_ANSWERED
    for number in range(20):
        drawn = _drawn(question, shares, path, draws[bool(number)], place, language)
        if allowed(question, drawn, path):
            return drawn
    return Missing.NOT_ANSWERED


def _drawn(
    question: Question,
    shares: Shares,
    path: Mapping[str, Counted],
    draws: _Draws,
    place: int,
    language: Language,
    within: str = "",
) -> Answer:
    """within: the question whose card a field is on, with a dot after it."""
    name = within + question.id
    options = [option.id for option in on_offer(question, path)]
    match question.type:
        case "select_one":
            at = draws.of(name, place)
            return _one(options, shares[name], at) if options else Missing.NOT_ANSWERED
        case "select_multiple":
            return _several(question, options, shares[name], draws, place)
        case "matrix":
            items = [(item.id, f"{name}.{item.id}") for item in question.items]
            return {id_: _one(options, shares[of], draws.of(of, place)) for id_, of in items}
        case "ranking":
            weights = {o: max(shares[name][o], EMPTY) for o in options}
            early = {o: draws.of(f"{name}.{o}", place) / weights[o] for o in options}
            order = sorted(options, key=lambda option: early[option])
            return {option: str(place) for place, option in enumerate(order, 1)}
        case "integer" | "decimal":
            start = int(draws.of(name, place) * len(NUMBERS))
            tried = (*NUMBERS[start:], *NUMBERS[:start])
            return next((str(n) for n in tried if allowed(question, str(n), path)), "0")
        case "date":
            days = int(draws.of(name, place) * 1500)
            return str(datetime.date(2026, 1, 1) - datetime.timedelta(days))
        case "consent":
            return "yes"
        case "cards":
            filled = {
                field.id: answer
                for field in question.fields
                if draws.of(f"{name}.{field.id}.empty", place) >= EMPTY or field.required
                for answer in [
                    _drawn(field, shares, path, draws, place, language, within=f"{name}.")
                ]
                if isinstance(answer, str) and allowed(field, answer, path)
            }
            return (filled,) if filled else Missing.NOT_ANSWERED
        case _:
            return phrase(language, "rehearsal.simulated_answer")


def _several(
    question: Question,
    options: Sequence[str],
    shares: Mapping[str, float],
    draws: _Draws,
    place: int,
) -> Answer:
    """Options that may be chosen together, at least one; or one that excludes the others."""
    alone = [o.id for o in question.options if o.exclusive and o.id in options]
    several = [option for option in options if option not in alone]
    at = draws.of(f"{question.id} alone", place)
    for option in alone:
        if at < shares[option]:
            return frozenset({option})
        at -= shares[option]
    chosen = {o for o in several if draws.of(f"{question.id}.{o}", place) < shares[o]}
    if not chosen and several:
        chosen = {_one(several, shares, draws.of(f"{question.id} first", place))}
    return frozenset(chosen or alone[:1])


def _one(options: Sequence[str], shares: Mapping[str, float], at: float) -> str:
    """The option at `at` (0 to 1) of the way through the shares of those on offer."""
    left = at * sum(shares[option] for option in options)
    for option in options:
        left -= shares[option]
        if left < 0:
            return option
    return options[-1]
