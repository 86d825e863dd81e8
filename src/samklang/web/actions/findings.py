"""Deeds on findings: write one, look at one again, take one away."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.core.coding.findings import FindingEvidence
from samklang.core.language.wording import Wording, any_text
from samklang.package.findings import digest
from samklang.package.theme_package import ThemePackage
from samklang.web.actions.audit import record
from samklang.web.actions.codebook import new_key
from samklang.web.models import Finding, Theme


class WrittenMeanwhile(Exception):
    """Somebody else has saved the finding since it was opened."""


@transaction.atomic
def save_finding(
    theme: Theme,
    row: Finding | None,
    *,
    seen: int,
    evidence: Sequence[str],
    package: ThemePackage,
    by: User,
    **texts: Wording,
) -> Finding:
    """Writes a finding; `evidence` are "kind of". What is new among it has been looked at now.

    Raises WrittenMeanwhile.
    """
    known = {(kind, of): behind for kind, of, behind in row.evidence} if row else {}
    evidence_rows = []
    for item in evidence:
        kind, _, of = item.partition(" ")
        now = digest(FindingEvidence(kind, of), package)  # type: ignore[arg-type]
        if now:
            evidence_rows.append([kind, of, known.get((kind, of), now)])
    values: dict[str, object] = {**texts, "evidence": evidence_rows, "author": by}
    if row is None:
        taken = list(theme.findings.values_list("key", flat=True))
        key = new_key(any_text(texts["statement"]), taken)
        row = Finding.objects.create(
            theme=theme,
            key=key,
            reviewer=by,
            reviewed_on=timezone.localdate(),
            **values,
        )
    else:
        rows = Finding.objects.filter(pk=row.pk, version=seen)
        if not rows.update(version=seen + 1, **values):
            raise WrittenMeanwhile(row.key)
    record("save_finding", by=by, theme=theme, subject=row.key)
    return row


@transaction.atomic
def look_again(row: Finding, package: ThemePackage, *, by: User) -> None:
    """Says that a person has held the finding against its evidence as it is now."""
    row.evidence = [
        [kind, of, digest(FindingEvidence(kind, of), package)] for kind, of, _ in row.evidence
    ]
    row.reviewer, row.reviewed_on = by, timezone.localdate()
    row.version += 1
    row.save(update_fields=["evidence", "reviewer", "reviewed_on", "version"])
    record("look_at_finding", by=by, theme=row.theme, subject=row.key)


@transaction.atomic
def remove_finding(row: Finding, *, by: User) -> None:
    """Takes a finding away."""
    theme, key = row.theme, row.key
    row.delete()
    record("remove_finding", by=by, theme=theme, subject=key)
