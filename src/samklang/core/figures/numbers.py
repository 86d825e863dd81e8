"""Released numbers: all that is counted for a report, and no word of a member's."""

from collections.abc import Mapping
from dataclasses import dataclass

from samklang.core.disclosure.released import (
    ReleasedAccount,
    ReleasedCoding,
    ReleasedDifference,
    ReleasedParticipation,
    ReleasedTable,
    ReleasedTest,
)
from samklang.core.manuscript.targets import Target


@dataclass(frozen=True)
class ReleasedNumbers:
    """The numbers of a report, each field as in Material. Quotes are not among them."""

    tables: Mapping[str, ReleasedTable]
    participation: ReleasedParticipation
    accounts: tuple[ReleasedAccount, ...]
    coding: ReleasedCoding | None
    coded: tuple[str, ...]
    differences: tuple[tuple[Target, ReleasedDifference], ...]
    tests: Mapping[str, ReleasedTest]
    effects: tuple[tuple[Target, float | None], ...]
