"""Health: what a probe is told. Alive is who answers; ready is who can do the whole work."""

import datetime
import shutil
from collections.abc import Callable, Mapping

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from samklang.web.queries.worker import QUIET, last_heard, waiting

ALIVE, READY = "/healthz", "/readyz"
# Bytes of free room below which the disk counts as full: a build takes some ten megabytes.
ROOM = 200_000_000
# A build that waits for longer is not being taken.
LATE = datetime.timedelta(minutes=15)


def health(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """Middleware that answers probes, whatever host they name; no session, nothing about people."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info == ALIVE:
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path_info == READY:
            state = readiness()
            good = all(word == "ok" for word in state.values())
            return JsonResponse(state, status=200 if good else 503)
        return get_response(request)

    return answer


def readiness() -> Mapping[str, str]:
    """Each thing that the work stands on, and "ok" or what it is instead."""
    state = {"disk": "ok" if shutil.disk_usage(settings.DATA).free >= ROOM else "full"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        heard, queue = last_heard(), waiting()
    except Error:
        return {"database": "away", **state}
    now = timezone.now()
    late = queue.since is not None and now - queue.since > LATE
    return {
        "database": "ok",
        "worker": "ok" if heard and now - heard <= QUIET else "silent",
        "queue": "late" if late else "ok",
        **state,
    }
