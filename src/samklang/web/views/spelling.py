"""The words that a network accepts: from a report's page, or on a list of their own."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from samklang.web.actions.spelling import accept_word, remove_word
from samklang.web.forms.fields import said
from samklang.web.forms.spelling import WordForm
from samklang.web.models import Membership
from samklang.web.views.access import StaffRequest, posted, shown, staff
from samklang.web.views.blocks import opened


@staff("editor")
@require_POST
def accept(request: StaffRequest, member: Membership, theme: str, written_in: str) -> HttpResponse:
    """Accepts a word that stands in a report, in all of the network's reports."""
    written = opened(member, theme, written_in)
    form = WordForm(request.POST)
    if form.is_valid():
        word = form.cleaned_data["word"]
        accept_word(member.network, word=word, by=request.user)
        messages.success(request, said("spelling.added", word=word))
    else:
        messages.error(request, said("spelling.one_word"))
    answer = redirect(
        "theme_write", member.network.address, written.theme.address, written.language
    )
    section = request.POST.get("avsnitt", "")
    if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", section):
        answer["Location"] += f"?avsnitt={section}"
    return answer


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: StaffRequest, member: Membership) -> HttpResponse:
    """The network's list; adds a word, or takes one off."""
    network = member.network
    taken_off = request.POST.get("remove", "")
    if taken_off:
        pk = int(taken_off) if taken_off.isdecimal() and len(taken_off) < 18 else 0
        word = get_object_or_404(network.accepted_words, pk=pk)
        remove_word(word, by=request.user)
        messages.success(request, said("spelling.removed", word=word.word))
        return redirect("network_words", network.address)
    form = WordForm(posted(request))
    if form.is_bound and form.is_valid():
        word = accept_word(network, word=form.cleaned_data["word"], by=request.user)
        messages.success(request, said("spelling.added", word=word.word))
        return redirect("network_words", network.address)
    return shown(
        request,
        "staff/spelling.html",
        status=400 if form.errors else 200,
        member=member,
        form=form,
        words=list(network.accepted_words.all()),
    )
