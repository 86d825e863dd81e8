"""The method box: how a survey was made, in facts, and who answered in each group."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A row of the method box: what, and its value in words."""

    label: str
    value: str


@dataclass(frozen=True)
class StratumRow:
    """Who answered in one group: members invited, answered and the rate in whole per cent.

    answered and rate are None where fewer than the threshold answered.
    """

    label: str
    invited: int
    answered: int | None
    rate: int | None


@dataclass(frozen=True)
class MethodBox:
    """The method in brief, computed from register and responses. `strata` may be empty.

    reading: what the words beside the numbers mean, for those who have not met them before.
    """

    title: str
    facts: tuple[Fact, ...]
    strata_title: str
    strata: tuple[StratumRow, ...]
    text: tuple[str, ...]
    reading_title: str = ""
    reading: tuple[Fact, ...] = ()
    evidence: str = ""
