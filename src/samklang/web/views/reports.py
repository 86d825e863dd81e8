"""A theme's reports for staff: freeze and build, look, propose, review, sign, withdraw."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.faults import Fault, fault_words, restored_fault
from samklang.core.language.numbers import enumeration
from samklang.web.actions import building, publishing
from samklang.web.actions.audit import record
from samklang.web.actions.freezing import FaultyInput, NoQuestionnaire, freeze
from samklang.web.forms.fields import said
from samklang.web.forms.publishing import SignForm, WithdrawForm
from samklang.web.models import Build, Freeze, Membership, Publication, Theme
from samklang.web.models.publication import SEEN
from samklang.web.queries.double_coding import hidden_from
from samklang.web.queries.earlier_answers import last_signed
from samklang.web.queries.manuscript_preview import hindrances
from samklang.web.queries.publications import work
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, posted, shown, staff, surely
from samklang.web.views.built import file_of
from samklang.web.views.themes import theme_of


@staff("reader")
@require_safe
def reports(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Builds with their progress, and editions."""
    current = theme_of(member, theme)
    return _listed(request, member, current)


def _listed(
    request: StaffRequest, member: Membership, theme: Theme, faults: Sequence[Fault] = ()
) -> HttpResponse:
    """The page of a theme's builds and editions; `faults` are why it could not be frozen."""
    words, in_progress = language(request), work(theme)
    return shown(
        request,
        "staff/reports.html",
        status=400 if faults else 200,
        member=member,
        theme=theme,
        work=in_progress,
        signed=last_signed(theme),
        faults=[fault_words(fault, words) for fault in faults],
        why={
            build.pk: [fault_words(restored_fault(fault), words) for fault in build.faults]
            for build in in_progress.builds
        },
    )


@staff("editor")
@require_POST
def build_now(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Freezes the theme as it stands and orders a build of it.

    same_answers: those of the newest signed edition are counted.
    """
    current = theme_of(member, theme)
    same = last_signed(current) if "same_answers" in request.POST else None
    try:
        frozen = freeze(current, by=request.user, answers_of=same)
    except NoQuestionnaire:
        messages.error(request, said("themes.lacks_questionnaire"))
    except FaultyInput as faulty:
        return _listed(request, member, current, faulty.faults)
    else:
        # Said at once, and not by a report that fails after a while.
        if wrong := hindrances(current, request.user):
            return _listed(request, member, current, wrong)
        building.order_build(frozen, by=request.user)
    return redirect("theme_reports", member.network.address, theme)


@staff("reader")
@require_safe
def preview(
    request: StaffRequest, member: Membership, theme: str, pk: int, path: str = ""
) -> HttpResponseBase:
    """A file of a build, for staff; not for who codes blind, before others may read it."""
    current = theme_of(member, theme)
    build = get_object_or_404(Build, pk=pk, freeze__theme=current)
    unseen = not build.publications.filter(state__in=SEEN).exists()
    if unseen and hidden_from(current, request.user):
        messages.error(request, said("double.no_preview"))
        return redirect("theme_reports", member.network.address, theme)
    return file_of(build.folder, path, public=False)


@staff("editor")
@require_safe
def package(request: StaffRequest, member: Membership, theme: str, number: int) -> HttpResponseBase:
    """A frozen package as a zip: the backup, the archive and the proof."""

    build = get_object_or_404(
        Freeze.objects.select_related("theme__network"),
        theme=theme_of(member, theme),
        number=number,
    )
    if hidden_from(build.theme, request.user):
        messages.error(request, said("double.no_export"))
        return redirect("theme_reports", member.network.address, theme)
    path = settings.DATA / build.file
    if not path.is_file():
        raise Http404
    record("download_package", by=request.user, theme=build.theme, number=number)
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


@staff("editor")
@require_POST
def stop_build(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """Calls off a build that waits or runs."""
    build = get_object_or_404(
        Build.objects.select_related("freeze__theme"), pk=pk, freeze__theme=theme_of(member, theme)
    )
    stopped = building.stop_build(build, by=request.user)
    messages.success(request, said("publish.stopping" if stopped else "publish.ended_already"))
    return redirect("theme_reports", member.network.address, theme)


@staff("editor")
@require_POST
def propose(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """Makes an edition of a build."""
    build = get_object_or_404(
        Build.objects.select_related("freeze__theme"), pk=pk, freeze__theme=theme_of(member, theme)
    )
    try:
        publishing.propose(build, by=request.user)
    except publishing.NotBuilt:
        messages.error(request, said("publish.not_built"))
    return redirect("theme_reports", member.network.address, theme)


@staff("editor")
@require_POST
def review(request: StaffRequest, member: Membership, theme: str, edition: int) -> HttpResponse:
    """Asks for a review, says that one has read an edition, or sends it back."""
    edition_row = _edition(member, theme, edition)
    actions = {"back": publishing.send_back, "approve": publishing.approve}
    action = next(
        (actions[name] for name in actions if name in request.POST), publishing.send_to_review
    )
    try:
        action(edition_row, by=request.user)
    except publishing.OutOfOrder:
        messages.error(request, said("publish.out_of_order"))
    return redirect("theme_reports", member.network.address, theme)


@staff("owner")
@surely
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: StaffRequest, member: Membership, theme: str, edition: int) -> HttpResponse:
    """Signs an edition, with what differs from the last one in view."""
    edition_row = _edition(member, theme, edition)
    signed = edition_row.theme.publications.filter(signed_at__isnull=False).exclude(
        pk=edition_row.pk
    )
    form = SignForm(
        posted(request), correcting=signed.exists(), languages=edition_row.theme.written_in
    )
    if request.method == "POST" and form.is_valid():
        try:
            publishing.sign(edition_row, by=request.user, **form.values())
        except publishing.OutOfOrder:
            messages.error(request, said("publish.out_of_order"))
        except publishing.NotHeldAgainst as unknown:
            numbers = enumeration([str(number) for number in unknown.numbers], language(request))
            messages.error(request, said("publish.not_held_against", editions=numbers))
        return redirect("theme_reports", member.network.address, theme)
    return shown(
        request,
        "staff/sign.html",
        status=400 if form.errors else 200,
        member=member,
        theme=edition_row.theme,
        edition=edition_row,
        form=form,
        alone=edition_row.made_by_id == request.user.pk
        and not edition_row.seen_by_another(signer=request.user.pk),
    )


@staff("owner")
@surely
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, member: Membership, theme: str, edition: int) -> HttpResponse:
    """Withdraws an edition."""
    edition_row = _edition(member, theme, edition)
    form = WithdrawForm(posted(request), languages=edition_row.theme.written_in)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.withdraw(edition_row, by=request.user, **form.values())
        except publishing.OutOfOrder:
            messages.error(request, said("publish.out_of_order"))
        return redirect("theme_reports", member.network.address, theme)
    return shown(
        request,
        "staff/withdraw.html",
        status=400 if form.errors else 200,
        member=member,
        theme=edition_row.theme,
        edition=edition_row,
        form=form,
    )


def _edition(member: Membership, theme: str, number: int) -> Publication:
    editions = Publication.objects.select_related("theme__network", "build")
    return get_object_or_404(editions, theme=theme_of(member, theme), edition=number)
