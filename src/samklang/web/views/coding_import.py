"""Reading in codings made elsewhere: a file, what it would change, and then the change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from samklang.core.faults import FaultyInput, fault_words
from samklang.exchange.coding_upload import SUFFIXES, CodedPackage, coded_of, read_coded
from samklang.exchange.loss import Losses, LossReport
from samklang.exchange.refiqda.importing import into_package
from samklang.exchange.refiqda.project import Project
from samklang.package.confined import UPLOAD, TooMuch, confined
from samklang.package.outside import CPU_A_MEGABYTE
from samklang.package.theme_package import ThemePackage
from samklang.web.actions import coding
from samklang.web.actions.coding_import import AtWork, keep_plan, read_in
from samklang.web.actions.coding_in_parts import LONG, order_read_in, stop_read_in
from samklang.web.actions.findings import WrittenMeanwhile
from samklang.web.forms.fields import said
from samklang.web.models import CodingUpload, Membership, QuestionnaireVersion, Theme
from samklang.web.queries.coding_import import OtherAnswers, as_numbered, plan
from samklang.web.queries.double_coding import hidden_from
from samklang.web.queries.findings import as_package
from samklang.web.queries.package import theme_package
from samklang.web.queries.questionnaires import published
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.themes import theme_of

LARGEST = 20_000_000


class Refused(Exception):
    """A file that cannot be read in; `why` is a phrase of coding_import."""

    def __init__(self, why: str, **values: object):
        self.why, self.values = why, values
        super().__init__(why)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """A file to read in; what it would change is shown before anything is done."""
    current = theme_of(member, theme)
    faults, why, values = [], "", {}
    if request.method == "POST":
        try:
            kept = _kept(request, current)
        except FaultyInput as faulty:
            faults = [fault_words(fault, language(request)) for fault in faulty.faults[:50]]
        except Refused as refused:
            why, values = refused.why, refused.values
        else:
            return redirect("theme_read_in", member.network.address, current.address, kept.pk)
    return shown(
        request,
        "coding/upload.html",
        status=400 if faults or why else 200,
        member=member,
        theme=current,
        faults=faults,
        why=said(f"coding_import.{why}", **values) if why else "",
        suffixes=",".join(SUFFIXES),
    )


def _kept(request: StaffRequest, theme: Theme) -> CodingUpload:
    """What the file would change, kept. Raises FaultyInput and Refused."""
    file, version = request.FILES.get("file"), published(theme)
    if file is None or not str(file.name).lower().endswith(SUFFIXES):
        raise Refused("no_file")
    if file.size is None or file.size > LARGEST:
        raise Refused("too_large")
    if version is None:
        raise Refused("no_answers")
    # The file may hold what somebody who codes blind must not see yet.
    if hidden_from(theme, request.user):
        raise Refused("blind")
    try:
        # As much more time as a larger file takes an honest reader on a busy machine.
        limits = replace(UPLOAD, cpu=UPLOAD.cpu + CPU_A_MEGABYTE * file.size / 1e6)
        given = confined(read_coded, file.read(), str(file.name), limits=limits)
    except TooMuch as fault:
        waits = fault.reason in ("busy", "slow")
        raise Refused("not_now" if waits else "too_much") from None
    lost = LossReport(str(file.name), ())
    here = as_package(theme) or theme_package(theme, version)
    if not isinstance(given, CodedPackage):
        given, lost = _of_project(given, theme, version, here, str(file.name))
    try:
        made = plan(theme, version, given, here)
    except OtherAnswers as other:
        raise Refused("other_answers", count=other.count) from None
    try:
        kept = keep_plan(theme, made, name=str(file.name), by=request.user)
    except AtWork:
        raise Refused("at_work") from None
    words = language(request)
    for line in (*lost.of("changed"), *lost.of("dropped")):
        messages.warning(request, line.words(words))
    return kept


class _OfProject(NamedTuple):
    """What a project says of the answers, and what it says beside that."""

    package: CodedPackage
    losses: LossReport


def _of_project(
    project: Project, theme: Theme, version: QuestionnaireVersion, here: ThemePackage, name: str
) -> _OfProject:
    """What a project says of the theme's answers, as they are numbered now or in the package that
    it was made of, and what it says beside that. Raises FaultyInput.
    """
    faulty: FaultyInput | None = None
    for package in as_numbered(theme, version, here):
        losses = Losses()
        try:
            made = into_package(project, package, file=name, losses=losses)
        except FaultyInput as error:
            faulty = faulty or error
        else:
            return _OfProject(coded_of(made), losses.report(name))
    raise faulty or FaultyInput([])


def _empty(plan: Mapping[str, Any]) -> bool:
    """Whether a file would change nothing."""
    beside = [plan["double"][part] for part in ("samples", "settled", "talks")]
    return not any((plan["answers"], plan["codes"], *beside, plan["findings"]["written"]))


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """What a file would change; done, or thrown away. A long one shows how far it has come."""
    current = theme_of(member, theme)
    kept = _upload(request, current, pk)
    if kept.state:
        return shown(
            request,
            "coding/reading_in.html",
            member=member,
            theme=current,
            upload=kept,
        )
    if hidden_from(current, request.user):
        # Somebody drew a sample for this person since: what would change tells how it is coded.
        kept.delete()
        messages.error(request, said("coding_import.blind"))
        return redirect("theme_upload_coding", member.network.address, current.address)
    if request.method == "POST":
        if request.POST.get("action") != "read_in":
            kept.delete()
            return redirect("theme_upload_coding", member.network.address, current.address)
        if len(kept.plan["answers"]) >= LONG:
            order_read_in(kept, by=request.user)
            return redirect("theme_read_in", member.network.address, current.address, pk)
        try:
            step = read_in(kept, by=request.user)
        except (coding.CodedMeanwhile, coding.NotAllowed, WrittenMeanwhile):
            kept.delete()
            messages.error(request, said("coding_import.meanwhile"))
            return redirect("theme_upload_coding", member.network.address, current.address)
        changed = len(step.changes) if step else 0
        messages.success(request, said("coding_import.done", count=changed))
        return redirect("theme_coding", member.network.address, current.address)
    return shown(
        request,
        "coding/read_in.html",
        member=member,
        theme=current,
        upload=kept,
        plan=kept.plan,
        empty=_empty(kept.plan),
        sampled=sum(len(sample["answers"]) for sample in kept.plan["double"]["samples"]),
        names={code.key: code.shown("name", language(request)) for code in current.codes.all()},
    )


@staff("editor")
@require_POST
def stop(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """Calls off what waits or runs; what it has read in stays."""
    current = theme_of(member, theme)
    stop_read_in(_upload(request, current, pk), by=request.user)
    return redirect("theme_read_in", member.network.address, current.address, pk)


def _upload(request: StaffRequest, theme: Theme, pk: int) -> CodingUpload:
    """A file that one has uploaded, or another's that the worker has been given."""
    mine = Q(by=request.user) | ~Q(state="")
    uploads = CodingUpload.objects.select_related("theme__network", "by")
    return get_object_or_404(uploads.filter(mine), pk=pk, theme=theme)
