"""Invitations: a personal link for one member of a theme's frame."""

from django.db import models

from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.web.models.member import Member
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme
from samklang.web.models.worded import CODE_LETTERS, language_choices


class Invitation(models.Model):
    """A member's place in a theme's frame, and the link to answer by.

    link_hash: SHA-256 of the link's token, hex; the token itself is derived when a letter is
    written (samklang.web.mail.links) and kept nowhere. turn: counts up when a link is replaced.
    opened_at: the first time a person pressed a button, since mail scanners follow links.
    finished_on: the day the answers came in; in anonymous mode all that says that they did.
    delegated_to: the colleague's address who was handed the link.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="invitations")
    member = models.ForeignKey(Member, models.PROTECT, related_name="invitations")
    link_hash = models.CharField(max_length=64, unique=True, null=True)
    turn = models.PositiveIntegerField(default=0)
    language = models.CharField(
        max_length=CODE_LETTERS, choices=language_choices, default=FIRST_LANGUAGE
    )
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=500, blank=True)
    delegated_at = models.DateTimeField(null=True, blank=True)
    delegated_to = models.EmailField(blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_reason = models.CharField(max_length=500, blank=True)
    opted_out_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        internal="id theme turn language created_at",
        personal="member link_hash email opened_at finished_on declined_at decline_reason "
        "delegated_at delegated_to bounced_at bounce_reason opted_out_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "member"], name="one_invitation_a_member")
        ]
