"""Comments that staff make on the texts of a report: on a line or on the whole."""

from django.conf import settings
from django.db import models

from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class TextComment(models.Model):
    """A comment on a text of a theme, by the text's path in the package.

    line: the line it is on, counted from 1 in `version` of the text; 0 for the whole text. quoted:
    that line as it was, by which it is found again when lines above it come and go. text is never
    changed; who resolved the comment, and when, stands until it is opened again.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="text_comments")
    path = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    line = models.PositiveIntegerField(default=0)
    quoted = models.TextField(blank=True)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    # A draft may quote what a member wrote, and so may a comment on it.
    privacy = classed(
        internal="id theme path version line at resolved_at",
        personal="quoted text by resolved_by",
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["theme", "path"], name="comments_of_a_text")]
