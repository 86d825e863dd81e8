"""The frame: which members a theme asks, each with an invitation and its link."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from samklang.web.actions.audit import record
from samklang.web.mail.links import link_hash, token
from samklang.web.models import Invitation, Member, Theme


class InUse(Exception):
    """An invitation that was sent or used cannot be taken back: nonresponse would vanish."""


@transaction.atomic
def invite(theme: Theme, members: Sequence[Member], *, by: User) -> int:
    """Adds members to a theme's frame; those there already stay as they are. Gives how many."""
    there = set(theme.invitations.values_list("member_id", flat=True))
    made = Invitation.objects.bulk_create(
        Invitation(theme=theme, member=m, language=m.language, email=m.email)
        for m in members
        if m.pk not in there
    )
    for invitation in made:
        invitation.link_hash = link_hash(token(invitation.pk, invitation.turn))
    Invitation.objects.bulk_update(made, ["link_hash"], batch_size=200)
    if made:
        record("invite", by=by, theme=theme, count=len(made))
    return len(made)


@transaction.atomic
def take_back(invitation: Invitation, *, by: User) -> None:
    """Takes a member out of the frame before anything was sent. Raises InUse after."""
    used = invitation.opened_at or invitation.finished_on or invitation.declined_at
    if used or invitation.letters.exclude(state="cancelled").exists():
        raise InUse
    invitation.delete()
    record("take_back", by=by, theme=invitation.theme, subject=invitation.member.name)


@transaction.atomic
def replace_link(invitation: Invitation, *, by: User) -> str:
    """Gives an invitation a new link; the old one opens nothing. Gives the new token."""
    invitation.turn += 1
    made = token(invitation.pk, invitation.turn)
    invitation.link_hash = link_hash(made)
    invitation.save(update_fields=["turn", "link_hash"])
    record("replace_link", by=by, theme=invitation.theme, subject=invitation.member.name)
    return made
