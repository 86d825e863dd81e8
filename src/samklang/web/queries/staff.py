"""Who may do what: a person's membership of a network."""

from django.contrib.auth.models import User

from samklang.web.models import Membership, Network


def memberships(user: User) -> list[Membership]:
    """A person's memberships with their networks, by the network's name. One query."""
    listed = Membership.objects.filter(user=user).select_related("network")
    return list(listed.order_by("network__name"))


def membership(user: User, network: str) -> Membership | None:
    """The membership of the network at an address; None where there is none. One query."""
    memberships_there = Membership.objects.filter(user=user, network__address=network)
    return memberships_there.select_related("network").first()


def by_address(network: str) -> Network | None:
    """The network at an address, or None. One query."""
    return Network.objects.filter(address=network).first()
