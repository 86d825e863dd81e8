"""Deeds on the codebook: begin from a starter, make, change, move, merge, split, take away.

Each is an entry of the log (actions.coding_log) with what was before and after. A code's key never
changes, so a new name changes no coding.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from samklang.core.coding.codebook import Codebook
from samklang.core.language.wording import Wording, any_text
from samklang.web.actions.audit import record
from samklang.web.actions.coding_log import Change, in_log, log
from samklang.web.models import Code, CodeFamily, Coding, CodingStep, ReadAnswer, Theme
from samklang.web.models.coding import AnswerStatus

LONGEST_KEY = 32


class HasValence(ValueError):
    """Codings say that the code enables or hinders, which the other family has no room for."""


class NotBeneath(ValueError):
    """A code cannot be beneath itself, nor beneath a code of another family."""


def new_key(name: str, taken: Sequence[str]) -> str:
    """A key of a name: a-z, 0-9 and hyphens, none that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-") or "code"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem[: LONGEST_KEY - len(str(number)) - 1]}-{number}"
    return key


@transaction.atomic
def begin_codebook(theme: Theme, starter: Codebook, *, by: User) -> CodingStep | None:
    """Takes in the families and codes of a starter that are not there. None where all are."""
    families = {f.key: f for f in theme.code_families.all()}
    codes = {c.key: c for c in theme.codes.all()}
    changes: list[Change] = []
    born: set[int] = set()
    for family in starter.families:
        if family.id not in families:
            made = CodeFamily.objects.create(
                theme=theme,
                key=family.id,
                name=family.name,
                valence=family.valence,
                many=family.many,
                order=len(families),
            )
            families[family.id] = made
            changes.append(_born("family", made.pk))
    for code in starter.codes:
        if code.id in codes:
            continue
        one = Code.objects.create(
            theme=theme,
            family=families[code.family],
            key=code.id,
            colour=code.colour,
            memo=code.memo,
            order=len(codes),
            name=code.name,
            definition=code.definition,
            include=code.include,
            exclude=code.exclude,
        )
        codes[code.id] = one
        born.add(one.pk)
        changes.append(_born("code", one.pk))
    for code in starter.codes:
        own, parent = codes[code.id], codes.get(code.parent)
        if own.pk in born and parent:
            own.parent = parent
            own.save(update_fields=["parent"])
    if not changes:
        return None
    step = log(theme, "begin_codebook", changes, by=by)
    record("begin_codebook", by=by, theme=theme, codes=len(changes))
    return step


def _born(kind: str, pk: int) -> Change:
    return {kind: pk, "fields": {"retired": [True, False]}}


@transaction.atomic
def add_family(theme: Theme, *, name: Wording, valence: bool, many: bool, by: User) -> CodeFamily:
    """A new family, last."""
    made = CodeFamily.objects.create(
        theme=theme,
        key=new_key(any_text(name), list(theme.code_families.values_list("key", flat=True))),
        name=name,
        valence=valence,
        many=many,
        order=_last(theme.code_families.aggregate(last=Max("order"))),
    )
    log(theme, "add_family", [_born("family", made.pk)], by=by)
    return made


@transaction.atomic
def change_family(family: CodeFamily, *, by: User, **values: object) -> None:
    """Changes a family. Raises HasValence where codings with valence stand in the way."""
    if family.valence and not values.get("valence", True):
        _without_valence(Coding.objects.filter(code__family=family))
    fields = _changed(family, values)
    if fields:
        log(family.theme, "change_family", [{"family": family.pk, "fields": fields}], by=by)


@transaction.atomic
def add_code(
    theme: Theme, *, family: CodeFamily, parent: Code | None, by: User, **texts: Wording
) -> Code:
    """A new code, last in its family. Raises NotBeneath."""
    _beneath(None, parent, family)
    made = Code.objects.create(
        theme=theme,
        family=family,
        parent=parent,
        key=new_key(any_text(texts["name"]), list(theme.codes.values_list("key", flat=True))),
        order=_last(theme.codes.aggregate(last=Max("order"))),
        **texts,
    )
    log(theme, "add_code", [_born("code", made.pk)], by=by)
    return made


def _last(versions: Mapping[str, int | None]) -> int:
    return (versions["last"] or 0) + 1


@transaction.atomic
def change_code(code: Code, *, by: User, **values: Any) -> None:
    """Changes a code's texts, colour, memo, family or parent. Raises HasValence, NotBeneath."""
    family = values.pop("family", code.family)
    parent = values.pop("parent", code.parent)
    if family.pk != code.family_id and not family.valence:
        _without_valence(code.codings.all())
    if parent is not None and parent.family_id != family.pk:
        parent = None
    _beneath(code, parent, family)
    fields = _changed(
        code, {**values, "family_id": family.pk, "parent_id": parent.pk if parent else None}
    )
    if fields:
        action = "move_code" if {"family_id", "parent_id"} & set(fields) else "change_code"
        log(code.theme, action, [{"code": code.pk, "fields": fields}], by=by)


