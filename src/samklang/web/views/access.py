"""Access: which of a network's staff may see a page."""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict

from samklang.web.actions.audit import record
from samklang.web.models import Network
from samklang.web.models.network import Role
from samklang.web.queries.staff import by_address, membership

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request that `staff` has let through: somebody is logged in."""

    user: User


def staff(role: str) -> Callable[[View], View]:
    """A view for a network's staff that may do at least what `role` may.

    The view gets the person's membership in the place of the network's address. Who is not on the
    staff learns nothing: the page is not found. A network that asks for a second factor sends
    those without one to set it up.
    """
    if role not in Role.values:
        raise ValueError(role)

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def checked(
            request: StaffRequest, network: str, *args: object, **kwargs: object
        ) -> HttpResponseBase:
            membership_there = membership(request.user, network)
            if membership_there is None:
                refuse(request, by_address(network))
                raise Http404
            try:
                if not membership_there.may(role):
                    raise PermissionDenied
                if membership_there.network.second_factor and not _has_second_factor(request):
                    return redirect("mfa_activate_totp")
                return view(request, membership_there, *args, **kwargs)
            except PermissionDenied:
                # Also where the view itself refuses a part of what it does.
                refuse(request, membership_there.network)
                raise

        return checked

    return decorate


# Before what cannot be taken back, or gives somebody power: who has not shown the password (or a
# code) for a while does so first, and then what was sent goes on.
surely = reauthentication_required(allow_get=True)


def _has_second_factor(request: StaffRequest) -> bool:
    return Authenticator.objects.filter(
        user=request.user,
        type=Authenticator.Type.TOTP,
    ).exists()


def refuse(request: StaffRequest, network: Network | None) -> None:
    """Notes in a network's trail that somebody logged in was shown no page of it, and which."""
    if network is not None:
        match = request.resolver_match
        record("refuse", by=request.user, network=network, page=match.url_name if match else "")


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent in a POST, even where it is empty: a form with nothing chosen is bound too."""
    return request.POST if request.method == "POST" else None


def posted_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile] | None:
    """The files of a POST; None else, since a form that is given files counts as filled in."""
    return request.FILES if request.method == "POST" else None


def shown(request: HttpRequest, template: str, status: int = 200, **values: object) -> HttpResponse:
    """A page rendered from a template."""

    return render(request, template, values, status=status, using="jinja2")
