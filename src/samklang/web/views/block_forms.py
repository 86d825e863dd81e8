"""The form of a piece of the report: put in or changed, its numbers seen before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from samklang.core.faults import Fault, FaultyInput
from samklang.core.manuscript.editing import (
    NotThere,
    inserted,
    numbered,
    replaced,
    run_of,
    source_of,
)
from samklang.core.manuscript.kinds import KINDS, SHOW, TABLE
from samklang.core.manuscript.parsing import Role
from samklang.core.manuscript.pieces import TEXT, Written, write_block
from samklang.core.manuscript.prose import NotProse, is_prose, prose, rewritten
from samklang.web.actions.analysing import ask
from samklang.web.actions.blocks import Place, write
from samklang.web.actions.theme_files import SavedMeanwhile
from samklang.web.forms.blocks import ProseForm
from samklang.web.forms.fields import Form, said, whole_number
from samklang.web.forms.prose import (
    as_field,
    as_html,
    chips,
    from_field,
    from_html,
    lines_apart,
    one_list,
    sent_along,
    with_value,
)
from samklang.web.models import Membership
from samklang.web.queries.block_choices import (
    Offered,
    offered,
)
from samklang.web.queries.blocks import Worth, looked, material_of, value_of
from samklang.web.queries.counted import Wanted
from samklang.web.queries.manuscript_figure import costs
from samklang.web.queries.manuscript_preview import Standing, standing
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.block_value import chosen_value, value_page
from samklang.web.views.block_writing import Writing, forms_for, stored
from samklang.web.views.blocks import Open, after_of, html_by_part, opened, spelled

# What is inserted beside the kinds of block; a table of numbers is a figure that shows no chart.
NUMBER_TABLE = "number-table"
ALONE = ("text", "section", "numbers", NUMBER_TABLE)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def add(
    request: StaffRequest, member: Membership, theme: str, written_in: str, kind: str
) -> HttpResponse:
    """A new piece."""
    written = opened(member, theme, written_in)
    known = KINDS.get(kind)
    if kind not in ALONE and (known is None or not known.offered):
        raise Http404
    begins = write_block(Written(kind)) if known else ""
    if kind == NUMBER_TABLE:
        kind, begins = "figure", write_block(Written("figure", options=((SHOW, TABLE),)))
    after = after_of(request.POST.get("after", request.GET.get("efter", "")))
    if kind == "section":
        after = _section_end(written.text, after)
    return _written(request, member, Writing(written, kind, Place(after=after), begins))


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def change(
    request: StaffRequest, member: Membership, theme: str, written_in: str, number: int
) -> HttpResponse:
    """A piece that is there; of running text all of it up to what is put in."""
    written = opened(member, theme, written_in)
    parts = numbered(written.text)
    original = request.POST.get("original", "").replace("\r\n", "\n")
    if request.method == "POST" and original:
        # Somebody else may have put something in before it: what it was says what it is.
        kind = request.POST.get("kind", "")
        if kind not in (*ALONE, *KINDS):
            raise Http404
        lines = range(number, number + 1)
        if number < len(parts) and kind == "text":
            lines = run_of(parts, number)
        return _written(request, member, Writing(written, kind, Place(lines, original), original))
    if number >= len(parts):
        raise Http404
    piece = parts[number].piece
    lines = run_of(parts, number)
    source = source_of(written.text, lines)
    kind = {"section": "section", "block": piece.name}.get(piece.form, "")
    if piece.form in TEXT and is_prose(source):
        kind = "text"
    if kind != "section" and kind != "text" and kind not in KINDS:
        raise Http404
    return _written(request, member, Writing(written, kind, Place(lines, source), source))


def _written(request: StaffRequest, member: Membership, writing: Writing) -> HttpResponse:
    written, words = writing.written, language(request)
    base = standing(written.theme, request.user, put={written.path: written.text})
    choices = offered(base.package, words)
    if request.method != "POST":
        return _page(request, member, writing, base, choices, None)
    action = request.POST.get("action", "save")
    data = request.POST.copy()
    if writing.has_words:
        try:
            draft = _draft(data, writing)
        except NotProse:
            return _page(request, member, writing, base, choices, data, unclear=True)
        if action.startswith("value"):
            back = _value(request, member, writing, base, choices, data, draft, action)
            if not isinstance(back, str):
                return back
            draft = back
        data = _with_draft(data, draft, writing, base)
        if action.startswith("value"):
            return _page(request, member, writing, base, choices, data)
    source, forms = stored(data, writing, choices, base.package)
    if source is None or action != "save":
        return _page(request, member, writing, base, choices, data, forms=forms, source=source)
    return _saved(request, member, writing, base, choices, data, source)


def _saved(
    request: StaffRequest,
    member: Membership,
    writing: Writing,
    base: Standing,
    choices: Offered,
    data: QueryDict,
    source: str,
) -> HttpResponse:
    written = writing.written
    try:
        write(
            written.theme,
            path=written.path,
            begun=written.begun,
            source=source,
            place=writing.place,
            seen=whole_number(data.get("seen", ""), otherwise=-1),
            by=request.user,
        )
    except NotThere as gone:
        raise Http404 from gone
    except SavedMeanwhile:
        # Nothing is lost and nothing overwritten: what was written is put in beside theirs.
        anew = opened(member, written.theme.address, written.language)
        moved = replace(writing, written=anew, place=Place(after=_last(anew.text, writing.place)))
        return _page(request, member, moved, base, choices, data, source=source, stale=True)
    messages.success(request, said("blocks.saved"))
    answer = redirect(
        "theme_write", member.network.address, written.theme.address, written.language
    )
    answer["Location"] += f"?avsnitt={_section_at(member, written, source, writing.place)}"
    return answer


def _section_at(member: Membership, before: Open, source: str, place: Place) -> str:
    """The section that words were put in: its number on the report's page."""
    text = opened(member, before.theme.address, before.language).text
    parts = numbered(text)
    first = place.numbers[0] if place.numbers else place.after + 1
    heads = [part.number for part in parts if part.piece.form == "section"]
    nth = sum(1 for head in heads if head <= first)
    begins = 0 if heads and heads[0] == 0 else 1
    return str(max(0, nth - 1 + begins))


