"""The ledger: what earlier editions of a theme printed, against working out who came or went.

Two editions of which one response is the difference disclose that response. The ledger holds what
each edition printed and a digest of each of its responses, so that a later edition is released with
what a reader already has in view.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.members import GroupSize, Members
from samklang.core.disclosure.outline import Outline
from samklang.core.disclosure.released import ReleasedParticipation, ReleasedTable
from samklang.core.disclosure.weights import GroupWeight, Weights
from samklang.core.privacy import Internal, Public


@dataclass(frozen=True)
class IssuedTable:
    """A table as it was printed, and what its places count."""

    outline: Public[Outline]
    table: Public[ReleasedTable]


@dataclass(frozen=True)
class IssuedEdition:
    """One edition as it was issued.

    columns: of responses.csv, and of the register's groups, that the digests are made of.
    responses: digest of the answers by digest of the response's id. coded: the same of what the
    answers were coded as, which the tables named in `derived` count. participation: who had taken
    part, as it was printed.
    weighted_by, weights: what its shares were weighted by, () where all weighed the same.
    register, members: the register's columns then, and its invited members by all of them, which
    whoever kept the edition has; () where that was not noted.
    """

    edition: Public[str]
    threshold: Public[int]
    columns: Internal[tuple[str, ...]]
    responses: Internal[Mapping[str, str]]
    tables: Public[tuple[IssuedTable, ...]]
    coded: Internal[Mapping[str, str]] = field(default_factory=dict)
    derived: Public[tuple[str, ...]] = ()
    participation: Public[ReleasedParticipation | None] = None
    weighted_by: Public[tuple[str, ...]] = ()
    weights: Internal[tuple[GroupWeight, ...]] = ()
    register: Internal[tuple[str, ...]] = ()
    members: Internal[tuple[GroupSize, ...]] = ()


def without_digests(issued: IssuedEdition) -> IssuedEdition:
    """An edition as it can be kept where nobody need say of whom: its tables alone."""
    return replace(issued, responses={}, coded={}, register=(), members=())


def compared(
    issued: IssuedEdition, responses: Mapping[str, str], coded: Mapping[str, str]
) -> tuple[EarlierRelease, ...]:
    """An edition as a reader of a later one has it; `responses` and `coded` are those of now.

    They are made of the edition's columns. A response with other answers has both come and gone.
    What answers were coded as is compared by itself: coding one of them anew changes no answer.
    Where the very same responses have come and gone in both ways, all tables are of one comparison:
    what a figure of answers tells of who came then tells of their codes too.
    """
    if not issued.derived or _changed(issued.responses, responses) == _changed(issued.coded, coded):
        return (_compared(issued, issued.responses, responses, issued.tables),)
    answered = [t for t in issued.tables if t.table.id not in issued.derived]
    derived = [t for t in issued.tables if t.table.id in issued.derived]
    own = _compared(issued, issued.responses, responses, answered)
    of_codes = _compared(issued, issued.coded, coded, derived)
    return own, replace(of_codes, coded=True)


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Responses that are new or have other contents, and those that are gone or had."""
    then, present = set(before.items()), set(now.items())
    return {name for name, _ in present - then}, {name for name, _ in then - present}


def _compared(
    issued: IssuedEdition,
    before: Mapping[str, str],
    now: Mapping[str, str],
    tables: Sequence[IssuedTable],
) -> EarlierRelease:
    come, gone = _changed(before, now)
    return EarlierRelease(
        edition=issued.edition,
        respondents=len(before),
        threshold=issued.threshold,
        outlines=tuple(t.outline for t in tables),
        tables={t.table.id: t.table for t in tables},
        added=len(come),
        left=len(gone),
        respondents_added=len(now.keys() - before.keys()),
        respondents_left=len(before.keys() - now.keys()),
        participation=issued.participation,
        weights=Weights(issued.weighted_by, {w.group: w.weight for w in issued.weights})
        if issued.weights
        else None,
        members=Members.of(issued.register, issued.members) if issued.register else None,
    )
