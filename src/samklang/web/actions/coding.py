"""Deeds on open answers: code one, code several, set their state, note.

Each is an entry of the log (actions.coding_log), which is the trail of who did what: an audit row
for each key pressed would drown the network's own trail.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from samklang.web.actions.coding_log import Change, digests, log
from samklang.web.models import Code, Coding, CodingStep, ReadAnswer, Theme
from samklang.web.models.coding import AnswerStatus, Origin
from samklang.web.queries.open_answers import Line, Opened, digest


class CodedMeanwhile(Exception):
    """Somebody else has coded the answer since it was opened; nothing has been overwritten."""


class NotAllowed(ValueError):
    """A span outside the answer, a valence the family does not have, or one code too many."""


# Code, valence, start and end of a coding: what is the same there is the same coding.
Span = tuple[int, str, int, int]


@dataclass(frozen=True)
class Mark:
    """A code on a span of an answer, in code points, end exclusive."""

    code: int
    valence: str
    start: int
    end: int
    origin: str = Origin.PERSON
    memo: str = ""


def allowed(marks: Collection[Mark], codes: Mapping[int, Code], *, length: int) -> None:
    """Raises NotAllowed for marks that the codebook, or the length of the answer, rules out."""
    one_only: dict[int, int] = {}
    for mark in marks:
        code = codes.get(mark.code)
        if code is None or not 0 <= mark.start < mark.end <= length:
            raise NotAllowed(mark)
        if mark.valence and not code.family.valence:
            raise NotAllowed(mark)
        if not code.family.many and one_only.setdefault(code.family_id, code.pk) != code.pk:
            raise NotAllowed(mark)


@transaction.atomic
def save_coding(
    theme: Theme,
    answer: Opened,
    *,
    marks: Sequence[Mark],
    status: str,
    memo: str,
    seen: int,
    codes: Mapping[int, Code],
    by: User,
    action: str = "code",
    further: Sequence[Change] = (),
    notes: Mapping[int, str] | None = None,
) -> ReadAnswer | None:
    """Makes an answer's codings those in `marks`, as it was seen at version `seen`.

    An answer with marks is coded unless it is withheld; one without has the status given. Gives
    None where nothing differs. action, further: of the log's entry, where this is part of another
    action. notes: by coding, what is noted on it; on those that stay. Raises CodedMeanwhile, and
    NotAllowed. At most six statements.
    """
    allowed(marks, codes, length=len(answer.text))
    before = answer.read
    if (before.version if before else 0) != seen:
        raise CodedMeanwhile(answer.response.pk)
    had = (before.status, before.memo) if before else ("", "")
    live = {(c.code_id, c.valence, c.start, c.end): c.pk for c in answer.codings}
    status, new, off = difference(marks, live, status=status, reworded=answer.changed)
    noted = [
        (c, notes[c.pk])
        for c in answer.codings
        if notes and c.pk not in off and notes.get(c.pk, c.memo) != c.memo
    ]
    unchanged = not (off or new or noted) and had == (status, memo)
    if unchanged and not further and not answer.changed and (before or not status):
        return None
    words = before.digest if before else digest(answer.text)
    read = _claim(theme, answer, status=status, memo=memo, seen=seen, by=by)
    if off:
        Coding.objects.filter(pk__in=off).update(live=False)
    made = Coding.objects.bulk_create(coding_of(read, mark, by=by) for mark in new)
    change = {
        "answer": read.pk,
        "status": [had[0], status],
        "memo": [had[1], memo],
        "on": [coding.pk for coding in made],
        "off": off,
        "notes": [[coding.pk, coding.memo, note] for coding, note in noted],
        "digest": digests(words, digest(answer.text)),
    }
    for coding, note in noted:
        coding.memo = note
    if noted:
        Coding.objects.bulk_update([coding for coding, _ in noted], ["memo"])
    log(theme, action, [change, *further], by=by)
    return read


class Difference(NamedTuple):
    """The state that an answer comes to have, the marks to put on, and the codings to take off."""

    status: str
    on: list[Mark]
    off: list[int]


def difference(
    marks: Sequence[Mark], live: Mapping[Span, int], *, status: str, reworded: bool = False
) -> Difference:
    """What differs between an answer's codings and what they are to be.

    live: its codings as they stand, with their ids. reworded: they stand on other words than the
    answer has now, so that all go, and a quote with them.
    """
    if status != AnswerStatus.WITHHELD and (marks or status == AnswerStatus.CODED):
        status = str(AnswerStatus.CODED) if marks else ""
    wanted = {(m.code, m.valence, m.start, m.end): m for m in marks}
    off = [pk for span, pk in live.items() if reworded or span not in wanted]
    on = [mark for span, mark in wanted.items() if reworded or span not in live]
    return Difference(status, on, off)


def _claim(
    theme: Theme, answer: Opened, *, status: str, memo: str, seen: int, by: User
) -> ReadAnswer:
    """The answer's row with what is new, where it still is at version `seen` (compare-and-set)."""
    values = {"status": status, "memo": memo, "digest": digest(answer.text), "by": by}
    if answer.read is None:
        place = {"response": answer.response, "question": answer.where.address}
        try:
            with transaction.atomic():
                return ReadAnswer.objects.create(theme=theme, **place, version=1, **values)
        except IntegrityError:
            raise CodedMeanwhile(answer.response.pk) from None
    rows = ReadAnswer.objects.filter(pk=answer.read.pk, version=seen)
    if not rows.update(version=seen + 1, at=timezone.now(), **values):
        raise CodedMeanwhile(answer.response.pk)
    answer.read.version, answer.read.status = seen + 1, status
    return answer.read


