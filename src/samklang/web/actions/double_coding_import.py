"""Reading in double codings: samples that two persons coded elsewhere, and what was settled."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from samklang.web.actions.coding import CodedMeanwhile
from samklang.web.actions.coding_log import Change
from samklang.web.models import CodingSample, CodingTalk, SampledAnswer, Theme


def put_in_double_codings(theme: Theme, plan: Mapping[str, Any], *, by: User) -> list[Change]:
    """Does what a DoublePlan says; gives what the log needs to take the settling back.

    Who coded elsewhere is nobody here: the readings are of no account. Raises CodedMeanwhile where
    an answer has been settled since.
    """
    codes = {code.key: code.pk for code in theme.codes.all()}
    for sample in plan["samples"]:
        _put_in_sample(theme, sample, codes, by)
    changes: list[Change] = []
    for sample in plan["settled"]:
        row = SampledAnswer.objects.select_for_update().get(pk=sample["sampled"])
        outcome = {**sample["outcome"], "marks": _marks(sample["outcome"]["marks"], codes)}
        if row.outcome != sample["seen"]:
            raise CodedMeanwhile(row.pk)
        fields = {"outcome": [row.outcome, outcome], "settled_by_id": [row.settled_by_id, by.pk]}
        row.outcome, row.settled_by = outcome, by
        row.save(update_fields=["outcome", "settled_by"])
        changes.append({"sampled": row.pk, "fields": fields})
    for sample in plan["talks"]:
        talk = CodingTalk.objects.create(
            theme=theme, question=sample["question"], text=sample["text"], by=None
        )
        if sample["time"]:
            CodingTalk.objects.filter(pk=talk.pk).update(at=_utc(sample["time"]))
    return changes


def _put_in_sample(
    theme: Theme, one: Mapping[str, Any], codes: Mapping[str, int], by: User
) -> None:
    now = timezone.now()
    sample = CodingSample.objects.create(
        theme=theme,
        question=one["question"],
        seed=one["seed"],
        drawn_from=one["drawn_from"],
        by=by,
        compared_at=now,
        compared_by=by,
    )
    if one["day"]:
        noon = datetime.datetime.combine(datetime.date.fromisoformat(one["day"]), datetime.time(12))
        CodingSample.objects.filter(pk=sample.pk).update(at=timezone.make_aware(noon))
    for answer in one["answers"]:
        first, second = answer["parts"]["first"], answer["parts"]["second"]
        settled = answer["parts"].get("settled")
        row = SampledAnswer.objects.create(
            sample=sample,
            response_id=answer["response"],
            digest=answer["digest"],
            status=second["status"],
            memo=second["memo"],
            marks=_marks(second["marks"], codes),
            version=1,
            first_status=first["status"],
            first_memo=first["memo"],
            first_marks=_marks(first["marks"], codes),
            first_at=_utc(first["time"]) if first["time"] else None,
            outcome={
                "status": settled["status"],
                "memo": settled["memo"],
                "marks": _marks(settled["marks"], codes),
            }
            if settled
            else None,
            settled_by=by if settled else None,
        )
        if second["time"]:
            SampledAnswer.objects.filter(pk=row.pk).update(at=_utc(second["time"]))


def _marks(given: list[list[Any]], codes: Mapping[str, int]) -> list[list[Any]]:
    return [[codes[key], valence, start, end] for key, valence, start, end in given]


def _utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)
