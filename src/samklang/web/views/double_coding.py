"""Double coding: draw a sample, compare, settle; or keep a log of discussions instead."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.survey.open_questions import OpenQuestion, open_questions
from samklang.web.actions import coding
from samklang.web.actions import double_coding as actions
from samklang.web.actions.reading import note_reading
from samklang.web.forms.double_coding import DrawForm, SettleForm, TalkForm
from samklang.web.forms.fields import said
from samklang.web.models import Code, CodingSample, Membership, SampledAnswer, Theme
from samklang.web.models.theme import CodingApproach
from samklang.web.queries import double_coding as queries
from samklang.web.queries import open_answers
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, posted, shown, staff
from samklang.web.views.coding import place_of
from samklang.web.views.themes import theme_of


@staff("reader")
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """The samples of a theme, the agreement on each question, and the drawing of another."""
    current = theme_of(member, theme)
    asked = open_answers.asked(current)
    places = {place.address: place for place in open_questions(asked)}
    words = language(request)
    answered = {
        account.question: account.answered for _, account in open_answers.accounts(current, asked)
    }
    questions = [(a, place.title(words)) for a, place in places.items() if answered.get(a)]
    coders = [
        (str(membership.user_id), membership.user.email)
        for membership in member.network.staff.select_related("user").order_by("pk")
        if membership.may("editor")
    ]
    form = DrawForm(
        posted(request),
        initial={
            "size": 20,
            "unit": "percent",
            "question": max(answered, key=lambda address: answered[address], default=""),
        },
        questions=questions,
        coders=coders,
    )
    if request.method == "POST":
        if not member.may("editor"):
            raise PermissionDenied
        if form.is_valid() and (made := _drawn(request, current, places, form)):
            return redirect("theme_coding_sample", member.network.address, current.address, made.pk)
    open_ones = [
        queries.progress(sample, places[sample.question])
        for sample in current.coding_samples.filter(compared_at=None).select_related("second")
        if sample.question in places
    ]
    compared = [
        comparison for place in places.values() if (comparison := queries.compared(current, place))
    ]
    if current.coding_approach != CodingApproach.SCORED:
        compared = []
    for of in (comparison.where.address for comparison in compared if comparison.differences):
        note_reading(current, what=of, names=False, by=request.user)
    return shown(
        request,
        "coding/double.html",
        status=400 if form.errors else 200,
        member=member,
        theme=current,
        places=places,
        form=form,
        open_ones=open_ones,
        compared=compared,
        hidden=queries.hidden_from(current, request.user),
        names={code.key: code.shown("name", words) for code in current.codes.all()},
        talks=current.coding_talks.select_related("by"),
        talk_form=TalkForm(questions=questions),
        reflexive=current.coding_approach == CodingApproach.REFLEXIVE,
    )


def _drawn(
    request: StaffRequest, theme: Theme, places: dict[str, OpenQuestion], form: DrawForm
) -> CodingSample | None:
    """The sample that was asked for; None, with the reason in the form, where there can be none."""
    values = form.cleaned_data
    second = get_user_model().objects.get(pk=int(values["second"]))
    by_share = values["unit"] == "percent"
    try:
        return actions.draw(
            theme,
            places[values["question"]],
            second=second,
            size=0 if by_share else values["size"],
            percent=values["size"] if by_share else 0,
            seed=values["seed"],
            by=request.user,
        )
    except actions.NothingToDraw:
        form.add_error("second", said("double.nothing_to_draw"))
    except actions.AlreadyDrawn:
        form.add_error("question", said("double.already_drawn"))
    return None


class SampleOf(NamedTuple):
    sample: CodingSample
    question: OpenQuestion


def sample_of(theme: Theme, pk: int) -> SampleOf:
    """A theme's sample with the question it is of, or page not found."""
    rows = CodingSample.objects.select_related("theme__network", "second", "compared_by")
    sample = get_object_or_404(rows, pk=pk, theme=theme)
    return SampleOf(sample, place_of(open_answers.asked(theme), sample.question))


