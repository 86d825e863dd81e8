"""A network's own terms: what examples are described by beside the lists that are always there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from samklang.web.actions.vocabulary import InUse, add_term, remove_term
from samklang.web.forms.fields import said
from samklang.web.forms.vocabulary import TermForm
from samklang.web.models import Membership
from samklang.web.queries.vocabulary import ADDED_TO, own_terms
from samklang.web.views.access import posted, shown, staff


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, member: Membership) -> HttpResponse:
    """The network's own terms by list; adds one, or takes one away that no example has."""
    network = member.network
    taken_away = request.POST.get("remove", "")
    if taken_away:
        if not taken_away.isdecimal() or len(taken_away) > 18:
            return redirect("network_terms", network.address)
        term = get_object_or_404(network.vocabulary.filter(vocabulary__in=ADDED_TO), pk=taken_away)
        try:
            remove_term(term, by=request.user)  # type: ignore[arg-type]
            messages.success(request, said("vocabulary.removed", label=term.label_sv))
        except InUse:
            messages.error(request, said("vocabulary.in_use", label=term.label_sv))
        return redirect("network_terms", network.address)
    form = TermForm(posted(request), network=network)
    if form.is_bound and form.is_valid():
        add_term(network, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, said("vocabulary.added", label=form.cleaned_data["sv"]))
        return redirect("network_terms", network.address)
    own = own_terms(network)
    return shown(
        request,
        "staff/vocabulary.html",
        status=400 if form.errors else 200,
        member=member,
        form=form,
        lists=[(name, own[name]) for name in ADDED_TO if own.get(name)],
    )
