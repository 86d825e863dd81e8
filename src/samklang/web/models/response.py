"""Responses: a member's answers, saved page by page until they are sent in."""

import secrets

from django.db import models

from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.web.models.invitation import Invitation
from samklang.web.models.privacy import classed
from samklang.web.models.questionnaire import QuestionnaireVersion
from samklang.web.models.theme import Theme
from samklang.web.models.worded import CODE_LETTERS, language_choices

# The largest id that a row can have, in both databases.
LARGEST_ID = 2**63 - 1


def random_id() -> int:
    """A row's id that tells nothing of when it was made, nor of which came before it."""
    return secrets.randbits(62)


class ResponseState(models.TextChoices):
    """Begun and saved; sent in; or taken back and emptied."""

    DRAFT = "draft"
    SENT = "sent"
    ERASED = "erased"


class Response(models.Model):
    """One member's answers.

    invitation: null in anonymous mode, where `device_hash` (SHA-256, hex, of a key in a cookie)
    finds a draft again. version: counted up by each save, which names the one it saw
    (compare-and-set), so that no tab or device overwrites another. answers: by question id, typed.
    changes: answers that are being changed after they were sent in; they count when they are sent
    in again. marks: by page, the form that saved it last and the version it made, so that the same
    form can be sent again. receipt: the id on the receipt, by which answers can be taken back.
    In anonymous mode there are no times, and no receipt.
    """

    id = models.BigIntegerField(primary_key=True, default=random_id)
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, related_name="response"
    )
    questionnaire = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="+")
    device_hash = models.CharField(max_length=64, unique=True, null=True)
    state = models.CharField(
        max_length=8, choices=ResponseState.choices, default=ResponseState.DRAFT
    )
    version = models.PositiveIntegerField(default=0)
    answers = models.JSONField(default=dict)
    changes = models.JSONField(null=True)
    marks = models.JSONField(default=dict)
    language = models.CharField(
        max_length=CODE_LETTERS, choices=language_choices, default=FIRST_LANGUAGE
    )
    receipt = models.CharField(max_length=20, unique=True, null=True)
    created_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        internal="id theme questionnaire state version marks language",
        personal="invitation device_hash answers changes receipt created_at saved_at sent_at",
    )
