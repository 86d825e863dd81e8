"""Mail: texts, mailings to a group, and the queue of letters."""

from django.conf import settings
from django.db import models

from samklang.web.models.invitation import Invitation
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme
from samklang.web.models.worded import CODE_LETTERS, language_choices


class MailKind(models.TextChoices):
    """What a letter is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    DELEGATION = "delegation"
    RECEIPT = "receipt"
    QUOTE = "quote"


class MailText(models.Model):
    """A theme's own wording of a kind of letter in one language."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="mail_texts")
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    language = models.CharField(max_length=CODE_LETTERS, choices=language_choices)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    privacy = classed(internal="id theme kind language subject body")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "kind", "language"], name="one_text_a_kind_and_language"
            )
        ]


class Group(models.TextChoices):
    """Whom a mailing goes to."""

    ALL = "all"
    NOT_STARTED = "not-started"
    STARTED = "started"
    BOUNCED = "bounced"
    OPTED_OUT = "opted-out"
    DELEGATED = "delegated"


class Mailing(models.Model):
    """A batch of letters to a group. `key` makes an order that comes twice one mailing."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    group = models.CharField(max_length=12, choices=Group.choices, default=Group.ALL)
    key = models.CharField(max_length=64, unique=True)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Set when its letters have been written into the queue.
    written_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        internal="id theme kind group key due_at created_at written_at cancelled_at",
        personal="created_by",
    )


class LetterState(models.TextChoices):
    """Where a letter stands. UNCERTAIN: the machine stopped while it was handed over."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"


class Letter(models.Model):
    """One letter in the queue; its text is written when it is sent, so no link is stored.

    A letter is claimed (SENDING, committed) before it is handed to the mail server. One found
    claimed after a crash becomes UNCERTAIN and is never sent again by itself: nobody gets two.
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, null=True, related_name="letters")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    to = models.EmailField()
    language = models.CharField(max_length=CODE_LETTERS, choices=language_choices)
    state = models.CharField(
        max_length=10, choices=LetterState.choices, default=LetterState.QUEUED, db_index=True
    )
    queued_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200, blank=True, db_index=True)
    error = models.CharField(max_length=500, blank=True)

    privacy = classed(
        internal="id mailing kind language state queued_at claimed_at tries sent_at error",
        personal="invitation to message_id",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "invitation"],
                condition=models.Q(mailing__isnull=False),
                name="one_letter_a_mailing_and_invitation",
            )
        ]


class BounceReport(models.Model):
    """A report of mail that did not arrive, as pasted or fetched; kept so that it counts once."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="bounce_reports")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    found = models.PositiveIntegerField(default=0)

    privacy = classed(internal="id theme digest at found", personal="by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "digest"], name="one_bounce_report_a_text")
        ]
