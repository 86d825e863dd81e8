"""Retention: when a theme's date has passed, what points to members is removed by itself."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from samklang.core.survey.questionnaire import Questionnaire
from samklang.web.actions.audit import record
from samklang.web.models import AuditRow, Invitation, Letter, Response, Theme
from samklang.web.models.response import ResponseState
from samklang.web.queries.answering import questionnaire

# Answers that are one of a few, or a number, stay; what somebody wrote can tell who wrote it.
STAYS = frozenset(
    {"select_one", "select_multiple", "matrix", "ranking", "integer", "decimal", "date", "consent"}
)
# Deeds whose row in the trail names a member.
NAMING = ("take_back", "replace_link", "new_address", "delegate", "decline", "opt_out", "opt_in")


def due(today: datetime.date | None = None) -> list[Theme]:
    """Themes whose retention date has passed. One query."""
    day = today or timezone.localdate()
    found = Theme.objects.select_related("network")
    return list(found.filter(retention__lt=day, deidentified_at=None).order_by("pk"))


def deidentify_due(today: datetime.date | None = None) -> int:
    """De-identifies every theme that is due; gives how many."""
    return sum(deidentify(theme) for theme in due(today))


@transaction.atomic
def deidentify(theme: Theme) -> bool:
    """Removes for good what ties a theme's answers to members. False where that was done before.

    Gone: the tie from response to member, links, receipts, times, addresses, reasons, letters,
    names in the trail, answers that were never sent in, and everything that was written in own
    words. Left: closed answers and numbers, and which members were asked and answered, which the
    response rate stands on. Frozen packages are kept: they carry no names, addresses or register
    numbers.
    """
    locked = Theme.objects.select_for_update().get(pk=theme.pk)
    if locked.deidentified_at:
        return False
    responses = Response.objects.filter(theme=theme)
    responses.exclude(state=ResponseState.SENT).delete()
    for one in responses.only("pk", "answers", "questionnaire_id").iterator(chunk_size=500):
        responses.filter(pk=one.pk).update(
            answers=without_words(questionnaire(one.questionnaire_id), one.answers),
            invitation=None,
            device_hash=None,
            changes=None,
            marks={},
            version=0,
            language="sv",
            receipt=None,
            created_at=None,
            saved_at=None,
            sent_at=None,
        )
    Letter.objects.filter(invitation__theme=theme).delete()
    Invitation.objects.filter(theme=theme).update(
        link_hash=None,
        email="",
        opened_at=None,
        decline_reason="",
        delegated_at=None,
        delegated_to="",
        bounced_at=None,
        bounce_reason="",
    )
    blanked = AuditRow.objects.filter(theme=theme, deed__in=NAMING).blank()
    locked.deidentified_at = timezone.now()
    locked.save(update_fields=["deidentified_at"])
    record(
        "deidentify",
        by=None,
        theme=theme,
        subject=theme.title_sv,
        blanked={str(theme.pk): blanked},
    )
    return True


def without_words(asked: Questionnaire, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answers without what was written in own words, beside an open option too."""
    kept = {q.id for q in asked if q.type in STAYS}
    return {name: value for name, value in answers.items() if name in kept}
