"""Themes: begin, overview, choices, frame, open and close."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.language.phrases import counted
from samklang.web.actions import themes as actions
from samklang.web.actions.frame import InUse, invite, replace_link, take_back
from samklang.web.actions.visits import note_look
from samklang.web.forms.fields import said
from samklang.web.forms.themes import BeginForm, FrameForm, ThemeForm
from samklang.web.mail.links import answer_address, enter_address
from samklang.web.models import Invitation, Membership, Theme
from samklang.web.models.theme import ThemeState
from samklang.web.queries import themes as queries
from samklang.web.queries.double_coding import hidden_from
from samklang.web.queries.next_step import next_step
from samklang.web.queries.questionnaires import latest, published
from samklang.web.queries.road import road
from samklang.web.queries.since import since
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, posted, shown, staff

ROWS_A_PAGE = 100


def theme_of(member: Membership, address: str) -> Theme:
    """The network's theme at an address, or page not found. One query."""
    theme = get_object_or_404(Theme, network=member.network, address=address)
    theme.network = member.network  # which is read already
    return theme


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: StaffRequest, member: Membership) -> HttpResponse:
    """A new theme."""
    form = BeginForm(posted(request), network=member.network)
    if request.method == "POST" and form.is_valid():
        made = actions.begin_theme(member.network, by=request.user, **form.values())
        return redirect("theme", member.network.address, made.address)
    status = 400 if form.errors else 200
    return shown(request, "staff/theme_new.html", status=status, member=member, form=form)


@staff("reader")
@require_safe
def overview(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Where a theme stands and what to do next."""
    current = theme_of(member, theme)
    numbers, in_use = queries.theme_overview(current), published(current)
    lacking = actions.lacking(current, in_use, invited=numbers.invited)
    step = next_step(
        current,
        lacking=bool(lacking),
        written=current.mailings.filter(cancelled_at=None).exists(),
        answered=numbers.answered,
    )
    last_here = note_look(current, by=request.user)
    return shown(
        request,
        "staff/theme.html",
        member=member,
        theme=current,
        numbers=numbers,
        lacking=lacking,
        newest=latest(current),
        in_use=in_use,
        step=step.value,
        road=road(current, step, numbers, in_use, blind=bool(hidden_from(current, request.user))),
        since=since(current, last_here, request.user) if last_here else None,
        rehearsed=current.state != ThemeState.DRAFT and current.rehearsals.exists(),
    )


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """A theme's own choices."""
    current = theme_of(member, theme)
    groups = queries.frame_groups(member.network)
    words = language(request)
    form = ThemeForm(posted(request), theme=current, groups=groups, language=words)
    if request.method == "POST" and form.is_valid():
        actions.change_theme(current, by=request.user, **form.values())
        messages.success(request, said("themes.saved"))
        return redirect("theme", member.network.address, current.address)
    status = 400 if form.errors else 200
    return shown(
        request, "staff/theme_choices.html", status=status, member=member, theme=current, form=form
    )


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def frame(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Which members a theme asks: those there, and more to add."""
    current = theme_of(member, theme)
    network = member.network
    form = FrameForm(
        posted(request),
        counties_there=sorted(
            set(network.members.filter(active=True).values_list("county", flat=True))
        ),
        network=network,
        groups=queries.frame_groups(network),
        language=language(request),
    )
    if request.method == "POST" and form.is_valid():
        chosen = queries.in_frame(
            network, counties=form.cleaned_data["counties"], groups=form.chosen_groups()
        )
        added = invite(current, chosen, by=request.user)
        messages.success(request, counted(language(request), "themes.frame_added", added))
        return redirect("theme_frame", network.address, current.address)
    rows = Paginator(queries.invitations(current), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return shown(
        request,
        "staff/theme_frame.html",
        status=400 if form.errors else 200,
        member=member,
        theme=current,
        form=form,
        page=rows,
        numbers=queries.theme_overview(current),
        any_members=network.members.filter(active=True).exists(),
    )


@staff("editor")
@require_POST
def frame_without(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """Takes one member out of the frame."""
    invitation = get_object_or_404(Invitation, pk=pk, theme=theme_of(member, theme))
    try:
        take_back(invitation, by=request.user)
    except InUse:
        messages.error(request, said("themes.frame_in_use", name=invitation.member.name))
    return redirect("theme_frame", member.network.address, theme)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def frame_link(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """A new link for one member, shown once: for a letter on paper, or where a link has got out."""
    invitation = get_object_or_404(
        Invitation.objects.select_related("member", "theme"),
        pk=pk,
        theme=theme_of(member, theme),
        link_hash__isnull=False,
    )
    made = replace_link(invitation, by=request.user) if request.method == "POST" else ""
    answer = shown(
        request,
        "staff/frame_link.html",
        member=member,
        theme=invitation.theme,
        one=invitation,
        code=made,
        answer_at=answer_address(made) if made else "",
        enter_at=enter_address(),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@staff("editor")
@require_POST
def set_state(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Opens or closes a theme."""
    current = theme_of(member, theme)
    if request.POST.get("action") == "open":
        try:
            actions.open_theme(current, by=request.user)
        except actions.NotReady as fault:
            for name in fault.lacking:
                messages.error(request, said(f"themes.{name}"))
        else:
            messages.success(request, said("themes.opened"))
    elif request.POST.get("action") == "close":
        actions.close_theme(current, by=request.user)
        messages.success(request, said("themes.closed"))
    return redirect("theme", member.network.address, theme)
