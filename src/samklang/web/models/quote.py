"""Quotes: words of a member on their way to the report, and who let them out."""

from django.conf import settings
from django.db import models

from samklang.core.language.wording import Wording
from samklang.web.models.coding import Coding
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme
from samklang.web.models.worded import WordingField


class QuoteState(models.TextChoices):
    """Chosen; the member has been asked; released by a person; or taken out again."""

    CANDIDATE = "candidate"
    ASKED = "asked"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Consent(models.TextChoices):
    """How the member lets itself be quoted; nothing where it has not said."""

    UNSAID = "", "unsaid"
    NAME = "name"
    PLACE = "place"
    NO = "no"


class Quote(models.Model):
    """A span of an answer, by its coding, that may be printed.

    words: as it is printed, '' for the span as it stands. translation: into the theme's other
    languages than the first, which answers are written in. consent: the member's own word, which
    rules whatever the state is. released_by: the person who answers for it. An answer that has
    other words by now takes its quotes out by itself.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="quotes")
    coding = models.OneToOneField(Coding, models.CASCADE, related_name="quote")
    state = models.CharField(
        max_length=10, choices=QuoteState.choices, default=QuoteState.CANDIDATE
    )
    words = models.TextField(blank=True)
    translation = WordingField(blank=True)
    consent = models.CharField(max_length=5, choices=Consent.choices, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    released_on = models.DateField(null=True, blank=True)

    privacy = classed(
        internal="id theme state asked_at released_on",
        personal="coding words translation consent answered_at released_by",
    )

    class Meta:
        ordering = ["pk"]

    def translated(self, theme: Theme) -> Wording:
        """Its translations as they are printed: into the languages that its theme has by now."""
        into = theme.written_in[1:]
        return Wording(**{language: self.translation[language] for language in into})
