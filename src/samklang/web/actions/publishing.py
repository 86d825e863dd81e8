"""Publishing: a build is proposed, reviewed, signed, and public at an address that lasts."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from samklang.core.faults import FaultyInput
from samklang.core.language.wording import Wording, in_languages
from samklang.core.theme.series import EarlierTheme
from samklang.package.model import adapter
from samklang.package.read import read
from samklang.publication.differences import differences
from samklang.publication.series import earlier_theme
from samklang.web.actions.audit import record
from samklang.web.models import Build, Publication
from samklang.web.models.build import BuildState
from samklang.web.models.publication import PublicationState
from samklang.web.queries.ledger import not_held_against


class NotBuilt(Exception):
    """Only a finished build can be published."""


class OutOfOrder(Exception):
    """The edition is not in the state that the action begins from."""


class NoErrata(Exception):
    """An edition after the first says what it corrects."""


class NotHeldAgainst(Exception):
    """Editions were signed after this one's report was made, which does not know what they print.

    numbers: of those editions.
    """

    def __init__(self, numbers: Sequence[int]):
        self.numbers = tuple(numbers)
        super().__init__(f"Not held against editions {self.numbers}")


@transaction.atomic
def propose(build: Build, *, by: User) -> Publication:
    """A new edition of a build, as a draft, with what differs from the last signed edition."""
    if build.state != BuildState.DONE:
        raise NotBuilt
    theme = build.freeze.theme
    editions = theme.publications.select_for_update()
    last = editions.filter(state=PublicationState.SIGNED).first()
    number = (theme.publications.aggregate(last=Max("edition"))["last"] or 0) + 1
    changed = []
    if last:
        folders = (settings.DATA / b.folder for b in (last.build, build))
        changed = [asdict(d) for d in differences(*folders)]
    made = Publication.objects.create(
        theme=theme,
        build=build,
        edition=number,
        hash=build.freeze.hash,
        differences=changed,
        printed=_printed(build),
        made_by=by,
    )
    record("propose", by=by, theme=theme, edition=number, hash=made.hash)
    return made


@transaction.atomic
def send_to_review(edition: Publication, *, by: User) -> None:
    """Asks for a review. Raises OutOfOrder."""
    _move(edition, PublicationState.DRAFT, PublicationState.REVIEW)
    record("send_to_review", by=by, theme=edition.theme, edition=edition.edition)


@transaction.atomic
def approve(edition: Publication, *, by: User) -> None:
    """Notes who has read an edition that is under review. Raises OutOfOrder."""
    now = timezone.now()
    editions = Publication.objects.filter(pk=edition.pk, state=PublicationState.REVIEW)
    if not editions.update(reviewed_by=by, reviewed_at=now):
        raise OutOfOrder
    edition.reviewed_by, edition.reviewed_at = by, now
    record("approve", by=by, theme=edition.theme, edition=edition.edition, hash=edition.hash)


@transaction.atomic
def send_back(edition: Publication, *, by: User) -> None:
    """Sends a reviewed edition back to be a draft. Raises OutOfOrder."""
    _move(edition, PublicationState.REVIEW, PublicationState.DRAFT)
    edition.reviewed_by = edition.reviewed_at = None
    edition.save(update_fields=["reviewed_by", "reviewed_at"])
    record("send_back", by=by, theme=edition.theme, edition=edition.edition)


@transaction.atomic
def sign(
    edition: Publication,
    *,
    by: User,
    public_from: datetime.datetime | None = None,
    errata: Wording | None = None,
) -> None:
    """Signs a reviewed edition: who, when and the hash of its package stand from then on.

    public_from: an embargo until that time; public at once without it. Raises OutOfOrder,
    NoErrata where an earlier edition was signed and nothing is said of what is corrected, and
    NotHeldAgainst.
    """
    if not edition.build.folder:
        raise OutOfOrder
    others = Publication.objects.select_for_update().filter(
        theme=edition.theme, signed_at__isnull=False
    )
    said = _stripped(errata or Wording())
    needed = [said[language] for language in edition.theme.written_in]
    if others.exclude(pk=edition.pk).exists() and not all(needed):
        raise NoErrata
    if unknown := not_held_against(edition):
        raise NotHeldAgainst(unknown)
    _move(edition, PublicationState.REVIEW, PublicationState.SIGNED)
    edition.signed_by, edition.signed_at = by, timezone.now()
    edition.public_from = public_from or edition.signed_at
    edition.errata = said
    edition.save()
    record("sign", by=by, theme=edition.theme, edition=edition.edition, hash=edition.hash)


@transaction.atomic
def withdraw(edition: Publication, *, by: User, why: Wording) -> None:
    """Takes a signed edition back; its address says why from then on. Raises OutOfOrder."""
    _move(edition, PublicationState.SIGNED, PublicationState.WITHDRAWN)
    edition.withdrawn_at = timezone.now()
    edition.withdrawn_why = _stripped(why)
    edition.save()
    record("withdraw", by=by, theme=edition.theme, edition=edition.edition)


def _stripped(text: Wording) -> Wording:
    return in_languages(lambda language: text[language].strip())


def _printed(build: Build) -> object:
    """What later themes are compared with, as JSON; {} where no closed question is printed."""
    package = read(settings.DATA / build.freeze.file)
    try:
        earlier = earlier_theme(package, settings.DATA / build.folder)
    except FaultyInput:
        return {}
    return json.loads(adapter(EarlierTheme).dump_json(earlier, exclude_defaults=True))


def _move(edition: Publication, before: str, after: str) -> None:
    moved = Publication.objects.filter(pk=edition.pk, state=before).update(state=after)
    if not moved:
        raise OutOfOrder
    edition.state = after
