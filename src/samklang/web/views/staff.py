"""The network's staff, its settings, and the audit trail."""

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.language.alphabet import sort_key
from samklang.web.actions.staff import (
    LastOwner,
    add_staff,
    change_network,
    change_role,
    let_read_names,
    remove_staff,
)
from samklang.web.forms.fields import said
from samklang.web.forms.staff import NetworkForm, StaffForm
from samklang.web.models import Membership
from samklang.web.models.network import Role
from samklang.web.queries.audit import of_network
from samklang.web.queries.register import group_values
from samklang.web.views.access import StaffRequest, posted, shown, surely
from samklang.web.views.access import staff as for_staff

ROWS_A_PAGE = 100


@for_staff("owner")
@surely
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: StaffRequest, member: Membership) -> HttpResponse:
    """Who is on the staff; adds a person, who gets a letter to choose a password by."""
    form = StaffForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_staff(member.network, by=request.user, **form.cleaned_data)
        except LastOwner:
            messages.error(request, said("staff.last_owner"))
        else:
            if not made.user.has_usable_password():
                letter = ResetPasswordForm(data={"email": made.user.email})
                if letter.is_valid():
                    letter.save(request)
            messages.success(request, said("staff.added", email=form.cleaned_data["email"]))
        return redirect("network_staff", member.network.address)
    people = member.network.staff.select_related("user").order_by("user__email")
    return shown(
        request,
        "staff/staff.html",
        status=400 if form.errors else 200,
        member=member,
        form=form,
        people=list(people),
        roles=Role.values,
    )


@for_staff("owner")
@surely
@require_POST
def one_of_staff(request: StaffRequest, member: Membership, pk: int) -> HttpResponse:
    """Another role, whether names are seen with answers, or off the staff."""
    membership = get_object_or_404(
        Membership.objects.select_related("user", "network"), pk=pk, network=member.network
    )
    role = request.POST.get("role", "")
    try:
        if role == "none":
            remove_staff(membership, by=request.user)
        elif role in Role.values:
            change_role(membership, role=role, by=request.user)
            names = request.POST.get("names") == "on"
            let_read_names(membership, allowed=names, by=request.user)
    except LastOwner:
        messages.error(request, said("staff.last_owner"))
    return redirect("network_staff", member.network.address)


@for_staff("owner")
@surely
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: StaffRequest, member: Membership) -> HttpResponse:
    """The network's own fields."""
    groups = sorted(group_values(member.network), key=sort_key)
    form = NetworkForm(posted(request), network=member.network, groups=groups)
    if request.method == "POST" and form.is_valid():
        change_network(member.network, by=request.user, **form.values())
        messages.success(request, said("themes.saved"))
        return redirect("network", member.network.address)
    status = 400 if form.errors else 200
    return shown(request, "staff/settings.html", status=status, member=member, form=form)


@for_staff("owner")
@require_safe
def audit(request: StaffRequest, member: Membership) -> HttpResponse:
    """Who did what, newest first."""
    page = Paginator(of_network(member.network), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return shown(request, "staff/audit.html", member=member, page=page)
