"""The register: list, one member, import in three steps, export."""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.language.phrases import counted, phrase
from samklang.exchange.register.columns import FIELDS, GROUP, guess
from samklang.exchange.register.rows import RowFault, read_rows
from samklang.exchange.register.sheet import Sheet, UnreadableSheet, read_sheet
from samklang.exchange.register.workbook import csv, workbook
from samklang.package.confined import TooMuch, confined
from samklang.web.actions.audit import record
from samklang.web.actions.erasure import StillMember, erase_member
from samklang.web.actions.importing import LONG, order_import, stop_import
from samklang.web.actions.register import (
    WasAsked,
    add_member,
    change_member,
    delete_member,
    import_members,
    upload,
)
from samklang.web.forms.fields import said
from samklang.web.forms.register import MemberForm, UploadForm
from samklang.web.models import Member, Membership, Network, RegisterUpload
from samklang.web.queries import register as queries
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, posted, posted_files, shown, staff, surely

ROWS_A_PAGE = 50
ROWS_SHOWN = 8
# Below the data folder: emptied when answers are erased, with all that is kept there.
EXPORTS = "cache/exports"


@staff("reader")
@require_safe
def register(request: StaffRequest, member: Membership) -> HttpResponse:
    """The members, a page at a time."""
    search = request.GET.get("q", "")[:100]
    left = "left" in request.GET
    members = queries.members(member.network, search=search, left=left)
    page = Paginator(members, ROWS_A_PAGE).get_page(request.GET.get("page"))
    places = {m.pk: queries.place(m, language(request)) for m in page}
    return shown(
        request,
        "staff/register.html",
        member=member,
        page=page,
        search=search,
        left=left,
        places=places,
        importing=queries.importing(member.network) if member.may("editor") else (),
        any_members=bool(page.paginator.count) or member.network.members.exists(),
    )


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def one_member(request: StaffRequest, member: Membership, pk: int | None = None) -> HttpResponse:
    """A member: its fields, and how they have changed; without `pk`, a new one."""
    row = get_object_or_404(Member, pk=pk, network=member.network) if pk else None
    words = language(request)
    form = MemberForm(posted(request), network=member.network, language=words, member=row)
    if request.method == "POST" and form.is_valid():
        if row:
            change_member(row, by=request.user, **form.values())
        else:
            add_member(member.network, by=request.user, **form.values())
        messages.success(request, said("register.saved", name=form.cleaned_data["name"]))
        return redirect("register", member.network.address)
    changes = row.changes.select_related("by").order_by("-at", "-pk")[:50] if row else ()
    return shown(
        request,
        "staff/member.html",
        status=400 if form.errors else 200,
        member=member,
        row=row,
        form=form,
        changes=changes,
        asked=bool(row and row.invitations.exists()),
    )


@staff("owner")
@surely
@require_POST
def erase(request: StaffRequest, member: Membership, pk: int) -> HttpResponse:
    """Removes for good who a member is that has left."""
    members = Member.objects.select_related("network")
    row = get_object_or_404(members, pk=pk, network=member.network)
    try:
        erase_member(row, by=request.user)
    except StillMember:
        messages.error(request, said("register.still_member"))
        return redirect("member", member.network.address, pk)
    messages.success(request, said("register.erased"))
    return redirect("register", member.network.address)


