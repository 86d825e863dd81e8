"""A theme's rehearsal as its page shows it, with the real numbers beside it once there are any."""

import datetime
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from samklang.core.faults import Fault, restored_fault
from samklang.core.figures.design_words import stratum_column
from samklang.core.language.wording import Language, worded
from samklang.core.report.rehearsal import FigureForecast, FigureNumbers
from samklang.core.report.rehearsal import Rehearsal as Result
from samklang.core.survey.questionnaire import Questionnaire
from samklang.package.model import adapter
from samklang.web.models import Network, Rehearsal, Theme
from samklang.web.models.build import BuildState
from samklang.web.models.rehearsal import RehearsalKind
from samklang.web.models.theme import ThemeState

# How long the report of a rehearsal is there.
KEPT = datetime.timedelta(days=7)


def with_report() -> QuerySet[Rehearsal]:
    """Rehearsals whose report is there: each theme's newest, for as long as it is kept."""
    newer = Rehearsal.objects.filter(theme=OuterRef("theme"), pk__gt=OuterRef("pk"), folder__gt="")
    since = timezone.now() - KEPT
    return Rehearsal.objects.filter(~Exists(newer), folder__gt="", finished_at__gt=since)


def usual_rate(network: Network) -> int | None:
    """The response rate of the network's newest closed theme, in per cent. One query."""
    last = (
        network.themes.filter(state=ThemeState.CLOSED)
        .annotate(
            invited=Count("invitations"),
            answered=Count("invitations", filter=Q(invitations__finished_on__isnull=False)),
        )
        .filter(answered__gt=0)
        .order_by("-closed_at", "-pk")
        .first()
    )
    return round(100 * last.answered / last.invited) if last else None


@dataclass(frozen=True)
class FigureRow:
    """A figure: its name, what to expect, and what became of it; None while that is not known."""

    name: str
    expected: FigureForecast
    real: FigureNumbers | None


@dataclass(frozen=True)
class Rehearsed:
    """What there is of a theme's rehearsals.

    of: the newest that is done. waiting: one in the queue or at work. faults: why the newest one
    failed; failed: whether it did. columns, unused, repeated: named in the reader's language.
    report: the one whose report can be read. report_faults: why the newest has none.
    """

    of: Rehearsal | None
    result: Result | None
    waiting: Rehearsal | None
    failed: bool
    faults: tuple[Fault, ...]
    figures: tuple[FigureRow, ...]
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    repeated: tuple[str, ...]
    compared: bool
    report: Rehearsal | None
    report_faults: tuple[Fault, ...]

    @property
    def gone_at(self) -> datetime.datetime | None:
        """When the report is removed."""
        ended = self.report.finished_at if self.report else None
        return ended + KEPT if ended else None

    @property
    def real_withheld(self) -> int:
        """Cells withheld in the real answers, of the figures that were rehearsed."""
        return sum(row.real.withheld for row in self.figures if row.real)


def rehearsed(theme: Theme, asked: Questionnaire, language: Language) -> Rehearsed:
    """The newest rehearsal of a theme. Two queries."""
    rows = list(theme.rehearsals.all())
    newest = rows[0] if rows else None
    of = _done(rows, RehearsalKind.SIMULATED)
    real = _done(rows, RehearsalKind.REAL)
    result = _typed(Result, of.result) if of else None
    numbers: Mapping[str, FigureNumbers] = (
        _typed(dict[str, FigureNumbers], real.result) if (real) else {}
    )
    failed = newest is not None and newest.state == BuildState.FAILED
    return Rehearsed(
        of=of,
        result=result,
        waiting=next((r for r in rows if r.state in (BuildState.QUEUED, BuildState.RUNNING)), None),
        failed=failed,
        faults=tuple(restored_fault(fault) for fault in newest.faults) if newest and failed else (),
        figures=tuple(
            FigureRow(
                _figure_name(figure, asked, theme, language), figure, numbers.get(figure.table)
            )
            for figure in result.figures
        )
        if result
        else (),
        columns={c.column: _column(c.column, asked, theme, language) for c in result.columns}
        if result
        else {},
        unused=tuple(_question(name, asked, language) for name in result.unused) if result else (),
        repeated=tuple(_question(n, asked, language) for n in result.repeated) if result else (),
        report=with_report().filter(theme=theme).first(),
        report_faults=tuple(restored_fault(fault) for fault in of.faults) if of else (),
        compared=real is not None,
    )


def _done(rows: list[Rehearsal], kind: str) -> Rehearsal | None:
    return next((r for r in rows if r.kind == kind and r.state == BuildState.DONE), None)


def _typed(kind: object, value: object) -> Any:
    return adapter(cast(Hashable, kind)).validate_python(value)


def _figure_name(
    figure: FigureForecast, asked: Questionnaire, theme: Theme, language: Language
) -> str:
    name = _question(figure.question, asked, language)
    return f"{name} × {_column(figure.by, asked, theme, language)}" if figure.by else name


def _question(name: str, asked: Questionnaire, language: Language) -> str:
    located = asked.find(name)
    if located is None:
        return name
    question, item = located
    title = worded(question.title, language) or name
    return f"{title}: {worded(item.label, language)}" if item else title


def _column(name: str, asked: Questionnaire, theme: Theme, language: Language) -> str:
    if asked.find(name):
        return _question(name, asked, language)
    return stratum_column(name, language, theme.network.named_groups)
