"""The audit trail: who did what, when."""

from django.conf import settings
from django.db import models

from samklang.web.models.network import Network
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class AuditRow(models.Model):
    """One deed; never changed.

    deed: name of the action, for example "open_theme". by: null where the deed was a member's or
    the worker's. subject: what it was done to, in words. detail: what else, never an answer.
    """

    network = models.ForeignKey(Network, models.CASCADE, null=True, related_name="audit")
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, related_name="audit")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deed = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    privacy = classed(internal="id network theme at deed", personal="by subject detail")

    class Meta:
        ordering = ["-at", "-pk"]
