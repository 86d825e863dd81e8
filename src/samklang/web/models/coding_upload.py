"""A file with codings, from its upload to the yes to what it would change, and until it is done."""

from django.conf import settings
from django.db import models

from samklang.web.models.build import BuildState
from samklang.web.models.heartbeat import Heartbeat
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class CodingUpload(models.Model):
    """What a file would change, as it was shown; removed when it is done, or a day old.

    plan: new families and codes, and for each answer its codes, state and note
    (queries.coding_import.Plan). state: '' until a long one is put into the worker's queue, which
    reads it in in parts. done: answers that are settled, of total. changes: what the log will say
    of them. passed_over: answers that somebody coded meanwhile. why: a phrase of coding_import, of
    one that failed. heard_at: when a part was last written.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="coding_uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    plan = models.JSONField()
    state = models.CharField(max_length=8, choices=BuildState.choices, blank=True)
    worker = models.ForeignKey(Heartbeat, models.SET_NULL, null=True, related_name="+")
    tries = models.PositiveIntegerField(default=0)
    stop_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=list)
    changed = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=20, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        internal="id theme at name state worker tries stop_at done total changed passed_over why"
        " heard_at finished_at",
        personal="by plan changes",
    )
