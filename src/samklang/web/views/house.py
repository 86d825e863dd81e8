"""The look of a network's reports: its logo and its Word template, seen, given and taken away."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from samklang.core.language import numbers
from samklang.core.language.wording import Language
from samklang.render.pictures import logo_address, logo_size
from samklang.web.actions.house import keep_logo, keep_template, remove_logo, remove_template
from samklang.web.forms.fields import said
from samklang.web.forms.house import LogoForm, TemplateForm
from samklang.web.models import Membership
from samklang.web.queries.house import kept
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff

# The room of the logo on the page, in pixels: it fits the narrowest screen.
ROOM = (256.0, 96.0)
PARTS: dict[str, tuple[type[Form], Callable[..., object], Callable[..., object]]] = {
    "logo": (LogoForm, keep_logo, remove_logo),
    "template": (TemplateForm, keep_template, remove_template),
}


@staff("owner")
@require_http_methods(["GET", "HEAD", "POST"])
def house(request: StaffRequest, member: Membership) -> HttpResponse:
    """What the reports look like; keeps or removes one part at a time."""
    action = request.POST.get("action", "")
    given: dict[str, Form] = {}
    for part, (form, keep, remove) in PARTS.items():
        given[part] = form(request.POST, request.FILES) if action == f"keep_{part}" else form()
        if action == f"remove_{part}":
            remove(member.network, by=request.user)
            messages.success(request, said(f"house.removed_{part}"))
            return redirect("network_house", member.network.address)
        if given[part].is_bound and given[part].is_valid():
            keep(member.network, given[part].cleaned_data[part], by=request.user)
            messages.success(request, said(f"house.kept_{part}"))
            return redirect("network_house", member.network.address)
    current = kept(member.network)
    width, height = logo_size(current.logo, most=ROOM) if current.logo else (0.0, 0.0)
    return shown(
        request,
        "staff/house.html",
        status=400 if any(form.errors for form in given.values()) else 200,
        member=member,
        forms=given,
        logo=logo_address(current.logo) if current.logo else "",
        width=round(width),
        height=round(height),
        looks=[(look, _size(look.size, language(request))) for look in current.looks],
    )


def _size(points: float | None, code: Language) -> str:
    """A size in points, with a decimal only where it has one: "11", "10,5"."""
    if points is None:
        return "–"
    return numbers.decimal(points, 0 if points == round(points) else 1, code)
