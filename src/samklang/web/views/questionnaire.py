"""A theme's questionnaire: its versions, a file in and out, an editor with preview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.language.languages import RULES
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, known_language
from samklang.core.survey.condition_words import condition_words
from samklang.core.survey.editing import free_id, moved, put, without
from samklang.core.survey.flaws import flaws
from samklang.core.survey.linter import advice
from samklang.core.survey.pages import minutes, pages
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.exchange.xlsform.reading import read_xlsform
from samklang.exchange.xlsform.sheets import Refusal, Refused
from samklang.exchange.xlsform.writing import write_xlsform
from samklang.package.confined import TooMuch, confined
from samklang.web.actions.questionnaires import (
    ChangedMeanwhile,
    Flawed,
    mark,
    publish_questionnaire,
    save_draft,
)
from samklang.web.forms.fields import said
from samklang.web.forms.questionnaire import FormFile, QuestionForm
from samklang.web.models import Membership, QuestionnaireVersion, Theme
from samklang.web.queries.questionnaires import draft, parsed, published
from samklang.web.queries.series import asked_before, bank
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, posted, posted_files, shown, staff
from samklang.web.views.themes import theme_of

LOST = 30  # messages of what was left out, before they are only counted
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Row:
    """A question in the overview: whom it is asked of, what is wrong, and what could be better."""

    question: Question
    condition: str
    flaws: Sequence[str]
    advice: Sequence[str]


def _rows(questionnaire: Questionnaire, theme: Theme, words: Language) -> list[Row]:
    languages = theme.written_in
    wrong: dict[str, list[str]] = {}
    better: dict[str, list[str]] = {}
    for flaw in flaws(questionnaire):
        wrong.setdefault(flaw.question, []).append(
            _in_words(f"flaws.{flaw.reason}", flaw.value, words)
        )
    for hint in advice(questionnaire, languages):
        language = RULES[hint.language].called_in(words) if hint.language else ""
        reason = _in_words(f"linter.{hint.reason}", hint.value, words, language=language)
        better.setdefault(hint.question, []).append(reason)
    return [
        Row(
            question,
            condition_words(question, questionnaire, words),
            wrong.get(question.id, ()),
            better.get(question.id, ()),
        )
        for question in questionnaire
    ]


def _in_words(key: str, value: str, words: Language, **more: str) -> str:
    words_of = phrase(words, key, **more)
    return f"{words_of} ({value[:80]})" if value else words_of


@staff("reader")
@require_safe
def overview(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """The newest version, question by question, and the versions before it."""
    current = theme_of(member, theme)
    newest, asks = draft(current)
    rows = _rows(asks, current, language(request))
    return shown(
        request,
        "staff/questionnaire.html",
        member=member,
        theme=current,
        newest=newest,
        rows=rows,
        flawed=sum(bool(row.flaws) for row in rows),
        advised=sum(bool(row.advice) for row in rows),
        minutes=minutes(asks),
        in_use=published(current),
        versions=current.questionnaires.select_related("created_by").order_by("-number"),
        seen=mark(newest),
        before=asked_before(current, asks),
    )


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """A questionnaire from an XLSForm; what cannot be taken over is said by row."""
    current = theme_of(member, theme)
    newest, _ = draft(current)
    form = FormFile(posted(request), posted_files(request))
    refusals: Sequence[Refusal] = ()
    if request.method == "POST" and form.is_valid():
        try:
            read = confined(read_xlsform, form.cleaned_data["file"].read())
            save_draft(
                current,
                read.questionnaire,
                seen=request.POST.get("seen", ""),
                by=request.user,
                way="xlsform",
            )
        except TooMuch as fault:
            form.add_error("file", said(f"files.{fault.reason}"))
        except Refused as refused:
            refusals = refused.refusals
        except ChangedMeanwhile:
            form.add_error(None, said("questionnaire.changed_meanwhile"))
        else:
            messages.success(request, said("questionnaire.read"))
            for lost in read.lost[:LOST]:
                place = f"{lost.sheet} {lost.row}" if lost.row else lost.sheet
                where = ", ".join(filter(None, (place, lost.column)))
                messages.info(request, f"{where}: {said(lost.phrase)} {lost.value}")
            if (more := len(read.lost) - LOST) > 0:
                messages.info(request, said("questionnaire.lost_more", count=more))
            return redirect("theme_questionnaire", member.network.address, current.address)
    return shown(
        request,
        "staff/questionnaire_file.html",
        status=400 if form.errors or refusals else 200,
        member=member,
        theme=current,
        form=form,
        refusals=refusals,
        seen=mark(newest),
    )


@staff("reader")
@require_safe
def download(request: StaffRequest, member: Membership, theme: str, number: int) -> HttpResponse:
    """A version as an XLSForm."""
    current = theme_of(member, theme)
    version = get_object_or_404(QuestionnaireVersion, theme=current, number=number)
    content = write_xlsform(parsed(version.source), title=str(current))
    answer = HttpResponse(content, content_type=XLSX)
    name = f"{current.address}-{number}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@staff("reader")
@require_safe
def look(request: StaffRequest, member: Membership, theme: str, number: int) -> HttpResponse:
    """A version as members see it, page by page."""
    current = theme_of(member, theme)
    version = get_object_or_404(QuestionnaireVersion, theme=current, number=number)
    asks = parsed(version.source)
    spoken = known_language(request.GET.get("sprak"))
    # The macros of the members' pages speak the page's language; here it may be the other one.
    sheets = [
        [
            {
                "html": _as_shown(question, spoken),
                "condition": condition_words(question, asks, language(request)),
            }
            for question in page
        ]
        for page in pages(asks)
    ]
    return shown(
        request,
        "staff/questionnaire_look.html",
        member=member,
        theme=current,
        version=version,
        sheets=sheets,
        spoken=spoken,
    )


def _as_shown(question: Question, words: Language) -> str:
    # Both languages can stand on one page, where no id may stand twice.
    apart = replace(question, id=f"{question.id}-{words}")
    values = {"q": apart, "language": words}
    return render_to_string("staff/question_shown.html", values, using="jinja2")


@staff("editor")
@require_POST
def publish(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Publishes the newest version, as it was when the button was shown."""
    current = theme_of(member, theme)
    newest, _ = draft(current)
    if newest is None or mark(newest) != request.POST.get("seen", ""):
        messages.error(request, said("questionnaire.changed_meanwhile"))
    else:
        try:
            publish_questionnaire(newest, by=request.user)
        except Flawed:
            messages.error(request, said("questionnaire.flawed"))
        else:
            messages.success(request, said("questionnaire.published", number=newest.number))
    return redirect("theme_questionnaire", member.network.address, theme)


