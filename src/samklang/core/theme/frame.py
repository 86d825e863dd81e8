"""The frame: which members the results are about, who of them was asked, and in what stratum."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from samklang.core.estimate.choices import Margin, Stratum
from samklang.core.language.wording import any_text
from samklang.core.privacy import Internal, Personal
from samklang.core.theme.register import Member, Register
from samklang.core.theme.theme import DesignChoice

# Columns with the value that a group has of each.
Group = tuple[tuple[str, str], ...]
GROUP = "@"  # before the name of a group of the register; no question's id begins so


@dataclass(frozen=True)
class Frame:
    """The register read by a theme's design. register: None in an open survey."""

    register: Personal[Register | None]
    choice: Internal[DesignChoice]

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Those the results are about: all who were invited, or the whole register of a sample."""
        if self.register is None:
            return ()
        if self.choice.kind == "sample":
            return self.register.members
        return tuple(m for m in self.register.members if m.invited)

    @cached_property
    def asked(self) -> Register | None:
        """The register with `invited` saying who was asked: in a sample, those who were drawn."""
        drawn = self.choice.drawn
        if self.register is None or self.choice.kind != "sample":
            return self.register
        if drawn not in self.register.groups:
            return self.register
        marked = tuple(replace(m, invited=m.groups[drawn] == "yes") for m in self.register.members)
        return replace(self.register, members=marked)

    @cached_property
    def drawn(self) -> Mapping[Stratum, int] | None:
        """Members drawn by stratum where only their numbers are known, else None."""
        if self.choice.kind != "sample" or not self.choice.sizes:
            return None
        return {size.stratum: size.drawn for size in self.choice.sizes}

    @cached_property
    def _merged(self) -> Mapping[Stratum, Stratum]:
        return {
            stratum: (any_text(merged.name),)
            for merged in self.choice.collapse
            for stratum in merged.strata
        }

    @property
    def reported_by(self) -> tuple[str, ...]:
        """The columns by which it is told who answered: those of the strata, else of the weights.

        Where only the numbers drawn are known, no finer than these.
        """
        if self.register is None or self.choice.sizes:
            return self.choice.strata
        calibration = self.choice.calibration
        weighed = calibration.poststrat or calibration.columns[:1] if calibration else ()
        known = tuple(column for column in weighed if column in self.register.groups)
        return self.choice.cells or known

    def needed(self) -> Mapping[Group, int]:
        """How many of a group have answered at least, or the design could not be estimated.

        Two of a stratum, or all of a smaller one, and one of what the weights are calibrated to.
        """
        if self.register is None or self.choice.sizes:
            return {}
        cells = self.choice.cells
        strata = Counter(m.stratum(cells) for m in self.members if cells)
        found: dict[Group, int] = {
            tuple(zip(cells, stratum, strict=True)): min(2, size)
            for stratum, size in strata.items()
            if stratum not in self._merged
        }
        for margin in self.margins():
            columns = [name.removeprefix(GROUP) for name in margin.variables]
            if set(columns) <= set(self.register.groups):
                for values, size in margin.members.items():
                    found.setdefault(tuple(zip(columns, values, strict=True)), min(1, size))
        return found

    def cell(self, member: Member) -> Stratum:
        """The stratum that a member is estimated in, merged ones under their name."""
        own = member.stratum(self.choice.cells)
        return self._merged.get(own, own)

    def sizes(self) -> Mapping[Stratum, int]:
        """Members of every stratum that is estimated apart, sorted by name."""
        return dict(sorted(Counter(self.cell(m) for m in self.members).items()))

    def cluster_sizes(self) -> Mapping[tuple[Stratum, str], int]:
        """Members of every cluster, by its stratum and name."""
        column = self.choice.clusters
        return Counter((self.cell(m), m.groups[column]) for m in self.members)

    def group_sizes(self, column: str) -> Mapping[str, int]:
        """Members by value of a column, sorted by value."""
        return dict(sorted(Counter(m.groups[column] for m in self.members).items()))

    def margins(self) -> tuple[Margin, ...]:
        """The known totals that the weights are calibrated to, () where they are not."""
        calibration = self.choice.calibration
        if calibration is None:
            return ()
        if calibration.poststrat:
            return (self._margin(calibration.poststrat),)
        return tuple(self._margin((column,)) for column in calibration.columns)

    def _margin(self, columns: tuple[str, ...]) -> Margin:
        calibration = self.choice.calibration
        given = {
            total.values: total.members
            for total in (calibration.margins if calibration else ())
            if total.columns == columns
        }
        groups = self.register.groups if self.register else ()
        names = tuple(GROUP + c if c in groups else c for c in columns)
        return Margin(names, given or Counter(m.stratum(columns) for m in self.members))
