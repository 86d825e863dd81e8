"""The audit trail's one way in, and the one way out: rows that are too old."""

import datetime
import logging
import secrets

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from samklang.core.audit_chain import content_hash, row_hash
from samklang.web.models import AuditHead, AuditRow, Network, Theme

# The log's own copy of the trail's end: without it, rows cut off at the end would leave no gap.
_log = logging.getLogger("samklang.security")


# No savepoint: an action whose row cannot be written is not done.
@transaction.atomic(savepoint=False)
def record(
    action: str,
    *,
    by: User | None,
    network: Network | None = None,
    theme: Theme | None = None,
    subject: str = "",
    **detail: object,
) -> AuditRow:
    """Adds one row to the chain; `detail` holds what JSON can, never an answer.

    The network is the theme's where only a theme is given. Other rows wait until the transaction
    ends, so this is an action's last step.
    """
    if network is None and theme is not None:
        network = theme.network
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    row = AuditRow(
        action=action,
        by=by,
        network=network,
        theme=theme,
        at=timezone.now(),
        subject=subject[:200],
        detail=detail,
        salt=secrets.token_hex(16),
        previous=head.hash,
    )
    row.content = content_hash(row.salt, by=row.by_id, subject=row.subject, detail=detail)
    row.hash = row_hash(
        row.previous,
        at=row.at,
        action=action,
        network=row.network_id,
        theme=row.theme_id,
        content=row.content,
    )
    row.save()
    AuditHead.objects.filter(pk=1).update(hash=row.hash)
    transaction.on_commit(lambda: _said(row))
    return row


def _said(row: AuditRow) -> None:
    _log.info(
        "%s row=%s account=%s network=%s theme=%s chain=%s",
        *(row.action, row.pk, row.by_id or "-", row.network_id or "-", row.theme_id or "-"),
        row.hash,
    )


@transaction.atomic
def prune(before: datetime.datetime) -> int:
    """Removes the rows at the trail's beginning that are older than a time; gives how many.

    A row of its own says how many, and the chain goes on from the last one that was removed.
    """
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    first_kept = AuditRow.objects.filter(at__gte=before).order_by("pk").first()
    old = AuditRow.objects.filter(at__lt=before)
    if first_kept:
        old = old.filter(pk__lt=first_kept.pk)
    last = old.order_by("-pk").first()
    if head is None or last is None:
        return 0
    AuditHead.objects.filter(pk=1).update(pruned=last.pk, pruned_hash=last.hash)
    with connection.cursor() as cursor:
        # The trigger lets go of rows up to the one that the head names.
        cursor.execute("DELETE FROM web_auditrow WHERE id <= %s", [last.pk])
        removed = int(cursor.rowcount)
    record("prune_audit", by=None, removed=removed, hash=last.hash)
    return removed
