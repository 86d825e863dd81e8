"""Unknown weights: shares that would tell withheld counts in a way that nothing here reckons with.

Weights that an answer decides, that each member has of its own or that more groups decide than can
be reckoned with make a printed share an equation that neither release nor audit knows. What it
could tell is refused.
"""

from collections.abc import Mapping, Sequence

from samklang.analysis.counting import Counting
from samklang.core.disclosure.candidate import CandidateTable
from samklang.core.disclosure.links import MOST_GROUPS
from samklang.core.disclosure.released import ReleasedTable
from samklang.core.faults import Fault
from samklang.core.language.messages import Message, message
from samklang.core.theme.frame import GROUP


def unknown_weights(
    candidates: Sequence[CandidateTable],
    released: Mapping[str, ReleasedTable],
    counting: Counting,
) -> Fault | None:
    """The fault of a table by groups that withholds what weighted shares could tell; None if none.

    None too where all weigh the same, or where the weights are known by group.
    """
    what = _what(counting)
    if not what:
        return None
    for table in candidates:
        rows = released[table.id].rows if table.by and not table.valued else ()
        if any(cell.status != "shown" for row in rows for cell in row.cells):
            remedy = message("faults.leave_out_the_table_that_weights", table=table.id)
            return Fault("theme.yaml", 0, "design", what, remedy)
    return None


def _what(counting: Counting) -> Message | None:
    """Why nobody can say what the shares tell; None where that can be said."""
    if counting.choice.clusters or counting.choice.replicates:
        return message("faults.variances_of_clusters_or_replicates")
    if counting.choice.weights:
        return message("faults.each_member_has_its_own_weight")
    decided = [v for v in counting.calibrated if not v.startswith(GROUP)]
    if decided:
        return message("faults.answers_decide_weights", question=decided[0])
    weights = counting.known_weights()
    if weights and len(weights.of) > MOST_GROUPS:
        return message("faults.groups_differ_in_weight", n=len(weights.of))
    return None