def coding_of(read: ReadAnswer, mark: Mark, *, by: User) -> Coding:
    """The row of a mark on an answer, not saved yet."""
    return Coding(
        answer=read,
        code_id=mark.code,
        valence=mark.valence,
        start=mark.start,
        end=mark.end,
        origin=mark.origin,
        memo=mark.memo,
        by=by,
    )


@transaction.atomic
def code_several(
    theme: Theme,
    question: str,
    lines: Sequence[Line],
    *,
    code: Code,
    valence: str,
    remove: bool,
    by: User,
) -> CodingStep | None:
    """Puts a code on whole answers, or takes it off them, wherever in them it stands.

    Adding to what others have coded overwrites nothing, so no version need have been seen. Gives
    the log's entry, None where nothing differs. Raises NotAllowed for a valence that the family
    does not have, and where an answer has another code of a family that allows one.
    """
    if valence and not code.family.valence:
        raise NotAllowed(code.key)
    rows = _rows(theme, question, lines, by=by)
    live: dict[int, list[Coding]] = {}
    for coding in Coding.objects.filter(
        live=True, answer__in=[r.pk for r in rows.values()]
    ).select_related("code"):
        live.setdefault(coding.answer_id, []).append(coding)
    changes, new, taken = [], list[Coding](), list[int]()
    for line in lines:
        read = rows[line.response]
        here, reworded = live.get(read.pk, []), read.digest != digest(line.text)
        same = [c for c in here if c.code_id == code.pk and c.valence == valence]
        others = {c.code_id for c in here if c.code.family_id == code.family_id} - {code.pk}
        if remove:
            off = [c.pk for c in same]
            left = len(here) - len(off)
            status = read.status if left or not off else ""
            on: list[Coding] = []
        else:
            if others and not code.family.many and not reworded:
                raise NotAllowed(code.key)
            off, status = [], read.status
            if reworded:
                off, same = [c.pk for c in here], []
            whole = Mark(code.pk, valence, 0, len(line.text))
            on = [] if same else [coding_of(read, whole, by=by)]
            if on and status != AnswerStatus.WITHHELD:
                status = str(AnswerStatus.CODED)
        if off or on:
            changes.append((read, status, on, off))
            new += on
            taken += off
    if not changes:
        return None
    Coding.objects.bulk_create(new)
    Coding.objects.filter(pk__in=taken).update(live=False)
    # Taking a code off is not reading what the answer says now.
    words = {} if remove else {line.response: digest(line.text) for line in lines}
    action = "uncode_several" if remove else "code_several"
    return _log_several(theme, action, changes, words, by=by)


@transaction.atomic
def set_state(
    theme: Theme, question: str, lines: Sequence[Line], *, status: str, by: User
) -> CodingStep | None:
    """Gives answers a state. One that carries codes keeps them, and can only be withheld.

    Gives the log's entry, None where nothing differs.
    """
    if status == AnswerStatus.CODED:
        raise NotAllowed(status)
    rows = _rows(theme, question, lines, by=by)
    coded: dict[int, list[int]] = {}
    live = Coding.objects.filter(live=True, answer__in=[r.pk for r in rows.values()])
    for pk, answer in live.values_list("pk", "answer_id"):
        coded.setdefault(answer, []).append(pk)
    words = {line.response: digest(line.text) for line in lines}
    changes, taken = [], list[int]()
    for line in lines:
        read = rows[line.response]
        to, reworded = status, read.digest != words[line.response]
        off = coded.get(read.pk, []) if reworded else []
        if read.pk in coded and not off and status != AnswerStatus.WITHHELD:
            to = str(AnswerStatus.CODED)
        if to != read.status or reworded:
            changes.append((read, to, list[Coding](), off))
            taken += off
    Coding.objects.filter(pk__in=taken).update(live=False)
    return _log_several(theme, "set_state", changes, words, by=by) if changes else None


def _rows(
    theme: Theme, question: str, lines: Sequence[Line], *, by: User
) -> Mapping[int, ReadAnswer]:
    """The row of each answer, made where there is none, locked."""
    responses = [line.response for line in lines]
    ReadAnswer.objects.bulk_create(
        (
            ReadAnswer(
                theme=theme,
                response_id=line.response,
                question=question,
                digest=digest(line.text),
                by=by,
            )
            for line in lines
        ),
        ignore_conflicts=True,
    )
    rows = ReadAnswer.objects.select_for_update().filter(
        theme=theme, response__in=responses, question=question
    )
    return {row.response_id: row for row in rows}


def _log_several(
    theme: Theme,
    action: str,
    changes: Sequence[tuple[ReadAnswer, str, Sequence[Coding], Sequence[int]]],
    words: Mapping[int, str],
    *,
    by: User,
) -> CodingStep:
    """Writes the states of several answers and the one entry for them all.

    words: by response, the digest of what was read now.
    """
    before = {read.pk: read.digest for read, *_ in changes}
    reworded = []
    for read, *_ in changes:
        now = words.get(read.response_id, read.digest)
        if read.digest != now:
            read.digest = now
            reworded.append(read)
    if reworded:
        ReadAnswer.objects.bulk_update(reworded, ["digest"], batch_size=500)
    by_status: dict[str, list[int]] = {}
    for read, status, _, _ in changes:
        by_status.setdefault(status, []).append(read.pk)
    for status, pks in by_status.items():
        ReadAnswer.objects.filter(pk__in=pks).update(
            status=status, version=F("version") + 1, by=by, at=timezone.now()
        )
    return log(
        theme,
        action,
        [
            {
                "answer": read.pk,
                "status": [read.status, status],
                "memo": [read.memo, read.memo],
                "on": [coding.pk for coding in on],
                "off": list(off),
                "digest": digests(before[read.pk], read.digest),
            }
            for read, status, on, off in changes
        ],
        by=by,
    )
