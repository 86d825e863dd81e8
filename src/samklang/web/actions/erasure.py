"""Erasure: answers taken back by whoever holds their receipt, and a member that has left."""

from collections import Counter

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samklang.web.actions.audit import record
from samklang.web.actions.coding_in_parts import let_go
from samklang.web.actions.retention import NAMING, remove_readings
from samklang.web.models import (
    AuditRow,
    Example,
    Invitation,
    Letter,
    Member,
    PendingErasure,
    RegisterUpload,
    Response,
)
from samklang.web.models.response import ResponseState


@transaction.atomic
def erase(response: Response) -> bool:
    """Empties a response for good; the member then counts as one that declined. False if it was.

    The worker then covers its words in the packages that published editions stand on, and removes
    all other packages that hold them, with their builds.
    """
    rows = Response.objects.filter(pk=response.pk).exclude(state=ResponseState.ERASED)
    emptied = rows.update(
        state=ResponseState.ERASED,
        answers={},
        changes=None,
        marks={},
        version=F("version") + 1,
        receipt=None,
        saved_at=None,
        sent_at=None,
    )
    if not emptied:
        return False
    _out_of_the_log(response)
    remove_readings(Response.objects.filter(pk=response.pk))
    let_go(response.theme)
    # A draft of a card is the answer's own words; what its owner has let be shown is another's
    # action.
    drafts = Example.objects.filter(theme=response.theme, answer__startswith=f"{response.pk}:")
    drafts.exclude(stage__in=("answered", "published")).delete()
    if response.invitation_id:
        Invitation.objects.filter(pk=response.invitation_id).update(
            finished_on=None, declined_at=timezone.now(), decline_reason=""
        )
    PendingErasure.objects.create(theme=response.theme, invitation=response.invitation_id)
    # No name: whoever reads the trail has no need of knowing who took an answer back.
    record("erase", by=None, theme=response.theme)
    return True


def _out_of_the_log(response: Response) -> None:
    """Takes out of the log of coding what is about the response's answers: its notes may quote."""
    answers = set(response.read_answers.values_list("pk", flat=True))
    sampled = set(response.sampled_answers.values_list("pk", flat=True))
    for step in response.theme.coding_steps.all():
        left = [
            change
            for change in step.changes
            if change.get("answer") not in answers and change.get("sampled") not in sampled
        ]
        if len(left) < len(step.changes):
            step.changes = left
            step.save(update_fields=["changes"])


class StillMember(Exception):
    """Only a member that has left can be erased: others are asked and written to."""


@transaction.atomic
def erase_member(member: Member, *, by: User) -> None:
    """Removes for good who a member is; where it is counted, it is counted as it was.

    Gone: name, number, addresses, contact, its changes and letters, its name in the trail. Left:
    place and groups, that it was asked, and its answers, which its receipt or the theme's date
    removes. Raises StillMember.
    """
    if member.active:
        raise StillMember
    name, network = member.name, member.network
    letters = Letter.objects.filter(invitation__member=member)
    ids = list(letters.exclude(message_id="").values_list("message_id", flat=True))
    letters.delete()
    Invitation.objects.filter(member=member).update(
        link_hash=None,
        email="",
        decline_reason="",
        delegated_at=None,
        delegated_to="",
        bounce_reason="",
    )
    member.changes.all().delete()
    RegisterUpload.objects.filter(network=network).delete()
    Member.objects.filter(pk=member.pk).update(
        name="–", number=f"–{member.pk}", organisation_number="", email="", contact=""
    )
    PendingErasure.objects.create(letters=ids)
    rows = AuditRow.objects.filter(theme__network=network, action__in=NAMING, subject=name)
    blanked = Counter(rows.exclude(salt="").values_list("theme", flat=True))
    rows.blank()
    record(
        "erase_member",
        by=by,
        network=network,
        blanked={str(theme): count for theme, count in blanked.items()},
    )
