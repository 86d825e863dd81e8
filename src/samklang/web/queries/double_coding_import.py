"""Double codings from a file beside those of the site: samples, settled answers and discussions."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from samklang.core.coding.readings import PARTS, Part, Reading, Sample, by_place
from samklang.core.coding.states import Place
from samklang.exchange.coding_upload import CodedPackage
from samklang.web.models import SampledAnswer, Theme
from samklang.web.queries.double_coding import keys_of, readings_of, still_open
from samklang.web.queries.open_answers import digest

Parts = Mapping[Part, Reading]


@dataclass(frozen=True)
class DoublePlan:
    """What a file would change of double codings.

    samples: new ones with their answers. settled: rows of the site with an outcome that the file
    has. talks: new discussions. same: answers that are alike already. kept: answers whose readings
    are other ones in the file; what two persons made of an answer is not written over. waiting:
    answers that somebody codes blind now, which are left out.
    """

    samples: tuple[Mapping[str, object], ...] = ()
    settled: tuple[Mapping[str, object], ...] = ()
    talks: tuple[Mapping[str, str], ...] = ()
    same: int = 0
    kept: int = 0
    waiting: int = 0


def double_plan(
    theme: Theme, given: CodedPackage, ids: Mapping[str, int], texts: Mapping[Place, str]
) -> DoublePlan:
    """What a file would change. ids: the row of each response of the file; texts: its answers."""
    there = _there(theme)
    blind = still_open(theme)
    known = {*keys_of(theme).values(), *given.codebook.by_id}
    new: dict[str, list[Mapping[str, object]]] = {}
    settled = []
    same = kept = waiting = 0
    for (response, question), parts in sorted(by_place(given.readings).items()):
        row = ids[response]
        here = there.get((row, question))
        if row in blind.of(question):
            waiting += 1
        elif any(mark.code not in known for reading in parts.values() for mark in reading.marks):
            kept += 1
        elif here is None:
            new.setdefault(question, []).append(
                {
                    "response": row,
                    "digest": digest(texts[response, question]),
                    "parts": {part: _made(reading) for part, reading in parts.items()},
                }
            )
        elif any(_bare(parts[part]) != _bare(here[1][part]) for part in PARTS[:2]):
            kept += 1
        elif "settled" in parts and _bare(parts["settled"]) != _bare(here[1].get("settled")):
            made = _made(parts["settled"])
            outcome = {name: made[name] for name in ("status", "memo", "marks")}
            settled.append({"sampled": here[0].pk, "seen": here[0].outcome, "outcome": outcome})
        else:
            same += 1
    return DoublePlan(
        tuple(_samples(_unknown(theme, given.samples), new)),
        tuple(settled),
        tuple(_talks(theme, given)),
        same,
        kept,
        waiting,
    )


def _there(theme: Theme) -> Mapping[tuple[int, str], tuple[SampledAnswer, Parts]]:
    """The compared answers of the site, each with its readings. Two queries."""
    rows = SampledAnswer.objects.filter(sample__theme=theme).exclude(sample__compared_at=None)
    keys = keys_of(theme)
    return {
        (row.response_id, row.sample.question): (row, readings_of(row, row.sample.question, keys))
        for row in rows.select_related("sample")
    }


def _bare(reading: Reading | None) -> Reading | None:
    """What was made of an answer, whoever made it and when."""
    if reading is None:
        return None
    marks = tuple(sorted(reading.marks, key=lambda m: (m.start, m.end, m.code, m.valence)))
    return replace(reading, response="", coder="", time=None, marks=marks)


def _made(reading: Reading) -> Mapping[str, object]:
    return {
        "status": reading.state,
        "memo": reading.memo,
        "marks": [[m.code, m.valence, m.start, m.end] for m in reading.marks],
        "time": reading.time.isoformat() if reading.time else "",
    }


def _unknown(theme: Theme, given: Sequence[Sample]) -> list[Sample]:
    """The samples of a file that the site has not drawn. One query."""
    rows = theme.coding_samples.exclude(compared_at=None)
    known = set(rows.values_list("question", "seed", "drawn_from"))
    return [
        sample for sample in given if (sample.question, sample.seed, sample.drawn_from) not in known
    ]


def _samples(
    given: Sequence[Sample], new: Mapping[str, list[Mapping[str, object]]]
) -> Iterator[Mapping[str, object]]:
    """The samples that new answers are of. A file does not say which answer was drawn when: the
    samples of a question are filled in their order, and the last takes what is left.
    """
    for question, answers in new.items():
        drawn = [sample for sample in given if sample.question == question]
        drawn = drawn or [Sample(question, 0, len(answers), len(answers))]
        left = list(answers)
        for number, sample in enumerate(drawn, 1):
            size = len(left) if number == len(drawn) else sample.drawn
            part, left = left[:size], left[size:]
            if part:
                yield {
                    "question": question,
                    "seed": sample.seed,
                    "drawn_from": sample.drawn_from,
                    "day": sample.day.isoformat() if sample.day else "",
                    "answers": part,
                }


def _talks(theme: Theme, given: CodedPackage) -> Iterator[Mapping[str, str]]:
    """The discussions that the site does not have. One query."""
    rows = theme.coding_talks.values_list("at", "question", "text") if given.talks else ()
    known = {(_second(at), question, text) for at, question, text in rows}
    for talk in given.talks:
        time = _second(talk.time) if talk.time else ""
        if (time, talk.question, talk.text) not in known:
            yield {"time": time, "question": talk.question, "text": talk.text}


def _second(at: datetime.datetime) -> str:
    """A time as a package has it: UTC, whole seconds, no zone."""
    return at.replace(microsecond=0, tzinfo=None).isoformat()
