"""Put a figure into a manuscript: the estimate is seen first, then it is put in, unsaved."""

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.html import escape
from django.views.decorators.http import require_http_methods

from samklang.core.faults import fault_words
from samklang.core.manuscript.insertion import offset_of, section_ends, with_block, with_value
from samklang.render.html import excerpt, unbroken
from samklang.web.actions.analysing import ask
from samklang.web.forms.manuscript import FigureForm, TextForm
from samklang.web.models import Membership
from samklang.web.queries.manuscript import language_of
from samklang.web.queries.manuscript_figure import Choices, choices, estimate, figuring
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.manuscript import PREFIX, editor, opened

NONE = Choices({}, {}, {})


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: StaffRequest, member: Membership, theme: str, path: str) -> HttpResponse:
    """Question, groups and answer; what they will show; then into the text, which is not saved.

    The text in the editor comes along from page to page, so nothing that is written is lost.
    """
    edited = opened(member, theme, path)
    written_in = language_of(path)
    if written_in is None:
        raise Http404
    if request.method != "POST":
        return redirect("theme_text", member.network.address, edited.theme.address, path)
    sent = TextForm(request.POST)
    if not sent.is_valid():
        kept = request.POST.get("text", "")
        return editor(request, member, edited, text=kept, seen_at=edited.version, form=sent)
    text, seen_at = sent.cleaned_data["text"], sent.cleaned_data["seen"]
    cursor: int | None = sent.cleaned_data["cursor"]
    words = language(request)
    at = figuring(edited.theme, request.user, path=path, language=written_in, text=text)
    package = at.current.package
    offered = NONE
    if package is not None:
        columns = package.register.groups if package.register else ()
        named = package.theme.columns
        offered = choices(package.questionnaire, columns, package.theme.series, words, named)
    offset = None if cursor is None else offset_of(text, cursor)
    asked = request.POST.get("question", "")
    question = asked if asked in offered.questions else next(iter(offered.questions), "")
    form = FigureForm(
        _settled(request.POST, offered, question) if asked else None,
        choices=offered,
        question=question,
        sections=section_ends(text),
        cursor_line=0 if offset is None else text.count("\n", 0, offset) + 1,
    )
    estimated = None
    if asked and form.is_valid():
        chosen = form.cleaned_data
        what = {name: chosen[name] for name in ("form", "question", "by", "option")}
        estimated = estimate(at, **what, words=words)
        if request.POST.get("action") == "insert":
            place = chosen["place"]
            if chosen["form"] == "share" and place == "cursor" and offset is not None:
                made = with_value(text, estimated.markup, offset=offset)
            else:
                line = form.cursor_line if place == "cursor" else int(place)
                made = with_block(text, estimated.markup, after_line=line)
            return editor(request, member, edited, text=made, seen_at=seen_at)
    return shown(
        request,
        "staff/manuscript_figure.html",
        status=400 if form.errors else 200,
        member=member,
        theme=edited.theme,
        edited=edited,
        form=form,
        sent={"text": text, "seen": seen_at, "cursor": "" if cursor is None else cursor},
        offered=offered,
        question=question,
        freeze=at.freeze,
        counted=at.current.counted,
        hindered=[fault_words(f, words) for f in at.current.faults],
        estimate=estimated,
        counting=ask(edited.theme, estimated.lacks) if estimated else None,
        sentence=unbroken(escape(estimated.sentence)) if estimated else "",
        wrong=[fault_words(f, words) for f in estimated.faults] if estimated else (),
        html=excerpt(estimated.document, prefix=PREFIX, titled=False)
        if estimated and estimated.document
        else "",
    )


def _settled(sent: QueryDict, offered: Choices, question: str) -> QueryDict:
    """What was sent, without an answer that is another question's: the question was changed."""
    made = sent.copy()
    if made.get("option") not in offered.options.get(question, {}):
        made["option"] = ""
    if made.get("by") == question:
        made["by"] = ""
    made["question"] = question
    made.setdefault("form", "figure")
    return made
