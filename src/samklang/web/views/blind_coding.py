"""Coding a sampled answer blind: the words and one's own codings, and nothing of anybody else's."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from samklang.web.actions import coding as actions
from samklang.web.actions.double_coding import save_blind
from samklang.web.actions.reading import note_reading
from samklang.web.forms.coding import AnswerForm, marks_of
from samklang.web.forms.fields import said, whole_number
from samklang.web.models import CodingSample, Membership, SampledAnswer, Theme
from samklang.web.models.coding import Origin
from samklang.web.queries import open_answers
from samklang.web.queries.codebook import codebook, codes_by_key
from samklang.web.queries.double_coding import Blind, blind, hidden_from
from samklang.web.queries.suggested_codes import NOTHING
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.coding import KEYS, closed_answers, pieces, with_names
from samklang.web.views.double_coding import sample_of
from samklang.web.views.themes import theme_of


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(
    request: StaffRequest, member: Membership, theme: str, pk: int, answer: int
) -> HttpResponse:
    """One answer of a sample, for its second coder alone, until the sample is compared."""
    current = theme_of(member, theme)
    sample, where = sample_of(current, pk)
    if sample.second_id != request.user.pk or sample.compared_at:
        raise Http404
    row = get_object_or_404(
        SampledAnswer.objects.select_related("response__invitation__member"),
        sample=sample,
        response__pk=answer,
    )
    codes = {code.pk: code for code in codes_by_key(current).values()}
    blind_answer = blind(row, where, codes)
    if blind_answer is None:
        raise Http404
    if request.method == "POST":
        return _save(request, member, current, sample, blind_answer)
    named = with_names(request, member, current)
    note_reading(current, what=where.address, names=named, by=request.user)
    return _page(request, member, current, sample, blind_answer)


def _save(
    request: StaffRequest,
    member: Membership,
    theme: Theme,
    sample: CodingSample,
    blind_answer: Blind,
) -> HttpResponse:
    codes = codes_by_key(theme)
    form = AnswerForm(request.POST)
    by_itself = request.headers.get("Accept", "") == "application/json"
    try:
        if not form.is_valid():
            raise actions.NotAllowed(form.errors)
        marks = marks_of(request.POST, codes, length=len(blind_answer.text))
        if any(mark.origin != Origin.PERSON for mark in marks):
            raise actions.NotAllowed(marks)
        version = save_blind(
            blind_answer, marks=marks, codes={c.pk: c for c in codes.values()}, **form.cleaned_data
        )
    except actions.CodedMeanwhile:
        if by_itself:
            return JsonResponse({"stale": True}, status=409)
        blind_answer.read.refresh_from_db()
        now = blind(blind_answer.read, blind_answer.where, {c.pk: c for c in codes.values()})
        return _page(request, member, theme, sample, now or blind_answer, stale=True)
    except actions.NotAllowed:
        if by_itself:
            return JsonResponse({"wrong": True}, status=400)
        messages.error(request, said("coding.not_allowed"))
        return _page(request, member, theme, sample, blind_answer, status=400)
    if by_itself:
        return JsonResponse({"version": version})
    place = member.network.address, theme.address, sample.pk
    after = whole_number(request.POST.get("after", ""))
    if request.POST.get("action") != "next":
        return redirect("theme_blind_answer", *place, blind_answer.response.pk)
    if after:
        return redirect("theme_blind_answer", *place, after)
    return redirect("theme_coding_sample", *place)


def _page(
    request: StaffRequest,
    member: Membership,
    theme: Theme,
    sample: CodingSample,
    blind_answer: Blind,
    *,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    keys = list(sample.answers.values_list("response_id", flat=True))
    at = keys.index(blind_answer.response.pk)
    families = codebook(theme, hidden=hidden_from(theme, request.user))
    ordered = [code for family in families for code in family.codes]
    current = [] if blind_answer.changed else list(blind_answer.codings)
    all_of_it = (0, len(blind_answer.text))
    return shown(
        request,
        "coding/answer.html",
        status=409 if stale else status,
        member=member,
        theme=theme,
        one=blind_answer,
        where=blind_answer.where,
        families=families,
        keys=dict(zip([c.pk for c in ordered], KEYS, strict=False)),
        whole={f"{c.code.key}:{c.valence}" for c in current if (c.start, c.end) == all_of_it},
        spans=[c for c in current if (c.start, c.end) != all_of_it],
        noted=(),
        pieces=pieces(blind_answer.text, [(c.start, c.end) for c in current]),
        named=with_names(request, member, theme),
        beside=closed_answers(open_answers.asked(theme), blind_answer.response, language(request)),
        number=at + 1,
        count=len(keys),
        before=keys[at - 1] if at else None,
        after=keys[at + 1] if at + 1 < len(keys) else None,
        query="",
        stale=stale,
        suggested=NOTHING,
        may_confirm=False,
        sample=sample,
    )
