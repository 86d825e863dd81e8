"""The report's texts: a list, and a page for each with its faults, its look and its comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from samklang.core.faults import FaultWords, fault_words
from samklang.core.manuscript.text_changes import text_changes
from samklang.render.html import excerpt
from samklang.web.actions import manuscript as actions
from samklang.web.actions.analysing import ask
from samklang.web.actions.theme_files import SavedMeanwhile, save_file
from samklang.web.forms.fields import said, whole_number
from samklang.web.forms.manuscript import CommentForm, TextForm
from samklang.web.models import Membership, TextComment, Theme, ThemeFile
from samklang.web.queries import manuscript as queries
from samklang.web.queries.manuscript_preview import Seen, seen
from samklang.web.queries.questionnaires import latest, parsed
from samklang.web.queries.spelling import Spelling, spelling
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.themes import theme_of

# Ids of the preview are the report's own; these letters keep them apart from the page's.
PREFIX = "manus-"


@dataclass(frozen=True)
class Open:
    """A text of a theme as it was opened: the file, or None while it is not written."""

    theme: Theme
    path: str
    kind: str
    file: ThemeFile | None

    @property
    def version(self) -> int:
        """The version it is at; 0 while it is not written."""
        return self.file.version if self.file else 0

    @property
    def text(self) -> str:
        """The text as saved, else what it begins as."""
        if self.file:
            return self.file.text
        newest = latest(self.theme)
        return queries.begun(self.path, parsed(newest.source)) if newest else ""


def opened(member: Membership, theme: str, path: str) -> Open:
    """A text by its path in the package, or page not found. Two queries."""
    current = theme_of(member, theme)
    kind = queries.kind_of(path)
    written_in = queries.language_of(path)
    if kind is None or (written_in and written_in not in current.languages):
        raise Http404
    file = ThemeFile.objects.filter(theme=current, path=path).first()
    if file is None and kind == "example":
        raise Http404
    return Open(current, path, kind, file)


@staff("reader")
@require_safe
def texts(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """The theme's texts."""
    current = theme_of(member, theme)
    return shown(
        request,
        "staff/manuscript_texts.html",
        member=member,
        theme=current,
        texts=queries.texts(current),
    )


@staff("reader")
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: StaffRequest, member: Membership, theme: str, path: str) -> HttpResponse:
    """One text: write, look, save, comment."""
    edited = opened(member, theme, path)
    if request.method != "POST":
        return editor(request, member, edited, text=edited.text, seen_at=edited.version)
    action, _, number = request.POST.get("action", "").partition(" ")
    if action in ("comment", "resolve", "reopen"):
        return _commented(request, member, edited, action, number)
    if not member.may("editor"):
        raise PermissionDenied
    form = TextForm(request.POST)
    if not form.is_valid():
        kept = request.POST.get("text", "")
        return editor(request, member, edited, text=kept, seen_at=edited.version, form=form)
    written, seen_at = form.cleaned_data["text"], form.cleaned_data["seen"]
    if action == "part":
        return HttpResponse(_parts(request, member, edited, written))
    if action != "save":
        return editor(request, member, edited, text=written, seen_at=seen_at)
    try:
        save_file(edited.theme, path=path, text=written, seen=seen_at, by=request.user)
    except SavedMeanwhile as meanwhile:
        # Both texts are shown. The second time it is saved knowingly, over the one seen now.
        now = Open(edited.theme, path, edited.kind, meanwhile.now if meanwhile.now.pk else None)
        return editor(request, member, now, text=written, seen_at=now.version, stale=True)
    messages.success(request, said("manuscript.saved"))
    return redirect("theme_text", member.network.address, edited.theme.address, path)


