"""Drawn together: whether clusters and replicate weights of a design can be so."""

import re
from collections.abc import Collection, Iterator

from samklang.core.faults import Fault
from samklang.core.language.messages import Message, message
from samklang.core.theme.frame import Frame
from samklang.core.theme.register import Member
from samklang.core.theme.theme import DesignChoice
from samklang.package.rows import REGISTER
from samklang.package.yaml_text import Path

REPLICATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,18})?")


def together_choice(design: DesignChoice) -> Iterator[tuple[Path, Message, Message]]:
    """What clusters and replicates say that cannot be so, whatever the register."""
    if design.clusters and design.kind != "sample":
        what = message("estimates.members_are_drawn_in_a_sample")
        yield ("clusters",), what, message("estimates.write_kind_sample")
    if design.clusters and design.clusters in design.cells:
        what = message("estimates.a_column_stands_twice")
        yield ("clusters",), what, message("package.keep_one")
    given = design.replicates
    if given is None:
        return
    if not design.weights:
        what = message("estimates.replicate_weights_need_the_weights")
        yield ("replicates",), what, message("estimates.name_their_column_in_weights")
    if len(set(given.columns)) < max(2, len(given.columns)):
        what = message("estimates.replicates_stand_twice")
        yield ("replicates", "columns"), what, message("estimates.name_each_column_once")
    if given.scales and len(given.scales) not in (1, len(given.columns)):
        what = message(
            "estimates.scales_stand_for_replicates",
            scales=len(given.scales),
            columns=len(given.columns),
        )
        yield ("replicates", "scales"), what, message("estimates.write_one_for_each")
    if given.kind == "JKn" and not given.scales:
        what = message("estimates.jkn_needs_a_scale")
        yield ("replicates", "scales"), what, message("estimates.write_n_1_n_of_the_stratum")
    if any(not scale >= 0 for scale in given.scales) or not 0 <= given.fay < 1:
        what = message("estimates.a_scale_is_below_0")
        yield ("replicates",), what, message("package.correct_it")


def together_faults(frame: Frame, present: Collection[Member]) -> Iterator[Fault]:
    """Clusters that lie in two strata, and replicate weights that are no numbers."""
    column = frame.choice.clusters
    if column:
        strata: dict[str, set[tuple[str, ...]]] = {}
        for member in frame.members:
            strata.setdefault(member.groups[column], set()).add(frame.cell(member))
        for name, within in sorted(strata.items()):
            if len(within) > 1:
                what = message(
                    "estimates.the_cluster_lies_in_strata", name=name[:40], within=len(within)
                )
                remedy = message("estimates.give_each_part_a_name_of_its_own")
                yield Fault(REGISTER, 0, column, what, remedy)
    for name in frame.choice.replicates.columns if frame.choice.replicates else ():
        for member in present:
            given = member.groups[name]
            if not REPLICATE.fullmatch(given):
                what = message(
                    "estimates.the_weight_is_no_number_from_0", given=given[:40], id=member.id
                )
                remedy = message("estimates.write_for_example_2_5_with")
                yield Fault(REGISTER, 0, name, what, remedy)
