"""Visits: keeping when a person was at a theme's home."""

import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from samklang.web.models import Theme, ThemeVisit

# Looks with less between them are one visit: what is new stays while one goes back and forth.
APART = datetime.timedelta(hours=1)
# A look is kept when the last that was kept is older than this.
KEPT_EVERY = datetime.timedelta(minutes=1)


def note_look(theme: Theme, *, by: User) -> datetime.datetime | None:
    """Keeps that a person looks at a theme's home; gives when the visit before ended, if any.

    Two statements at most. No row of the trail: it says nothing of the theme.
    """
    now = timezone.now()
    visit, fresh = ThemeVisit.objects.get_or_create(theme=theme, user=by, defaults={"at": now})
    if fresh:
        return None
    since = visit.at if now - visit.at > APART else visit.since
    if now - visit.at > KEPT_EVERY:
        ThemeVisit.objects.filter(pk=visit.pk).update(at=now, since=since)
    return since