@staff("reader")
@require_safe
def sample(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """How far a sample has come; to its second coder, the answers to code."""
    current = theme_of(member, theme)
    sample_row, where = sample_of(current, pk)
    note_reading(current, what=where.address, names=False, by=request.user)
    return shown(
        request,
        "coding/sample.html",
        member=member,
        theme=current,
        where=where,
        progress=queries.progress(sample_row, where),
        is_second=sample_row.second_id == request.user.pk,
        may_code=member.may("editor"),
    )


@staff("editor")
@require_POST
def finish(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """Compares a sample, or throws it away."""
    current = theme_of(member, theme)
    sample_row, where = sample_of(current, pk)
    try:
        if request.POST.get("action") == "drop":
            actions.give_up(sample_row, by=request.user)
            messages.success(request, said("double.dropped"))
        else:
            actions.compare(sample_row, where, by=request.user)
            messages.success(request, said("double.compared_now"))
    except actions.NotDone:
        messages.error(request, said("double.not_done"))
        return redirect("theme_coding_sample", member.network.address, current.address, pk)
    except actions.AlreadyDrawn:
        messages.error(request, said("double.compared_already"))
    return redirect("theme_double_coding", member.network.address, current.address)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def difference(
    request: StaffRequest, member: Membership, theme: str, pk: int, answer: int
) -> HttpResponse:
    """One answer on which the two differed: both readings, and what it gets."""
    current = theme_of(member, theme)
    sample_row, where = sample_of(current, pk)
    row = get_object_or_404(
        SampledAnswer.objects.select_related("sample__theme", "first_by", "settled_by"),
        sample=sample_row,
        response__pk=answer,
        sample__compared_at__isnull=False,
    )
    opened = open_answers.opened(current, where, answer)
    compared = queries.compared(current, where)
    if opened is None or compared is None:
        raise Http404
    note_reading(current, what=where.address, names=False, by=request.user)
    known = {c.pk: c for c in current.codes.filter(retired=False).select_related("family")}
    codes = _given(row, known)
    form = SettleForm(posted(request), codes=list(codes))
    keys = [d.response_id for d in compared.differences if d.sample_id == sample_row.pk]
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle(
                row,
                opened,
                kept=form.kept,
                status=form.cleaned_data["status"],
                memo=form.cleaned_data["memo"],
                codes=known,
                by=request.user,
            )
        except coding.NotAllowed:
            messages.error(request, said("double.choose_something"))
        except coding.CodedMeanwhile:
            messages.error(request, said("coding.stale_text"))
        else:
            messages.success(request, said("double.settled_now"))
            return _onward(member, current, compared, row)
    at = keys.index(answer) if answer in keys else -1
    return shown(
        request,
        "coding/difference.html",
        status=400 if form.errors else 200,
        member=member,
        theme=current,
        where=where,
        sample=sample_row,
        row=row,
        text=opened.text,
        codes=codes,
        known=known,
        number=at + 1,
        count=len(keys),
        before=keys[at - 1] if at > 0 else None,
        after=keys[at + 1] if 0 <= at < len(keys) - 1 else None,
        outcome=[f"{c}:{v}" for c, v, _, _ in row.outcome["marks"]] if row.outcome else None,
    )


def _onward(
    member: Membership, theme: Theme, compared: queries.Compared, row: SampledAnswer
) -> HttpResponse:
    """To the next difference that nobody has settled, else back."""
    place = member.network.address, theme.address
    left = [d for d in compared.differences if d.pk != row.pk and not d.outcome]
    if not left:
        return redirect("theme_double_coding", *place)
    return redirect("theme_coding_difference", *place, left[0].sample_id, left[0].response_id)


def _given(row: SampledAnswer, known: dict[int, Code]) -> dict[str, tuple[Code, str, bool, bool]]:
    """Each code with its valence that either gave: the code, the valence, and who of them did."""
    first = {(code, valence) for code, valence, _, _ in row.first_marks}
    second = {(code, valence) for code, valence, _, _ in row.marks}
    order = {code: number for number, code in enumerate(known)}
    every = sorted((c, v) for c, v in first | second if c in known)
    every.sort(key=lambda one: order[one[0]])
    return {
        f"{code}:{valence}": (
            known[code],
            valence,
            (code, valence) in first,
            (code, valence) in second,
        )
        for code, valence in every
    }


@staff("editor")
@require_POST
def talk(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Says how agreement is shown, or enters a discussion."""
    current = theme_of(member, theme)
    by = request.user
    if "approach" in request.POST:
        approach = request.POST["approach"]
        if approach in CodingApproach.values:
            actions.choose_approach(current, approach=approach, by=by)
    else:
        places = open_questions(open_answers.asked(current))
        form = TalkForm(request.POST, questions=[(p.address, p.address) for p in places])
        if form.is_valid():
            actions.note_talk(current, by=by, **form.cleaned_data)
        else:
            messages.error(request, said("double.talk_empty"))
    return redirect("theme_double_coding", member.network.address, current.address)
