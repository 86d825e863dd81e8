"""A network's own terms: what examples are described by beside the lists that are always there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from samklang.core.language.wording import any_text
from samklang.web.actions.vocabulary import InUse, add_term, remove_term, rename_term
from samklang.web.forms.fields import said
from samklang.web.forms.vocabulary import TermForm
from samklang.web.models import Membership, Network, VocabularyTerm
from samklang.web.queries.vocabulary import ADDED_TO, own_terms
from samklang.web.views.access import StaffRequest, posted, shown, staff


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: StaffRequest, member: Membership) -> HttpResponse:
    """The network's own terms by list; adds one, renames one (`andra` in the address), or takes one
    away that no example has."""
    network = member.network
    if "remove" in request.POST:
        if term := _term(network, request.POST["remove"]):
            try:
                remove_term(term, by=request.user)
                messages.success(request, said("vocabulary.removed", label=any_text(term.label)))
            except InUse:
                messages.error(request, said("vocabulary.in_use", label=any_text(term.label)))
        return redirect("network_terms", network.address)
    term = _term(network, request.GET.get("andra", ""))
    form = TermForm(posted(request), network=network, term=term)
    if form.is_bound and form.is_valid():
        given = form.values()
        if term is None:
            add_term(network, by=request.user, **given)
        else:
            rename_term(term, by=request.user, **given)
        done = "vocabulary.added" if term is None else "vocabulary.renamed"
        messages.success(request, said(done, label=any_text(given["label"])))
        return redirect("network_terms", network.address)
    own = own_terms(network)
    return shown(
        request,
        "staff/vocabulary.html",
        status=400 if form.errors else 200,
        member=member,
        form=form,
        term=term,
        lists=[(name, own[name]) for name in ADDED_TO if own.get(name)],
    )


def _term(network: Network, sent: str) -> VocabularyTerm | None:
    """The network's term of a number that was sent; None where none was, or page not found."""
    if not sent.isdecimal() or len(sent) > 18:
        return None
    return get_object_or_404(network.vocabulary.filter(vocabulary__in=ADDED_TO), pk=sent)
