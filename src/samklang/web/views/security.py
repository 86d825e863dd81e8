"""Whom to tell of a hole in the site: security.txt (RFC 9116)."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

# Days that what it says may be believed; the standard wants less than a year.
BELIEVED = 180


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The file, where SAMKLANG_SECURITY_CONTACT is set; else no such page."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires += datetime.timedelta(days=BELIEVED)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: sv, en",
        f"Canonical: {settings.URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
