"""Coding many answers at once, each in its own way, as a file has them: in statements for all."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from samklang.core.survey.open_questions import open_questions
from samklang.web.actions.coding import (
    CodedMeanwhile,
    Difference,
    Mark,
    NotAllowed,
    Span,
    allowed,
    coding_of,
    difference,
)
from samklang.web.actions.coding_log import Change, digests
from samklang.web.models import Coding, ReadAnswer, Theme
from samklang.web.queries.codebook import codes_by_key
from samklang.web.queries.open_answers import asked, digest, sent, text_of

# Rows that one statement names: databases have a limit.
AT_ONCE = 500


class Made(NamedTuple):
    """The changes for the log, and how many answers were passed over."""

    changes: list[Change]
    passed: int


class _Recoded(NamedTuple):
    """An answer as it is to be, its state and memo before, and the digests of its words."""

    read: ReadAnswer
    status: str
    memo: str
    differs: Difference
    words: list[str]


@transaction.atomic
def code_answers(
    theme: Theme,
    answers: Sequence[Mapping[str, Any]],
    *,
    by: User,
    passing_over: bool = False,
) -> Made:
    """Makes the codings of each answer those of the plan.

    answers: as in queries.coding_import.Plan. passing_over: answers that have been coded, or have
    other words, since are left as they are. Else CodedMeanwhile is raised,
    and NotAllowed in any case; then nothing has been done. Seven statements, and one more for each
    AT_ONCE rows.
    """
    codes = codes_by_key(theme)
    by_pk = {code.pk: code for code in codes.values()}
    responses = {answer["response"] for answer in answers}
    texts = _texts(theme, {answer["question"] for answer in answers}, responses)
    locked = theme.read_answers.select_for_update().filter(response__in=responses)
    there = {(r.response_id, r.question): r for r in locked}
    live = _live(theme, responses)
    made: list[_Recoded] = []
    passed = 0
    for answer in answers:
        where = (answer["response"], answer["question"])
        text, read = texts.get(where, ""), there.get(where)
        seen = read.version if read else 0
        if digest(text) != answer["digest"] or seen != answer["seen"]:
            if not passing_over:
                raise CodedMeanwhile(answer["response"])
            passed += 1
            continue
        if gone := {key for key, *_ in answer["marks"]} - codes.keys():
            raise NotAllowed(gone)
        marks = [Mark(codes[key].pk, *further) for key, *further in answer["marks"]]
        allowed(marks, by_pk, length=len(text))
        had = (read.status, read.memo) if read else ("", "")
        standing = live.get(read.pk, {}) if read else {}
        words = digests(read.digest if read else answer["digest"], answer["digest"])
        differs = difference(marks, standing, status=answer["status"], reworded=len(words) > 1)
        memo = answer["memo"]
        same = not differs.on and not differs.off and had == (differs.status, memo)
        if same and (read.digest == answer["digest"] if read else not differs.status):
            continue
        read = read or ReadAnswer(theme=theme, response_id=where[0], question=where[1])
        read.status, read.memo, read.digest = differs.status, memo, answer["digest"]
        read.version, read.by = seen + 1, by
        made.append(_Recoded(read, *had, differs, words))
    _save([one.read for one in made])
    off = [pk for one in made for pk in one.differs.off]
    for begin in range(0, len(off), AT_ONCE):
        Coding.objects.filter(pk__in=off[begin : begin + AT_ONCE]).update(live=False)
    on: dict[int, list[int]] = {}
    rows = (coding_of(one.read, mark, by=by) for one in made for mark in one.differs.on)
    for coding in Coding.objects.bulk_create(rows, batch_size=AT_ONCE):
        on.setdefault(coding.answer_id, []).append(coding.pk)
    changes: list[Change] = [
        {
            "answer": one.read.pk,
            "status": [one.status, one.read.status],
            "memo": [one.memo, one.read.memo],
            "on": on.get(one.read.pk, []),
            "off": one.differs.off,
            "digest": one.words,
        }
        for one in made
    ]
    return Made(changes, passed)


def _texts(theme: Theme, questions: set[str], responses: set[int]) -> Mapping[tuple[int, str], str]:
    """Answers to some questions, by response and question; none to one that is not asked."""
    places = [p for p in open_questions(asked(theme)) if p.address in questions]
    some = sent(theme).filter(pk__in=responses)
    rows = some.values_list("pk", "answers").iterator(chunk_size=2000)
    return {
        (pk, where.address): text
        for pk, answers in rows
        for where in places
        if (text := text_of(answers, where))
    }


def _live(theme: Theme, responses: set[int]) -> Mapping[int, Mapping[Span, int]]:
    """The codings of each answer of some responses as they stand, with their ids."""
    live: dict[int, dict[Span, int]] = {}
    rows = Coding.objects.filter(live=True, answer__theme=theme, answer__response__in=responses)
    for pk, answer, code, valence, start, end in rows.values_list(
        "pk", "answer_id", "code_id", "valence", "start", "end"
    ):
        live.setdefault(answer, {})[code, valence, start, end] = pk
    return live


def _save(rows: Sequence[ReadAnswer]) -> None:
    """Writes new rows, and those that are locked already. Raises CodedMeanwhile."""
    new = [row for row in rows if row.pk is None]
    known = [row for row in rows if row.pk is not None]
    try:
        ReadAnswer.objects.bulk_create(new, batch_size=AT_ONCE)
    except IntegrityError:
        raise CodedMeanwhile(None) from None
    ReadAnswer.objects.bulk_create(
        known,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["status", "memo", "digest", "version", "by", "at"],
    )
