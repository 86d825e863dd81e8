"""The register: the members that were asked, and their strata."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samklang.core.privacy import Internal, Personal


@dataclass(frozen=True)
class Member:
    """An organisation in the sampling frame.

    groups: the register's other columns (county, type, size …); a stratum is a tuple of these.
    invited: whether the member was asked; one that was not is no part of the census.
    """

    id: Personal[str]
    name: Personal[str] = ""
    municipality: Internal[str] = ""
    groups: Internal[Mapping[str, str]] = field(default_factory=dict)
    invited: Internal[bool] = True

    def stratum(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The member's values in `columns`."""
        return tuple(self.groups[column] for column in columns)


@dataclass(frozen=True)
class Register:
    """All members, in the order of register.csv; `groups` names its grouping columns."""

    members: Personal[tuple[Member, ...]]
    groups: Internal[tuple[str, ...]] = ()

    def sizes(self, columns: Sequence[str]) -> Mapping[tuple[str, ...], int]:
        """Invited members per stratum, strata sorted by name."""
        counts = Counter(m.stratum(columns) for m in self.members if m.invited)
        return dict(sorted(counts.items()))

    def by_id(self) -> Mapping[str, Member]:
        """Members keyed by id."""
        return {m.id: m for m in self.members}
