"""Frozen packages of a theme, and what was built of them."""

from django.conf import settings
from django.db import models

from samklang.web.models.heartbeat import Heartbeat
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class Freeze(models.Model):
    """A theme package, frozen: `file` is its zip below the data folder, `hash` its SHA-256.

    edition: the edition of the report that the package says it is. members: the invitations in the
    order that its responses are numbered in, until the theme is de-identified; [] where nobody can
    say. purged_at: when own words were covered in it, or the file removed (then `file` is '');
    `hash` still says what it was. purged_hash: SHA-256 of the file as it is since.
    """

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="freezes")
    number = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=1)
    hash = models.CharField(max_length=64)
    file = models.CharField(max_length=200, blank=True)
    responses = models.PositiveIntegerField()
    members = models.JSONField(default=list)
    purged_at = models.DateTimeField(null=True, blank=True)
    purged_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = classed(
        public="hash",
        internal="id theme number edition file responses purged_at purged_hash at",
        personal="by members",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "number"], name="one_freeze_a_number")
        ]


class BuildState(models.TextChoices):
    """Where a build stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Build(models.Model):
    """A build of a frozen package.

    folder: below the data folder. log: what was said. faults: why it failed, each as file, line,
    column, what is wrong and what to do. worker: the one that runs it. done, total: outputs made,
    and of how many, once that is known. issued: the tables that it printed, as the text of a ledger
    that later editions are held against (package.ledger), without digests; '' where an earlier
    version built it. tries: how often it was begun. stop_at: when somebody
    called it off.
    """

    freeze = models.ForeignKey(Freeze, models.CASCADE, related_name="builds")
    worker = models.ForeignKey(Heartbeat, models.SET_NULL, null=True, related_name="builds")
    state = models.CharField(max_length=8, choices=BuildState.choices, default=BuildState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    stop_at = models.DateTimeField(null=True, blank=True)
    log = models.TextField(blank=True)
    faults = models.JSONField(default=list, blank=True)
    folder = models.CharField(max_length=200, blank=True)
    issued = models.TextField(blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = classed(
        internal="id freeze worker state done total tries stop_at log faults folder issued"
        " queued_at started_at heard_at finished_at",
        personal="by",
    )

    class Meta:
        ordering = ["-queued_at", "-pk"]
