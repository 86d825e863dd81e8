"""Generate the demo theme's synthetic answers and their codings, also the second, from a seed.

Run ``python themes/generate_answers.py``; it rewrites the five tables of the demo theme and gives
the same bytes every time. The words are written by hand in ``synthetic/``; chance decides which
invented member said what, when, and how the statements were answered.
"""

import datetime
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samklang.core.coding.agreement import draw_sample
from samklang.core.coding.codings import Coding, Valence
from samklang.core.coding.readings import Mark, Reading, Sample
from samklang.core.language.wording import Wording
from samklang.core.survey.path import shown
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Answer, Missing, Response, Status
from samklang.package import rows, table
from samklang.package.model import validate
from samklang.package.yaml_text import load

HERE = Path(__file__).parent
THEME = HERE / "social-innovation-i-norr"
SYNTHETIC = HERE / "synthetic"
SEED = 20260914

SIZES = ("liten",) * 21 + ("mellan",) * 15 + ("stor",) * 7
OPENED, LAST_DAY = datetime.date(2026, 9, 14), 25
CODING_BEGAN = datetime.datetime(2026, 10, 19, 9, 0)
CODERS = ("K1", "K2")
SECOND_CODING_BEGAN = datetime.datetime(2026, 10, 22, 9, 0)
SETTLED = datetime.datetime(2026, 10, 26, 13, 0)
UNFINISHED: tuple[Status, ...] = ("partial", "declined")
RELEASED_BY, RELEASED_ON = "Redaktionen (demonstration)", datetime.date(2026, 11, 2)

SCALE = ("not-at-all", "slightly", "partly", "mostly", "fully")
# A statement is answered higher where the open answers name its factor as an enabler.
LEANS_ON = {
    "time": "leadership",
    "money": "economy",
    "knowledge": "knowledge",
    "collaboration": "collaboration",
}
MARK = re.compile(r"\[\[([a-z]+):(enables|hinders)(!?)\|(.*?)\]\]")


@dataclass(frozen=True)
class Span:
    """A marked span of an answer, in code points of the answer without its marks."""

    start: int
    end: int
    text: str
    code: str
    valence: Valence
    released: bool


@dataclass(frozen=True)
class InventedMember:
    """A member of the register, in the county and of the type that an entry may ask for."""

    id: str
    name: str
    municipality: str
    county: str
    type: str
    size: str


@dataclass(frozen=True)
class Given:
    """What a member answered: an entry of answers.yaml and its place on the scales."""

    member: str
    status: Status
    day: datetime.date | None
    entry: Mapping[str, Any]
    conditions: Answer


def unmarked(marked: str) -> tuple[str, tuple[Span, ...]]:
    """The words of an answer and its marked spans."""
    text, spans, read = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[read : mark.start()]
        code, valence, released, words = mark.groups()
        spans.append(
            Span(len(text), len(text) + len(words), words, code, _valence(valence), bool(released))
        )
        text += words
        read = mark.end()
    return text + marked[read:], tuple(spans)


def generate() -> Mapping[str, str]:
    """The five tables as CSV text, by file name."""
    chance = random.Random(SEED)
    questionnaire = _questionnaire()
    entries = _data("answers.yaml")
    members = _members(chance)
    free = defaultdict(list)
    for member in chance.sample(members, len(members)):
        free[member.county, member.type].append(member)

    given = []
    for entry, conditions in zip(
        entries["answers"],
        _conditions(entries["answers"], entries["conditions"], chance),
        strict=True,
    ):
        day = OPENED + datetime.timedelta(days=chance.randint(0, LAST_DAY))
        member = free[entry["county"], entry["type"]].pop()
        given.append(Given(member.id, "complete", day, entry, conditions))
    for status in UNFINISHED:
        for entry in entries[status]:
            member = free[entry["county"], entry["type"]].pop()
            given.append(Given(member.id, status, None, entry, Missing.NOT_SHOWN))
    given.sort(key=lambda g: (g.day or datetime.date.max, g.member))

    columns = [column for question in questionnaire for column in question.columns()]
    codings = list(_codings(given))
    texts = {
        (f"r{number:02d}", question): unmarked(one.entry[question])[0]
        for number, one in enumerate(given, 1)
        for question in ("q5", "q6")
        if one.entry.get(question)
    }
    samples, readings = second_coding(texts, codings)
    return {
        rows.REGISTER: table.write(
            ("member", "name", "municipality", "county", "invited", "type", "size"),
            [(m.id, m.name, m.municipality, m.county, "yes", m.type, m.size) for m in members],
        ),
        rows.RESPONSES: table.write(
            (*rows.RESPONSE_COLUMNS, *columns),
            [
                rows.response_cells(_response(f"r{number:02d}", one, questionnaire), questionnaire)
                for number, one in enumerate(given, 1)
            ],
        ),
        rows.CODINGS: table.write(
            rows.CODING_COLUMNS,
            [rows.coding_cells(coding)[: len(rows.CODING_COLUMNS)] for coding in codings],
        ),
        rows.SAMPLES: table.write(rows.SAMPLE_COLUMNS, [rows.sample_cells(s) for s in samples]),
        rows.READINGS: table.write(rows.READING_COLUMNS, [rows.reading_cells(r) for r in readings]),
    }


