"""Findings: what the report says, its evidence, and who looked at it last."""

from django.conf import settings
from django.db import models

from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme
from samklang.web.models.worded import Worded


class Finding(Worded, models.Model):
    """A finding (core.coding.findings). `key` is its id in the package and the manuscript.

    evidence: [kind, of, digest] each, the digest as it was when somebody last looked. version:
    counted up by each save (compare-and-set).
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="findings")
    key = models.SlugField(max_length=40)
    statement_sv = models.CharField(max_length=300)
    statement_en = models.CharField(max_length=300, blank=True)
    against_sv = models.TextField()
    against_en = models.TextField(blank=True)
    follows_sv = models.TextField(blank=True)
    follows_en = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reviewed_on = models.DateField(null=True, blank=True)

    privacy = classed(
        public="key statement_sv statement_en against_sv against_en follows_sv follows_en",
        internal="id theme evidence version reviewed_on",
        personal="author reviewer",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["theme", "key"], name="one_finding_a_key")]

    def __str__(self) -> str:
        return self.statement_sv
