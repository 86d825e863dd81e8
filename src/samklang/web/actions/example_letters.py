"""Letters to owners of examples: their link, a reminder where no answer came, a question a year.

Each letter makes the link valid for the network's number of days again.
"""

import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import FIRST_LANGUAGE
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
    return [(example, "reminder") for example in due.select_related("theme__network")[:MOST]]


def _yearly(now: datetime.datetime) -> list[tuple[Example, str]]:
    """Published with their owner's yes, which is a year old; asked once about each year."""
    due = Example.objects.filter(
        Q(reminded_at=None) | Q(reminded_at__lt=now - ASK_EVERY),
        stage="published",
        claimed=True,
        checked_at__lt=now - ASK_EVERY,
    ).exclude(owner_email="")
    oldest = due.select_related("theme__network").order_by("checked_at")
    return [(example, "yearly") for example in oldest[:MOST]]


def renewed(example: Example, now: datetime.datetime) -> str:
    """Gives an example a link that is valid from now on, and its secret; nothing is saved.

    The same as before while that still is valid, so that several letters lead to the example. One
    that has expired stays so, and another takes its place.
    """
    if example.link_hash and not example.link_holds(now):
        example.turn += 1
    secret = owner_token(example.pk, example.turn)
    example.link_hash, example.link_sent_at = link_hash(secret), now
    return secret


@transaction.atomic
def send_anew(expired: Example) -> None:
    """Sends the owner a new link in place of one that has expired, to the address that is known;
    nothing where there is none, or where somebody else was first."""
    examples = Example.objects.select_for_update(of=("self",)).select_related("theme__network")
    example, now = examples.get(pk=expired.pk), timezone.now()
    if not example.owner_email or example.link_hash != expired.link_hash or example.link_holds(now):
        return
    secret = renewed(example, now)
    # As `update`, so that a new link is no change of the example.
    Example.objects.filter(pk=example.pk).update(
        turn=example.turn, link_hash=example.link_hash, link_sent_at=now
    )
    record("renew_owner_link", by=None, theme=example.theme, name=example.name)
    send(example, "catalogue.mail_expired_subject", "catalogue.mail_expired", secret)


def send(example: Example, subject: str, body: str, secret: str, **more: str) -> None:
    """Sends the owner a letter once the transaction is done.

    subject, body: phrases of the example's title, its network, the link and what `more` has.
    """
    names = {
        "title": example.record["title"][FIRST_LANGUAGE],
        "network": example.theme.network.name,
        "link": owner_address(secret),
        **more,
    }
    message = EmailMessage(
        phrase(FIRST_LANGUAGE, subject, **names),
        phrase(FIRST_LANGUAGE, body, **names),
        to=[example.owner_email],
    )
    transaction.on_commit(lambda: message.send(fail_silently=True))


@transaction.atomic
def _write(due: Example, kind: str, now: datetime.datetime) -> int:
    """Sends one letter, and keeps that it was sent before it goes: never twice. 0 where the
    example is another by now, or another worker was first."""
    secret = renewed(due, now)
    same = Example.objects.filter(
        pk=due.pk, stage=due.stage, version=due.version, reminded_at=due.reminded_at
    )
    # As `update`, so that being reminded is no change of the example.
    if not same.update(reminded_at=now, turn=due.turn, link_hash=due.link_hash, link_sent_at=now):
        return 0
    example = Example.objects.select_related("theme__network").get(pk=due.pk)
    if kind == "reminder":
        record("reminder_to_owner", by=None, theme=example.theme, name=example.name)
    else:
        record("yearly_to_owner", by=None, theme=example.theme, name=example.name)
    send(example, f"record.mail_{kind}_subject", f"record.mail_{kind}", secret)
    return 1
