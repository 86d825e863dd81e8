"""The theme: one report project, from questionnaire to frozen package."""

from django.db import models

from samklang.core.language.wording import LANGUAGES, Language, any_text
from samklang.web.models.network import Network
from samklang.web.models.privacy import classed
from samklang.web.models.worded import Worded, WordingField


def every_language() -> list[str]:
    """The languages of a theme that is not told any."""
    return list(LANGUAGES)


class ThemeState(models.TextChoices):
    """Where a theme stands in its life."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class CodingApproach(models.TextChoices):
    """How it is shown that others would code alike: by a score, or by what coders talked over."""

    SCORED = "scored"
    REFLEXIVE = "reflexive"


class Theme(Worded, models.Model):
    """A theme and the choices made for it.

    design, disclosure: as in theme.yaml. purpose, consent: what members read before they answer.
    closes_at: when answering ends by itself; null for no such time.
    anonymous: answers are kept apart from invitations, and nothing can join them again.
    published: the day that the report says it comes out; null while that is not set.
    coding_approach: as `approach` in codebook.yaml.
    ask_quotes: whether a member must say yes before its words are printed as a quote.
    retention: the date after which what points to members is removed by itself.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="themes")
    address = models.SlugField(max_length=40)
    title = WordingField()
    languages = models.JSONField(default=every_language)
    state = models.CharField(max_length=10, choices=ThemeState.choices, default=ThemeState.DRAFT)
    design = models.JSONField(default=dict)
    disclosure = models.JSONField(default=dict)
    purpose = WordingField(blank=True)
    consent = WordingField(blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    anonymous = models.BooleanField(default=False)
    coding_approach = models.CharField(
        max_length=10, choices=CodingApproach.choices, default=CodingApproach.SCORED
    )
    ask_quotes = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)
    published = models.DateField(null=True, blank=True)
    retention = models.DateField(null=True, blank=True)
    deidentified_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = classed(
        public="address title languages design disclosure purpose consent contact_name "
        "contact_email anonymous synthetic published coding_approach opened_at closed_at",
        internal="id network state ask_quotes retention deidentified_at closes_at created_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "address"], name="one_theme_an_address")
        ]

    def __str__(self) -> str:
        return any_text(self.title)

    @property
    def written_in(self) -> tuple[Language, ...]:
        """Its languages, in the order that languages have everywhere."""
        return tuple(code for code in LANGUAGES if code in self.languages)

    def spoken_in(self, wanted: str) -> Language:
        """The language of what is said to a member who wants one: that, where the theme has it."""
        written = self.written_in
        return wanted if wanted in written else written[0]
