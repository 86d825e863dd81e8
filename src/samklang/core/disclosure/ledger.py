"""The ledger: what earlier editions of a theme printed, against working out who came or went.

Two editions of which one response is the difference disclose that response. The ledger holds what
each edition printed and a digest of each of its responses, so that a later edition is released with
what a reader already has in view.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from samklang.core.disclosure.known import EarlierRelease
from samklang.core.disclosure.outline import Outline
from samklang.core.disclosure.released import ReleasedTable
from samklang.core.privacy import Internal, Public


@dataclass(frozen=True)
class IssuedTable:
    """A table as it was printed, and what its places count."""

    outline: Public[Outline]
    table: Public[ReleasedTable]


@dataclass(frozen=True)
class IssuedEdition:
    """One edition as it was issued.

    columns: of responses.csv that the digests are made of. responses: digest of the answers by
    digest of the response's id. codings: digest of what the answers were coded as; coding anew
    tells of the coder and not of a member, so that derived tables are then not compared.
    """

    edition: Public[str]
    threshold: Public[int]
    columns: Internal[tuple[str, ...]]
    responses: Internal[Mapping[str, str]]
    tables: Public[tuple[IssuedTable, ...]]
    codings: Internal[str] = ""


def compared(
    issued: IssuedEdition, responses: Mapping[str, str], *, without: Collection[str] = ()
) -> EarlierRelease:
    """An edition as a reader of a later one has it; `responses` are the digests of now.

    without: tables that count something else now.

    They are made of the edition's columns. A response with other answers has both come and gone.
    """
    before, now = set(issued.responses.items()), set(responses.items())
    kept = [t for t in issued.tables if t.table.id not in without]
    return EarlierRelease(
        edition=issued.edition,
        respondents=len(before),
        threshold=issued.threshold,
        outlines=tuple(t.outline for t in kept),
        tables={t.table.id: t.table for t in kept},
        added=len(now - before),
        left=len(before - now),
    )
