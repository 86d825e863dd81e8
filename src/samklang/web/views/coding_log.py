"""The log of coding: who did what, and take it back or do it again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from samklang.web.actions.coding_log import ChangedSince, TakenBack
from samklang.web.actions.coding_log import undo as take_back
from samklang.web.forms.fields import said
from samklang.web.models import Membership
from samklang.web.queries.coding_log import entries, touched
from samklang.web.queries.double_coding import hidden_from
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.themes import theme_of

ROWS_A_PAGE = 50


@staff("reader")
@require_safe
def log(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """The entries, newest first."""
    current = theme_of(member, theme)
    seen = entries(current, hidden_from(current, request.user))
    page = Paginator(seen, ROWS_A_PAGE).get_page(request.GET.get("page"))
    steps = list(page.object_list)
    answers = touched(steps)
    return shown(
        request,
        "coding/log.html",
        member=member,
        theme=current,
        page=page,
        steps=[
            (step, [answers[c["answer"]] for c in step.changes if c.get("answer") in answers])
            for step in steps
        ],
    )


@staff("editor")
@require_POST
def undo(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """Takes an entry back, or does again what was taken back."""
    current = theme_of(member, theme)
    step = get_object_or_404(entries(current, hidden_from(current, request.user)), pk=pk)
    try:
        done = take_back(step, by=request.user)
    except ChangedSince:
        messages.error(request, said("coding.changed_since"))
    except TakenBack:
        messages.error(request, said("coding.taken_back_already"))
    else:
        messages.success(request, said(f"coding.done_{done.action}"))
    return redirect("theme_coding_log", member.network.address, current.address)
