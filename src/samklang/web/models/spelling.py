"""Words that a network accepts in its reports, though no dictionary has them."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from samklang.web.models.network import Network
from samklang.web.models.privacy import classed


class AcceptedWord(models.Model):
    """A word that the spell check of a network's reports no longer lists, in any language.

    word: as it was written where it was accepted; it is compared without regard to case.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="accepted_words")
    word = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    privacy = classed(internal="id network word at", personal="by")

    class Meta:
        ordering = ["word", "pk"]
        constraints = [
            models.UniqueConstraint(models.F("network"), Lower("word"), name="one_accepted_word")
        ]
