"""Versions of a report's text: a list, a comparison of two, and an earlier one restored."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from samklang.core.manuscript.text_changes import text_changes
from samklang.web.actions.manuscript import restore as restore_text
from samklang.web.actions.theme_files import SavedMeanwhile
from samklang.web.forms.fields import said, whole_number
from samklang.web.models import Membership, ThemeFile
from samklang.web.queries import manuscript as queries
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.manuscript import Open, opened


@staff("reader")
@require_safe
def versions(request: StaffRequest, member: Membership, theme: str, path: str) -> HttpResponse:
    """Every version of a text: who saved it and when."""
    edited = opened(member, theme, path)
    return shown(
        request,
        "staff/manuscript_versions.html",
        member=member,
        theme=edited.theme,
        edited=edited,
        versions=queries.versions(edited.file) if edited.file else (),
    )


@staff("reader")
@require_safe
def version(
    request: StaffRequest, member: Membership, theme: str, path: str, number: int
) -> HttpResponse:
    """A version against another: the one before it, or the one that ``mot`` names."""
    edited = opened(member, theme, path)
    file = _written(edited)
    version_row = get_object_or_404(file.versions.select_related("by"), version=number)
    against = whole_number(request.GET.get("mot", ""), otherwise=number - 1)
    other = file.versions.filter(version=against).first() if against else None
    if against and other is None:
        raise Http404
    other_text = other.text if other else ""
    later = against > version_row.version
    old, new = (version_row.text, other_text) if later else (other_text, version_row.text)
    return shown(
        request,
        "staff/manuscript_version.html",
        member=member,
        theme=edited.theme,
        edited=edited,
        version=version_row,
        older=version_row.version if later else against,
        newer=against if later else version_row.version,
        changes=text_changes(old, new),
        numbers=range(file.version, 0, -1),
        against=against,
    )


@staff("editor")
@require_POST
def restore(
    request: StaffRequest, member: Membership, theme: str, path: str, number: int
) -> HttpResponse:
    """Makes an earlier version the newest; what was newest stays among the versions."""
    edited = opened(member, theme, path)
    file = _written(edited)
    version_row = get_object_or_404(
        file.versions.select_related("file__theme__network"), version=number
    )
    seen = whole_number(request.POST.get("seen", ""))
    try:
        restore_text(version_row, seen=seen, by=request.user)
    except SavedMeanwhile:
        messages.error(request, said("manuscript.saved_meanwhile"))
        return redirect(
            "theme_text_versions", member.network.address, edited.theme.address, edited.path
        )
    messages.success(request, said("manuscript.restored", number=number))
    return redirect("theme_text", member.network.address, edited.theme.address, edited.path)


def _written(edited: Open) -> ThemeFile:
    if edited.file is None:
        raise Http404
    return edited.file
