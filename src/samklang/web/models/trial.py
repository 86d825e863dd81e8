"""Trials: answers from another tool and the private report of them, for a day."""

from django.conf import settings
from django.db import models

from samklang.web.models.heartbeat import Heartbeat
from samklang.web.models.network import Network
from samklang.web.models.privacy import classed
from samklang.web.models.worded import CODE_LETTERS, language_choices


class TrialState(models.TextChoices):
    """As a build's; at first nobody has asked for a report."""

    READ = "read"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Trial(models.Model):
    """A file of answers, what its columns are taken for, and its report; nobody else sees it.

    header, rows, notes: as exchange.answers.table.AnswerTable. guesses: as
    exchange.answers.guesses.Guesses in JSON. stale: the guesses were changed after the report was
    made. folder: of the report, below the data folder; '' while there is none. done, total, tries,
    faults, worker, stop_at: as of a Build.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="trials")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=CODE_LETTERS, choices=language_choices)
    header = models.JSONField()
    rows = models.JSONField()
    notes = models.JSONField(default=list)
    guesses = models.JSONField()
    stale = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=TrialState.choices, default=TrialState.READ)
    worker = models.ForeignKey(Heartbeat, models.SET_NULL, null=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, blank=True)
    folder = models.CharField(max_length=200, blank=True)
    stop_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        internal="id network at title language stale state worker done total tries folder"
        " stop_at started_at finished_at",
        personal="by name header rows notes guesses faults",
    )

    class Meta:
        ordering = ["-pk"]
