"""Reading the audit trail: a network's rows, and whether the chain holds."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from samklang.core.audit_chain import NOTHING, content_hash, row_hash
from samklang.core.privacy import Internal
from samklang.web.models import AuditHead, AuditRow, Network

# Deeds whose rows say how many rows of each theme they have emptied.
BLANKING = ("deidentify", "erase_member")


@dataclass(frozen=True)
class Chain:
    """What was found of the trail. faults: each as the row's id and a word for what is wrong.

    altered: what the row says does not fit its hash. broken: it does not follow the row before.
    emptied: it says nothing, and no row says that it was emptied. cut: rows are missing at the
    end. blanked: rows that were emptied rightly. head: the newest row's hash.
    """

    rows: Internal[int]
    blanked: Internal[int]
    head: Internal[str]
    faults: Internal[tuple[tuple[int, str], ...]]
    known: Internal[frozenset[str]] = frozenset()


def check_chain(*, wanted: frozenset[str] = frozenset()) -> Chain:
    """Goes through the whole trail. wanted: hashes whose presence is asked for (`known`)."""
    head = AuditHead.objects.filter(pk=1).first()
    previous = head.pruned_hash if head else NOTHING
    faults: list[tuple[int, str]] = []
    emptied: Counter[int | None] = Counter()
    attested: Counter[int | None] = Counter()
    known = set()
    rows = 0
    for row in AuditRow.objects.order_by("pk").iterator(chunk_size=2000):
        rows += 1
        if row.previous != previous:
            faults.append((row.pk, "broken"))
        if _altered(row):
            faults.append((row.pk, "altered"))
        if not row.salt:
            emptied[row.theme_id] += 1
        if row.action in BLANKING:
            for theme, count in row.detail.get("blanked", {}).items():
                attested[int(theme)] += count
        if row.hash in wanted:
            known.add(row.hash)
        previous = row.hash
    for theme, count in emptied.items():
        # Pruning may have taken emptied rows, never added any.
        if count > attested[theme]:
            last = AuditRow.objects.filter(theme=theme, salt="").order_by("-pk").first()
            faults.append((last.pk if last else 0, "emptied"))
    if previous != (head.hash if head else NOTHING):
        faults.append((0, "cut"))
    return Chain(rows, emptied.total(), previous, tuple(faults), frozenset(known))


def _altered(row: AuditRow) -> bool:
    content = row.content
    if row.salt:
        content = content_hash(row.salt, by=row.by_id, subject=row.subject, detail=row.detail)
    elif row.subject or row.detail or row.by_id:
        return True
    return row.hash != row_hash(
        row.previous,
        at=row.at,
        action=row.action,
        network=row.network_id,
        theme=row.theme_id,
        content=content,
    )


def of_network(network: Network) -> QuerySet[AuditRow]:
    """The rows of a network, and of its staff's accounts, newest first."""
    members = network.staff.values("user")
    account = Q(network=None, by__in=members) | Q(
        network=None, subject__in=network.staff.values("user__email")
    )
    rows = AuditRow.objects.filter(Q(network=network) | account)
    return rows.exclude(subject="", network=None, by=None).select_related("by", "theme")
