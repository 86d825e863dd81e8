"""Retention: when a theme's date has passed, what points to members is removed by itself."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.core.survey.own_words import without_words
from samklang.package.rows import CODINGS
from samklang.web.actions.audit import record
from samklang.web.actions.coding_in_parts import let_go
from samklang.web.models import (
    AuditRow,
    Freeze,
    Invitation,
    Letter,
    PendingErasure,
    Response,
    Theme,
    ThemeFile,
)
from samklang.web.models.response import ResponseState
from samklang.web.queries.answering import questionnaire

# Deeds whose row in the trail names a member.
NAMING = ("take_back", "replace_link", "new_address", "delegate", "decline", "opt_out", "opt_in")


def due(today: datetime.date | None = None) -> list[Theme]:
    """Themes whose retention date has passed. One query."""
    day = today or timezone.localdate()
    themes = Theme.objects.select_related("network")
    return list(themes.filter(retention__lt=day, deidentified_at=None).order_by("pk"))


def deidentify_due(today: datetime.date | None = None) -> int:
    """De-identifies every theme that is due; gives how many."""
    return sum(deidentify(theme) for theme in due(today))


def remove_readings(responses: QuerySet[Response]) -> None:
    """Removes what hangs on these responses: who read them, what they were coded as, quotes."""
    for relation in Response._meta.related_objects:
        relation.related_model._default_manager.filter(
            **{f"{relation.field.name}__in": responses}
        ).delete()


@transaction.atomic
def deidentify(theme: Theme) -> bool:
    """Removes for good what ties a theme's answers to members. False where that was done before.

    Gone: the tie from response to member, links, receipts, times, addresses, reasons, letters,
    names in the trail, answers that were never sent in, and everything that was written in own
    words. Left: closed answers and numbers, and which members were asked and answered, which the
    response rate stands on. The worker then covers own words in the packages that published
    editions stand on, and removes all others with their builds.
    """
    locked = Theme.objects.select_for_update().get(pk=theme.pk)
    if locked.deidentified_at:
        return False
    responses = Response.objects.filter(theme=theme)
    responses.exclude(state=ResponseState.SENT).delete()
    remove_readings(responses)
    # What coders noted of answers that are gone may quote them; so may what they talked over.
    let_go(theme)
    theme.coding_steps.all().delete()
    theme.coding_talks.all().delete()
    for response in responses.only("pk", "answers", "questionnaire_id").iterator(chunk_size=500):
        responses.filter(pk=response.pk).update(
            answers=without_words(questionnaire(response.questionnaire_id), response.answers),
            invitation=None,
            device_hash=None,
            changes=None,
            marks={},
            version=0,
            language=FIRST_LANGUAGE,
            receipt=None,
            created_at=None,
            saved_at=None,
            sent_at=None,
        )
    letters = Letter.objects.filter(invitation__theme=theme)
    ids = list(letters.exclude(message_id="").values_list("message_id", flat=True))
    PendingErasure.objects.create(theme=theme, letters=ids)
    letters.delete()
    Freeze.objects.filter(theme=theme).update(members=[])
    # Codings quote answers that are gone now.
    ThemeFile.objects.filter(theme=theme, path=CODINGS).delete()
    # What an owner has let be shown stays, and its link, by which it can be withdrawn.
    theme.examples.filter(origin="answer", stage__in=("draft", "asked", "withdrawn")).delete()
    theme.examples.update(member=None, answer="", owner_email="")
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
    blanked = AuditRow.objects.filter(theme=theme, action__in=NAMING).blank()
    locked.deidentified_at = timezone.now()
    locked.save(update_fields=["deidentified_at"])
    record(
        "deidentify",
        by=None,
        theme=theme,
        subject=str(theme),
        blanked={str(theme.pk): blanked},
    )
    return True