def _commented(
    request: StaffRequest, member: Membership, edited: Open, action: str, number: str
) -> HttpResponse:
    """Comments or sees to a comment; what is written and not saved stays in the editor."""
    sent = TextForm(request.POST)
    written, seen_at = edited.text, edited.version
    if member.may("editor") and sent.is_valid():
        written, seen_at = sent.cleaned_data["text"], sent.cleaned_data["seen"]
    if action == "comment":
        form = CommentForm(request.POST)
        if not form.is_valid():
            return editor(request, member, edited, text=written, seen_at=seen_at, comment=form)
        actions.comment(
            edited.theme,
            path=edited.path,
            line=form.cleaned_data["line"] or 0,
            text=form.cleaned_data["comment"],
            on=written,
            version=seen_at,
            by=request.user,
        )
    else:
        comment = get_object_or_404(
            TextComment.objects.select_related("theme__network"),
            pk=whole_number(number),
            theme=edited.theme,
            path=edited.path,
        )
        if not may_resolve(comment, member):
            raise PermissionDenied
        act = actions.resolve if action == "resolve" else actions.open_again
        act(comment, by=request.user)
    if (written, seen_at) != (edited.text, edited.version):
        return editor(request, member, edited, text=written, seen_at=seen_at)
    answer = redirect("theme_text", member.network.address, edited.theme.address, edited.path)
    answer["Location"] += "#kommentarer"
    return answer


def may_resolve(comment: TextComment, member: Membership) -> bool:
    """Whether a person may see to a comment: an editor any, others their own."""
    return member.may("editor") or comment.by_id == member.user_id


def editor(
    request: StaffRequest,
    member: Membership,
    edited: Open,
    *,
    text: str,
    seen_at: int,
    form: TextForm | None = None,
    comment: CommentForm | None = None,
    stale: bool = False,
) -> HttpResponse:
    """The page of a text with `text` in the editor, which was opened at version `seen_at`.

    stale: somebody else has saved it meanwhile; nothing is saved, and both texts are shown.
    """
    wrong = bool((form and form.errors) or (comment and comment.errors))
    initial = {"text": text, "seen": seen_at}
    seen_text = seen(edited.theme, edited.path, text, request.user)
    values = _values(request, member, edited, text, seen_text)
    return shown(
        request,
        "staff/manuscript_text.html",
        status=409 if stale else 400 if wrong else 200,
        form=form or TextForm(initial=initial),
        comment=comment or CommentForm(initial={"line": None}),
        stale=stale,
        unsaved=text != edited.text or stale,
        changes=text_changes(edited.text, text) if stale else (),
        last=edited.file.versions.select_related("by").first() if edited.file else None,
        spelling=_spelled(member, edited, text, seen_text),
        **values,
    )


def _spelled(member: Membership, edited: Open, text: str, seen_text: Seen) -> Spelling:
    """The spelling of a manuscript, for who may change it."""
    written_in = queries.language_of(edited.path)
    if written_in is None or not member.may("editor"):
        return Spelling()
    return spelling(member.network, edited.theme, seen_text.standing, written_in, text)


def _values(
    request: StaffRequest, member: Membership, edited: Open, text: str, seen_text: Seen
) -> Mapping[str, object]:
    """What the page shows of a text: its faults by line, its look, its comments."""
    words = language(request)
    faults = [fault_words(fault, words) for fault in seen_text.faults]
    placed = queries.comments(edited.theme, edited.path, text)
    lines = text.split("\n")
    return {
        "seen": seen_text,
        "faults": faults,
        "elsewhere": [fault_words(fault, words) for fault in seen_text.elsewhere],
        "html": look(seen_text),
        "counting": ask(edited.theme, seen_text.lacks),
        "lines": lines,
        "faults_at": _by_line(faults, edited.path, len(lines)),
        "placed": placed,
        "may_resolve": {
            placed_comment.comment.pk
            for placed_comment in placed
            if may_resolve(placed_comment.comment, member)
        },
        "edited": edited,
        "theme": edited.theme,
        "member": member,
    }


def look(seen_text: Seen) -> str:
    """A text as it will read: HTML of our own making, every text in it escaped."""
    return excerpt(seen_text.document, prefix=PREFIX) if seen_text.document else ""


def _by_line(
    faults: Sequence[FaultWords], path: str, lines: int
) -> Mapping[int, Sequence[FaultWords]]:
    """The faults that have a line of this text, by line; a line past the end is the last."""
    by_line: dict[int, list[FaultWords]] = {}
    for fault in faults:
        if fault.line and fault.file == path:
            by_line.setdefault(min(fault.line, lines), []).append(fault)
    return by_line


def _parts(request: StaffRequest, member: Membership, edited: Open, text: str) -> str:
    """The parts of the page that follow what is written, for the page's script."""
    values = dict(
        _values(request, member, edited, text, seen(edited.theme, edited.path, text, request.user))
    )
    return render_to_string("staff/manuscript_parts.html", values, request=request, using="jinja2")
