"""The house: a network's logo and Word template, as its packages hold them."""

from django.conf import settings
from django.db import models

from samklang.web.models.network import Network
from samklang.web.models.privacy import classed


class HousePart(models.TextChoices):
    """What a file of the house is."""

    LOGO = "logo"
    TEMPLATE = "template"


class HouseFile(models.Model):
    """A file of the house, beside the network so that no page of a member reads it.

    path: within a theme package. content: made anew when it was taken in; of a Word template its
    styles alone.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="house")
    part = models.CharField(max_length=8, choices=HousePart.choices)
    path = models.CharField(max_length=60)
    content = models.BinaryField()
    at = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = classed(public="path content", internal="id network part at", personal="by")

    class Meta:
        ordering = ["part"]
        constraints = [models.UniqueConstraint(fields=["network", "part"], name="one_of_each_part")]
