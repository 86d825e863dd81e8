"""The grid: an answer a row, its codes in a column, and one action for several rows at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from samklang.core.language.phrases import counted
from samklang.web.actions import coding as actions
from samklang.web.actions.reading import note_reading
from samklang.web.forms.coding import filters_of
from samklang.web.forms.fields import said, whole_number
from samklang.web.models import CodingStep, Membership
from samklang.web.models.coding import AnswerStatus
from samklang.web.queries import open_answers as queries
from samklang.web.queries.codebook import codebook, codes_by_key
from samklang.web.queries.double_coding import hidden_from
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.coding import KEYS, filter_choices, place_of, query_of, with_names
from samklang.web.views.themes import theme_of

ROWS_A_PAGE = 100


@staff("reader")
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: StaffRequest, member: Membership, theme: str, question: str) -> HttpResponse:
    """The answers to one question as rows; codes and states are set on those that are chosen."""
    current = theme_of(member, theme)
    asked = queries.asked(current)
    where = place_of(asked, question)
    hidden = hidden_from(current, request.user)
    unseen = hidden.of(question)
    lines = queries.lines(current, where, filters_of(request.GET), hidden=unseen)
    if request.method == "POST":
        if not member.may("editor"):
            raise PermissionDenied
        chosen = {whole_number(pk) for pk in request.POST.getlist("row")}
        rows = [line for line in lines if line.response in chosen][:ROWS_A_PAGE]
        try:
            step = _done(request, member, theme, question, rows)
        except actions.NotAllowed:
            messages.error(request, said("coding.not_allowed"))
        else:
            changed = len(step.changes) if step else 0
            messages.success(request, counted(language(request), "coding.rows_changed", changed))
        return redirect(request.get_full_path())
    named = with_names(request, member, current)
    note_reading(current, what=question, names=named, by=request.user)
    page = Paginator(lines, ROWS_A_PAGE).get_page(request.GET.get("page"))
    families = codebook(current, hidden=hidden)
    ordered = [code for family in families for code in family.codes]
    return shown(
        request,
        "coding/grid.html",
        member=member,
        theme=current,
        where=where,
        page=page,
        named=named,
        families=families,
        codes=codes_by_key(current),
        keys=dict(zip([c.pk for c in ordered], KEYS, strict=False)),
        filters=filters_of(request.GET),
        query=query_of(request),
        choices=filter_choices(current, member, asked, language(request)),
        own_sample=hidden.samples.get(question),
        own_count=len(unseen),
    )


def _done(
    request: StaffRequest,
    member: Membership,
    theme: str,
    question: str,
    rows: list[queries.Line],
) -> CodingStep | None:
    """Does what was asked with the rows. Raises NotAllowed."""
    current, by = theme_of(member, theme), request.user
    action, _, value = request.POST.get("action", "").partition(" ")
    if action == "state":
        if value not in AnswerStatus.values:
            raise actions.NotAllowed(value)
        return actions.set_state(current, question, rows, status=value, by=by)
    key, _, valence = request.POST.get("code", "").partition(":")
    code = codes_by_key(current).get(key)
    if code is None or valence not in ("", "enables", "hinders") or action not in ("add", "remove"):
        raise actions.NotAllowed(key)
    return actions.code_several(
        current,
        question,
        rows,
        code=code,
        valence=valence,
        remove=action == "remove",
        by=by,
    )
