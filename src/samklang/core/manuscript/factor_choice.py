"""Factor choice: which of the factors a figure shows, and by which groups."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samklang.core.coding.codebook import FACTORS, VALENCES, direction

# What the figures of factors by groups are called begins so.
FACTORS_BY = f"{FACTORS}-"


@dataclass(frozen=True)
class FactorChoice:
    """The factors of a figure.

    by: the column or question that members are parted by, '' for all of them together. factor: the
    one code shown, '' for all. direction: the one valence shown, '' for both. name: what the figure
    is called, '' for a name made of what it shows.
    """

    by: str = ""
    factor: str = ""
    direction: str = ""
    name: str = ""

    @property
    def id(self) -> str:
        """The figure's id."""
        if not self.by:
            return FACTORS
        shown = "-".join(part for part in (self.factor, self.direction) if part)
        return self.name or re.sub(r"[^A-Za-z0-9_-]+", "-", f"{FACTORS_BY}{shown}-by-{self.by}")

    def series(self, codes: Sequence[str]) -> tuple[str, ...]:
        """The series of the figure by groups, of the ids of all codes with valence."""
        return tuple(
            direction(code, valence)
            for code in codes
            for valence in VALENCES
            if self.factor in ("", code) and self.direction in ("", valence)
        )
