"""Findings of a theme as a theme package has them."""

from collections.abc import Mapping, Sequence
from typing import cast

from samklang.core.coding import findings as core
from samklang.web.models import Finding


def for_package(rows: Sequence[Finding], people: Mapping[int, str]) -> tuple[core.Finding, ...]:
    """Findings as a theme package has them; people are numbers there, as coders are."""
    return tuple(
        core.Finding(
            id=row.key,
            statement=row.statement,
            against=row.against,
            evidence=evidence_of(row),
            follows=row.follows,
            author=people.get(row.author_id or 0, ""),
            reviewer=people.get(row.reviewer_id or 0, ""),
            reviewed=row.reviewed_on,
        )
        for row in rows
    )


def evidence_of(row: Finding) -> tuple[core.FindingEvidence, ...]:
    """What a finding stands on."""
    return tuple(
        core.FindingEvidence(cast(core.EvidenceKind, kind), of, known)
        for kind, of, known in row.evidence
    )