@staff("editor")
@require_POST
def arrange(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Moves a question up or down, or takes it out."""
    current = theme_of(member, theme)
    _, asks = draft(current)
    way, _, name = request.POST.get("action", "").partition(" ")
    if name not in asks.by_id or way not in ("up", "down", "out"):
        raise Http404
    made = without(asks, name) if way == "out" else moved(asks, name, by=-1 if way == "up" else 1)
    try:
        save_draft(current, made, seen=request.POST.get("seen", ""), by=request.user, way=way)
    except ChangedMeanwhile:
        messages.error(request, said("questionnaire.changed_meanwhile"))
    answer = redirect("theme_questionnaire", member.network.address, theme)
    if way != "out":
        answer["Location"] += f"#q-{name}"
    return answer


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: StaffRequest, member: Membership, theme: str, name: str = "") -> HttpResponse:
    """One question: change it, look at it, save it."""
    current = theme_of(member, theme)
    newest, asks = draft(current)
    was = asks.by_id.get(name)
    if name and was is None:
        raise Http404
    after = request.GET.get("efter", "")
    order = list(asks)
    at = order.index(was) if was else _place(order, after)
    words = language(request)
    open_version = published(current)
    form = QuestionForm(
        posted(request),
        question=was,
        # A new question has an id that no other theme's question has been asked by.
        name=name or free_id(asks, [banked.question.id for banked in bank(member.network)]),
        earlier=order[:at],
        language=words,
        languages=current.written_in,
        answered=parsed(open_version.source).by_id.get(name) if open_version else None,
    )
    seen = request.POST.get("seen", "") if request.method == "POST" else mark(newest)
    values: dict[str, object] = {"language": words, "stale": False, "wrong": (), "better": ()}
    made = was
    if request.method == "POST" and form.is_valid():
        made = form.made()
        whole = put(asks, made, after=after)
        rows = {row.question.id: row for row in _rows(whole, current, words)}
        values |= {"wrong": rows[made.id].flaws, "better": rows[made.id].advice}
        if request.POST.get("action") == "part":
            return HttpResponse(_preview(made, current, values))
        if request.POST.get("action") == "save":
            try:
                save_draft(current, whole, seen=seen, by=request.user, way="question")
            except ChangedMeanwhile:
                # The second time it is saved knowingly, into the questionnaire as it is now.
                values["stale"], seen = True, mark(newest)
            else:
                messages.success(request, said("questionnaire.saved"))
                answer = redirect("theme_questionnaire", member.network.address, theme)
                answer["Location"] += f"#q-{made.id}"
                return answer
    elif request.POST.get("action") == "part":
        return HttpResponse(_preview(made, current, values))
    return shown(
        request,
        "staff/question.html",
        status=409
        if values["stale"]
        else 400
        if request.method == "POST" and not form.is_valid()
        else 200,
        member=member,
        theme=current,
        form=form,
        name=name,
        after=after,
        seen=seen,
        kept=was,
        preview=_preview(made, current, values),
        **values,
    )


def _place(order: Sequence[Question], after: str) -> int:
    """Where a new question stands: after another, else last."""
    return next((n for n, q in enumerate(order, 1) if q.id == after), len(order))


def _preview(made: Question | None, theme: Theme, values: dict[str, object]) -> str:
    """A question as members will see it, in each language, with what is wrong with it."""
    languages = theme.written_in
    shows = [(words, _as_shown(made, words)) for words in languages] if made else []
    return render_to_string(
        "staff/question_preview.html", {"shows": shows, **values}, using="jinja2"
    )
