"""Dress rehearsals: what to expect of a theme's report, and the report of simulated answers."""

from django.conf import settings
from django.db import models

from samklang.web.models.build import BuildState
from samklang.web.models.heartbeat import Heartbeat
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class RehearsalKind(models.TextChoices):
    """Whose answers it is about: simulated ones, or those of the closed theme to compare with."""

    SIMULATED = "simulated"
    REAL = "real"


class Rehearsal(models.Model):
    """A rehearsal in the worker's queue, and its result.

    Nothing of it can become an edition: a Publication is of a Build, and a Build of a Freeze, and a
    rehearsal is neither.
    rate: per cent of those asked that are thought to answer. expected: by question, the share (0 to
    1) that an option is thought to get. result: as core.report.rehearsal.Rehearsal in JSON, or for
    real answers a FigureNumbers by table; null until it is done. folder: of the report, below the
    data folder; '' while there is none and once it has been removed. faults: why it, or its report
    alone, could not be made. stop_at, done, total: as of a Build, draws and outputs.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="rehearsals")
    kind = models.CharField(max_length=9, choices=RehearsalKind.choices)
    rate = models.PositiveSmallIntegerField(default=100)
    expected = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=BuildState.choices, default=BuildState.QUEUED)
    worker = models.ForeignKey(Heartbeat, models.SET_NULL, null=True, related_name="+")
    tries = models.PositiveIntegerField(default=0)
    stop_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    folder = models.CharField(max_length=200, blank=True)
    faults = models.JSONField(default=list, blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = classed(
        internal="id theme kind rate expected state worker tries stop_at done total result"
        " folder faults queued_at started_at finished_at",
        personal="by",
    )

    class Meta:
        ordering = ["-pk"]
