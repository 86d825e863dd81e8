"""The report in blocks: as it will look, a piece moved, copied, hidden, taken out, undone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from samklang.core.document.document import Document
from samklang.core.faults import fault_words
from samklang.core.language.wording import LANGUAGES, Language
from samklang.core.manuscript.editing import NotThere
from samklang.core.manuscript.twins import compared
from samklang.package.read import MANUSCRIPTS
from samklang.render.html import excerpt
from samklang.web.actions.analysing import ask
from samklang.web.actions.blocks import step as take_step
from samklang.web.actions.manuscript import restore
from samklang.web.actions.theme_files import SavedMeanwhile
from samklang.web.forms.fields import said, whole_number
from samklang.web.models import Membership, Theme, ThemeFile
from samklang.web.queries import blocks as queries
from samklang.web.queries.block_choices import kinds_offered, offered
from samklang.web.queries.manuscript import begun
from samklang.web.queries.manuscript_preview import Standing, standing
from samklang.web.queries.questionnaires import latest, parsed
from samklang.web.queries.spelling import Spelling, spelling
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.themes import theme_of

PREFIX = "skriv-"
WHOLE = "alla"
_PART = re.compile(rf'<section id="{PREFIX}(?:\w+-)?{queries.PART}(\d+)">')
# Words of the stored text, which staff never see here.
_MARKUP = re.compile(r"[{}`]|:::")


@dataclass(frozen=True)
class Open:
    """A theme's report in a language as it was opened. file: None while it is not written."""

    theme: Theme
    language: Language
    file: ThemeFile | None
    begun: str

    @property
    def path(self) -> str:
        """Its path in the package."""
        return MANUSCRIPTS[self.language]

    @property
    def version(self) -> int:
        """The version it is at; 0 while it is not written."""
        return self.file.version if self.file else 0

    @property
    def text(self) -> str:
        """The text as saved, else what it begins as."""
        return self.file.text if self.file else self.begun


def opened(member: Membership, theme: str, written_in: str) -> Open:
    """A theme's report in a language, or page not found."""
    current = theme_of(member, theme)
    chosen = next((language for language in LANGUAGES if language == written_in), None)
    if chosen is None or chosen not in current.languages:
        raise Http404
    file = ThemeFile.objects.filter(theme=current, path=MANUSCRIPTS[chosen]).first()
    newest = latest(current) if file is None else None
    text = begun(MANUSCRIPTS[chosen], parsed(newest.source)) if newest else ""
    return Open(current, chosen, file, text)


def html_by_part(
    report: queries.Report | None, look: Document | None = None, *, apart: str = ""
) -> Mapping[int, str]:
    """The look of each piece, by its number: HTML of our own making, every text in it escaped.

    apart: begins every id, where two languages stand on a page.
    """
    document = report.look if report else look
    if document is None:
        return {}
    parts = _PART.split(excerpt(document, prefix=PREFIX + apart, titled=False, level=3))
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return {int(number): html.rpartition("</section>")[0] for number, html in pairs}


def spelled(member: Membership, written: Open, standing: Standing, text: str) -> Spelling:
    """The spelling of a text, for who may change it."""
    if not member.may("editor"):
        return Spelling()
    return spelling(member.network, written.theme, standing, written.language, text)


@staff("reader")
@require_safe
def report(request: StaffRequest, member: Membership, theme: str, written_in: str) -> HttpResponse:
    """The report as it will look: a section at a time, or all of it."""
    return page(request, member, opened(member, theme, written_in))


