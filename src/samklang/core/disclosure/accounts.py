"""Accounts of open questions as they may be printed.

How many answers carry any code is a function of the coded tables: beside a withheld cell it would
narrow what the cell can be. So coded and not coded are told apart only where no cell of a coded
table is withheld and neither part is smaller than the threshold. And where only those write who
gave some answer ("annat, nämligen"), as many gave it at least: an account stands beside no table
that withholds such an answer. How many wrote and have been read is the base of the figures of
codes: where that is withheld nothing is told.
"""

from collections.abc import Iterable, Mapping, Sequence

from samklang.core.coding.accounting import Account
from samklang.core.disclosure.released import ReleasedAccount, ReleasedTable

# Parts that say what answers hold; the others only say how far the reading has come.
OF_CONTENT = ("coded", "no_code", "undecided")


def release_accounts(
    accounts: Sequence[Account],
    coded_tables: Iterable[ReleasedTable],
    *,
    threshold: int,
    gates: Mapping[str, Sequence[ReleasedTable]],
) -> tuple[ReleasedAccount, ...]:
    """What may be printed of each account; its parts add up to `invited`.

    gates: the tables of the answers that decide who may write, by the account's question; none
    where everybody may. A question that fewer than `threshold` answered is left out, and each where
    a figure of codes withholds how many it is of.
    """
    coded = list(coded_tables)
    of_all = [table for table in coded if "|" not in table.id]
    if any(row.base is None for table in of_all for row in table.rows):
        return ()
    whole = _whole(coded)
    released = []
    for account in accounts:
        if account.answered < threshold or not _whole(gates.get(account.question, ())):
            continue
        content = {name: getattr(account, name) for name in OF_CONTENT}
        apart = whole and all(n == 0 or n >= threshold for n in content.values())
        shown = content if apart else {"read": sum(content.values())}
        parts = {"unanswered": account.unanswered, "unread": account.unread, **shown}
        parts["withheld"] = account.withheld
        released.append(
            ReleasedAccount(
                account.question,
                account.invited,
                tuple((name, count) for name, count in parts.items() if count),
            )
        )
    return tuple(released)


def _whole(tables: Iterable[ReleasedTable]) -> bool:
    """Whether no cell is withheld."""
    return all(
        cell.status == "shown" for table in tables for row in table.rows for cell in row.cells
    )
