"""Further files of a theme's package: manuscript, codebook, references, examples; every version."""

from django.conf import settings
from django.db import models

from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class ThemeFile(models.Model):
    """A file as it stands. `path` is its path within the package; `version` counts its saves."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="files")
    path = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    text = models.TextField()

    # Codings hold what members wrote, and an unreleased draft is the network's own.
    privacy = classed(internal="id theme path version", personal="text")

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["theme", "path"], name="one_file_a_path")]


class ThemeFileVersion(models.Model):
    """A version of a file as it was saved; never changed."""

    file = models.ForeignKey(ThemeFile, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = classed(internal="id file version at", personal="text by")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["file", "version"], name="one_text_a_file_version")
        ]
