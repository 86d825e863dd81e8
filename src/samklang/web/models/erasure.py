"""Erasures that have been done in the rows and not yet in files and free space."""

from django.db import models

from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class PendingErasure(models.Model):
    """What the worker has still to remove; the row goes when that is done.

    theme: null where a member's own particulars were erased. invitation: whose answers were taken
    back; null where the whole theme was de-identified.
    letters: the Message-IDs whose letters are taken out of mail that is kept as files.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, null=True, related_name="erasures")
    invitation = models.BigIntegerField(null=True)
    letters = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    privacy = classed(internal="id theme at", personal="invitation letters")
