"""Versions of a theme's questionnaire; a published version never changes."""

from django.conf import settings
from django.db import models

from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class PublishedVersion(Exception):
    """A published version of a questionnaire cannot be changed: make a new version."""


class QuestionnaireVersion(models.Model):
    """One version. `source` is questionnaire.yaml as JSON, read by samklang.package."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="questionnaires")
    number = models.PositiveIntegerField()
    source = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        public="number source published_at", internal="id theme created_at", personal="created_by"
    )

    class Meta:
        ordering = ["theme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "number"], name="one_version_a_number")
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Raises PublishedVersion where the version was published before."""
        published = type(self).objects.filter(pk=self.pk, published_at__isnull=False)
        if self.pk and published.exists():
            raise PublishedVersion(f"{self.theme}, version {self.number}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]
