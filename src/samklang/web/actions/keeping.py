"""Keeping: what is removed because it is old. Days come from the settings; 0 keeps for ever."""

import datetime
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from samklang.web.actions.audit import prune
from samklang.web.actions.coding_import import forget_plans
from samklang.web.actions.purging import remove_package
from samklang.web.actions.register import KEPT
from samklang.web.mail.files import remove_older
from samklang.web.models import Freeze, RegisterUpload
from samklang.web.models.build import BuildState

# Seconds between two rounds of this.
PAUSE = 6 * 3600


def remove_old() -> int:
    """Removes what is old enough, where it is time to look; gives how much.

    Ended sessions, spreadsheets and codings that were never read in, mail kept as files, copies
    made before an upgrade, packages and builds that no edition stands on, the trail's oldest rows.
    """
    if not cache.add("old-removed", True, PAUSE):
        return 0
    now = timezone.now()
    removed = Session.objects.filter(expire_date__lt=now).delete()[0]
    # Where from and with what somebody was logged in is known for as long as the log-in lasts.
    there = Session.objects.values("session_key")
    removed += UserSession.objects.exclude(session_key__in=there).delete()[0]
    removed += RegisterUpload.objects.filter(at__lt=now - KEPT).delete()[0]
    removed += forget_plans()
    keep = settings.KEEP_DAYS
    if keep["mail"]:
        removed += remove_older(now - datetime.timedelta(days=keep["mail"]))
    if keep["copies"]:
        removed += _copies(now - datetime.timedelta(days=keep["copies"]))
    if keep["builds"]:
        removed += _superseded(now - datetime.timedelta(days=keep["builds"]))
    if keep["trail"]:
        removed += prune(now - datetime.timedelta(days=keep["trail"]))
    return removed


def _copies(before: datetime.datetime) -> int:
    folder: Path = settings.DATA / "before-upgrade"
    old = [p for p in folder.glob("*.backup") if p.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink()
    return len(old)


def _superseded(before: datetime.datetime) -> int:
    """Old packages that no edition was proposed of, but for each theme's newest."""
    old = Freeze.objects.filter(at__lt=before, file__gt="")
    used = Q(builds__publications__isnull=False) | Q(builds__state=BuildState.RUNNING)
    removed = 0
    for freeze in old.exclude(used).distinct():
        if Freeze.objects.filter(theme=freeze.theme_id, number__gt=freeze.number).exists():
            remove_package(freeze)
            removed += 1
    return removed
