"""Themes as staff see them in lists."""

from dataclasses import dataclass

from django.db.models import Count, Q

from samklang.web.models import Member, Network, Theme


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