def _section_end(text: str, after: int) -> int:
    """The last piece of the section that a piece is part of: a new one comes after all of it."""
    parts = numbered(text)
    later = (p.number for p in parts if p.number > after and p.piece.form == "section")
    return next(later, len(parts)) - 1


def _last(text: str, place: Place) -> int:
    count = len(numbered(text))
    wanted = place.numbers[-1] if place.numbers else place.after
    return min(wanted, count - 1)


def _draft(data: QueryDict, writing: Writing) -> str:
    """The running text that was sent, as it is stored. Raises NotProse."""
    before = writing.words
    if "text" not in data and "source" in data:
        return data.get("source", "").replace("\r\n", "\n")
    if html := data.get("html", ""):
        blocks = from_html(html)
    else:
        made = from_field(data.get("text", ""), data.get("chips", ""))
        blocks = prose(lines_apart(made) if writing.listed else made)
    if writing.listed:
        blocks = one_list(blocks)
    return rewritten(before if is_prose(before) else "", blocks)


def _with_draft(data: QueryDict, draft: str, writing: Writing, base: Standing) -> QueryDict:
    made = chips(draft, lambda role: _worth(role, writing, base))
    data["text"], data["chips"], data["html"] = as_field(draft, made), sent_along(made), ""
    data["source"] = draft
    return data


def _worth(role: Role, writing: Writing, base: Standing) -> Worth:
    return value_of(role, material_of(base), writing.written.language)


