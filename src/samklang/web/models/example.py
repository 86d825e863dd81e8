"""Examples that staff and owners write, and what each owner has said of them."""

import datetime
import uuid

from django.db import models

from samklang.core.catalogue.consent import Stage
from samklang.core.catalogue.example import ISSUES
from samklang.web.models.member import Member
from samklang.web.models.network import Network
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme
from samklang.web.models.worded import WordingField


class Origin(models.TextChoices):
    """Where an example comes from: a member's answer, an editor, or public sources."""

    ANSWER = "answer"
    EDITOR = "editor"
    SOURCES = "sources"


class Example(models.Model):
    """An example of a theme, on its way from draft to published.

    name: its id in the report, which lasts. record: the fields of core.catalogue.example.Example,
    as in a package's file, but for id, issues and provenance. answer: the question and the number
    of the card it was made from, so that one card makes one draft. link_hash, turn: of the owner's
    link, as an invitation's. link_sent_at: the last letter with it, from which it is valid for the
    network's `owner_days`. named, issues: what the owner last said yes to. returned: why it was
    sent back. claimed: an example from public sources whose organisation has answered for it.
    whole: told whole in report and slides, not only in the list. reminded_at, checked_at: when its
    owner was last reminded, and last said that it still holds. published_at: when it last was.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="examples")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="examples")
    name = models.SlugField(max_length=40)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    answer = models.CharField(max_length=80, blank=True)
    record = models.JSONField(default=dict)
    stage = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in Stage], default=Stage.DRAFT.value
    )
    owner_email = models.EmailField(blank=True)
    link_hash = models.CharField(max_length=64, unique=True, null=True)
    turn = models.PositiveIntegerField(default=0)
    link_sent_at = models.DateTimeField(null=True, blank=True)
    named = models.BooleanField(default=True)
    issues = models.JSONField(default=list)
    returned = models.CharField(max_length=500, blank=True)
    claimed = models.BooleanField(default=False)
    whole = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    privacy = classed(
        public="name",
        internal="id theme origin stage turn link_sent_at issues named claimed whole "
        "reminded_at checked_at published_at version created_at changed_at",
        personal="member answer record owner_email link_hash returned",
    )

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "name"], name="one_example_a_name"),
            models.UniqueConstraint(
                fields=["theme", "answer"],
                condition=~models.Q(answer=""),
                name="one_example_a_card",
            ),
        ]

    def link_holds(self, now: datetime.datetime) -> bool:
        """Whether the owner's link opens the example still; `now` for one that is sent now."""
        valid = datetime.timedelta(days=self.theme.network.owner_days)
        return self.link_sent_at is not None and now < self.link_sent_at + valid

    def may_be_shown(self) -> tuple[str, ...]:
        """The issues it may be shown in: all where it is from public sources."""
        if self.stage != Stage.PUBLISHED.value:
            return ()
        if self.origin == Origin.SOURCES and not self.claimed:
            return ISSUES
        return tuple(self.issues)


class ExamplePicture(models.Model):
    """A picture of an example as it was made anew; what it shows is said in the record.

    file: its path within a package.
    """

    example = models.ForeignKey(Example, models.CASCADE, related_name="pictures")
    file = models.CharField(max_length=80)
    content = models.BinaryField()

    privacy = classed(internal="id example", personal="file content")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["example", "file"], name="one_picture_a_file")
        ]


class VocabularyTerm(models.Model):
    """A term that a network adds to a list of core.vocabulary.terms, or a challenge of its own."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="vocabulary")
    vocabulary = models.CharField(max_length=12)
    code = models.SlugField(max_length=40)
    label = WordingField()
    source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    privacy = classed(
        public="vocabulary code label source valid_from valid_to", internal="id network"
    )

    class Meta:
        ordering = ["vocabulary", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "vocabulary", "code"], name="one_term_a_code"
            )
        ]


class Consent(models.Model):
    """One answer of an owner, never edited: what was shown, what was said, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    example = models.ForeignKey(Example, models.CASCADE, related_name="consents")
    text_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    named = models.BooleanField()
    issues = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        internal="id example text_hash named issues at withdrawn_at", personal="title organisation"
    )

    class Meta:
        ordering = ["-at"]
