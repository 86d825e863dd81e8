"""Knowledge cards, references and contacts: a list, and a form for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.faults import FaultWords, fault_words
from samklang.exchange.reference_text import pasted_references
from samklang.exchange.reference_twins import sorted_out
from samklang.web.actions import sources as actions
from samklang.web.actions.theme_files import SavedMeanwhile
from samklang.web.forms.fields import Words, said, whole_number
from samklang.web.forms.sources import FORMS, EntryForm, PasteForm
from samklang.web.models import Membership, Theme
from samklang.web.queries import sources as queries
from samklang.web.queries.sources import FILES, Kind, Opened, Use
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, posted, shown, staff
from samklang.web.views.themes import theme_of

# References pasted anew that are named one by one.
MOST_NAMED = 20


@dataclass(frozen=True)
class Row:
    """A row of a list: what it is called, where it is used, and what it builds on."""

    name: str
    used: tuple[Use, ...]
    builds_on: tuple[str, ...]


@staff("reader")
@require_safe
def sources(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """The theme's cards, references and contacts, and where each is used."""
    return _list(request, member, theme_of(member, theme))


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def entry(
    request: StaffRequest, member: Membership, theme: str, kind: Kind, number: int | None = None
) -> HttpResponse:
    """One card, reference or contact: filled in, saved or taken away. number: from 1."""
    current = theme_of(member, theme)
    opened = queries.opened(current, kind)
    if opened.faults:
        return _back(request, member, current, error="unreadable")
    place = None if number is None else number - 1
    if request.method != "POST":
        if place is not None and not 0 <= place < len(opened.entries):
            return _back(request, member, current, error="gone")
        return _page(request, member, current, opened, _form(current, opened, place), place)
    seen = request.POST.get("seen", "")
    if seen != str(opened.version):
        return _meanwhile(request, member, current, opened)
    if place is not None and not 0 <= place < len(opened.entries):
        return _back(request, member, current, error="gone")
    try:
        if request.POST.get("action") == "remove" and place is not None:
            actions.remove_entry(current, kind, number=place, seen=opened.version, by=request.user)
            return _back(request, member, current, done="removed")
        form = _form(current, opened, place, data=request.POST)
        if not form.is_valid():
            return _page(request, member, current, opened, form, place)
        actions.save_entry(
            current,
            kind,
            form.result(),
            number=place,
            seen=opened.version,
            by=request.user,
        )
    except SavedMeanwhile:
        return _meanwhile(request, member, current, queries.opened(current, kind))
    except actions.InUse:
        return _back(request, member, current, error="in_use")
    return _back(request, member, current, done="saved")


@staff("editor")
@require_POST
def move(
    request: StaffRequest, member: Membership, theme: str, kind: Kind, number: int
) -> HttpResponse:
    """Moves one a place up or down among the others."""
    current = theme_of(member, theme)
    opened = queries.opened(current, kind)
    if opened.faults:
        return _back(request, member, current, error="unreadable")
    if not 1 <= number <= len(opened.entries):
        return _back(request, member, current, error="gone")
    try:
        actions.move_entry(
            current,
            kind,
            number=number - 1,
            by_places=-1 if request.POST.get("action") == "up" else 1,
            seen=whole_number(request.POST.get("seen", ""), otherwise=-1),
            by=request.user,
        )
    except SavedMeanwhile:
        return _list(request, member, current, stale=True)
    return _back(request, member, current, done="moved")


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """References pasted as CSL-JSON or BibTeX."""
    current = theme_of(member, theme)
    opened = queries.opened(current, "reference")
    if opened.faults:
        return _back(request, member, current, error="unreadable")
    form = PasteForm(posted(request))
    faults: list[FaultWords] = []
    if request.method == "POST" and form.is_valid():
        items, wrong = pasted_references(form.cleaned_data["pasted"], taken=opened.keys)
        faults = [fault_words(fault, language(request)) for fault in wrong]
        if items:
            pasted = sorted_out(items, opened.entries)
            try:
                # What is pasted is only added: nobody's work is written over, whatever was seen.
                actions.add_entries(
                    current,
                    "reference",
                    pasted.new,
                    seen=opened.version,
                    by=request.user,
                )
            except SavedMeanwhile:
                form.add_error(None, said("sources.stale"))
            else:
                if pasted.new:
                    messages.success(request, said("sources.pasted_now", count=len(pasted.new)))
                if pasted.there:
                    messages.warning(request, _there_already(pasted.there))
                return redirect("theme_sources", member.network.address, current.address)
    status = 400 if form.errors or faults else 200
    return shown(
        request,
        "staff/sources_paste.html",
        status=status,
        member=member,
        theme=current,
        form=form,
        faults=faults,
    )