def _value(
    request: StaffRequest,
    member: Membership,
    writing: Writing,
    base: Standing,
    choices: Offered,
    data: QueryDict,
    draft: str,
    action: str,
) -> HttpResponse | str:
    """The page where a value is chosen; the text with it, once it is."""
    chosen = chosen_value(request, writing.written, base, choices, data, draft, action)
    if isinstance(chosen, str):
        return with_value(draft, chosen)
    carried = [
        (name, value)
        for name, values in data.lists()
        if name not in ("csrfmiddlewaretoken", "action", "text", "chips", "html", "source")
        and not name.startswith("v-")
        and name != "was"
        for value in values
    ]
    return value_page(request, member, writing.written, chosen, carried)


def _page(
    request: StaffRequest,
    member: Membership,
    writing: Writing,
    base: Standing,
    choices: Offered,
    data: QueryDict | None,
    *,
    forms: dict[str, Form] | None = None,
    source: str | None = None,
    stale: bool = False,
    unclear: bool = False,
) -> HttpResponse:
    written = writing.written
    if data is None and writing.has_words:
        made = chips(writing.words, lambda role: _worth(role, writing, base))
        draft = writing.words
    else:
        draft = data.get("source", "") if data else ""
        made = chips(draft, lambda role: _worth(role, writing, base))
    if forms is None:
        forms = forms_for(data, writing, choices)
    if data is None and writing.has_words:
        forms["words"] = ProseForm(
            initial={"text": as_field(draft, made), "chips": sent_along(made), "html": ""}
        )
    html = ""
    if writing.has_words and is_prose(draft):
        html = as_html(prose(draft), lambda role: _worth(role, writing, base))
    if source is None and data is None and (writing.place.numbers or not _must_choose(writing)):
        source = writing.source
    shown_as = _look(writing, base, source) if source is not None else Look()
    faulty = any(form.errors for form in forms.values())
    return shown(
        request,
        "staff/block_form.html",
        status=409 if stale else 400 if faulty or unclear else 200,
        member=member,
        theme=written.theme,
        written=written,
        writing=writing,
        forms=forms,
        chips=made,
        prose=html,
        look=shown_as.html,
        lost=shown_as.lost,
        wrong=shown_as.wrong,
        counting=ask(written.theme, shown_as.lacks),
        freeze=base.freeze,
        counted=base.counted,
        stale=stale,
        unclear=unclear,
        new=writing.place.numbers is None,
        unsaved=data is not None,
        spelling=spelled(member, written, base, source or ""),
    )


def _must_choose(writing: Writing) -> bool:
    """Whether there is nothing to show of a new piece before something has been chosen."""
    block = writing.block
    return block is None or any(field.required for field in block.fields)


@dataclass(frozen=True)
class Look:
    """How a piece will look. lost: numbers elsewhere that it costs. wrong: what is wrong in it.

    lacks: the numbers that are to be counted before it is known.
    """

    html: str = ""
    lost: int = 0
    wrong: Sequence[Fault] = ()
    lacks: Wanted | None = None


def _look(writing: Writing, base: Standing, source: str) -> Look:
    """How a piece will look in the report."""
    written, package = writing.written, base.package
    if package is None or not source.strip() or writing.kind == "section":
        return Look()
    place = writing.place
    try:
        if place.numbers is None:
            text = inserted(written.text, source, after=place.after)
        else:
            text = replaced(written.text, source, numbers=place.numbers)
    except NotThere:
        return Look()
    manuscripts = {**package.manuscripts, written.language: text}
    after = replace(base, package=replace(package, manuscripts=manuscripts))
    first = place.numbers[0] if place.numbers else place.after + 1
    count = len(numbered(source))
    parts = [p for p in numbered(text) if first <= p.number < first + count]
    document, faults = looked(after, written.language, parts)
    html = "".join(html_by_part(None, document).values()).strip() if document else ""
    # What stands there now is counted first: the difference to it is the cost.
    lacks = after.lacks or base.lacks
    try:
        lost = costs(base, after) if base.counted and not lacks else 0
    except FaultyInput:
        lost = 0
    return Look(html, lost, faults, lacks)
