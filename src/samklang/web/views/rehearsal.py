"""The dress rehearsal of a theme: order it, see what to expect, compare afterwards."""

from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from samklang.core.faults import fault_words
from samklang.core.language.wording import Language, known_language
from samklang.core.survey.questionnaire import Questionnaire
from samklang.web.actions import rehearsing
from samklang.web.forms.fields import said
from samklang.web.forms.rehearsal import RehearsalForm
from samklang.web.mail.letters import Written, write
from samklang.web.models import Membership, Rehearsal, Theme
from samklang.web.models.mailing import MailKind
from samklang.web.models.theme import ThemeState
from samklang.web.queries.mailing import text
from samklang.web.queries.questionnaires import latest, parsed, published
from samklang.web.queries.rehearsal import rehearsed, usual_rate, with_report
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.built import file_of
from samklang.web.views.mailing import UNREAL, some_member
from samklang.web.views.themes import theme_of

# The letters that every member gets before the answers are in.
KINDS = (MailKind.INVITATION, MailKind.REMINDER)


@staff("reader")
@require_safe
def rehearsal(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """What to expect of a theme's report."""
    return _page(request, member, theme_of(member, theme))


def _page(
    request: StaffRequest,
    member: Membership,
    theme: Theme,
    form: RehearsalForm | None = None,
) -> HttpResponse:
    words, asked = language(request), _asked(theme)
    simulated = rehearsed(theme, asked, words)
    rate = simulated.of.rate if simulated.of else usual_rate(theme.network)
    initial: dict[str, object] = {"rate": rate} if rate else {}
    if simulated.of:
        initial |= {
            f"gate-{question}-{option}": round(100 * share)
            for question, shares in simulated.of.expected.items()
            for option, share in shares.items()
        }
    may = member.may("editor")
    return shown(
        request,
        "staff/rehearsal.html",
        status=400 if form else 200,
        member=member,
        theme=theme,
        simulated=simulated,
        faults=[fault_words(fault, words) for fault in simulated.faults],
        report_faults=[fault_words(fault, words) for fault in simulated.report_faults],
        form=form or RehearsalForm(initial=initial, asked=asked, language=words),
        may_order=may and theme.state == ThemeState.DRAFT and bool(asked.questions),
        nobody=not theme.invitations.exists(),
        may_compare=may and theme.state == ThemeState.CLOSED and not theme.deidentified_at,
        letters=_letters(theme) if may and theme.state == ThemeState.DRAFT else [],
        real_mail=not settings.EMAIL_BACKEND.endswith(UNREAL),
    )


def _asked(theme: Theme) -> Questionnaire:
    version = published(theme) or latest(theme)
    return parsed(version.source) if version else Questionnaire("1", ())


def _letters(theme: Theme) -> list[tuple[str, Language, Written]]:
    letters: list[tuple[str, Language, Written]] = []
    for kind in KINDS:
        for code in theme.languages:
            of = known_language(code)
            letters.append((kind, of, _letter(theme, kind, of)))
    return letters


def _letter(theme: Theme, kind: str, code: Language) -> Written:
    return write(text(theme, kind, code), some_member(theme), language=code)


@staff("reader")
@require_safe
def report(
    request: StaffRequest, member: Membership, theme: str, pk: int, path: str = ""
) -> HttpResponseBase:
    """A file of the report of simulated answers."""
    rehearsal_row = get_object_or_404(with_report(), pk=pk, theme=theme_of(member, theme))
    file = file_of(rehearsal_row.folder, path, public=False)
    file["Cache-Control"] = "no-store"
    return file


@staff("editor")
@require_POST
def order(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Queues a rehearsal."""
    current = theme_of(member, theme)
    form = RehearsalForm(request.POST, asked=_asked(current), language=language(request))
    if not form.is_valid():
        return _page(request, member, current, form)
    try:
        rehearsing.order_rehearsal(
            current,
            rate=form.cleaned_data["rate"],
            expected=form.expected,
            by=request.user,
        )
    except rehearsing.NotNow:
        messages.error(request, said("rehearsal.not_now"))
    except rehearsing.NoQuestionnaire:
        messages.error(request, said("themes.lacks_questionnaire"))
    return redirect("theme_rehearsal", member.network.address, theme)


@staff("editor")
@require_POST
def stop(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """Calls off a rehearsal that waits or runs."""
    rehearsals = Rehearsal.objects.select_related("theme__network")
    rehearsal_row = get_object_or_404(rehearsals, pk=pk, theme=theme_of(member, theme))
    stopped = rehearsing.stop_rehearsal(rehearsal_row, by=request.user)
    messages.success(request, said("rehearsal.stopping" if stopped else "rehearsal.ended_already"))
    return redirect("theme_rehearsal", member.network.address, theme)


@staff("editor")
@require_POST
def compare(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Queues the real numbers, to stand beside those that were expected."""
    try:
        rehearsing.order_comparison(theme_of(member, theme), by=request.user)
    except rehearsing.NotNow:
        messages.error(request, said("rehearsal.not_closed"))
    return redirect("theme_rehearsal", member.network.address, theme)


@staff("editor")
@require_POST
def sample(
    request: StaffRequest, member: Membership, theme: str, kind: str, code: str
) -> HttpResponse:
    """Sends a letter, as a member will get it, to whoever asks."""
    current = theme_of(member, theme)
    if kind not in KINDS or code not in current.languages:
        raise Http404
    of = known_language(code)
    try:
        rehearsing.send_sample(current, _letter(current, kind, of), language=of, by=request.user)
    except (OSError, SMTPException):
        messages.error(request, said("rehearsal.not_sent"))
    else:
        messages.success(request, said("rehearsal.sent", to=request.user.email))
    return redirect("theme_rehearsal", member.network.address, theme)
