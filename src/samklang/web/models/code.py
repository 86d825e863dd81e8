"""The codebook of a theme: families of codes, and the codes."""

from django.db import models

from samklang.core.coding.codebook import COLOURS
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme
from samklang.web.models.worded import Worded


class CodeFamily(Worded, models.Model):
    """A family of codes (core.coding.codebook.Family). `key` is its id in the package.

    retired: taken out of the codebook; kept, so that it can be put back.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="code_families")
    key = models.SlugField(max_length=40)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    valence = models.BooleanField(default=True)
    many = models.BooleanField(default=True)
    order = models.PositiveIntegerField(default=0)
    retired = models.BooleanField(default=False)

    privacy = classed(public="key name_sv name_en valence many order", internal="id theme retired")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["theme", "key"], name="one_family_a_key")]

    def __str__(self) -> str:
        return self.name_sv

    def name(self, language: str) -> str:
        """The name in a language, else in Swedish."""
        return self.shown("name", language)


class Code(Worded, models.Model):
    """A code (core.coding.codebook.Code). `key` is its id, so renaming changes no coding.

    sources: keys of references. retired: merged into another or taken out; kept, so that it can be
    put back. memo: what the coders have noted.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="codes")
    family = models.ForeignKey(CodeFamily, models.PROTECT, related_name="codes")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="children")
    key = models.SlugField(max_length=40)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    definition_sv = models.TextField()
    definition_en = models.TextField(blank=True)
    include_sv = models.TextField(blank=True)
    include_en = models.TextField(blank=True)
    exclude_sv = models.TextField(blank=True)
    exclude_en = models.TextField(blank=True)
    sources = models.JSONField(default=list)
    colour = models.CharField(max_length=8, blank=True, choices=[(c, c) for c in COLOURS])
    order = models.PositiveIntegerField(default=0)
    retired = models.BooleanField(default=False)
    memo = models.TextField(blank=True)

    privacy = classed(
        public="family parent key name_sv name_en definition_sv definition_en include_sv "
        "include_en exclude_sv exclude_en sources colour order",
        internal="id theme retired memo",
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["theme", "key"], name="one_code_a_key")]

    def __str__(self) -> str:
        return self.name_sv

    def name(self, language: str) -> str:
        """The name in a language, else in Swedish."""
        return self.shown("name", language)

    def definition(self, language: str) -> str:
        """The definition in a language, else in Swedish."""
        return self.shown("definition", language)
