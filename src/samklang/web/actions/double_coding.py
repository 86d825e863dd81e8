"""Deeds of double coding: draw a sample, code it blind, compare, settle; and talk instead."""

import secrets
from collections.abc import Collection, Mapping, Sequence

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from samklang.core.coding.agreement import draw_sample
from samklang.core.survey.open_questions import OpenQuestion
from samklang.web.actions.audit import record
from samklang.web.actions.coding import CodedMeanwhile, Mark, NotAllowed, allowed, save_coding
from samklang.web.models import Code, CodingSample, CodingTalk, ReadAnswer, SampledAnswer, Theme
from samklang.web.models.coding import AnswerStatus
from samklang.web.queries.double_coding import Blind, drawable, progress
from samklang.web.queries.open_answers import Opened, digest

MOST_SEED = 2**31 - 1


class NothingToDraw(Exception):
    """The person has coded every answer already, or they are in a sample."""


class AlreadyDrawn(Exception):
    """A sample of the question is being coded."""


class NotDone(Exception):
    """One of the two has answers left to read."""


@transaction.atomic
def draw(
    theme: Theme,
    where: OpenQuestion,
    *,
    second: User,
    size: int = 0,
    percent: int = 0,
    seed: int | None = None,
    by: User,
) -> CodingSample:
    """Draws answers at random for `second` to code blind: so many, or so many in a hundred.

    seed: drawn at random where none is given; kept, so that the same answers give the same sample.
    Raises NothingToDraw and AlreadyDrawn.
    """
    every = drawable(theme, where, second)
    if percent:
        size = -(-len(every) * percent // 100)
    if not every or size < 1:
        raise NothingToDraw(where.address)
    chosen = secrets.randbelow(MOST_SEED) if seed is None else seed
    drawn = draw_sample([str(pk) for pk in every], size, seed=chosen)
    try:
        with transaction.atomic():
            sample = CodingSample.objects.create(
                theme=theme,
                question=where.address,
                seed=chosen,
                drawn_from=len(every),
                second=second,
                by=by,
            )
    except IntegrityError:
        raise AlreadyDrawn(where.address) from None
    SampledAnswer.objects.bulk_create(
        SampledAnswer(sample=sample, response_id=int(pk)) for pk in drawn
    )
    record("draw_coding_sample", by=by, theme=theme, subject=where.address, answers=len(drawn))
    return sample


@transaction.atomic
def give_up(sample: CodingSample, *, by: User) -> None:
    """Throws away a sample that is not compared, with what its second coder made of it."""
    theme, question = sample.theme, sample.question
    # As it is now: a sample that somebody has compared meanwhile stays.
    if not CodingSample.objects.filter(pk=sample.pk, compared_at=None).delete()[0]:
        raise AlreadyDrawn(question)
    record("drop_coding_sample", by=by, theme=theme, subject=question)


@transaction.atomic
def save_blind(
    answer: Blind,
    *,
    marks: Sequence[Mark],
    status: str,
    memo: str,
    seen: int,
    codes: Mapping[int, Code],
) -> int:
    """Makes the second coder's codings of a sampled answer those in `marks`; gives the version.

    They are kept apart from the theme's codings. Raises CodedMeanwhile, and NotAllowed.
    """
    allowed(marks, codes, length=len(answer.text))
    if status == AnswerStatus.WITHHELD:
        raise NotAllowed(status)
    if marks or status == AnswerStatus.CODED:
        status = str(AnswerStatus.CODED) if marks else ""
    rows = SampledAnswer.objects.filter(pk=answer.read.pk, version=seen, sample__compared_at=None)
    saved = rows.update(
        version=seen + 1,
        status=status,
        memo=memo,
        marks=[[m.code, m.valence, m.start, m.end] for m in marks],
        digest=digest(answer.text),
        at=timezone.now(),
    )
    if not saved:
        raise CodedMeanwhile(answer.response.pk)
    return seen + 1


@transaction.atomic
def compare(sample: CodingSample, where: OpenQuestion, *, by: User) -> None:
    """Puts the two codings of a sample beside each other, once both have read all of it.

    What each made of it is kept as it is now; from here on both are seen. Raises NotDone.
    """
    locked = CodingSample.objects.select_for_update().get(pk=sample.pk)
    if locked.compared_at:
        return
    if not progress(locked, where).done:
        raise NotDone(sample.pk)
    read = {
        row.response_id: row
        for row in ReadAnswer.objects.filter(
            theme=locked.theme_id,
            question=locked.question,
            response__in=locked.answers.values("response"),
        ).prefetch_related("codings")
    }
    for row in locked.answers.all():
        first = read[row.response_id]
        row.first_status, row.first_memo, row.first_at = first.status, first.memo, first.at
        row.first_by_id = first.by_id
        row.first_marks = [
            [c.code_id, c.valence, c.start, c.end] for c in first.codings.all() if c.live
        ]
        names = ["first_status", "first_memo", "first_at", "first_by", "first_marks"]
        row.save(update_fields=names)
    locked.compared_at, locked.compared_by = timezone.now(), by
    locked.save(update_fields=["compared_at", "compared_by"])
    record("compare_codings", by=by, theme=locked.theme, subject=locked.question)


@transaction.atomic
def settle(
    row: SampledAnswer,
    answer: Opened,
    *,
    kept: Collection[tuple[int, str]],
    status: str,
    memo: str,
    codes: Mapping[int, Code],
    by: User,
) -> None:
    """Settles an answer on which the two differed: it gets the codes (id, valence) in `kept`.

    Each on the words that the first coder put it on, else on those of the second. Both readings
    stay as they were. An entry of the log, which can be undone. Raises NotAllowed for a code that
    neither gave, and CodedMeanwhile.
    """
    by_code: dict[tuple[int, str], list[Mark]] = {}
    for given in (row.first_marks, row.marks):
        here: dict[tuple[int, str], list[Mark]] = {}
        for code, valence, start, end in given:
            if code in codes and end <= len(answer.text):
                here.setdefault((code, valence), []).append(Mark(code, valence, start, end))
        for key, marks in here.items():
            by_code.setdefault(key, marks)
    if not set(kept) <= set(by_code):
        raise NotAllowed(row.pk)
    marks = [mark for key in sorted(kept) for mark in by_code[key]]
    status = str(AnswerStatus.CODED) if marks else status
    if not marks and status not in (AnswerStatus.NO_CODE, AnswerStatus.UNDECIDED):
        raise NotAllowed(status)
    outcome = {
        "status": status,
        "marks": [[m.code, m.valence, m.start, m.end] for m in marks],
        "memo": memo,
    }
    fields: dict[str, list[object]] = {
        "outcome": [row.outcome, outcome],
        "settled_by_id": [row.settled_by_id, by.pk],
    }
    save_coding(
        row.sample.theme,
        answer,
        marks=marks,
        status=status,
        memo=answer.read.memo if answer.read else "",
        seen=answer.version,
        codes=codes,
        by=by,
        action="settle",
        further=[{"sampled": row.pk, "fields": fields}],
    )
    SampledAnswer.objects.filter(pk=row.pk).update(outcome=outcome, settled_by=by)


@transaction.atomic
def choose_approach(theme: Theme, *, approach: str, by: User) -> None:
    """Says whether coders' agreement is scored, or a log of their discussions kept instead."""
    if theme.coding_approach != approach:
        theme.coding_approach = approach
        theme.save(update_fields=["coding_approach"])
        record("choose_coding_approach", by=by, theme=theme, approach=approach)


@transaction.atomic
def note_talk(theme: Theme, *, question: str, text: str, by: User) -> CodingTalk:
    """Enters what coders talked over, and what came of it."""
    talk = CodingTalk.objects.create(theme=theme, question=question, text=text, by=by)
    record("note_coding_talk", by=by, theme=theme)
    return talk
