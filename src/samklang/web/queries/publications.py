"""Publications as readers and staff see them."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from samklang.web.models import Build, Network, Publication, Theme
from samklang.web.models.publication import PublicationState
from samklang.web.models.theme import ThemeState


def public() -> QuerySet[Publication]:
    """Editions that anyone may read now: signed, their time come, not withdrawn."""
    return Publication.objects.filter(
        state=PublicationState.SIGNED, public_from__lte=timezone.now()
    ).select_related("theme__network", "build")


def latest(network: str, theme: str) -> Publication | None:
    """The newest public edition of a theme. One query."""
    return public().filter(theme__network__address=network, theme__address=theme).first()


def edition(network: str, theme: str, number: int) -> Publication | None:
    """An edition that is public, or that was and is withdrawn. One query."""
    readable = Q(state=PublicationState.SIGNED, public_from__lte=timezone.now())
    gone = Q(state=PublicationState.WITHDRAWN)
    return (
        Publication.objects.filter(
            readable | gone,
            theme__network__address=network,
            theme__address=theme,
            edition=number,
        )
        .select_related("theme__network", "build")
        .first()
    )


def editions(theme: Theme) -> list[Publication]:
    """A theme's editions that readers know of, newest first. One query."""
    readable = Q(state=PublicationState.SIGNED, public_from__lte=timezone.now())
    return list(
        theme.publications.filter(readable | Q(state=PublicationState.WITHDRAWN)).select_related(
            "signed_by"
        )
    )


def of_network(network: Network) -> list[Publication]:
    """The newest public edition of each of a network's themes, newest first. One query."""
    return _newest(public().filter(theme__network=network))


def newest_of_all() -> list[Publication]:
    """The newest public edition of every theme of every network, newest first. One query."""
    return _newest(public())


def _newest(editions: QuerySet[Publication]) -> list[Publication]:
    """The newest edition of each theme, by the day it became public, newest first."""
    of_theme: dict[int, Publication] = {}
    for edition in editions.order_by("-edition"):
        of_theme.setdefault(edition.theme_id, edition)
    return sorted(of_theme.values(), key=lambda p: p.public_from or p.created_at, reverse=True)


class MessageAddress(NamedTuple):
    name: str = ""
    email: str = ""


def message_address(network: Network) -> MessageAddress:
    """Whom a network's newest theme in use gives as its contact, '' for nobody."""
    themes = network.themes.exclude(state=ThemeState.DRAFT).exclude(contact_email="")
    themes = themes.order_by("-pk")
    newest = themes.values_list("contact_name", "contact_email").first()
    return MessageAddress(*newest) if newest else MessageAddress()


@dataclass(frozen=True)
class Work:
    """What staff see of a theme's reports: its builds and editions, newest first.

    running: whether a build waits or runs, so that the page looks again by itself.
    """

    builds: tuple[Build, ...]
    editions: tuple[Publication, ...]
    running: bool


def work(theme: Theme) -> Work:
    """A theme's reports. Two queries."""
    builds = tuple(Build.objects.filter(freeze__theme=theme).select_related("freeze", "by")[:20])
    editions = theme.publications.select_related("made_by", "reviewed_by", "signed_by", "build")
    running = any(b.state in ("queued", "running") for b in builds)
    return Work(builds, tuple(editions), running)
