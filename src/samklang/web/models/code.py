"""The codebook of a theme: families of codes, and the codes."""

from django.db import models

from samklang.core.coding.codebook import COLOURS
from samklang.core.language.wording import any_text
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme
from samklang.web.models.worded import Worded, WordingField


class CodeFamily(Worded, models.Model):
    """A family of codes (core.coding.codebook.Family). `key` is its id in the package.

    retired: taken out of the codebook; kept, so that it can be put back.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="code_families")
    key = models.SlugField(max_length=40)
    name = WordingField()
    valence = models.BooleanField(default=True)
    many = models.BooleanField(default=True)
    order = models.PositiveIntegerField(default=0)
    retired = models.BooleanField(default=False)

    privacy = classed(public="key name valence many order", internal="id theme retired")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["theme", "key"], name="one_family_a_key")]

    def __str__(self) -> str:
        return any_text(self.name)


class Code(Worded, models.Model):
    """A code (core.coding.codebook.Code). `key` is its id, so renaming changes no coding.

    sources: keys of references. retired: merged into another or taken out; kept, so that it can be
    put back. memo: what the coders have noted.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="codes")
    family = models.ForeignKey(CodeFamily, models.PROTECT, related_name="codes")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="children")
    key = models.SlugField(max_length=40)
    name = WordingField()
    definition = WordingField()
    include = WordingField(blank=True)
    exclude = WordingField(blank=True)
    sources = models.JSONField(default=list)
    colour = models.CharField(max_length=8, blank=True, choices=[(c, c) for c in COLOURS])
    order = models.PositiveIntegerField(default=0)
    retired = models.BooleanField(default=False)
    memo = models.TextField(blank=True)

    privacy = classed(
        public="family parent key name definition include exclude sources colour order",
        internal="id theme retired memo",
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["theme", "key"], name="one_code_a_key")]

    def __str__(self) -> str:
        return any_text(self.name)
