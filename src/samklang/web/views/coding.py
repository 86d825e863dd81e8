"""Coding: what has been read, the answers to a question, all that a member wrote, one answer."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, worded
from samklang.core.survey.open_questions import OpenQuestion, open_questions
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.spoken import spoken
from samklang.core.vocabulary import counties
from samklang.web.actions import coding as actions
from samklang.web.actions.reading import note_reading, note_visit
from samklang.web.actions.second_reading import confirm_coding
from samklang.web.forms.coding import AnswerForm, filters_of, marks_of, notes_of
from samklang.web.forms.fields import said, whole_number
from samklang.web.models import Code, Membership, Response, Theme
from samklang.web.queries import open_answers as queries
from samklang.web.queries.codebook import codebook, codes_by_key
from samklang.web.queries.coding_import import at_work
from samklang.web.queries.coding_log import since
from samklang.web.queries.double_coding import hidden_from
from samklang.web.queries.second_reading import may_confirm
from samklang.web.queries.suggested_codes import suggested
from samklang.web.queries.themes import frame_groups
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.themes import theme_of

ROWS_A_PAGE = 50
# Answers with what was chosen beside them, some 40 sheets of paper.
ROWS_TO_PRINT = 250
NAMES = "coding_names"
# Keys that choose a code; those with an action of their own are not among them.
KEYS = "123456789abcdghijkloqrtwxyz"


def with_names(request: StaffRequest, member: Membership, theme: Theme) -> bool:
    """Whether the page shows which member an answer is from: allowed, asked for and known."""
    asked = bool(request.session.get(NAMES))
    return asked and member.may_read_names and not theme.anonymous


def place_of(questionnaire: Questionnaire, address: str) -> OpenQuestion:
    """The open question at an address, or page not found."""
    here = queries.place(questionnaire, address)
    if here is None:
        raise Http404
    return here


@staff("reader")
@require_safe
def overview(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Each open question with what has become of its answers, and what others have done since."""
    current = theme_of(member, theme)
    before = note_visit(current, by=request.user)
    hidden = hidden_from(current, request.user)
    asked = queries.asked(current)
    accounts = queries.accounts(current, asked, hidden=hidden.responses)
    return shown(
        request,
        "coding/overview.html",
        member=member,
        theme=current,
        unpublished=not asked.questions,
        accounts=accounts,
        left=sum(account.open_ends for _, account in accounts),
        any_codes=current.codes.filter(retired=False).exists(),
        since=None if before is None else since(current, before, by=request.user, hidden=hidden),
        own_samples=hidden.samples,
        reading_in=at_work(current) if member.may("editor") else None,
    )


