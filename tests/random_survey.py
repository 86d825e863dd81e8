"""Random surveys for the engines' tests: a questionnaire, its answers, and the counts by hand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from samklang.core.estimate.counts import ANSWERED, NOT_ANSWERED, NOT_SHOWN
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire, QuestionType
from samklang.core.survey.responses import Answer, Missing, Response

MARKER = {Missing.NOT_SHOWN: NOT_SHOWN, Missing.NOT_ANSWERED: NOT_ANSWERED}
KINDS: Sequence[QuestionType] = ("select_one", "select_multiple", "matrix", "integer", "text")
# Domains that engines fold, trim or take for something else, if they are not careful.
DOMAINS = ("Åre", "åre", "Are", " ", "0", "00", "null", "o'ne", 'a"b', "x,y", "")
STRATA = ("24", "25", "ö")


@dataclass(frozen=True)
class Survey:
    """Responses with their stratum, domain and weight (in thousandths), all in one order."""

    questionnaire: Questionnaire
    responses: tuple[Response, ...]
    strata: tuple[str, ...]
    domains: tuple[str, ...]
    weights: tuple[int, ...]

    def stratum_of(self, response: Response) -> tuple[str, str]:
        """Stratum and domain together, which is how `tally` counts by domain."""
        place = int(response.id.removeprefix("r"))
        return self.strata[place], self.domains[place] or NOT_ANSWERED

    def wide(self) -> list[dict[str, str | float | None]]:
        """One row a response, columns as in responses.csv; an empty cell is None."""
        table = []
        for place, response in enumerate(self.responses):
            row: dict[str, str | float | None] = {
                "response": response.id,
                "status": response.status,
                "stratum": self.strata[place],
                "domain": self.domains[place] or None,
                "weight": self.weights[place] / 1000,
            }
            for question in self.questionnaire:
                row |= _cells(question, response.answers[question.id])
            table.append(row)
        return table

    def long(self) -> list[tuple[int, str, str, str | None]]:
        """One row an answer: the response's place, its id, question and option; text left out."""
        return [
            (place, response.id, name, option)
            for place, response in enumerate(self.responses)
            for question in self.questionnaire
            if question.type != "text"
            for name, option in _options(question, response.answers[question.id])
        ]

    def counted(self) -> Mapping[tuple[str, str, str, str], tuple[int, int, int]]:
        """(question, stratum, domain, option) → respondents, Σw and Σw² in thousandths."""
        n: Counter[tuple[str, str, str, str]] = Counter()
        w: Counter[tuple[str, str, str, str]] = Counter()
        w2: Counter[tuple[str, str, str, str]] = Counter()
        for place, _, name, option in self.long():
            if self.responses[place].status != "complete":
                continue
            key = (name, self.strata[place], self.domains[place] or NOT_ANSWERED, option or "")
            n[key] += 1
            w[key] += self.weights[place]
            w2[key] += self.weights[place] ** 2
        return {key: (n[key], w[key], w2[key]) for key in n}


def draw(chance: Random, *, respondents: int, questions: int) -> Survey:
    """A survey of at least one closed question, with skips, missing answers and few declined."""
    asked = tuple(
        _question(f"q{i}", "select_one" if i == 0 else chance.choice(KINDS), chance)
        for i in range(questions)
    )
    strata = tuple(chance.choice(STRATA) for _ in range(respondents))
    responses = tuple(
        Response(
            f"r{i}",
            "",
            "declined" if chance.random() < 0.1 else "complete",
            answers={q.id: _answer(q, chance) for q in asked},
        )
        for i in range(respondents)
    )
    return Survey(
        questionnaire=Questionnaire("1", asked),
        responses=responses,
        strata=strata,
        domains=tuple(chance.choice(DOMAINS) for _ in range(respondents)),
        weights=tuple(chance.choice([1, 333, 1000, 1250, 98765]) for _ in range(respondents)),
    )


def _question(id_: str, kind: QuestionType, chance: Random) -> Question:
    words = Wording("x", "x")
    # Numbers as ids of options are what is most easily read as something else.
    choices = [("yes", "no"), ("1", "2", "3"), ("0", "1"), ("a", "A", "a_", "a-"), ("1",)]
    # As columns, names that differ in capital letters only are refused.
    ids = chance.choice([c for c in choices if kind != "select_multiple" or "A" not in c])
    return Question(
        id_,
        kind,
        words,
        options=tuple(Option(o, words) for o in ids),
        items=tuple(Item(f"i{i}", words) for i in range(chance.randint(1, 3))),
    )


def _answer(question: Question, chance: Random) -> Answer:
    missing = chance.random()
    if missing < 0.3:
        return Missing.NOT_SHOWN if missing < 0.15 else Missing.NOT_ANSWERED
    options = [option.id for option in question.options]
    match question.type:
        case "select_multiple":
            return frozenset(o for o in options if chance.random() < 0.4)
        case "matrix":
            given = [*options, Missing.NOT_ANSWERED]
            return {item.id: chance.choice(given) for item in question.items}
        case "integer":
            return str(chance.randint(-2, 2))
        case "text":
            return chance.choice(["", "å, ä\noch ”ö”", "1;2"])
    return chance.choice(options)


def _options(question: Question, answer: Answer) -> list[tuple[str, str | None]]:
    if question.type == "matrix":
        given = answer if isinstance(answer, Mapping) else {i.id: answer for i in question.items}
        return [
            (f"{question.id}.{i}", MARKER[a] if isinstance(a, Missing) else str(a))
            for i, a in given.items()
        ]
    if isinstance(answer, Missing):
        return [(question.id, MARKER[answer])]
    if isinstance(answer, frozenset):
        return [(question.id, ANSWERED), *((question.id, o) for o in sorted(answer))]
    return [(question.id, str(answer))]


def _cells(question: Question, answer: Answer) -> dict[str, str | None]:
    def missing(given: object) -> str | None:
        return NOT_SHOWN if given is Missing.NOT_SHOWN else None

    if question.type == "select_multiple":
        chosen = answer if isinstance(answer, frozenset) else None
        return {
            f"{question.id}.{o.id}": missing(answer) if chosen is None else str(int(o.id in chosen))
            for o in question.options
        }
    if question.type == "matrix":
        given = answer if isinstance(answer, Mapping) else {i.id: answer for i in question.items}
        return {
            f"{question.id}.{i}": missing(a) if isinstance(a, Missing) else str(a)
            for i, a in given.items()
        }
    return {question.id: missing(answer) if isinstance(answer, Missing) else str(answer)}
