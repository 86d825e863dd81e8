"""The first pages: set-up, the way in for staff, and the choice of language."""

from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_http_methods, require_safe

from samklang.web.actions.setup import AlreadySetUp, set_up, setup_code
from samklang.web.forms.setup import SetUpForm
from samklang.web.queries.publications import newest_of_all
from samklang.web.queries.staff import memberships
from samklang.web.views.access import posted, shown

# Reports on the front page; each network has the rest of its own on its page.
REPORTS = 12


def front(request: HttpRequest) -> HttpResponse:
    """The site's front page: staff go to their work; before set-up it says what to do."""
    if request.user.is_authenticated:
        return redirect("staff")
    ready = get_user_model().objects.exists()
    response = shown(request, "front.html", ready=ready, editions=newest_of_all()[:REPORTS])
    response["X-Robots-Tag"] = "all"
    return response


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Set-up of the first network, with the code printed where the site was started."""
    if not constant_time_compare(code, setup_code()) or get_user_model().objects.exists():
        raise Http404
    form = SetUpForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = set_up(**form.cleaned_data)
        except AlreadySetUp:
            raise Http404 from None
        login(request, made.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("network", made.network.address)
    return shown(request, "staff/setup.html", status=400 if form.errors else 200, form=form)


@login_required
def staff_home(request: HttpRequest) -> HttpResponse:
    """A person's networks; straight to the one where there is only one."""
    memberships_of = memberships(request.user)  # type: ignore[arg-type]
    if len(memberships_of) == 1:
        return redirect("network", memberships_of[0].network.address)
    return shown(request, "staff/networks.html", memberships=memberships_of)


@require_safe
def refused(request: HttpRequest, status: int) -> HttpResponse:
    """What is said to who has sent too much or too slowly; it needs no database."""
    if status not in (408, 413):
        raise Http404
    return shown(request, "refused.html", status=status, refused=status)


def broken(request: HttpRequest) -> HttpResponse:
    """What is said when a view has failed; it needs no database."""
    return shown(request, "500.html", status=500)