def main() -> None:
    """Write the tables into the theme package."""
    for name, text in generate().items():
        (THEME / name).write_text(text, encoding="utf-8", newline="")
        print(f"{name}: {text.count(chr(10)) - 1} rows")


def _questionnaire() -> Questionnaire:
    name = "questionnaire.yaml"
    loaded, faults = load((THEME / name).read_text(encoding="utf-8"), name)
    questionnaire, wrong = validate(Questionnaire, loaded, name)
    if questionnaire is None or faults or wrong:
        raise SystemExit("\n".join(map(str, (*faults, *wrong))))
    return questionnaire


def _data(name: str) -> Mapping[str, Any]:
    loaded, faults = load((SYNTHETIC / name).read_text(encoding="utf-8"), name)
    if faults:
        raise SystemExit("\n".join(map(str, faults)))
    data: Mapping[str, Any] = loaded.data
    return data


def _members(chance: random.Random) -> list[InventedMember]:
    """The register in a mixed order, so that a member's number tells nothing of it."""
    named = [
        (county, type_, member["name"], member["municipality"])
        for county, types in _data("members.yaml").items()
        for type_, listed in types.items()
        for member in listed
    ]
    chance.shuffle(named)
    sizes = chance.sample(SIZES, len(SIZES))
    return [
        InventedMember(f"m{number:02d}", f"{name} (påhittad)", municipality, county, type_, size)
        for number, ((county, type_, name, municipality), size) in enumerate(
            zip(named, sizes, strict=True), 1
        )
    ]


def _spans(entry: Mapping[str, Any]) -> Iterator[tuple[str, Span, str]]:
    for question in ("q5", "q6"):
        for span in unmarked(entry.get(question, ""))[1]:
            yield question, span, entry.get("quote_en", "") if span.released else ""


def _conditions(
    entries: Sequence[Mapping[str, Any]],
    quotas: Mapping[str, Sequence[int]],
    chance: random.Random,
) -> list[dict[str, "str | Missing"]]:
    """Each complete answer's place on the scale, statement by statement.

    The numbers of each answer are given; who gives which follows the open answers with some chance.
    """
    answers: list[dict[str, str | Missing]] = [{} for _ in entries]
    for item, quota in quotas.items():
        dealt = [option for option, n in zip(SCALE, quota, strict=True) for _ in range(n)]
        leaning = {
            number: chance.uniform(-1.5, 1.5)
            + sum(
                1 if valence == "enables" else -1
                for code, valence in {(s.code, s.valence) for _, s, _ in _spans(entry)}
                if code == LEANS_ON[item]
            )
            for number, entry in enumerate(entries)
        }
        ranked = sorted(leaning, key=lambda number: (leaning[number], number))
        for _ in range(len(ranked) - len(dealt)):
            answers[ranked.pop(chance.randrange(len(ranked)))][item] = Missing.NOT_ANSWERED
        for number, option in zip(ranked, dealt, strict=True):
            answers[number][item] = option
    return answers


