"""Findings: what the report says, with its evidence and the cases against it."""

import datetime
from dataclasses import dataclass, field
from typing import Literal

from samklang.core.language.wording import Wording
from samklang.core.privacy import Internal, Public

EvidenceKind = Literal["share", "code", "quote", "example", "reference"]


@dataclass(frozen=True)
class FindingEvidence:
    """One thing that a finding stands on.

    of: ``q1=yes`` for a share, ``economy:hinders`` for coded answers, else the id of a coding that
    is quoted, of an example, or the key of a reference. digest: of what was behind it when
    somebody last looked; another digest now makes the finding stale.
    """

    __pydantic_config__ = {"extra": "forbid"}

    kind: Public[EvidenceKind]
    of: Public[str]
    digest: Internal[str] = ""


@dataclass(frozen=True)
class Finding:
    """A statement with what bears it out and what speaks against it.

    against: the cases against it that were looked for, and what they say. follows: what it leads
    to. reviewer, reviewed: who last looked at it with its evidence, and when.
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    statement: Public[Wording]
    against: Public[Wording]
    evidence: Public[tuple[FindingEvidence, ...]]
    follows: Public[Wording] = field(default_factory=Wording)
    author: Internal[str] = ""
    reviewer: Internal[str] = ""
    reviewed: Internal[datetime.date | None] = None


def opposite(of: str) -> str:
    """The same code with the other valence; '' where it has none."""
    code, _, valence = of.partition(":")
    other = {"enables": "hinders", "hinders": "enables"}.get(valence, "")
    return f"{code}:{other}" if other else ""
