"""Drawn together: whether clusters and replicate weights of a design can be so."""

import re
from collections.abc import Collection, Iterator

from samklang.core.faults import Fault
from samklang.core.theme.frame import Frame
from samklang.core.theme.register import Member
from samklang.core.theme.theme import DesignChoice
from samklang.package.rows import REGISTER
from samklang.package.yaml_text import Path

REPLICATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,18})?")


def together_choice(design: DesignChoice) -> Iterator[tuple[Path, str, str]]:
    """What clusters and replicates say that cannot be so, whatever the register."""
    if design.clusters and design.kind != "sample":
        yield ("clusters",), "members are drawn in a sample only.", "Write kind: sample."
    if design.clusters and design.clusters in design.cells:
        yield ("clusters",), "a column stands twice.", "Keep one."
    given = design.replicates
    if given is None:
        return
    if not design.weights:
        what = "replicate weights need the weights that they vary around."
        yield ("replicates",), what, "Name their column in weights."
    if len(set(given.columns)) < max(2, len(given.columns)):
        what = "replicates are fewer than two, or one stands twice."
        yield ("replicates", "columns"), what, "Name each column once."
    if given.scales and len(given.scales) not in (1, len(given.columns)):
        what = f"{len(given.scales)} scales stand for {len(given.columns)} replicates."
        yield ("replicates", "scales"), what, "Write one for each."
    if given.kind == "JKn" and not given.scales:
        what = "JKn needs a scale for each replicate."
        yield ("replicates", "scales"), what, "Write (n - 1)/n of the stratum it left one out of."
    if any(not scale >= 0 for scale in given.scales) or not 0 <= given.fay < 1:
        what = "a scale is below 0, or fay is not from 0 to below 1."
        yield ("replicates",), what, "Correct it."


def together_faults(frame: Frame, present: Collection[Member]) -> Iterator[Fault]:
    """Clusters that lie in two strata, and replicate weights that are no numbers."""
    column = frame.choice.clusters
    if column:
        strata: dict[str, set[tuple[str, ...]]] = {}
        for member in frame.members:
            strata.setdefault(member.groups[column], set()).add(frame.cell(member))
        for name, within in sorted(strata.items()):
            if len(within) > 1:
                what = f"the cluster '{name[:40]}' lies in {len(within)} strata."
                yield Fault(REGISTER, 0, column, what, "Give each part a name of its own.")
    for name in frame.choice.replicates.columns if frame.choice.replicates else ():
        for member in present:
            given = member.groups[name]
            if not REPLICATE.fullmatch(given):
                what = f"the weight '{given[:40]}' of {member.id} is no number from 0."
                yield Fault(REGISTER, 0, name, what, "Write for example 2.5, with a decimal point.")
