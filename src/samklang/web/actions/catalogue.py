"""Deeds on examples: drafted, changed, asked about, answered for, published, withdrawn."""

import secrets
from collections.abc import Mapping, Sequence
from typing import cast

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.core.catalogue.consent import NotAllowed, Stage, Step, after
from samklang.core.catalogue.example import ISSUES, Issue
from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.web.actions.audit import record
from samklang.web.actions.example_letters import renewed, send
from samklang.web.actions.listing import bring_in_line
from samklang.web.mail.links import owner_address
from samklang.web.models import Consent, Example, ExamplePicture, Theme
from samklang.web.models.example import Origin
from samklang.web.queries.catalogue import blank, card_of, drafted, refused, text_hash, to_do

__all__ = ["Incomplete", "NoAddress", "NoCard", "NotAllowed"]


MOST_PICTURES = 8


class NoCard(LookupError):
    """The theme has no such card, or a draft of it was made before."""


class NoAddress(ValueError):
    """An owner without an address cannot be asked."""


class Incomplete(ValueError):
    """The example lacks what it needs to be published."""


@transaction.atomic
def draft_from_card(theme: Theme, answer: str, *, by: User) -> Example:
    """A draft of what a member said on a card. Raises NoCard."""
    card = card_of(theme, answer)
    if card is None or theme.examples.filter(answer=answer).exists():
        raise NoCard(answer)
    response, question, said = card
    if refused(said):
        raise NoCard(answer)
    invitation = response.invitation
    member = invitation.member if invitation else None
    values = {**blank(), **drafted(question, said, member.name if member else "")}
    if member and not values["municipalities"] and member.municipality:
        values["municipalities"] = [member.municipality]
    example = Example.objects.create(
        theme=theme,
        member=member,
        name=_name(),
        origin=Origin.ANSWER,
        answer=answer,
        record=values,
        owner_email=(invitation.delegated_to or invitation.email) if invitation else "",
    )
    record("draft_example", by=by, theme=theme, name=example.name)
    return example


@transaction.atomic
def begin_example(theme: Theme, *, origin: str, by: User) -> Example:
    """An empty draft, written by an editor or from public sources."""
    example = Example.objects.create(theme=theme, name=_name(), origin=origin, record=blank())
    record("draft_example", by=by, theme=theme, name=example.name)
    return example


def _name() -> str:
    """An id in the report that tells nothing and lasts when the title changes."""
    return f"e{secrets.token_hex(4)}"


@transaction.atomic
def change_example(
    example: Example,
    values: Mapping[str, object],
    *,
    seen: int,
    by: User | None,
    **more: object,
) -> bool:
    """Changes a record that still is as it was seen; False where somebody else was first.

    What an owner said yes to was another text, so a changed one has to be asked about again.
    """
    if example.record == values and all(getattr(example, k) == v for k, v in more.items()):
        return True
    stage = _after(example, Step.CHANGE)
    changed = Example.objects.filter(pk=example.pk, version=seen).update(
        record=values, stage=stage.value, version=seen + 1, issues=[], **more
    )
    if not changed:
        return False
    example.refresh_from_db()
    bring_in_line(example)
    record("change_example", by=by, theme=example.theme, name=example.name)
    return True


def _lock(example: Example) -> None:
    """Reads an example anew, and lets nobody change it before this transaction ends."""
    waiting = Example.objects.select_for_update(of=("self",)).select_related("theme")
    example.refresh_from_db(from_queryset=waiting)


def _after(example: Example, step: Step) -> Stage:
    return after(
        Stage(example.stage),
        step,
        sourced=example.origin == Origin.SOURCES,
        issues=frozenset(cast(Sequence[Issue], example.issues)),
    )


