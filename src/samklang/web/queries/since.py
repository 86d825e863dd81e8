"""What others did with a theme since a person was last there."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Max

from samklang.web.models import AuditRow, CodingStep, Theme
from samklang.web.models.response import ResponseState
from samklang.web.queries.double_coding import hidden_from

# Who looked is the trail's; the home says what was changed. A report is ordered in the same click
# as its material is set aside.
NOT_SAID = ("read_answers", "read_named_answers", "refuse", "freeze", "download_package")
# Coding has a log of its own; the trail would hold a row for each answer.
CODED = "code_answers"
MOST = 8


@dataclass(frozen=True)
class OthersDid:
    """Something that one person did, perhaps several times. who: '' for the site by itself."""

    who: str
    action: str
    times: int
    last: datetime.datetime


@dataclass(frozen=True)
class Since:
    """What happened since a time. answers: that have come in. more: kinds of actions left out."""

    at: datetime.datetime
    actions: tuple[OthersDid, ...]
    answers: int
    more: int


def since(theme: Theme, at: datetime.datetime, person: User) -> Since:
    """What others than `person` have done with a theme since `at`, the newest first.

    Of members it says how many have answered, and nothing in a theme whose answers are anonymous.
    Whoever codes blind hears nothing of others' coding. Four queries.
    """
    rows = AuditRow.objects.filter(theme=theme, at__gt=at).exclude(action__in=NOT_SAID)
    # What members do has no person; what the site does by itself has none either.
    staff = rows.exclude(by=None).exclude(by=person)
    closed = rows.filter(by=None, action__in=("close_theme", "deidentify"))
    counted = [
        OthersDid(row["by__email"] or "", row["action"], row["times"], row["last"])
        for rows in (staff, closed)
        for row in rows.order_by()
        .values("by__email", "action")
        .annotate(times=Count("pk"), last=Max("at"))
    ]
    if not hidden_from(theme, person):
        steps = CodingStep.objects.filter(theme=theme, at__gt=at)
        others = steps.exclude(by=None).exclude(by=person).order_by()
        counted += [
            OthersDid(row["by__email"], CODED, row["times"], row["last"])
            for row in others.values("by__email").annotate(times=Count("pk"), last=Max("at"))
        ]
    counted.sort(key=lambda row: row.last, reverse=True)
    answers = theme.responses.filter(state=ResponseState.SENT, sent_at__gt=at).count()
    return Since(at, tuple(counted[:MOST]), answers, len(counted[MOST:]))
