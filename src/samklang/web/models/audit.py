"""The audit trail: who did what, when. Rows are added and never changed."""

from django.conf import settings
from django.db import models

from samklang.web.models.network import Network
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class AppendOnly(Exception):
    """A row of the audit trail can be neither changed nor removed."""


class AuditRows(models.QuerySet["AuditRow"]):
    """Rows of the trail. What changes them is refused here, and by triggers in the database."""

    def blank(self) -> int:
        """Empties what the rows say of people and things; gives how many said anything.

        The chain holds: it has the rows' contents by a hash whose salt goes too.
        """
        saying = self.exclude(salt="")
        return models.QuerySet.update(saying, subject="", detail={}, by=None, salt="")

    def update(self, **values: object) -> int:
        """Raises AppendOnly."""
        raise AppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises AppendOnly."""
        raise AppendOnly


class AuditRow(models.Model):
    """One action, chained to the one before it (samklang.core.audit_chain).

    action: name of the action, for example "open_theme". by: null where it was a member's or the
    worker's, and where nobody was logged in. subject: what it was done to, in words. detail:
    what else, never an answer. salt: '' where subject, detail and by have been emptied.
    Account, network and theme may go; the row stays.
    """

    network = models.ForeignKey(
        Network, models.DO_NOTHING, null=True, related_name="audit", db_constraint=False
    )
    theme = models.ForeignKey(
        Theme, models.DO_NOTHING, null=True, related_name="audit", db_constraint=False
    )
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    # The triggers that keep the log append-only name the column, so it has its first name still.
    action = models.CharField(max_length=40, db_index=True, db_column="deed")
    subject = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, blank=True)
    content = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditRows.as_manager()

    privacy = classed(
        internal="id network theme at action salt content previous hash",
        personal="by subject detail",
    )

    class Meta:
        ordering = ["-pk"]

    def save(self, *args: object, **kwargs: object) -> None:
        """Raises AppendOnly where the row is there already."""
        if self.pk is not None:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Raises AppendOnly."""
        raise AppendOnly


class AuditHead(models.Model):
    """The one row that says where the trail ends; whoever adds to the trail holds it meanwhile.

    pruned: the id of the last row that was removed for age; pruned_hash: that row's hash.
    """

    hash = models.CharField(max_length=64, blank=True)
    pruned = models.BigIntegerField(default=0)
    pruned_hash = models.CharField(max_length=64, blank=True)

    privacy = classed(internal="id hash pruned pruned_hash")
