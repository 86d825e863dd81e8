"""Deeds on examples: drafted, changed, asked about, answered for, published, withdrawn."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from samklang.core.catalogue.consent import NotAllowed, Stage, Step, after
from samklang.core.catalogue.example import ISSUES, Issue
from samklang.core.language.phrases import phrase
from samklang.web.actions.audit import record
from samklang.web.mail.links import link_hash, owner_address, owner_token
from samklang.web.models import Consent, Example, Theme
from samklang.web.models.example import Origin
from samklang.web.queries.catalogue import blank, card_of, drafted, text_hash, to_do

__all__ = ["Incomplete", "NoAddress", "NoCard", "NotAllowed"]


class NoCard(LookupError):
    """The theme has no such card, or a draft of it was made before."""


class NoAddress(ValueError):
    """An owner without an address cannot be asked."""


class Incomplete(ValueError):
    """The example lacks what it needs to be published."""


@transaction.atomic
def draft_from_card(theme: Theme, answer: str, *, by: AbstractBaseUser) -> Example:
    """A draft of what a member said on a card. Raises NoCard."""
    card = card_of(theme, answer)
    if card is None or theme.examples.filter(answer=answer).exists():
        raise NoCard(answer)
    response, question, said = card
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
def begin_example(theme: Theme, *, origin: str, by: AbstractBaseUser) -> Example:
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
    values: Mapping[str, Any],
    *,
    seen: int,
    by: AbstractBaseUser | None,
    **more: Any,
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
    record("change_example", by=by, theme=example.theme, name=example.name)
    return True


def _after(example: Example, step: Step) -> Stage:
    return after(
        Stage(example.stage),
        step,
        sourced=example.origin == Origin.SOURCES,
        issues=frozenset(cast(Sequence[Issue], example.issues)),
    )


@transaction.atomic
def ask_owner(example: Example, *, by: AbstractBaseUser, reason: str = "") -> str:
    """Sends the owner the link, and gives its address. Raises NoAddress and NotAllowed.

    reason: why the example is sent back, where it is.
    """
    if not example.owner_email:
        raise NoAddress
    stage = _after(example, Step.RETURN if reason else Step.ASK)
    secret = owner_token(example.pk, example.turn)
    example.stage, example.returned = stage.value, reason[:500]
    example.link_hash = link_hash(secret)
    example.save(update_fields=["stage", "returned", "link_hash", "changed_at"])
    address = owner_address(secret)
    names = {
        "title": example.record["title"]["sv"],
        "network": example.theme.network.name,
        "link": address,
        "reason": reason,
    }
    body = "mail_returned" if reason else "mail_body"
    message = EmailMessage(
        phrase("sv", "catalogue.mail_subject", **names),
        phrase("sv", f"catalogue.{body}", **names),
        to=[example.owner_email],
    )
    record("ask_example_owner", by=by, theme=example.theme, name=example.name)
    transaction.on_commit(lambda: message.send(fail_silently=True))
    return address


@transaction.atomic
def answer_for(example: Example, *, named: bool, issues: Sequence[str]) -> Consent:
    """Keeps what the owner says: where the example may be shown, and under its name or not.

    A no to all is an answer too, and keeps the example from being published. Raises NotAllowed.
    """
    locked = Example.objects.select_for_update().get(pk=example.pk)
    chosen = [issue for issue in ISSUES if issue in issues]
    locked.stage = _after(locked, Step.ANSWER).value
    locked.named, locked.issues, locked.returned = named, chosen, ""
    locked.save(update_fields=["stage", "named", "issues", "returned", "changed_at"])
    _withdrawn(locked)
    consent = Consent.objects.create(
        example=locked,
        text_hash=text_hash(locked),
        title=locked.record["title"]["sv"][:200],
        organisation=(locked.record.get("organisation") or "")[:200],
        named=named,
        issues=chosen,
    )
    record("answer_for_example", by=None, theme=locked.theme, name=locked.name)
    return consent


@transaction.atomic
def publish_example(example: Example, *, by: AbstractBaseUser) -> None:
    """Lets an example into the next report. Raises NotAllowed and Incomplete."""
    if any(lack.needed for lack in to_do(example)):
        raise Incomplete
    example.stage = _after(example, Step.PUBLISH).value
    example.save(update_fields=["stage", "changed_at"])
    record("publish_example", by=by, theme=example.theme, name=example.name)


@transaction.atomic
def withdraw_example(example: Example, *, by: AbstractBaseUser | None) -> None:
    """Takes an example out of the next report, at any time. Raises NotAllowed."""
    example.stage = _after(example, Step.WITHDRAW).value
    example.save(update_fields=["stage", "changed_at"])
    _withdrawn(example)
    record("withdraw_example", by=by, theme=example.theme, name=example.name)


def _withdrawn(example: Example) -> None:
    example.consents.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
