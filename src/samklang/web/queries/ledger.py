"""The ledger of a theme: what its signed editions printed, as a new package has it."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings

from samklang.analysis.analysis import audited
from samklang.analysis.editions import renumbered
from samklang.core.disclosure.ledger import IssuedEdition
from samklang.core.faults import faulty_file
from samklang.core.language.messages import message
from samklang.package import ledger
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from samklang.web.models import Build, Freeze, Publication, Theme
from samklang.web.models.publication import SEEN


def printed_before(
    theme: Theme, now: ThemePackage, order: Sequence[int], *, but: Freeze | None = None
) -> tuple[IssuedEdition, ...]:
    """Every edition that has been signed, by its number, its responses under their ids in `now`.

    order: the invitations that those of `now` are numbered by. but: a package whose own editions
    are left out. Withdrawn editions are there: they were seen.
    One query. Raises FaultyInput where the answers that an edition was made of are gone.
    """
    editions = theme.publications.filter(state__in=SEEN).exclude(build__freeze=but)
    ids = {pk: f"r{number}" for number, pk in enumerate(order, 1)}
    by_number: dict[int, IssuedEdition] = {}
    for edition in editions.select_related("build__freeze").order_by("edition"):
        freeze = edition.build.freeze
        # Two editions of one package print the same.
        if freeze.pk not in by_number:
            by_number[freeze.pk] = _printed(edition, freeze, now, ids)
    return tuple(by_number.values())


def _printed(
    edition: Publication, freeze: Freeze, now: ThemePackage, ids: dict[int, str]
) -> IssuedEdition:
    if not freeze.file:
        what = message("faults.the_answers_that_edition_are_gone", edition=edition.edition)
        remedy = message("faults.restore_them_from_a_backup_without")
        raise faulty_file(ledger.FILE, what, remedy)
    then = read(settings.DATA / freeze.file)
    issued = replace(_tables(edition.build, then), edition=str(edition.edition))
    same = {f"r{n}": ids[pk] for n, pk in enumerate(freeze.members, 1) if pk in ids}
    return renumbered(issued, then, now, ids=same if ids and freeze.members else None)


def _tables(build: Build, package: ThemePackage) -> IssuedEdition:
    if not build.issued:
        # Built by an earlier version, which kept none.
        return audited(package).issued
    (issued,), _ = ledger.read(build.issued)
    return issued


def not_held_against(edition: Publication) -> list[int]:
    """The numbers of the signed editions that an edition's package does not know. One query.

    They were signed after it was made; both together could tell what neither does.
    """
    freeze = edition.build.freeze
    known = {release.edition for release in read(settings.DATA / freeze.file).releases}
    others = edition.theme.publications.filter(state__in=SEEN).exclude(build__freeze=freeze)
    numbers = dict(others.order_by("edition").values_list("edition", "build__freeze"))
    # Two editions of one package print the same, of which the first is known.
    there = {numbers[number] for number in numbers if str(number) in known}
    return [number for number, made_of in numbers.items() if made_of not in there]
