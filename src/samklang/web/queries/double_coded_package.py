"""Samples, double codings and discussions of a theme as a theme package has them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils import timezone

from samklang.core.coding.readings import Reading, Sample, Talk
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Response
from samklang.web.models import SampledAnswer, Theme
from samklang.web.queries.double_coding import keys_of, readings_of
from samklang.web.queries.open_answers import digest


@dataclass(frozen=True)
class DoubleCoded:
    """The compared samples of a theme. responses: as the package has them, by the row's id."""

    theme: Theme
    questionnaire: Questionnaire
    responses: Mapping[int, Response]

    @cached_property
    def _rows(self) -> list[SampledAnswer]:
        """The sampled answers that still have the words that both read, in the package's order."""
        places = {place.address: place for place in open_questions(self.questionnaire)}
        order = {address: number for number, address in enumerate(places)}
        rows = SampledAnswer.objects.filter(sample__theme=self.theme)
        rows = rows.exclude(sample__compared_at=None).select_related("sample")
        kept = [
            row
            for row in rows
            if (place := places.get(row.sample.question))
            and (one := self.responses.get(row.response_id))
            and digest(open_answer(one, place)) == row.digest
        ]
        return sorted(
            kept, key=lambda r: (order[r.sample.question], self.responses[r.response_id].id)
        )

    @cached_property
    def _talks(self) -> list[tuple[int | None, Talk]]:
        talks = self.theme.coding_talks.all()
        return [
            (t.by_id, Talk(t.at.replace(microsecond=0, tzinfo=None), "", t.question, t.text))
            for t in talks
        ]

    @cached_property
    def people(self) -> frozenset[int]:
        """Who read, settled or talked, by the user's id."""
        of_rows = {
            who for r in self._rows for who in (r.first_by_id, r.sample.second_id, r.settled_by_id)
        }
        return frozenset(who for who in of_rows | {by for by, _ in self._talks} if who)

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """The samples with the answers that are left of them."""
        drawn: dict[int, int] = {}
        for row in self._rows:
            drawn[row.sample_id] = drawn.get(row.sample_id, 0) + 1
        samples = {row.sample_id: row.sample for row in self._rows}
        return tuple(
            Sample(
                sample.question,
                sample.seed,
                drawn[pk],
                sample.drawn_from,
                timezone.localdate(sample.at),
            )
            for pk, sample in sorted(samples.items())
        )

    def readings(self, coders: Mapping[int, str]) -> tuple[Reading, ...]:
        """What each made of each answer; coders as they are called in the package."""
        keys = keys_of(self.theme) if self._rows else {}
        called = {str(pk): name for pk, name in coders.items()}
        return tuple(
            replace(
                reading,
                response=self.responses[row.response_id].id,
                coder=called.get(reading.coder, ""),
                time=reading.time.replace(microsecond=0, tzinfo=None) if reading.time else None,
            )
            for row in self._rows
            for reading in readings_of(row, row.sample.question, keys).values()
        )

    def talks(self, coders: Mapping[int, str]) -> tuple[Talk, ...]:
        """The discussions, in the order they were written down."""
        return tuple(replace(talk, coder=coders.get(by or 0, "")) for by, talk in self._talks)