@staff("editor")
@require_POST
def delete(request: StaffRequest, member: Membership, pk: int) -> HttpResponse:
    """Removes a member that no theme has asked."""
    row = get_object_or_404(Member, pk=pk, network=member.network)
    try:
        delete_member(row, by=request.user)
    except WasAsked:
        messages.error(request, said("register.was_asked", name=row.name))
        return redirect("member", member.network.address, pk)
    messages.success(request, said("register.deleted", name=row.name))
    return redirect("register", member.network.address)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: StaffRequest, member: Membership) -> HttpResponse:
    """First step: the file."""
    form = UploadForm(posted(request), posted_files(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = confined(read_sheet, file.read(), file.name)
        except TooMuch as fault:
            form.add_error("file", said(f"files.{fault.reason}"))
        except UnreadableSheet as fault:
            form.add_error("file", said(f"register.{fault.reason}", **fault.values))
        else:
            kept = upload(member.network, sheet, name=file.name, by=request.user)
            return redirect("register_columns", member.network.address, kept.pk)
    status = 400 if form.errors else 200
    return shown(request, "staff/register_file.html", status=status, member=member, form=form)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: StaffRequest, member: Membership, pk: int) -> HttpResponse:
    """Second step: what each column holds. Third: what would change, and every fault by row."""
    kept = _upload(request, member, pk)
    if kept.state:
        return shown(request, "staff/register_importing.html", member=member, kept=kept)
    sheet = _sheet(kept)
    columns = _columns(request, sheet, member.network)
    chosen = request.method == "POST"
    twice = [f for f in FIELDS if columns.count(f) > 1]
    nameless = chosen and "name" not in columns
    values: dict[str, object] = {
        "member": member,
        "kept": kept,
        "sheet": sheet,
        "columns": columns,
        "fields": FIELDS,
        "group": GROUP,
        "twice": twice,
        "nameless": nameless,
        "sample": sheet.rows[:ROWS_SHOWN],
        "chosen": chosen,
        "plan": queries.Plan(),
        "faults": (),
        "fault_count": 0,
    }
    if chosen and not twice and not nameless:
        rows, faults = read_rows(sheet, columns)
        planned = queries.plan(member.network, rows)
        lines = [_in_words(request, fault) for fault in faults]
        lines += [
            _InWords(row, "", phrase(language(request), "register.conflict"), "")
            for row in planned.conflicts
        ]
        values |= {"plan": planned, "faults": lines[:200], "fault_count": len(lines)}
    return shown(
        request,
        "staff/register_columns.html",
        status=400 if twice or nameless else 200,
        **values,
    )


@staff("editor")
@require_POST
def import_now(request: StaffRequest, member: Membership, pk: int) -> HttpResponse:
    """The last step: the import itself, worked out again from the file that was kept.

    A long one is the worker's: the same page then shows how far it has come.
    """
    kept = _upload(request, member, pk)
    if kept.state:
        return redirect("register_columns", member.network.address, pk)
    sheet = _sheet(kept)
    columns = _columns(request, sheet, member.network)
    try:
        rows, _ = read_rows(sheet, columns)
    except ValueError:
        return import_columns(request, network=member.network.address, pk=pk)  # type: ignore[return-value]
    by_heading = {h: c for h, c in zip(sheet.header, columns, strict=True) if h}
    leave_missing = request.POST.get("missing") == "leave"
    if len(sheet.rows) >= LONG:
        order_import(
            kept,
            columns=by_heading,
            chosen=columns,
            leave_missing=leave_missing,
            by=request.user,
        )
        return redirect("register_columns", member.network.address, pk)
    done = import_members(
        member.network,
        rows,
        by=request.user,
        source=kept.name,
        columns=by_heading,
        leave_missing=leave_missing,
    )
    kept.delete()
    code = language(request)
    numbers = (("register.done_new", done.new), ("register.done_changed", done.updates))
    notes = [counted(code, key, len(rows)) for key, rows in numbers if rows]
    messages.success(request, " ".join(notes) or phrase(code, "register.done_nothing"))
    return redirect("register", member.network.address)


@staff("editor")
@require_POST
def stop(request: StaffRequest, member: Membership, pk: int) -> HttpResponse:
    """Calls off an import that waits or runs; what it has written stays."""
    stop_import(_upload(request, member, pk), by=request.user)
    return redirect("register_columns", member.network.address, pk)


@staff("reader")
@require_safe
def export(request: StaffRequest, member: Membership, form: str) -> HttpResponseBase:
    """The whole register as Excel or CSV, in the form that can be imported again, as it is read."""
    code = language(request)
    count, groups, rows = queries.export_rows(member.network)
    header = (*(phrase(code, f"register.field_{name}") for name in queries.FIELDS), *groups)
    if form == "xlsx":
        content = workbook(
            phrase(code, "register.register"), header, rows, folder=settings.DATA / EXPORTS
        )
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    elif form == "csv":
        content, kind = csv(header, rows), "text/csv; charset=utf-8"
    else:
        raise Http404
    record("export_register", by=request.user, network=member.network, form=form, members=count)
    answer = StreamingHttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = (
        f'attachment; filename="register-{member.network.address}.{form}"'
    )
    return answer


def _upload(request: StaffRequest, member: Membership, pk: int) -> RegisterUpload:
    """A file that one has uploaded, or another's that the worker has been given."""
    mine = Q(by=request.user) | ~Q(state="")
    uploads = RegisterUpload.objects.select_related("network", "by")
    return get_object_or_404(uploads.filter(mine), pk=pk, network=member.network)


def _sheet(kept: RegisterUpload) -> Sheet:
    return Sheet(tuple(kept.header), tuple((n, tuple(cells)) for n, cells in kept.rows))


def _columns(request: StaffRequest, sheet: Sheet, network: Network) -> Sequence[str]:
    """What the columns hold: as chosen, else as guessed. An unknown choice is left out."""
    if request.method != "POST":
        cells = [row for _, row in sheet.rows]
        return guess(sheet.header, cells, chosen=network.register_columns)
    allowed = {*FIELDS, GROUP}
    chosen = (request.POST.get(f"column-{n}", "") for n in range(len(sheet.header)))
    return tuple(choice if choice in allowed else "" for choice in chosen)


class _InWords(NamedTuple):
    """A fault as row, column, what is wrong and what to do, and the cell."""

    row: int
    column: str
    words: str
    cell: str


def _in_words(request: StaffRequest, fault: RowFault) -> _InWords:
    """A fault as row, column, what is wrong and what to do, and the cell."""
    words = phrase(language(request), f"register.{fault.reason}")
    return _InWords(fault.row, fault.column, words, fault.value)
