"""The tour: the demonstration's first page, and the links by which one is logged in.

A link works at an address of this machine, from this machine, with the key of this start. It is
refused to all others, whatever else they know.
"""

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from samklang.core.catalogue.consent import Stage
from samklang.site.demonstration.people import EDITOR, NETWORK, OPEN, OWNER, PUBLISHED
from samklang.web.mail.links import answer_address, owner_address, owner_token, token
from samklang.web.models import Example, Invitation
from samklang.web.views import public
from samklang.web.views.access import shown

PEOPLE = {"owner": OWNER, "editor": EDITOR}
HOSTS = ("127.0.0.1", "[::1]")


@require_safe
def tour(request: HttpRequest, key: str = "") -> HttpResponse:
    """What there is to see, in order. With the key also the links that log in."""
    if key:
        _check(request, key)
    return shown(
        request,
        "demo/tour.html",
        key=key,
        network=NETWORK,
        published=PUBLISHED,
        letters=settings.DATA / "mail",
        member=_member() if key else "",
        example=_example() if key else "",
    )


@require_safe
def enter(request: HttpRequest, key: str, person: str) -> HttpResponse:
    """Logs one in as the owner or the editor of the made-up network."""
    _check(request, key)
    if person not in PEOPLE:
        raise Http404
    user = get_object_or_404(get_user_model(), username=PEOPLE[person])
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("network", NETWORK)


@require_safe
def report(request: HttpRequest, part: str, rest: str) -> HttpResponseBase:
    """The published report at the addresses that it has in its folder."""
    return public.file(request, NETWORK, PUBLISHED, 1, f"{part}/{rest}")


def _check(request: HttpRequest, key: str) -> None:
    host = request.META.get("HTTP_HOST", "").rpartition(":")[0] or request.META.get("HTTP_HOST", "")
    # The types are read from the site's settings; these two the demonstration's alone have.
    loopback, own_key = settings.LOOPBACK, settings.DEMO_KEY  # type: ignore[misc]
    here = request.META.get("REMOTE_ADDR") in loopback and host in HOSTS
    if not here or not constant_time_compare(key, own_key):
        raise Http404


def _member() -> str:
    """The address at which a member answers that has not begun."""
    asked = Invitation.objects.filter(
        theme__address=OPEN, finished_on=None, response=None, declined_at=None
    ).first()
    return answer_address(token(asked.pk, asked.turn)) if asked else ""


def _example() -> str:
    """The address at which an example waits for its owner's yes."""
    asked = Example.objects.filter(stage=Stage.ASKED.value).first()
    return owner_address(owner_token(asked.pk, asked.turn)) if asked else ""
