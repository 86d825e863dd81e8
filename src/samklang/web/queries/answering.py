"""Answering: what a link opens, and where its answers stand."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, cast

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from samklang.core.language.wording import Language
from samklang.core.survey.questionnaire import Questionnaire
from samklang.web.mail.links import TOKEN, link_hash
from samklang.web.models import (
    Invitation,
    Member,
    Network,
    QuestionnaireVersion,
    Response,
    Theme,
)
from samklang.web.models.response import ResponseState
from samklang.web.models.sql import Columns, first
from samklang.web.models.theme import ThemeState
from samklang.web.queries.questionnaires import parsed


class Door(Enum):
    """Whether a theme takes answers now: not yet, now, no more, or no more and made a report of."""

    NOT_YET = "not-yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Place:
    """What a link opens: the invitation, with its theme, network and member, and its response.

    token: as in the address. response: None where nothing is begun, or, in anonymous mode, where
    this device has begun nothing. device: the device's key in anonymous mode, else ''. newest: the
    id of the version that new answers are to, where it was read and there is one.
    """

    token: str
    invitation: Invitation
    response: Response | None
    device: str = ""
    newest: int | None = None

    @property
    def theme(self) -> Theme:
        """The theme asked about."""
        return self.invitation.theme

    @property
    def language(self) -> Language:
        """The language of its pages: as chosen on them, where the theme has it."""
        wanted = self.invitation.language
        return self.theme.spoken_in(wanted)

    @property
    def door(self) -> Door:
        """Whether the theme takes answers now."""
        return door(self.theme)

    @property
    def sent(self) -> bool:
        """Whether answers have come in by this link."""
        if self.theme.anonymous:
            return self.invitation.finished_on is not None
        return self.response is not None and self.response.state == ResponseState.SENT

    @property
    def begun(self) -> bool:
        """Whether there are answers here that are not sent in, or are being changed."""
        if self.response is None or (self.theme.anonymous and self.sent):
            return False
        if self.response.state == ResponseState.SENT:
            return self.response.changes is not None
        return self.response.state == ResponseState.DRAFT

    @property
    def answers(self) -> Mapping[str, object]:
        """The answers as they stand on the pages, by question id."""
        return working(self.response) if self.response else {}


def door(theme: Theme) -> Door:
    """Whether a theme takes answers now; its closing time counts before anyone has closed it."""
    if theme.state == ThemeState.DRAFT:
        return Door.NOT_YET
    past = theme.closes_at is not None and theme.closes_at <= timezone.now()
    return Door.CLOSED if past or theme.state == ThemeState.CLOSED else Door.OPEN


def working(response: Response) -> Mapping[str, object]:
    """The answers as they stand on the pages: those being changed, else those that are kept."""
    answers = response.answers if response.changes is None else response.changes
    return cast(Mapping[str, object], answers)


class Extent(Enum):
    """How much of what a link opens is read at once; the rest is read when it is asked for.

    ALL: what any page shows. STEP: what the questions and the review do. START: all, and the
    version that new answers are to.
    """

    ALL = "all"
    STEP = "step"
    START = "start"


# What a member's pages show or decide by; each column more costs all of them.
_INVITATION = ("id", "theme", "member", "language", "opened_at", "finished_on", "declined_at")
_THEME = (
    *("id", "network", "title", "languages", "state", "anonymous", "closes_at"),
    *("contact_name", "contact_email"),
)
_NETWORK = ("id", "name", "address")
_RESPONSE = (
    *("id", "invitation", "theme", "questionnaire", "state", "version", "answers", "changes"),
    *("marks", "receipt", "saved_at", "sent_at"),
)
_MORE_OF_INVITATION = ("turn", "delegated_to", "opted_out_at")
_MORE_OF_THEME = (*("address", "retention", "purpose", "consent"),)


class _Linked(NamedTuple):
    """An invitation with its theme, network and member; its response; the newest version."""

    invitation: Invitation
    response: Response | None
    newest: int | None


class _ByLink:
    """The statement that reads what a link opens, to one extent."""

    def __init__(self, extent: Extent):
        step = extent is Extent.STEP
        self.parts = (
            Columns(Invitation, "i", _INVITATION + (() if step else _MORE_OF_INVITATION)),
            Columns(Theme, "t", _THEME + (() if step else _MORE_OF_THEME)),
            Columns(Network, "n", _NETWORK),
            Columns(Response, "r", _RESPONSE + (() if step else ("language",))),
            Columns(Member, "m", ("id",) if step else ("id", "name")),
        )
        newest = """, (
            SELECT v.id FROM web_questionnaireversion v
            WHERE v.theme_id = t.id AND v.published_at IS NOT NULL
            ORDER BY v.number DESC LIMIT 1)"""
        self.sql = f"""
            SELECT {", ".join(part.select for part in self.parts)}
                {newest if extent is Extent.START else ""}
            FROM web_invitation i
            JOIN web_theme t ON t.id = i.theme_id
            JOIN web_network n ON n.id = t.network_id
            JOIN web_member m ON m.id = i.member_id
            LEFT JOIN web_response r ON r.invitation_id = i.id
            WHERE i.link_hash = %s"""

    def first(self, hashed: str) -> _Linked | None:
        row = first(self.sql, [hashed])
        if row is None:
            return None
        objects, start = [], 0
        for part in self.parts:
            objects.append(part.made(row[start : start + len(part)]))
            start += len(part)
        invitation, theme, network, response, member = objects
        theme.network, invitation.theme, invitation.member = network, theme, member
        if response is not None:
            response.theme, response.invitation = theme, invitation
        return _Linked(invitation, response, row[start] if start < len(row) else None)


# One for each extent.
@lru_cache(maxsize=len(Extent))
def _by_link(extent: Extent) -> _ByLink:
    return _ByLink(extent)


def _published(theme: Theme | OuterRef) -> QuerySet[QuestionnaireVersion]:
    versions = QuestionnaireVersion.objects.filter(theme=theme, published_at__isnull=False)
    return versions.only("pk").order_by("-number")[:1]


def place(token: str, *, device: str = "", extent: Extent = Extent.ALL) -> Place | None:
    """What a link opens, or None where it opens nothing. One query; two in anonymous mode."""
    if not TOKEN.fullmatch(token):
        return None
    row = _by_link(extent).first(link_hash(token))
    if row is None:
        return None
    invitation, response, newest = row
    if invitation.theme.anonymous:
        return Place(token, invitation, _of_device(invitation.theme, device), device, newest)
    return Place(token, invitation, response, newest=newest)


def _of_key(device: str) -> Response | None:
    return Response.objects.filter(device_hash=device_hash(device)).first()


def _of_device(theme: Theme, device: str) -> Response | None:
    invitation = _of_key(device) if device else None
    return invitation if invitation is not None and invitation.theme_id == theme.pk else None


def device_hash(device: str) -> str:
    """What the database keeps of a device's key: its SHA-256, hex."""
    return hashlib.sha256(device.encode()).hexdigest()


@lru_cache(maxsize=64)
def questionnaire(version: int) -> Questionnaire:
    """The questionnaire of a published version, which never changes. One query, the first time."""
    source = QuestionnaireVersion.objects.values_list("source", flat=True).get(pk=version)
    return parsed(source)


def by_receipt(receipt: str) -> Response | None:
    """The response that a receipt is for, with its invitation, or None. One query."""
    responses = Response.objects.select_related("theme__network", "invitation")
    return responses.filter(receipt=receipt, state=ResponseState.SENT).first()


def version_for(theme: Theme) -> int | None:
    """The id of the version that new answers are to: the newest published. One query."""
    return _published(theme).values_list("pk", flat=True).first()


@dataclass(frozen=True)
class ClosedFacts:
    """What can be said of a theme that takes no answers. frozen: a report is being made."""

    not_yet: bool
    frozen: bool


def closed_facts(theme: Theme) -> ClosedFacts:
    """What can be said of a theme that takes no answers. One query."""
    return ClosedFacts(not_yet=door(theme) is Door.NOT_YET, frozen=theme.freezes.exists())