@transaction.atomic
def ask_owner(example: Example, *, by: User, reason: str = "") -> str:
    """Sends the owner the link, and gives its address. Raises NoAddress and NotAllowed.

    reason: why the example is sent back, where it is.
    """
    _lock(example)
    if not example.owner_email:
        raise NoAddress
    stage = _after(example, Step.RETURN if reason else Step.ASK)
    secret = renewed(example, timezone.now())
    example.stage, example.returned, example.reminded_at = stage.value, reason[:500], None
    example.save(
        update_fields=[
            *("stage", "returned", "reminded_at", "changed_at"),
            *("turn", "link_hash", "link_sent_at"),
        ]
    )
    bring_in_line(example)
    record("ask_example_owner", by=by, theme=example.theme, name=example.name)
    body = "mail_returned" if reason else "mail_body"
    send(example, "catalogue.mail_subject", f"catalogue.{body}", secret, reason=reason)
    return owner_address(secret)


@transaction.atomic
def answer_for(example: Example, *, seen: int, named: bool, issues: Sequence[str]) -> Consent:
    """Keeps what the owner says: where the example may be shown, and under its name or not.

    seen: the version that the owner has read; a yes is to no other text. A no to all is an answer
    too, and keeps the example from being published. Raises NotAllowed.
    """
    locked = Example.objects.select_for_update().get(pk=example.pk)
    if locked.version != seen:
        raise NotAllowed(Step.ANSWER)
    chosen = [issue for issue in ISSUES if issue in issues]
    locked.stage = _after(locked, Step.ANSWER).value
    locked.named, locked.issues, locked.returned = named, chosen, ""
    locked.claimed, locked.checked_at = True, timezone.now()
    kept = ["stage", "named", "issues", "returned", "claimed", "checked_at", "changed_at"]
    locked.save(update_fields=kept)
    _withdrawn(locked)
    bring_in_line(locked)
    consent = Consent.objects.create(
        example=locked,
        text_hash=text_hash(locked),
        title=locked.record["title"][FIRST_LANGUAGE][:200],
        organisation=(locked.record.get("organisation") or "")[:200],
        named=named,
        issues=chosen,
    )
    record("answer_for_example", by=None, theme=locked.theme, name=locked.name)
    return consent


@transaction.atomic
def still_true(example: Example) -> None:
    """Keeps that the owner says the example still holds; what was said yes to is unchanged."""
    example.checked_at = timezone.now()
    example.save(update_fields=["checked_at", "changed_at"])
    record("check_example", by=None, theme=example.theme, name=example.name)


@transaction.atomic
def add_picture(
    example: Example, content: bytes, said: Mapping[str, object], *, by: User | None
) -> bool:
    """Adds a picture that has been made anew, and what it shows. False for the ninth."""
    kept = list(example.record.get("pictures") or [])
    if len(kept) >= MOST_PICTURES:
        return False
    file = f"pictures/{example.name}-{secrets.token_hex(3)}.jpg"
    ExamplePicture.objects.create(example=example, file=file, content=content)
    pictures = [*kept, {"file": file, **said}]
    values = {**example.record, "pictures": pictures}
    return change_example(example, values, seen=example.version, by=by)


@transaction.atomic
def remove_picture(example: Example, file: str, *, by: User | None) -> None:
    """Takes a picture away."""
    pictures = [p for p in example.record.get("pictures") or [] if p["file"] != file]
    example.pictures.filter(file=file).delete()
    values = {**example.record, "pictures": pictures}
    change_example(example, values, seen=example.version, by=by)


@transaction.atomic
def publish_example(example: Example, *, by: User) -> None:
    """Shows an example on the web and in the next report. Raises NotAllowed and Incomplete."""
    # As it is now: its owner may have taken it back, or put its text right, a moment ago.
    _lock(example)
    if any(lack.needed for lack in to_do(example)):
        raise Incomplete
    example.stage = _after(example, Step.PUBLISH).value
    example.published_at = timezone.now()
    example.save(update_fields=["stage", "published_at", "changed_at"])
    bring_in_line(example)
    record("publish_example", by=by, theme=example.theme, name=example.name)


@transaction.atomic
def withdraw_example(example: Example, *, by: User | None) -> None:
    """Takes an example off the web and out of the next report, at any time. Raises NotAllowed."""
    _lock(example)
    example.stage = _after(example, Step.WITHDRAW).value
    example.save(update_fields=["stage", "changed_at"])
    _withdrawn(example)
    bring_in_line(example)
    record("withdraw_example", by=by, theme=example.theme, name=example.name)


def _withdrawn(example: Example) -> None:
    example.consents.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
