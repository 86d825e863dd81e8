"""Findings: list them, write them, look at those again whose evidence has changed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.web.actions import findings as actions
from samklang.web.actions.reading import note_reading
from samklang.web.forms.fields import said
from samklang.web.forms.findings import FindingForm
from samklang.web.models import Finding, Membership
from samklang.web.queries.double_coding import hidden_from
from samklang.web.queries.findings import (
    behind_findings,
    choices,
    code_labels,
    nothing_behind,
    stated,
)
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, posted, shown, staff
from samklang.web.views.themes import theme_of


@staff("reader")
@require_safe
def overview(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """The findings with what they stand on, and which have changed behind."""
    current = theme_of(member, theme)
    package = behind_findings(current)
    blind = bool(hidden_from(current, request.user))
    labels = code_labels(current, language(request))
    if package:
        labels |= {
            value.partition(" ")[2]: words
            for group in choices(package, language(request)).values()
            for value, words in group
        }
    findings = stated(current, package, blind=blind)
    if any(words for finding in findings for words in finding.against.values()):
        note_reading(current, what="findings", names=False, by=request.user)
    return shown(
        request,
        "coding/findings.html",
        member=member,
        theme=current,
        findings=findings,
        blind=blind,
        hindrance="" if package else nothing_behind(current),
        labels=labels,
    )


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: StaffRequest, member: Membership, theme: str, key: str = "") -> HttpResponse:
    """One finding, or a new one."""
    current = theme_of(member, theme)
    row = get_object_or_404(Finding, theme=current, key=key) if key else None
    package = behind_findings(current)
    if package is None:
        return redirect("theme_findings", member.network.address, current.address)
    initial: dict[str, object] = {"seen": 0}
    if row:
        initial = {f.name: getattr(row, f.name) for f in Finding._meta.fields}
        initial |= {"seen": row.version, "evidence": [f"{k} {of}" for k, of, _ in row.evidence]}
    form = FindingForm(
        posted(request),
        initial=initial,
        languages=current.written_in,
        evidence=choices(
            package, language(request), blind=bool(hidden_from(current, request.user))
        ),
    )
    if request.method == "POST" and form.is_valid():
        values = form.values()
        seen = values.pop("seen") or 0
        try:
            actions.save_finding(
                current,
                row,
                seen=seen,
                package=package,
                by=request.user,
                **values,
            )
        except actions.WrittenMeanwhile:
            messages.error(request, said("findings.written_meanwhile"))
        else:
            messages.success(request, said("coding.saved"))
            return redirect("theme_findings", member.network.address, current.address)
    return shown(
        request,
        "coding/finding.html",
        status=400 if form.errors else 200,
        member=member,
        theme=current,
        form=form,
        row=row,
    )


@staff("editor")
@require_POST
def change(request: StaffRequest, member: Membership, theme: str, key: str) -> HttpResponse:
    """Says that a finding still holds, or takes it away."""
    current = theme_of(member, theme)
    row = get_object_or_404(
        Finding.objects.select_related("theme__network"), theme=current, key=key
    )
    package = behind_findings(current)
    if request.POST.get("action") == "remove":
        actions.remove_finding(row, by=request.user)
    elif package is not None:
        actions.look_again(row, package, by=request.user)
    return redirect("theme_findings", member.network.address, current.address)
