"""Freezing: a theme becomes a theme package, the same that `samklang build` takes."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from samklang.core.faults import FaultyInput
from samklang.package import ledger
from samklang.package.files import MANIFEST
from samklang.package.read import MANIFEST_FORMAT, read_from
from samklang.render.archive import packed
from samklang.render.kept import keep
from samklang.web.actions.audit import record
from samklang.web.models import Freeze, Publication, Theme
from samklang.web.queries.earlier_answers import with_answers_of
from samklang.web.queries.ledger import printed_before
from samklang.web.queries.package import package_files, package_order
from samklang.web.queries.pairs import with_pairs_of
from samklang.web.queries.questionnaires import published

__all__ = ["FaultyInput", "NoQuestionnaire", "freeze"]


class NoQuestionnaire(Exception):
    """A theme without a published questionnaire has nothing to freeze."""


@transaction.atomic
def freeze(theme: Theme, *, by: User | None, answers_of: Publication | None = None) -> Freeze:
    """Writes the theme as it stands into a zip with its manifest, and keeps its hash.

    The report says which edition it is, the one after those there are, and bears the day's date
    where the theme has none of its own. A theme that has not changed since its last freeze gives
    that freeze. answers_of: a signed edition, whose answers are counted instead of those of now.
    Raises NoQuestionnaire, and FaultyInput where the package would not build.
    """
    locked = Theme.objects.select_for_update().select_related("network").get(pk=theme.pk)
    version = published(locked)
    if version is None:
        raise NoQuestionnaire
    edition = (locked.publications.aggregate(last=Max("edition"))["last"] or 0) + 1
    last = locked.freezes.first()
    today = timezone.localdate()
    if last and last.purged_at is None:
        dated = timezone.localdate(last.at)
        same = package_files(locked, version, edition=last.edition, dated=dated)
        if read_from(_held(locked, same, answers_of, but=last)).hash == last.hash:
            return last
    files = package_files(locked, version, edition=edition, dated=today)
    files = _held(locked, files, answers_of)
    package = read_from(files)
    number = (locked.freezes.aggregate(last=Max("number"))["last"] or 0) + 1
    name = f"packages/{locked.network.address}/{locked.address}-{number}.zip"
    write_package(settings.DATA / name, files)
    made = Freeze.objects.create(
        theme=locked,
        number=number,
        edition=edition,
        hash=package.hash,
        file=name,
        members=answers_of.build.freeze.members if answers_of else package_order(locked),
        responses=sum(r.status == "complete" for r in package.responses),
        by=by,
    )
    then: dict[str, Any] = {"answers_of": answers_of.edition} if answers_of else {}
    record("freeze", by=by, theme=locked, number=number, hash=package.hash, **then)
    return made


def _held(
    theme: Theme,
    files: Mapping[str, bytes],
    answers_of: Publication | None,
    *,
    but: Freeze | None = None,
) -> Mapping[str, bytes]:
    """The files with what pairs of answers tell of changes since earlier themes, and a ledger of
    what the theme's signed editions printed, those of `but` apart."""
    order = package_order(theme)
    if answers_of:
        files = with_answers_of(answers_of, files, order)
        order = answers_of.build.freeze.members
    files = with_pairs_of(theme, files, order)
    printed = printed_before(theme, read_from(files), order, but=but)
    return {**files, ledger.FILE: ledger.write(printed).encode()} if printed else files


def write_package(path: Path, files: Mapping[str, bytes]) -> bytes:
    """Writes the files and their manifest as a zip, whole or not at all; gives its bytes."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = json.dumps({"format": MANIFEST_FORMAT, "files": hashes}, indent=1) + "\n"
    content = packed({**files, MANIFEST: manifest.encode()})
    path.parent.mkdir(parents=True, exist_ok=True)
    keep(path, content)
    return content
