"""Publications: a build that somebody has signed, at an address that lasts."""

from django.conf import settings
from django.db import models

from samklang.web.models.build import Build
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme
from samklang.web.models.worded import Worded, WordingField


class PublicationState(models.TextChoices):
    """Draft, under review, signed (waiting for its time), published, withdrawn."""

    DRAFT = "draft"
    REVIEW = "review"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


# An edition that readers have seen, or that is signed for them to see.
SEEN = (PublicationState.SIGNED, PublicationState.WITHDRAWN)


class Publication(Worded, models.Model):
    """An edition of a theme's report.

    A signed edition is public from `public_from` (an embargo while that is to come) until it is
    withdrawn. hash: of the package it was built from, as the one who signed saw it. errata: what
    a later edition corrects, in words. differences: every figure that differs from the edition
    before, worked out from the two builds. printed: the questions and shares of the build, as
    later themes are compared with them (core.series.EarlierTheme); {} where it has none. made_by,
    reviewed_by: who proposed it, and who says to have read it before it was signed.
    """

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="publications")
    build = models.ForeignKey(Build, models.PROTECT, related_name="publications")
    edition = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=PublicationState.choices, default=PublicationState.DRAFT
    )
    hash = models.CharField(max_length=64)
    errata = WordingField(blank=True)
    differences = models.JSONField(default=list)
    printed = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    public_from = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = WordingField(blank=True)

    privacy = classed(
        public="edition hash errata differences printed public_from withdrawn_at withdrawn_why",
        internal="id theme build state created_at reviewed_at signed_at",
        personal="made_by reviewed_by signed_by",
    )

    class Meta:
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "edition"], name="one_publication_an_edition")
        ]

    def seen_by_another(self, *, signer: int | None = None) -> bool:
        """Whether somebody else than its maker has reviewed or signed it, or now signs.

        Where nobody knows who made it, nobody can say that.
        """
        others = {self.reviewed_by_id, self.signed_by_id, signer} - {None, self.made_by_id}
        return self.made_by_id is not None and bool(others)
