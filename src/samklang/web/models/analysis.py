"""Analyses that are waited for: numbers of a report that nobody has worked out yet."""

from django.db import models

from samklang.web.models.build import BuildState
from samklang.web.models.heartbeat import Heartbeat
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class Analysis(models.Model):
    """An analysis in the worker's queue. Its row goes when its numbers are kept, as a file.

    key: SHA-256 (hex) of what is counted and what is asked of it, so that nothing is worked out
    twice. content: of what is counted alone. demands: as core.manuscript.demands.Demands, in JSON.
    wanted_at: when somebody last looked for it.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="analyses")
    key = models.CharField(max_length=64, unique=True)
    content = models.CharField(max_length=64)
    demands = models.JSONField()
    state = models.CharField(max_length=8, choices=BuildState.choices, default=BuildState.QUEUED)
    worker = models.ForeignKey(Heartbeat, models.SET_NULL, null=True, related_name="+")
    tries = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField(auto_now_add=True)
    wanted_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        internal="id theme key content demands state worker tries queued_at wanted_at started_at"
        " finished_at"
    )

    class Meta:
        ordering = ["-wanted_at", "-pk"]
