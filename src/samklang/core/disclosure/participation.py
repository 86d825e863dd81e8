"""Participation: who was invited and who answered, ready to print. Reads the register."""

from collections import Counter
from collections.abc import Mapping, Sequence

from samklang.core.disclosure.candidate import Conditions
from samklang.core.disclosure.release import protect
from samklang.core.disclosure.released import (
    AnsweredAtLeast,
    ReleasedGroup,
    ReleasedParticipation,
)
from samklang.core.estimate.choices import Stratum
from samklang.core.survey.responses import Responses
from samklang.core.theme.register import Register


def participation(
    register: Register | None,
    responses: Responses,
    *,
    by: Sequence[str],
    partial: bool,
    threshold: int,
    drawn: Mapping[Stratum, int] | None = None,
    population: int | None = None,
    needed: Mapping[Conditions, int] | None = None,
) -> ReleasedParticipation:
    """Members invited and answered, overall and per stratum of the columns `by`.

    register: None in an open survey. partial: whether begun responses count as answers.
    drawn: members drawn by stratum, where the register does not tell who they were. population:
    the members that a sample was drawn from. needed: how many of a group have answered at least.
    """
    counted = responses.counted(partial=partial)
    statuses = Counter(r.status for r in responses)
    begun = 0 if partial else statuses["partial"]
    if register is None:
        return ReleasedParticipation(
            invited=None, answered=len(counted), partial=begun, declined=statuses["declined"]
        )
    sizes: Mapping[Stratum, int] = register.sizes(by) if by else {}
    invited = sum(m.invited for m in register.members)
    if drawn is not None:
        sizes, invited = dict(sorted(drawn.items())) if by else {}, sum(drawn.values())
    members = register.by_id()
    answered = Counter(members[r.member].stratum(by) for r in counted)
    strata = list(sizes)
    shown = protect([answered[s] for s in strata], threshold=threshold)
    return ReleasedParticipation(
        invited=invited,
        population=population,
        answered=len(counted),
        partial=begun,
        declined=statuses["declined"],
        by=tuple(by),
        needed=tuple(AnsweredAtLeast(group, least) for group, least in (needed or {}).items()),
        groups=tuple(
            ReleasedGroup(s, sizes[s], answered[s] if status == "shown" else None)
            for s, status in zip(strata, shown, strict=True)
        ),
    )
