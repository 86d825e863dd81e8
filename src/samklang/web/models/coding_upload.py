"""A file with codings between its upload and the yes to what it would change."""

from django.conf import settings
from django.db import models

from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme


class CodingUpload(models.Model):
    """What a file would change, as it was shown; removed when it is done, or a day old.

    plan: new families and codes, and for each answer its codes, state and note
    (queries.coding_import.Plan).
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="coding_uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    plan = models.JSONField()

    privacy = classed(internal="id theme at name", personal="by plan")
