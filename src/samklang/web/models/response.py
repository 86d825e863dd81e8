"""Responses: a member's answers, saved page by page until they are sent in."""

from django.db import models

from samklang.web.models.invitation import Invitation
from samklang.web.models.network import Language
from samklang.web.models.privacy import classed
from samklang.web.models.questionnaire import QuestionnaireVersion
from samklang.web.models.theme import Theme


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
    receipt: the id on the receipt, by which answers can be taken back. Times are null or on the
    week's Monday in anonymous mode.
    """

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
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.SV)
    receipt = models.CharField(max_length=20, unique=True, null=True)
    created_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        internal="id theme questionnaire state version language",
        personal="invitation device_hash answers receipt created_at saved_at sent_at",
    )