def _there_already(items: Sequence[Mapping[str, object]]) -> Words:
    """Which of those pasted are there already; of many, the first."""
    titles = "; ".join(queries.title_of(item) for item in items[:MOST_NAMED])
    return said(
        "sources.pasted_more_there" if len(items) > MOST_NAMED else "sources.pasted_there",
        count=len(items),
        titles=titles,
    )


def _form(
    theme: Theme, opened: Opened, place: int | None, *, data: Mapping[str, object] | None = None
) -> EntryForm:
    entry = {} if place is None else opened.entries[place]
    more: dict[str, Any] = {"languages": theme.written_in}
    if opened.kind == "card":
        more["references"] = queries.opened(theme, "reference").entries
    key = str(entry.get("name" if opened.kind == "contact" else "id") or "")
    initial = {"seen": opened.version, "was": key}
    return FORMS[opened.kind](data, entry=entry, taken=opened.keys, initial=initial, **more)


def _meanwhile(
    request: StaffRequest, member: Membership, theme: Theme, opened: Opened
) -> HttpResponse:
    """What was sent, beside the entry as somebody else has left it; saved when sent once more."""
    if request.POST.get("action") == "remove":
        return _list(request, member, theme, stale=True)
    place = opened.place(request.POST.get("was", "")) if request.POST.get("was") else None
    sent = request.POST.copy()
    sent["seen"] = str(opened.version)
    form, now = _form(theme, opened, place, data=sent), _form(theme, opened, place)
    differing = [
        (form[name].label, now.shown(name), form.shown(name))
        for name in form.fields
        if name not in ("seen", "was") and now.shown(name) != form.shown(name)
    ]
    stale = "gone" if place is None and sent.get("was") else "changed"
    return _page(request, member, theme, opened, form, place, stale=stale, differing=differing)


def _page(
    request: StaffRequest,
    member: Membership,
    theme: Theme,
    opened: Opened,
    form: EntryForm,
    place: int | None,
    *,
    stale: str = "",
    differing: list[tuple[Words, str, str]] | None = None,
) -> HttpResponse:
    key = opened.keys[place] if place is not None else ""
    used = queries.uses(theme, opened.kind).get(key, ()) if key else ()
    return shown(
        request,
        "staff/source.html",
        status=409 if stale else 400 if form.is_bound and form.errors else 200,
        member=member,
        theme=theme,
        kind=opened.kind,
        form=form,
        number=None if place is None else place + 1,
        used=used,
        stale=stale,
        differing=differing or [],
    )


def _list(
    request: StaffRequest, member: Membership, theme: Theme, *, stale: bool = False
) -> HttpResponse:
    files = {kind: queries.opened(theme, kind) for kind in FILES}
    titles = {
        key: queries.title_of(entry)
        for key, entry in zip(files["reference"].keys, files["reference"].entries, strict=True)
    }
    lists = []
    for kind, opened in files.items():
        used = queries.uses(theme, kind)
        rows = [
            Row(
                queries.title_of(entry),
                used.get(key, ()),
                tuple(titles.get(name, name) for name in queries.named_by(entry)),
            )
            for key, entry in zip(opened.keys, opened.entries, strict=True)
        ]
        lists.append((opened, rows))
    return shown(
        request,
        "staff/sources.html",
        status=409 if stale else 200,
        member=member,
        theme=theme,
        lists=lists,
        stale=stale,
    )


def _back(
    request: StaffRequest, member: Membership, theme: Theme, *, done: str = "", error: str = ""
) -> HttpResponse:
    if done:
        messages.success(request, said(f"sources.{done}"))
    if error:
        messages.error(request, said(f"sources.{error}"))
    return redirect("theme_sources", member.network.address, theme.address)
