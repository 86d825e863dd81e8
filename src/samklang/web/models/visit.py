"""Visits: when a person was last at a theme, so that its home can say what others did since."""

from django.conf import settings
from django.db import models

from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class ThemeVisit(models.Model):
    """A person's visits to a theme's home.

    at: the last look. since: the last look of the visit before, null in the first.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    since = models.DateTimeField(null=True)

    privacy = classed(internal="id theme", personal="user at since")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "user"], name="one_row_of_visits_a_person")
        ]
