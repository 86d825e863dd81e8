"""Trying with answers from another tool: the file, what its columns hold, the report of it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.faults import Fault, FaultyInput, fault_words, restored_fault
from samklang.exchange.answers.guessing import Guessed, read_guessed
from samklang.exchange.register.sheet import UnreadableSheet
from samklang.package.confined import TooMuch, confined
from samklang.web.actions import trials as actions
from samklang.web.forms.fields import said
from samklang.web.forms.trials import GuessesForm, TrialFileForm
from samklang.web.models import Membership, Trial
from samklang.web.queries import trials as queries
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, posted, posted_files, shown, staff
from samklang.web.views.built import file_of


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: StaffRequest, member: Membership) -> HttpResponse:
    """A file of answers, and those that the person has uploaded."""
    form = TrialFileForm(posted(request), posted_files(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table, guesses = _read(request, file.read(), file.name)
            made = actions.keep_trial(
                member.network,
                table,
                guesses,
                name=file.name,
                language=language(request),
                by=request.user,
            )
        except TooMuch as fault:
            form.add_error("file", said(f"files.{fault.reason}"))
        except UnreadableSheet as fault:
            form.add_error("file", said(f"register.{fault.reason}", **fault.values))
        except actions.TooMany:
            form.add_error("file", said("trial.too_many", count=actions.MOST))
        else:
            return redirect("trial", member.network.address, made.pk)
    kept = queries.trials(member.network, request.user)
    return shown(
        request,
        "staff/trials.html",
        status=400 if form.errors else 200,
        member=member,
        form=form,
        mine=[(trial, queries.gone_at(trial)) for trial in kept],
    )


def _read(request: StaffRequest, content: bytes, name: str) -> Guessed:
    return confined(read_guessed, content, name, language(request))


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: StaffRequest, member: Membership, pk: int) -> HttpResponse:
    """What the columns are taken for, to be changed, and the report once there is one."""
    mine = _mine(request, member, pk)
    form = GuessesForm(
        posted(request),
        guesses=queries.guesses_of(mine).columns,
        initial={"title": mine.title, "language": mine.language},
    )
    faults: Sequence[Fault] = ()
    if request.method == "POST" and form.is_valid():
        title, code = form.cleaned_data["title"], form.cleaned_data["language"]
        try:
            actions.change_trial(mine, form.choices(), title=title, language=code)
        except FaultyInput as faulty:
            faults = faulty.faults
        else:
            if request.POST.get("action") == "make":
                actions.order_trial(mine, by=request.user)
            else:
                messages.success(request, said("trial.saved"))
            return redirect("trial", member.network.address, pk)
    words = language(request)
    why = [restored_fault(fault) for fault in mine.faults] if mine.state == "failed" else []
    return shown(
        request,
        "staff/trial.html",
        status=400 if form.errors or faults else 200,
        member=member,
        trial=mine,
        form=form,
        tool=queries.tool_of(mine),
        columns=queries.columns(mine),
        gone_at=queries.gone_at(mine),
        faults=[fault_words(fault, words) for fault in faults],
        why=[fault_words(fault, words) for fault in why],
    )


@staff("editor")
@require_safe
def report(request: StaffRequest, member: Membership, pk: int, path: str = "") -> HttpResponseBase:
    """A file of the report."""
    file = file_of(_mine(request, member, pk).folder, path, public=False)
    file["Cache-Control"] = "no-store"
    return file


@staff("editor")
@require_POST
def erase(request: StaffRequest, member: Membership, pk: int) -> HttpResponse:
    """Removes a file of answers and its report."""
    actions.erase_trial(_mine(request, member, pk), by=request.user)
    messages.success(request, said("trial.erased"))
    return redirect("trials", member.network.address)


def _mine(request: StaffRequest, member: Membership, pk: int) -> Trial:
    """A trial of who asks; nobody else's, and none that is due to be erased."""
    return get_object_or_404(queries.trials(member.network, request.user), pk=pk)
