"""Heartbeats: which workers there are, and when each was last heard."""

from django.db import models

from samklang.web.models.privacy import classed


class Heartbeat(models.Model):
    """A worker by its process. begun: what tells it from another with the same number, or ''."""

    host = models.CharField(max_length=200)
    process = models.PositiveBigIntegerField()
    begun = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    heard_at = models.DateTimeField()

    privacy = classed(internal="id host process begun started_at heard_at")