def page(
    request: StaffRequest, member: Membership, written: Open, *, stale: bool = False
) -> HttpResponse:
    """The report's page. stale: somebody else has saved it meanwhile; nothing was done."""
    report = queries.report(written.theme, written.language, written.text, request.user)
    asked = request.GET.get("avsnitt", "")
    sections = report.sections
    numbers = {str(n): section for n, section in enumerate(sections)}
    at = next((n for n, section in numbers.items() if section.id and section.id == asked), asked)
    if at not in numbers and asked != WHOLE:
        at = "0" if len(sections) > 1 else WHOLE
    words = language(request)
    return shown(
        request,
        "staff/blocks.html",
        status=409 if stale else 200,
        member=member,
        theme=written.theme,
        written=written,
        report=report,
        at=at,
        shown_sections=[numbers[at]] if at in numbers else sections,
        html=html_by_part(report),
        faults={
            card.number: [fault_words(fault, words) for fault in card.faults]
            for section in sections
            for card in ([section.head] if section.head else []) + list(section.cards)
        },
        plain=lambda text: not _MARKUP.search(text),
        undoable=queries.undoable(written.file) if member.may("editor") else None,
        stale=stale,
        may=member.may("editor"),
        counting=ask(written.theme, report.standing.lacks),
        spelling=spelled(member, written, report.standing, written.text),
    )


@staff("editor")
@require_POST
def step(request: StaffRequest, member: Membership, theme: str, written_in: str) -> HttpResponse:
    """One action on one piece, or the last change undone."""
    written = opened(member, theme, written_in)
    action, _, number = request.POST.get("action", "").partition(" ")
    nth = whole_number(number, otherwise=-1)
    seen_at = whole_number(request.POST.get("seen", ""), otherwise=-1)
    try:
        if action == "undo":
            version = queries.undoable(written.file)
            if version is None:
                raise NotThere(action)
            restore(version, seen=seen_at, by=request.user)
        else:
            take_step(
                written.theme,
                path=written.path,
                begun=written.begun,
                action=action,
                number=nth,
                seen=seen_at,
                by=request.user,
            )
    except SavedMeanwhile:
        return page(request, member, opened(member, theme, written_in), stale=True)
    except NotThere:
        messages.error(request, said("blocks.no_further"))
    else:
        messages.success(request, said(f"blocks.done_{action}"))
    answer = redirect(
        "theme_write", member.network.address, written.theme.address, written.language
    )
    where = request.POST.get("avsnitt", "")
    if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", where):
        answer["Location"] += f"?avsnitt={where}"
    return answer


@staff("editor")
@require_safe
def choose(request: StaffRequest, member: Membership, theme: str, written_in: str) -> HttpResponse:
    """What can be put in after a piece."""
    written = opened(member, theme, written_in)
    words = language(request)
    choices = offered(standing(written.theme, request.user).package, words)
    return shown(
        request,
        "staff/block_choose.html",
        member=member,
        theme=written.theme,
        written=written,
        after=after_of(request.GET.get("efter", "")),
        kinds=[(kind, choices.lacks(kind)) for kind in kinds_offered()],
        words=[
            "text",
            "section",
            *(["number-table", "numbers"] if choices.choices.questions else []),
        ],
    )


def after_of(sent: str) -> int:
    """The number of the piece that something is put in after; -1 for first of all."""
    return whole_number(sent, otherwise=-1)


@staff("reader")
@require_safe
def both(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """The first language beside another (`mot` in the address), with what one of them lacks."""
    current = theme_of(member, theme)
    if len(current.languages) < 2:
        raise Http404
    first, *others = current.written_in
    asked = request.GET.get("mot", "")
    beside = asked if asked in others else others[0]
    one, other = opened(member, theme, first), opened(member, theme, beside)
    reports = {
        written.language: queries.report(current, written.language, written.text, request.user)
        for written in (one, other)
    }
    looks = {written: html_by_part(made, apart=f"{written}-") for written, made in reports.items()}
    rows = compared(one.text, other.text)
    return shown(
        request,
        "staff/blocks_both.html",
        member=member,
        theme=current,
        rows=rows,
        looks=looks,
        counting=ask(current, next((w for r in reports.values() if (w := r.standing.lacks)), None)),
        titles=lambda card: queries.section_words(card.piece.text)[1],
        first=first,
        beside=beside,
        alone=sum(row.one is None or row.other is None for row in rows),
        may=member.may("editor"),
    )
