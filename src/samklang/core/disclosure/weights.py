"""Weights as a reader knows them: what a respondent of each group stands for."""

from collections.abc import Mapping
from dataclasses import dataclass

from samklang.core.privacy import Internal, Public


@dataclass(frozen=True)
class Weights:
    """Members that a respondent stands for, by the values of the columns that decide it.

    Whoever has the register and knows how many of each group answered can work them out.
    """

    columns: Public[tuple[str, ...]]
    of: Internal[Mapping[tuple[str, ...], float]]


@dataclass(frozen=True)
class GroupWeight:
    """What a respondent of a group stood for, as a ledger notes it."""

    group: Public[tuple[str, ...]]
    weight: Internal[float]
