"""Participation: who was invited and who answered, ready to print. Reads the register."""

from collections import Counter
from collections.abc import Sequence

from samklang.core.disclosure.release import protect
from samklang.core.disclosure.released import ReleasedGroup, ReleasedParticipation
from samklang.core.register import Register
from samklang.core.survey.responses import Responses


def participation(
    register: Register | None,
    responses: Responses,
    *,
    by: Sequence[str],
    partial: bool,
    threshold: int,
) -> ReleasedParticipation:
    """Members invited and answered, overall and per stratum of the columns `by`.

    register: None in an open survey. partial: whether begun responses count as answers.
    """
    counted = responses.counted(partial=partial)
    statuses = Counter(r.status for r in responses)
    begun = 0 if partial else statuses["partial"]
    if register is None:
        return ReleasedParticipation(
            invited=None, answered=len(counted), partial=begun, declined=statuses["declined"]
        )
    sizes = register.sizes(by) if by else {}
    members = register.by_id()
    answered = Counter(members[r.member].stratum(by) for r in counted)
    strata = list(sizes)
    shown = protect([answered[s] for s in strata], threshold=threshold)
    return ReleasedParticipation(
        invited=sum(m.invited for m in register.members),
        answered=len(counted),
        partial=begun,
        declined=statuses["declined"],
        by=tuple(by),
        groups=tuple(
            ReleasedGroup(s, sizes[s], answered[s] if status == "shown" else None)
            for s, status in zip(strata, shown, strict=True)
        ),
    )
