"""Beside: another built folder of the same answers, as a reader of both knows it.

An earlier edition, a later one, or a sister: a report of a part, or with other figures. How many
answers only one of them has is told by how many each has; which they are is not. As few are taken
to have changed as can have, since fewer tell more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.members import members
from samklang.core.privacy import Internal, Public
from samklang.core.theme.register import Register
from samklang.publication.reading.figures import Publication, publication
from samklang.publication.reading.weights import weights_of


@dataclass(frozen=True)
class OtherFolder:
    """A built folder that a reader has as well. register: its own, None where that is of now."""

    folder: Public[Path]
    register: Internal[Register | None] = None


def respondents_of(read: Publication) -> int:
    """How many answered, as far as anything printed says."""
    bases = (row.base or 0 for table in read.tables for row in table.rows)
    return max(read.participation.answered, *bases, 0)


def beside(
    other: OtherFolder, register: Register | None, *, respondents: int, known: Mapping[str, str]
) -> EarlierRelease:
    """What a folder printed, held against a publication of so many respondents.

    register: of that one. known: what that one calls its questions, by their wording.
    """
    own = other.register
    read = publication(other.folder, own or register, known=known)
    there = respondents_of(read)
    return EarlierRelease(
        edition=other.folder.as_posix(),
        respondents=there,
        threshold=max((table.threshold for table in read.tables), default=0),
        outlines=read.outlines,
        tables={table.id: table for table in read.tables},
        added=max(0, respondents - there),
        left=max(0, there - respondents),
        participation=read.participation if read.participation.groups else None,
        weights=weights_of(read),
        # A part's register has none of the whole's other groups, so that it bounds the part alone.
        members=members(own, own.groups) if own else None,
    )
