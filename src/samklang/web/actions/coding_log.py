"""The log of coding: every action is an entry, and each can be taken back, also another's."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from samklang.core.language.wording import LANGUAGES, Wording, rewritten
from samklang.web.models import (
    Code,
    CodeFamily,
    Coding,
    CodingStep,
    ReadAnswer,
    SampledAnswer,
    Theme,
)

# A change of an answer: {"answer": id, "status": [before, after], "memo": [before, after],
# "on": ids of codings made live, "off": ids of codings taken away, "notes": codings whose memo
# changed, as [id, before, after], "digest": of the words that were read, [before, after], or one
# where they are the same; older entries have neither}. Of a code, a family or what was settled
# of a sampled answer: {"code": id, "fields": {name: [before, after]}}; a text has an entry for each
# language, "name_sv", so that a change of one is taken back though another has changed since.
Change = Mapping[str, Any]
Row = Code | CodeFamily | SampledAnswer
ROWS: Mapping[str, type[Row]] = {"code": Code, "family": CodeFamily, "sampled": SampledAnswer}


class ChangedSince(Exception):
    """What the entry did has been changed since, so that it cannot be taken back."""


class TakenBack(Exception):
    """The entry has been taken back already."""


def log(theme: Theme, action: str, changes: Sequence[Change], *, by: User | None) -> CodingStep:
    """Writes one entry."""
    return CodingStep.objects.create(theme=theme, action=action, changes=list(changes), by=by)


@transaction.atomic
def undo(step: CodingStep, *, by: User) -> CodingStep:
    """Takes an entry back, whoever made it; taking back an undoing does the action again.

    Raises TakenBack where that was done before, and ChangedSince where anything of it stands
    otherwise by now: then nothing is changed.
    """
    locked = CodingStep.objects.select_for_update().get(pk=step.pk)
    if locked.undone:
        raise TakenBack(step.pk)
    turned = [_turned(change) for change in reversed(locked.changes)]
    for change in turned:
        _apply(change)
    CodingStep.objects.filter(pk=locked.pk).update(undone=True)
    if locked.undoes_id:
        CodingStep.objects.filter(pk=locked.undoes_id).update(undone=False)
    return CodingStep.objects.create(
        theme=locked.theme,
        action="redo" if locked.undoes_id else "undo",
        changes=turned,
        undoes=locked,
        by=by,
    )


def in_log(fields: Mapping[str, Sequence[Any]]) -> Mapping[str, list[object]]:
    """Fields before and after as the log has them."""
    entries: dict[str, list[object]] = {}
    for name, (before, after) in fields.items():
        if isinstance(before, Wording):
            texts = {f"{name}_{c}": [before[c], after[c]] for c in LANGUAGES}
            entries |= {entry: text for entry, text in texts.items() if text[0] != text[1]}
        else:
            entries[name] = [before, after]
    return entries


def digests(before: str, after: str) -> list[str]:
    """The words that an answer was read in before a change and after it, as the log has them."""
    return [before] if before == after else [before, after]


def _turned(change: Change) -> Change:
    if "answer" in change:
        return {
            "answer": change["answer"],
            "status": change["status"][::-1],
            "memo": change["memo"][::-1],
            "on": change["off"],
            "off": change["on"],
            "notes": [[pk, after, before] for pk, before, after in change.get("notes", ())],
            "digest": change.get("digest", [])[::-1],
        }
    fields = {name: values[::-1] for name, values in change["fields"].items()}
    return {**change, "fields": fields}


def _apply(change: Change) -> None:
    if "answer" in change:
        _apply_to_answer(change)
        return
    kind = next(name for name in ROWS if name in change)
    row: Row | None = ROWS[kind].objects.select_for_update().filter(pk=change[kind]).first()
    if row is None:
        raise ChangedSince(change[kind])
    changed = set()
    for entry, (before, after) in change["fields"].items():
        name, _, language = entry.rpartition("_")
        text = getattr(row, name, None)
        if not isinstance(text, Wording):
            name, there, to = entry, getattr(row, entry), after
        elif language in LANGUAGES:
            there, to = text[language], rewritten(text, language, after)
        else:
            raise ChangedSince(entry)
        if there != before:
            raise ChangedSince(entry)
        setattr(row, name, to)
        changed.add(name.removesuffix("_id"))
    if isinstance(row, Code) and row.retired and row.codings.filter(live=True).exists():
        raise ChangedSince(row.key)
    row.save(update_fields=changed)


def _apply_to_answer(change: Change) -> None:
    (before, after), (noted, note) = change["status"], change["memo"]
    answer = ReadAnswer.objects.filter(pk=change["answer"], status=before, memo=noted)
    values = {"status": after, "memo": note, "version": F("version") + 1}
    # A coding stands on the words that were read: back on others it would mark what nobody coded.
    if words := change.get("digest"):
        answer, values = answer.filter(digest=words[0]), {**values, "digest": words[-1]}
    done = answer.update(**values)
    codings = Coding.objects.filter(answer=change["answer"])
    on = codings.filter(pk__in=change["on"], live=False).update(live=True)
    off = codings.filter(pk__in=change["off"], live=True).update(live=False)
    if not done or on != len(change["on"]) or off != len(change["off"]):
        raise ChangedSince(change["answer"])
    for pk, was, now in change.get("notes", ()):
        if not codings.filter(pk=pk, memo=was).update(memo=now):
            raise ChangedSince(change["answer"])
    live = codings.filter(live=True)
    if live.filter(code__retired=True).exists() or (after == "coded") > live.exists():
        raise ChangedSince(change["answer"])
