"""Standing: whether a figure of an edition still holds, was corrected or was withdrawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone

from samklang.web.models import Build, Publication
from samklang.web.models.publication import PublicationState

Stands = Literal["stands", "corrected", "superseded", "withdrawn"]


@dataclass(frozen=True)
class Standing:
    """What became of a figure of an edition.

    figure: its id. now: the edition where one sees what holds; None where there is none. changed:
    the edition that corrected the numbers, the newest of those that did.
    """

    stands: Stands
    edition: Publication
    figure: str
    now: Publication | None
    changed: Publication | None = None


def standing(
    edition: Publication, code: str, codes: Callable[[Build], Mapping[str, str]]
) -> Standing | None:
    """What became of the figure with a code; None where the edition has no such. One query.

    codes: the figures of a build by their codes.
    """
    figure = codes(edition.build).get(code)
    if figure is None:
        return None
    later = list(
        Publication.objects.filter(
            theme=edition.theme,
            edition__gt=edition.edition,
            state=PublicationState.SIGNED,
            public_from__lte=timezone.now(),
        )
        .select_related("theme__network", "build")
        .order_by("-edition")
    )
    now = later[0] if later else None
    if edition.state == PublicationState.WITHDRAWN:
        return Standing("withdrawn", edition, figure, now)
    if now is None:
        return Standing("stands", edition, figure, edition)
    if figure not in codes(now.build).values():
        return Standing("superseded", edition, figure, now)
    changed = next((p for p in later if any(d["figure"] == figure for d in p.differences)), None)
    return Standing("corrected" if changed else "stands", edition, figure, now, changed)
