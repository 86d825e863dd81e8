"""Publications: a build that somebody has signed, at an address that lasts."""

from django.conf import settings
from django.db import models

from samklang.web.models.build import Build
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class PublicationState(models.TextChoices):
    """Draft, under review, signed (waiting for its time), published, withdrawn."""

    DRAFT = "draft"
    REVIEW = "review"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class Publication(models.Model):
    """An edition of a theme's report.

    A signed edition is public from `public_from` (an embargo while that is to come) until it is
    withdrawn. hash: of the package it was built from, as the one who signed saw it. errata: what
    a later edition corrects, in words. differences: every figure that differs from the edition
    before, worked out from the two builds. printed: the questions and shares of the build, as
    later themes are compared with them (core.series.EarlierTheme); {} where it has none.
    """

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="publications")
    build = models.ForeignKey(Build, models.PROTECT, related_name="publications")
    edition = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=PublicationState.choices, default=PublicationState.DRAFT
    )
    hash = models.CharField(max_length=64)
    errata_sv = models.TextField(blank=True)
    errata_en = models.TextField(blank=True)
    differences = models.JSONField(default=list)
    printed = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    public_from = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why_sv = models.TextField(blank=True)
    withdrawn_why_en = models.TextField(blank=True)

    privacy = classed(
        public="edition hash errata_sv errata_en differences printed public_from withdrawn_at "
        "withdrawn_why_sv withdrawn_why_en",
        internal="id theme build state created_at signed_at",
        personal="signed_by",
    )

    class Meta:
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "edition"], name="one_publication_an_edition")
        ]
