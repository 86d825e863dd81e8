"""An earlier edition: what it printed, as whoever kept it has it beside the numbers of now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from samklang.core.disclosure.members import Members
from samklang.core.disclosure.outline import Outline
from samklang.core.disclosure.released import ReleasedParticipation, ReleasedTable
from samklang.core.disclosure.weights import Weights
from samklang.core.privacy import Internal, Public


@dataclass(frozen=True)
class EarlierRelease:
    """What an earlier edition printed, and how its respondents differ from those of now.

    respondents: it had. added: responses of now that it did not have; left: its responses that are
    gone now. A changed response is both. respondents_added, respondents_left: those of whom only
    one of both has a response, None where that is not known apart. coded: its tables count codes,
    which a coder may change.
    participation: who had taken part, as it was printed. weights: what its shares were weighted
    by, None where all weighed the same. members: the register by group as it was then, None where
    that is not known.
    """

    edition: Public[str]
    respondents: Public[int]
    threshold: Public[int]
    outlines: Public[tuple[Outline, ...]]
    tables: Public[Mapping[str, ReleasedTable]]
    added: Internal[int] = 0
    left: Internal[int] = 0
    respondents_added: Internal[int | None] = None
    respondents_left: Internal[int | None] = None
    coded: Public[bool] = False
    participation: Public[ReleasedParticipation | None] = None
    weights: Internal[Weights | None] = None
    members: Internal[Members | None] = None

    @property
    def same(self) -> bool:
        """Whether it was made of the very responses of now."""
        return not self.added and not self.left

    def of_respondents(self) -> "EarlierRelease":
        """The same, as those of whom only one of both has a response differ, whatever they said."""
        if self.respondents_added is None or self.respondents_left is None:
            return self
        return replace(self, added=self.respondents_added, left=self.respondents_left)

    def renamed(self) -> tuple[Outline, ...]:
        """Its outlines under names that no table of now has; they ask the same questions."""
        renamed = []
        for outline in self.outlines:
            parent = outline.parent and (f"{self.edition}/{outline.parent[0]}", outline.parent[1])
            renamed.append(
                replace(
                    outline,
                    id=f"{self.edition}/{outline.id}",
                    question=outline.question or outline.id,
                    parent=parent,
                )
            )
        return tuple(renamed)
