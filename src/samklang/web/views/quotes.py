"""Quotes: choose among coded spans, word them, ask the member, release in one's own name."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.language.wording import Wording, in_languages
from samklang.web.actions import quotes as actions
from samklang.web.actions.reading import note_reading
from samklang.web.forms.fields import said, whole_number
from samklang.web.models import Coding, Membership, Quote, Theme
from samklang.web.queries import open_answers
from samklang.web.queries.coded_package import must_ask
from samklang.web.queries.double_coding import hidden_from, still_open
from samklang.web.queries.quote_candidates import choosable
from samklang.web.queries.quote_flags import flags_of
from samklang.web.queries.quotes import quotes, span_of
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.coding import with_names
from samklang.web.views.themes import theme_of

LONGEST = 5_000


class TooLong(ValueError):
    """A span with more characters than a package lets a quote stand on."""


@dataclass(frozen=True)
class Typed:
    """What was written of a quote (its key) and could not be saved."""

    quote: int
    words: str
    translation: Wording


def _translation(request: StaffRequest, row: Quote) -> Wording:
    """The translations that were sent; one that was not stays as it is."""
    into = row.theme.written_in[1:]
    return in_languages(
        lambda language: (
            request.POST.get(f"translation_{language}", row.translation[language]).strip()[:LONGEST]
            if language in into
            else row.translation[language]
        )
    )


def _kept(row: Quote, had: Wording) -> bool:
    """Whether some translation that is printed is as it was."""
    return any(
        text and text == had[language] for language, text in vars(row.translated(row.theme)).items()
    )


@staff("reader")
@require_safe
def overview(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """The quotes that are chosen, and coded spans to choose among."""
    return _page(request, member, theme_of(member, theme))


def _page(
    request: StaffRequest, member: Membership, current: Theme, typed: Typed | None = None
) -> HttpResponse:
    asked = open_answers.asked(current)
    note_reading(current, what="quotes", names=False, by=request.user)
    key, hidden = request.GET.get("code", ""), hidden_from(current, request.user)
    rows = choosable(current, asked, code=key) if member.may("editor") else []
    flagged = flags_of(member.network, [row.span for row in rows])
    return shown(
        request,
        "coding/quotes.html",
        status=400 if typed else 200,
        typed=typed,
        member=member,
        theme=current,
        named=with_names(request, member, current),
        quotes=quotes(current, asked, hidden=hidden),
        must_ask=must_ask(current),
        codes=current.codes.filter(retired=False),
        code=key,
        candidates=list(zip(rows, flagged, strict=True)),
        flag_key=actions.flag_key,
    )


@staff("editor")
@require_POST
def choose(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Makes a coded span a candidate, or says whether members must be asked."""
    current = theme_of(member, theme)
    if "ask" in request.POST:
        actions.ask_before_quoting(
            current,
            ask=request.POST["ask"] == "yes",
            by=request.user,
        )
    else:
        coding = get_object_or_404(
            Coding.objects.select_related("answer"),
            pk=whole_number(request.POST.get("coding", "")),
            live=True,
            answer__theme=current,
        )
        if still_open(current).has(coding.answer):
            raise Http404
        actions.choose_quote(current, coding, by=request.user)
    return redirect("theme_quotes", member.network.address, current.address)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """Words, asks, releases or withdraws one quote; whoever comes back here sees them all."""
    current = theme_of(member, theme)
    if request.method != "POST":
        return redirect("theme_quotes", member.network.address, current.address)
    row = get_object_or_404(
        Quote.objects.select_related(
            "theme__network", "coding__answer__response__invitation__member"
        ),
        pk=pk,
        theme=current,
    )
    if hidden_from(current, request.user).has(row.coding.answer):
        raise Http404
    action, by = request.POST.get("action", ""), request.user
    span = span_of(row.coding, open_answers.asked(current)).words
    had = (row.consent, row.words, row.translation)
    words = request.POST.get("words", "")[:LONGEST]
    translation = _translation(request, row)
    typed = Typed(row.pk, words, translation)
    try:
        if action in ("word", "ask", "release"):
            # The words were changed, or the coding taken away, after the page was shown.
            if not span:
                raise actions.ChangedWords(row.pk)
            if len(span) > LONGEST:
                raise TooLong
            actions.word_quote(
                row, span=span, words=typed.words, translation=typed.translation, by=by
            )
        old = row.words != had[1] and _kept(row, had[2])
        if old:
            messages.warning(request, said("quoting.old_translation"))
        if had[0] and not row.consent:
            messages.warning(request, said("quoting.ask_again"))
        invitation = row.coding.answer.response.invitation
        if action == "ask" and invitation is not None:
            actions.ask_member(row, invitation, by=by)
        elif action == "release" and not old:
            if request.POST.get("checked") != "on":
                messages.error(request, said("coding.quote_unchecked"))
            else:
                checked = request.POST.getlist("flag")
                actions.release_quote(row, span=span, checked=checked, by=by)
        elif action == "withdraw":
            actions.withdraw_quote(row, by=by)
    except TooLong:
        messages.error(request, said("quoting.too_long"))
    except actions.ChangedWords:
        if span:
            return _page(request, member, current, typed)
        messages.error(request, said("coding.quote_changed_words"))
    except actions.Unchecked:
        messages.error(request, said("quoting.unchecked"))
    except actions.NotAsked:
        messages.error(request, said("coding.quote_not_asked"))
    except actions.NoAddress:
        messages.error(request, said("coding.quote_no_address"))
    answer = redirect("theme_quotes", member.network.address, current.address)
    answer["Location"] += f"#citat-{row.pk}"
    return answer