def _response(id_: str, given: Given, asked: Questionnaire) -> Response:
    entry = given.entry
    answers: dict[str, Answer] = {"conditions": given.conditions}
    for question in ("q1", "q2"):
        answers[question] = entry.get(question, Missing.NOT_SHOWN)
    for question in ("q2b", "q4"):
        answers[question] = frozenset(entry[question]) if question in entry else Missing.NOT_SHOWN
    for question in ("q5", "q6"):
        written = unmarked(entry[question])[0] if question in entry else None
        answers[question] = (
            Missing.NOT_SHOWN if written is None else written or Missing.NOT_ANSWERED
        )
    if given.status == "complete":
        there = {q for q, answer in answers.items() if answer is not Missing.NOT_SHOWN}
        expected = shown(asked, answers) - {q.id for q in asked if q.type == "note"}
        if there != expected:
            raise SystemExit(f"{id_}: answers {sorted(there)}, asked {sorted(expected)}")
    texts = {
        f"{question}.other.text": entry[f"{question}_text"]
        for question in ("q2b", "q4")
        if f"{question}_text" in entry
    }
    return Response(id_, given.member, given.status, given.day, answers, texts)


def _codings(given: Sequence[Given]) -> Iterator[Coding]:
    """The codings in the order of the answers; the coders share the responses between them."""
    found = [
        (place, question, span, quote_en)
        for place, one in enumerate(given, 1)
        for question, span, quote_en in _spans(one.entry)
    ]
    for number, (place, question, span, quote_en) in enumerate(found, 1):
        yield Coding(
            id=f"k{number:03d}",
            response=f"r{place:02d}",
            question=question,
            start=span.start,
            end=span.end,
            text=span.text,
            code=span.code,
            valence=span.valence,
            coder=CODERS[place % len(CODERS)],
            time=CODING_BEGAN + datetime.timedelta(minutes=3 * number),
            released_by=RELEASED_BY if span.released else "",
            released_on=RELEASED_ON if span.released else None,
            translation=Wording(en=quote_en),
        )


def second_coding(
    texts: Mapping[tuple[str, str], str], codings: Sequence[Coding]
) -> tuple[list[Sample], list[Reading]]:
    """The samples, and for each drawn answer what either person made of it and what was settled.

    texts: the answers by response and question.
    """
    data = _data("second_coding.yaml")
    told = {tuple(one["answer"].split()): one for one in data["differences"]}
    samples, readings = [], []
    number = 0
    for question, asked in data["samples"].items():
        every = [response for response, q in texts if q == question]
        drawn = draw_sample(every, int(asked["size"]), seed=int(asked["seed"]))
        samples.append(
            Sample(question, int(asked["seed"]), len(drawn), len(every), SECOND_CODING_BEGAN.date())
        )
        for response in drawn:
            key, number = (response, question), number + 1
            own = [c for c in codings if (c.response, c.question) == key]
            final = tuple(Mark(c.code, c.valence, c.start, c.end) for c in own)
            other = told.pop(key, {})
            first, second = (
                _marks(other[part], texts[key]) if part in other else final
                for part in ("first", "second")
            )
            one = own[0].coder
            two = next(coder for coder in CODERS if coder != one)
            later = SECOND_CODING_BEGAN + datetime.timedelta(minutes=4 * number)
            readings += [
                Reading(*key, "first", one, "coded", first, own[-1].time),
                Reading(*key, "second", two, "coded", second, later),
            ]
            if other:
                when = SETTLED + datetime.timedelta(minutes=2 * number)
                readings.append(Reading(*key, "settled", one, "coded", final, when, other["why"]))
    if told:
        raise SystemExit(f"second_coding.yaml: not drawn: {sorted(told)}")
    return samples, readings


def _marks(written: Sequence[str], text: str) -> tuple[Mark, ...]:
    marks = []
    for one in written:
        named, _, words = one.partition("|")
        code, _, valence = named.partition(":")
        if text.count(words) != 1:
            raise SystemExit(f"second_coding.yaml: '{words}' is not once in '{text}'")
        start = text.index(words)
        marks.append(Mark(code, _valence(valence), start, start + len(words)))
    return tuple(marks)


def _valence(word: str) -> Valence:
    return "enables" if word == "enables" else "hinders"


if __name__ == "__main__":
    main()