@transaction.atomic
def move_code(code: Code, *, up: bool, by: User) -> None:
    """Moves a code one place among those of its family; nothing at the end."""
    codes = list(code.theme.codes.filter(family=code.family_id, retired=False))
    here = [c.pk for c in codes].index(code.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(codes):
        return
    codes[here], codes[there] = codes[there], codes[here]
    orders = sorted(c.order for c in codes)
    # Two codes with the same place would not change theirs.
    orders = orders if len(set(orders)) == len(orders) else list(range(len(codes)))
    changes = [
        {"code": code.pk, "fields": fields}
        for code, order in zip(codes, orders, strict=True)
        if (fields := _changed(code, {"order": order}))
    ]
    log(code.theme, "move_code", changes, by=by)


@transaction.atomic
def retire_code(code: Code, *, by: User) -> CodingStep:
    """Takes a code out of the codebook, and off every answer that carries it."""
    changes = [*_recoded(code, None, list(code.codings.filter(live=True)), by=by)]
    changes.append({"code": code.pk, "fields": _changed(code, {"retired": True})})
    step = log(code.theme, "retire_code", changes, by=by)
    record("retire_code", by=by, theme=code.theme, subject=str(code))
    return step


@transaction.atomic
def merge_codes(code: Code, into: Code, *, by: User) -> CodingStep:
    """Makes one code of two: what carried `code` carries `into`. Raises HasValence."""
    if code.pk == into.pk:
        raise NotBeneath(code.key)
    if not into.family.valence:
        _without_valence(code.codings.all())
    changes = [*_recoded(code, into, list(code.codings.filter(live=True)), by=by)]
    changes.append({"code": code.pk, "fields": _changed(code, {"retired": True})})
    step = log(code.theme, "merge_codes", changes, by=by)
    record("merge_codes", by=by, theme=code.theme, subject=f"{code} → {into}")
    return step


class Split(NamedTuple):
    """The code that was made, and the log's entry."""

    made: Code
    step: CodingStep


@transaction.atomic
def split_code(code: Code, *, codings: Sequence[int], by: User, **texts: Wording) -> Split:
    """A new code beside `code`, which takes over the codings named by id."""
    made = Code.objects.create(
        theme=code.theme,
        family=code.family,
        parent=code.parent,
        key=new_key(any_text(texts["name"]), list(code.theme.codes.values_list("key", flat=True))),
        order=code.order,
        **texts,
    )
    chosen = list(code.codings.filter(live=True, pk__in=codings))
    changes: list[Change] = [_born("code", made.pk), *_recoded(code, made, chosen, by=by)]
    # An entry is taken back from its end: the codings before the code that they carry.
    step = log(code.theme, "split_code", changes, by=by)
    record("split_code", by=by, theme=code.theme, subject=f"{code} → {made}")
    return Split(made, step)


def _recoded(code: Code, into: Code | None, codings: Sequence[Coding], *, by: User) -> list[Change]:
    """Takes codings away and puts the same spans on another code, where they are not on it."""
    there = set[tuple[int, str, int, int]]()
    if into is not None:
        there = set(
            into.codings.filter(live=True).values_list("answer_id", "valence", "start", "end")
        )
    new = [
        Coding(
            answer_id=c.answer_id,
            code=into,
            valence=c.valence,
            start=c.start,
            end=c.end,
            origin=c.origin,
            memo=c.memo,
            by_id=c.by_id,
        )
        for c in codings
        if into is not None and (c.answer_id, c.valence, c.start, c.end) not in there
    ]
    made = Coding.objects.bulk_create(new)
    Coding.objects.filter(pk__in=[c.pk for c in codings]).update(live=False)
    answers = sorted({c.answer_id for c in codings})
    still = set(
        Coding.objects.filter(live=True, answer__in=answers).values_list("answer_id", flat=True)
    )
    changes: list[Change] = []
    for read in ReadAnswer.objects.filter(pk__in=answers).order_by("pk"):
        to = read.status
        if read.pk not in still and read.status == AnswerStatus.CODED:
            to = ""
        changes.append(
            {
                "answer": read.pk,
                "status": [read.status, to],
                "memo": [read.memo, read.memo],
                "on": [c.pk for c in made if c.answer_id == read.pk],
                "off": [c.pk for c in codings if c.answer_id == read.pk],
                "digest": [read.digest],
            }
        )
    bare = [pk for pk in answers if pk not in still]
    rows = ReadAnswer.objects.filter(pk__in=answers)
    rows.update(version=F("version") + 1, at=timezone.now())
    rows.filter(pk__in=bare, status=AnswerStatus.CODED).update(status="")
    return changes


def _without_valence(codings: QuerySet[Coding]) -> None:
    if codings.filter(live=True).exclude(valence="").exists():
        raise HasValence


def _beneath(code: Code | None, parent: Code | None, family: CodeFamily) -> None:
    """Raises NotBeneath where a code would come to stand beneath itself."""
    if parent is not None and parent.family_id != family.pk:
        raise NotBeneath(parent.key)
    above = parent
    while above is not None:
        if code is not None and above.pk == code.pk:
            raise NotBeneath(code.key)
        above = above.parent


def _changed(row: Code | CodeFamily, values: Mapping[str, object]) -> Mapping[str, list[object]]:
    """Saves what differs; gives each changed field before and after, as the log has it."""
    fields = {
        name: [getattr(row, name), value]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name, (_, value) in fields.items():
        setattr(row, name, value)
    if fields:
        row.save(update_fields=[name.removesuffix("_id") for name in fields])
    return in_log(fields)
