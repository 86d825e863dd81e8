"""Proving: tables that show a number to be open, where its least and greatest take long to find."""

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from samklang.core.disclosure.attacker import LinearSystem
from samklang.core.disclosure.ranges import Ranges

# Tables near which others are looked for with the questions apart, the newest first.
CENTRES = 4


class Proof(NamedTuple):
    """Two tables between which a number differs by what is demanded of it."""

    low: Mapping[int, int]
    high: Mapping[int, int]


class Proving:
    """Whole tables that agree with all that is known, found one near another."""

    def __init__(
        self,
        network: LinearSystem,
        ranges: Ranges,
        *,
        joints: Collection[int],
        table: Mapping[int, int],
    ):
        """ranges: tightened. joints: see `joints`. table: one that agrees, of all the numbers."""
        self.network, self.ranges, self.joints = network, ranges, joints
        self.centres = [dict(table)]
        self.tables: list[Mapping[int, int]] = list(self.centres)

    def open(self, index: int, span: int) -> Proof | None:
        """Tables that prove a number to be open by `span`; None where none were found near."""
        found = self._proof(index)
        for table in self._further(index, span):
            if found.high[index] - found.low[index] >= span:
                break
            self.tables.append(table)
            found = self._proof(index)
        return found if found.high[index] - found.low[index] >= span else None

    def _proof(self, index: int) -> Proof:
        order = sorted(self.tables, key=lambda table: table[index])
        return Proof(order[0], order[-1])

    def _further(self, index: int, span: int) -> Iterator[Mapping[int, int]]:
        """Tables with less and with more of a number: of its question alone, then of them all."""
        for centre in [*islice(reversed(self.centres), CENTRES)]:
            for sign in (1, -1):
                near = self.network.near(
                    index, sign, self.ranges, centre, by=span, still=self.joints
                )
                if near is not None:
                    yield ChainMap(near, centre)
        for sign in (1, -1):
            centre = self.centres[0]
            near = self.network.near(index, sign, self.ranges, centre, by=span)
            if near is not None:
                self.centres.append(centre | near)
                yield self.centres[-1]
