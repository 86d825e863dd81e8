"""Deeds on a theme's questionnaire: save a draft, publish a version."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.core.survey.flaws import Flaw, flaws
from samklang.core.survey.questionnaire import Questionnaire
from samklang.web.actions.audit import record
from samklang.web.models import QuestionnaireVersion, Theme
from samklang.web.queries.questionnaires import dumped, latest, parsed


class ChangedMeanwhile(Exception):
    """Somebody else has changed the questionnaire since it was opened."""


class Flawed(ValueError):
    """A questionnaire that cannot work and so cannot be published."""

    def __init__(self, flaws: Sequence[Flaw]):
        self.flaws = tuple(flaws)
        super().__init__(self.flaws)


def mark(version: QuestionnaireVersion | None) -> str:
    """What tells one state of a questionnaire from another; '' where there is none."""
    if version is None:
        return ""
    return hashlib.sha256(f"{version.number} {version.source}".encode()).hexdigest()[:20]


@transaction.atomic
def save_draft(
    theme: Theme, questionnaire: Questionnaire, *, seen: str, by: User, way: str
) -> QuestionnaireVersion:
    """Keeps a questionnaire as the theme's draft, which was `seen` in a state (see mark).

    A published version is never changed: the draft is a new one after it. `way` is how it was
    made, for the audit trail. Raises ChangedMeanwhile, and nothing is overwritten unseen.
    """
    # Two who save at once take turns at the theme's row.
    Theme.objects.select_for_update().get(pk=theme.pk)
    newest = latest(theme)
    if mark(newest) != seen:
        raise ChangedMeanwhile(theme.address)
    number = newest.number if newest else 1
    if newest is not None and newest.published_at is not None:
        number, newest = newest.number + 1, None
    source = dumped(replace(questionnaire, version=str(number)))
    if newest is None:
        newest = QuestionnaireVersion.objects.create(
            theme=theme, number=number, source=source, created_by=by
        )
    elif newest.source == source:
        return newest
    else:
        newest.source = source
        newest.save(update_fields=["source"])
    record("change_questionnaire", by=by, theme=theme, version=number, way=way)
    return newest


@transaction.atomic
def publish_questionnaire(version: QuestionnaireVersion, *, by: User) -> None:
    """Publishes a version; from then on it never changes. A published one is left as it is.

    Raises Flawed where it cannot work.
    """
    if version.published_at is not None:
        return
    if faults := flaws(parsed(version.source)):
        raise Flawed(faults)
    version.published_at = timezone.now()
    version.save(update_fields=["published_at"])
    record("publish_questionnaire", by=by, theme=version.theme, version=version.number)
