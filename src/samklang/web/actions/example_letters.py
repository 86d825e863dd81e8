"""Letters to owners of examples: a reminder where no answer came, and a question once a year."""

import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samklang.core.language.phrases import phrase
from samklang.web.actions.audit import record
from samklang.web.mail.links import link_hash, owner_address, owner_token
from samklang.web.models import Example

REMIND_AFTER = datetime.timedelta(days=14)
ASK_EVERY = datetime.timedelta(days=365)
# So many a round, that no post office takes a network for a sender of bulk.
MOST = 20


def write_to_owners(now: datetime.datetime | None = None) -> int:
    """Sends what is due, at most MOST letters; gives how many. Each is sent once."""
    now = now or timezone.now()
    sent = 0
    for example, kind in [*_unanswered(now), *_yearly(now)][:MOST]:
        sent += _write(example, kind, now)
    return sent


def _unanswered(now: datetime.datetime) -> list[tuple[Example, str]]:
    """Asked two weeks ago, not reminded, and no answer."""
    due = Example.objects.filter(
        stage="asked", reminded_at=None, changed_at__lt=now - REMIND_AFTER
    ).exclude(owner_email="")
    return [(example, "reminder") for example in due[:MOST]]


def _yearly(now: datetime.datetime) -> list[tuple[Example, str]]:
    """Published with their owner's yes, which is a year old; asked once about each year."""
    due = Example.objects.filter(
        Q(reminded_at=None) | Q(reminded_at__lt=now - ASK_EVERY),
        stage="published",
        claimed=True,
        checked_at__lt=now - ASK_EVERY,
    ).exclude(owner_email="")
    return [(example, "yearly") for example in due.order_by("checked_at")[:MOST]]


@transaction.atomic
def _write(due: Example, kind: str, now: datetime.datetime) -> int:
    """Sends one letter, and keeps that it was sent before it goes: never twice. 0 where the
    example is another by now, or another worker was first."""
    secret = owner_token(due.pk, due.turn)
    same = Example.objects.filter(
        pk=due.pk, stage=due.stage, version=due.version, reminded_at=due.reminded_at
    )
    # As `update`, so that being reminded is no change of the example.
    if not same.update(reminded_at=now, link_hash=link_hash(secret)):
        return 0
    example = Example.objects.select_related("theme__network").get(pk=due.pk)
    names = {
        "title": example.record["title"]["sv"],
        "network": example.theme.network.name,
        "link": owner_address(secret),
    }
    message = EmailMessage(
        phrase("sv", f"record.mail_{kind}_subject", **names),
        phrase("sv", f"record.mail_{kind}", **names),
        to=[example.owner_email],
    )
    if kind == "reminder":
        record("reminder_to_owner", by=None, theme=example.theme, name=example.name)
    else:
        record("yearly_to_owner", by=None, theme=example.theme, name=example.name)
    transaction.on_commit(lambda: message.send(fail_silently=True))
    return 1
