"""The question bank: questions that a network has asked before, taken into a questionnaire."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from samklang.core.language.phrases import counted
from samklang.core.survey.editing import put
from samklang.web.actions.questionnaires import ChangedMeanwhile, mark, save_draft
from samklang.web.forms.fields import said
from samklang.web.models import Membership
from samklang.web.queries import series
from samklang.web.queries.questionnaires import draft
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.themes import theme_of


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """The network's questions that the theme does not have; those chosen are put last."""
    current = theme_of(member, theme)
    newest, asks = draft(current)
    on_offer = [
        banked for banked in series.bank(member.network) if banked.question.id not in asks.by_id
    ]
    nothing = False
    if request.method == "POST":
        wanted = set(request.POST.getlist("question"))
        chosen = [banked.question for banked in on_offer if banked.question.id in wanted]
        nothing = not chosen
        for question in chosen:
            asks = put(asks, question)
        if chosen:
            try:
                save_draft(
                    current,
                    asks,
                    seen=request.POST.get("seen", ""),
                    by=request.user,
                    way="bank",
                )
            except ChangedMeanwhile:
                messages.error(request, said("questionnaire.changed_meanwhile"))
            else:
                note = counted(language(request), "series.bank_taken", len(chosen))
                messages.success(request, note)
            return redirect("theme_questionnaire", member.network.address, theme)
    return shown(
        request,
        "staff/question_bank.html",
        status=400 if nothing else 200,
        member=member,
        theme=current,
        on_offer=on_offer,
        nothing=nothing,
        seen=mark(newest),
    )
