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
            remedy = (
                f"Leave out the table {table.id}, which withholds small counts, or weight by "
                "fewer groups of the register."
            )
            return Fault("theme.yaml", 0, "design", what, remedy)
    return None


def _what(counting: Counting) -> str:
    """Why nobody can say what the shares tell; '' where that can be said."""
    if counting.choice.clusters or counting.choice.replicates:
        return "variances are those of clusters or replicates: they could tell what is withheld."
    if counting.choice.weights:
        return "each member has a weight of its own, so that a share could tell what is withheld."
    decided = [v for v in counting.calibrated if not v.startswith(GROUP)]
    if decided:
        return f"the answers to {decided[0]} decide weights: a share could tell what is withheld."
    weights = counting.known_weights()
    if weights and len(weights.of) > MOST_GROUPS:
        return f"{len(weights.of)} groups differ in weight: a share could tell what is withheld."
    return ""
