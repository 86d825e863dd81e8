"""Pairs: what members who answered an earlier theme too tell of how its shares have changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.conf import settings

from samklang.package.files import read_files
from samklang.package.read import read_from
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts
from samklang.publication.pairs import with_pairs
from samklang.web.models import Invitation, Publication, Theme
from samklang.web.queries.publications import of_network

FILE = "theme.yaml"


def with_pairs_of(
    theme: Theme, files: Mapping[str, bytes], order: Sequence[int]
) -> Mapping[str, bytes]:
    """A theme's files, with steps for those earlier shares whose answers are still at hand.

    order: the invitations that the members of `files` are numbered by. Answers that nobody can say
    whose they are, and those that have been erased, are in no pair.
    """
    package = read_from(files)
    if theme.anonymous or not package.theme.series:
        return files
    editions = {
        edition.printed["id"]: edition for edition in of_network(theme.network) if edition.printed
    }
    now = _numbers(order)
    pairs = []
    for earlier in package.theme.series:
        edition = editions.get(earlier.id)
        then = _package(edition) if edition else None
        if edition and then:
            before = _numbers(edition.build.freeze.members)
            same = {number: now[member] for member, number in before.items() if member in now}
            earlier = with_pairs(earlier, then, package, same=same)
        pairs.append(earlier)
    paired = replace(package, theme=replace(package.theme, series=tuple(pairs)))
    return {**files, FILE: texts(paired)[FILE].encode()} if paired != package else files


def _numbers(order: Sequence[int]) -> Mapping[int, str]:
    """The id in a package of each member, by key. One query."""
    members = dict(Invitation.objects.filter(pk__in=order).values_list("pk", "member_id"))
    return {members[pk]: f"m{n}" for n, pk in enumerate(order, 1) if pk in members}


def _package(edition: Publication) -> ThemePackage | None:
    """The package that an edition was made from; None where it is gone, or says not whose."""
    freeze = edition.build.freeze
    if edition.theme.anonymous or not freeze.file or not freeze.members:
        return None
    return read_from(read_files(settings.DATA / freeze.file))
