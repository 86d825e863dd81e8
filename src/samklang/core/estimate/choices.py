"""What a theme chooses and knows before anything is estimated: strata, totals, kinds of weights.

Whoever reads a theme needs no arrays for that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from samklang.core.privacy import Internal

# A stratum is named by its values in the register's grouping columns; () where there are none.
Stratum = tuple[str, ...]
Level = tuple[str, ...]
ReplicateKind = Literal["JK1", "JKn", "BRR", "Fay", "bootstrap"]


@dataclass(frozen=True)
class Margin:
    """Known members per combination of the values of `variables`, in that order."""

    variables: Internal[tuple[str, ...]]
    members: Internal[Mapping[Level, int]]
