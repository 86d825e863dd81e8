"""Themes as staff see them in lists."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from django.db.models import Count, Q

from samklang.web.models import Invitation, Member, Network, Theme
from samklang.web.queries.by_name import ByName
from samklang.web.queries.register import values_by_group


@dataclass(frozen=True)
class NetworkOverview:
    """A network's themes, newest first, with `invited` and `answered` on each; its members."""

    themes: tuple[Theme, ...]
    members: int


def network_overview(network: Network) -> NetworkOverview:
    """What a network's front page shows. Two queries."""
    themes = network.themes.annotate(
        invited=Count("invitations", distinct=True),
        answered=Count(
            "invitations", filter=Q(invitations__finished_on__isnull=False), distinct=True
        ),
    ).order_by("-created_at", "-pk")
    return NetworkOverview(
        themes=tuple(themes), members=Member.objects.filter(network=network, active=True).count()
    )


@dataclass(frozen=True)
class ThemeOverview:
    """Where a theme stands: numbers of invitations by what has become of them."""

    invited: int
    without_address: int
    answered: int
    started: int
    declined: int


def theme_overview(theme: Theme) -> ThemeOverview:
    """The numbers of a theme's front page. One query."""
    finished = Q(finished_on__isnull=False)
    declined = Q(declined_at__isnull=False)
    counts = theme.invitations.aggregate(
        invited=Count("pk"),
        without_address=Count("pk", filter=Q(email="")),
        answered=Count("pk", filter=finished),
        started=Count("pk", filter=Q(opened_at__isnull=False) & ~finished & ~declined),
        declined=Count("pk", filter=declined),
    )
    return ThemeOverview(**counts)


def frame_groups(network: Network) -> Mapping[str, tuple[str, ...]]:
    """The values of each group among active members, by group, sorted. One query."""
    values = values_by_group(network.members.filter(active=True))
    return {name: tuple(sorted(codes)) for name, codes in sorted(values.items())}


def in_frame(
    network: Network, *, counties: Sequence[str] = (), groups: Mapping[str, Set[str]] | None = None
) -> list[Member]:
    """Active members of the counties whose groups have one of the values; all where none is chosen.

    One query.
    """
    members = network.members.filter(active=True)
    if counties:
        members = members.filter(county__in=counties)
    return [
        m
        for m in members
        if all(str(m.groups.get(name, "")) in values for name, values in (groups or {}).items())
    ]


def invitations(theme: Theme) -> ByName[Invitation]:
    """A theme's invitations with their members, by name. Two queries."""
    return ByName(theme.invitations.select_related("member"), name="member__name")