@staff("reader")
@require_POST
def names(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Shows or hides which member an answer is from, on this person's pages."""
    if not member.may_read_names:
        raise PermissionDenied
    request.session[NAMES] = request.POST.get("names") == "on"
    address = request.POST.get("next", "")
    here = reverse("theme_coding", args=[member.network.address, theme])
    return redirect(address if address.startswith(here) else here)


@staff("reader")
@require_safe
def question(request: StaffRequest, member: Membership, theme: str, question: str) -> HttpResponse:
    """The answers to one question, with what the members chose beside them.

    With `print` in the address as they are laid on paper: more of them, and nothing to press.
    """
    current = theme_of(member, theme)
    asked = queries.asked(current)
    where = place_of(asked, question)
    named = with_names(request, member, current)
    note_reading(current, what=question, names=named, by=request.user)
    filters, hidden = filters_of(request.GET), hidden_from(current, request.user)
    lines = queries.lines(current, where, filters, hidden=hidden.of(question))
    to_print = "print" in request.GET
    rows = ROWS_TO_PRINT if to_print else ROWS_A_PAGE
    page = Paginator(lines, rows).get_page(request.GET.get("page"))
    responses = queries.sent(current).in_bulk([line.response for line in page])
    words = language(request)
    codes, choices = codes_by_key(current), filter_choices(current, member, asked, words)
    return shown(
        request,
        "coding/printed.html" if to_print else "coding/question.html",
        member=member,
        theme=current,
        where=where,
        page=page,
        named=named,
        codes=codes,
        filters=filters,
        today=timezone.localdate(),
        selection=in_words(filters, codes, choices, words) if to_print else (),
        query=query_of(request),
        choices=choices,
        own_sample=hidden.samples.get(question),
        own_count=len(hidden.of(question)),
        beside={pk: closed_answers(asked, response, words) for pk, response in responses.items()},
    )


def query_of(request: StaffRequest) -> str:
    """The filters of the page as the end of an address."""
    kept = [(k, v) for k, v in request.GET.items() if v and k in ("q", "state", "code", "answer")]
    kept += [(k, v) for k, v in request.GET.items() if v and k in ("group", "sort")]
    return urlencode(kept)


def in_words(
    filters: queries.Filters,
    codes: Mapping[str, Code],
    choices: Mapping[str, Sequence[tuple[str, str]]],
    words: Language,
) -> list[tuple[str, str]]:
    """What a list was narrowed to, as it stands on paper: the filter's name, and its value."""
    key, _, valence = filters.code.partition(":")
    code = codes[key].shown("name", words) if key in codes else ""
    if code and valence:
        code = f"{code}, {phrase(words, f'coding.valence_{valence}').lower()}"
    return [
        (phrase(words, f"coding.{name}"), value)
        for name, value in (
            ("search", filters.search),
            ("state", filters.state and phrase(words, f"coding.state_{filters.state}")),
            ("code", code),
            ("answered", dict(choices["answer"]).get(filters.answer, "")),
            ("group", dict(choices["group"]).get(filters.group, "")),
        )
        if value
    ]


def filter_choices(
    theme: Theme, member: Membership, asked: Questionnaire, words: Language
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What a list can be filtered by: closed answers and groups, as values with labels."""
    closed = [
        (f"{q.id}={option.id}", f"{q.title[words]}: {worded(option.label, words)}")
        for q in asked
        if q.type in ("select_one", "select_multiple")
        for option in q.options
    ]
    groups: list[tuple[str, str]] = []
    if not theme.anonymous:
        names = counties()
        codes = theme.invitations.values_list("member__county", flat=True).distinct().order_by()
        groups += [
            (f"county={code}", names[code].name[words])
            for code in sorted(filter(None, codes))
            if code in names
        ]
        groups += [
            (f"{name}={value}", f"{member.network.group_name(name, words)}: {value}")
            for name, values in frame_groups(member.network).items()
            for value in values
            if value
        ]
    return {"answer": closed, "group": groups}


def closed_answers(
    asked: Questionnaire, response: Response, words: Language
) -> list[tuple[str, str]]:
    """What a member chose, question by question, in words; what it wrote is left out."""
    answers = []
    for q in asked:
        if q.type in ("text", "cards", "note", "consent", "calculate"):
            continue
        lines = [line for line in spoken(q, response.answers, words) if line.text]
        parts = [f"{line.label}: {line.text}" if line.label else line.text for line in lines]
        if parts:
            apart = "; " if any(line.label for line in lines) else ", "
            answers.append((worded(q.title, words), apart.join(parts)))
    return answers


@staff("reader")
@require_safe
def respondent(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """All that one member answered."""
    current = theme_of(member, theme)
    keys = list(queries.sent(current).order_by("pk").values_list("pk", flat=True))
    if pk not in keys:
        raise Http404
    named = with_names(request, member, current)
    note_reading(current, what=str(pk), names=named, by=request.user)
    response_row = queries.sent(current).select_related("invitation__member").get(pk=pk)
    asked, words, at = queries.asked(current), language(request), keys.index(pk)
    return shown(
        request,
        "coding/respondent.html",
        member=member,
        theme=current,
        one=response_row,
        number=at + 1,
        count=len(keys),
        named=named,
        written=[
            (where, text)
            for where in open_questions(asked)
            if (text := queries.text_of(response_row.answers, where))
        ],
        beside=closed_answers(asked, response_row, words),
        before=keys[at - 1] if at else None,
        after=keys[at + 1] if at + 1 < len(keys) else None,
    )


@staff("reader")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(
    request: StaffRequest, member: Membership, theme: str, question: str, pk: int
) -> HttpResponse:
    """One answer: read it, code it, go on to the next."""
    current = theme_of(member, theme)
    asked = queries.asked(current)
    where = place_of(asked, question)
    opened = queries.opened(current, where, pk)
    if opened is None:
        raise Http404
    hidden = hidden_from(current, request.user)
    if pk in hidden.of(question):
        # Who codes it blind sees its own page of it, and can do nothing here.
        if request.method == "POST":
            raise PermissionDenied
        return redirect(
            "theme_blind_answer", member.network.address, theme, hidden.samples[question], pk
        )
    if request.method != "POST":
        note_reading(
            current,
            what=question,
            names=with_names(request, member, current),
            by=request.user,
        )
        return _answer_page(request, member, current, asked, opened)
    if not member.may("editor"):
        raise PermissionDenied
    return _save(request, member, current, asked, opened)


def _save(
    request: StaffRequest,
    member: Membership,
    theme: Theme,
    asked: Questionnaire,
    opened: queries.Opened,
) -> HttpResponse:
    """Saves what the form holds; to a script the new version, else the next page."""
    codes = codes_by_key(theme)
    form = AnswerForm(request.POST)
    by_itself = request.headers.get("Accept", "") == "application/json"
    try:
        if not form.is_valid():
            raise actions.NotAllowed(form.errors)
        read = actions.save_coding(
            theme,
            opened,
            marks=marks_of(request.POST, codes, length=len(opened.text)),
            notes=notes_of(request.POST),
            codes={code.pk: code for code in codes.values()},
            by=request.user,
            **form.cleaned_data,
        )
        if read is None and request.POST.get("action") == "confirm":
            seen = form.cleaned_data["seen"]
            confirm_coding(theme, opened, seen=seen, by=request.user)
    except actions.CodedMeanwhile:
        if by_itself:
            return JsonResponse({"stale": True}, status=409)
        now = queries.opened(theme, opened.where, opened.response.pk) or opened
        return _answer_page(request, member, theme, asked, now, stale=True)
    except actions.NotAllowed:
        if by_itself:
            return JsonResponse({"wrong": True}, status=400)
        messages.error(request, said("coding.not_allowed"))
        return _answer_page(request, member, theme, asked, opened, status=400)
    if by_itself:
        version = read.version if read else opened.version
        return JsonResponse({"version": version})
    query = query_of(request)
    onward = opened.response.pk
    if request.POST.get("action") in ("next", "confirm"):
        onward = whole_number(request.POST.get("after", ""))
        if not onward:
            address = reverse(
                "theme_coding_question",
                args=[member.network.address, theme.address, opened.where.address],
            )
            messages.success(request, said("coding.no_more"))
            return redirect(f"{address}?{query}" if query else address)
    address = reverse(
        "theme_coding_answer",
        args=[member.network.address, theme.address, opened.where.address, onward],
    )
    return redirect(f"{address}?{query}" if query else address)


def _answer_page(
    request: StaffRequest,
    member: Membership,
    theme: Theme,
    asked: Questionnaire,
    opened: queries.Opened,
    *,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    filters = filters_of(request.GET)
    hidden = hidden_from(theme, request.user)
    unseen = hidden.of(opened.where.address)
    lines = queries.lines(theme, opened.where, filters, hidden=unseen)
    every = lines
    if filters != queries.Filters():
        every = queries.lines(theme, opened.where, hidden=unseen)
    keys = [line.response for line in lines]
    at = keys.index(opened.response.pk) if opened.response.pk in keys else -1
    families = codebook(theme, hidden=hidden)
    ordered = [code for family in families for code in family.codes]
    current = [] if opened.changed else list(opened.codings)
    whole = {
        f"{c.code.key}:{c.valence}" for c in current if (c.start, c.end) == (0, len(opened.text))
    }
    return shown(
        request,
        "coding/answer.html",
        status=409 if stale else status,
        member=member,
        theme=theme,
        one=opened,
        where=opened.where,
        families=families,
        keys=dict(zip([c.pk for c in ordered], KEYS, strict=False)),
        whole=whole,
        spans=[c for c in current if (c.start, c.end) != (0, len(opened.text))],
        noted=current,
        pieces=pieces(opened.text, [(c.start, c.end) for c in current]),
        named=with_names(request, member, theme),
        beside=closed_answers(asked, opened.response, language(request)),
        number=at + 1,
        count=len(keys),
        before=keys[at - 1] if at > 0 else None,
        after=keys[at + 1] if 0 <= at < len(keys) - 1 else (keys[0] if at < 0 and keys else None),
        query=query_of(request),
        stale=stale,
        suggested=suggested(theme, opened, every, families) if member.may("editor") else None,
        may_confirm=may_confirm(opened, request.user),
        sample=None,
    )


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether a span shorter than the text holds it."""
    inside = [span for span in spans if span != (0, len(text))]
    cuts = sorted({0, len(text), *(at for span in inside for at in span if at <= len(text))})
    return [
        (text[a:b], any(start <= a and b <= end for start, end in inside))
        for a, b in pairwise(cuts)
    ]
