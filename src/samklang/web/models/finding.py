"""Findings: what the report says, its evidence, and who looked at it last."""

from django.conf import settings
from django.db import models

from samklang.core.language.wording import any_text
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme
from samklang.web.models.worded import Worded, WordingField


class Finding(Worded, models.Model):
    """A finding (core.coding.findings). `key` is its id in the package and the manuscript.

    evidence: [kind, of, digest] each, the digest as it was when somebody last looked. version:
    counted up by each save (compare-and-set).
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="findings")
    key = models.SlugField(max_length=40)
    statement = WordingField()
    against = WordingField()
    follows = WordingField(blank=True)
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
        public="key statement against follows",
        internal="id theme evidence version reviewed_on",
        personal="author reviewer",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["theme", "key"], name="one_finding_a_key")]

    def __str__(self) -> str:
        return any_text(self.statement)
