"""Codings of open answers, the state of each answer, and the log by which all can be undone."""

from django.conf import settings
from django.db import models

from samklang.web.models.code import Code
from samklang.web.models.privacy import classed
from samklang.web.models.response import Response
from samklang.web.models.theme import Theme


class AnswerStatus(models.TextChoices):
    """What has been made of an answer (core.coding.states); unread where there is nothing yet."""

    UNREAD = "", "unread"
    CODED = "coded"
    NO_CODE = "no-code"
    UNDECIDED = "undecided"
    WITHHELD = "withheld"


class Valence(models.TextChoices):
    """What a coding says of its code; nothing in a family without valence, or for neither."""

    NEITHER = "", "neither"
    ENABLES = "enables"
    HINDERS = "hinders"


class Origin(models.TextChoices):
    """Who or what made a coding."""

    PERSON = "person"
    SUGGESTION = "suggestion"
    IMPORT = "import"


class ReadAnswer(models.Model):
    """One answer to one open question as far as the coders have come.

    question: the address of the answer within the response (core.survey.open_answers). version:
    counted up by each save, which names the one it saw (compare-and-set), so that two coders
    overwrite nothing. digest: SHA-256 (hex) of the answer that was read; an answer that has other
    words now has to be read anew.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="read_answers")
    response = models.ForeignKey(Response, models.CASCADE, related_name="read_answers")
    question = models.CharField(max_length=130)
    status = models.CharField(
        max_length=10, choices=AnswerStatus.choices, default=AnswerStatus.UNREAD, blank=True
    )
    version = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    memo = models.TextField(blank=True)
    at = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = classed(
        internal="id theme question status version at", personal="response digest memo by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="one_reading_an_answer")
        ]
        indexes = [models.Index(fields=["theme", "question"], name="read_answers_of_a_question")]


class Coding(models.Model):
    """A code on a span of one answer; start, end: code points, end exclusive.

    A coding is never changed: taking it away leaves the row with `live` False, and putting it back
    makes it live again, so that a quote keeps to the coding it was taken from.
    """

    answer = models.ForeignKey(ReadAnswer, models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, models.PROTECT, related_name="codings")
    valence = models.CharField(max_length=8, choices=Valence.choices, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.PERSON)
    memo = models.TextField(blank=True)
    live = models.BooleanField(default=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = classed(
        internal="id code valence start end origin live at", personal="answer memo by"
    )

    class Meta:
        ordering = ["start", "end", "pk"]


class CodingStep(models.Model):
    """One entry of the log: who did what to codings, states and codes, and how to undo it.

    action: its name. changes: what changed, before and after, as ids and states; never the words
    of an answer. undoes: the entry that this one takes back. undone: whether it has been
    taken back itself.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="coding_steps")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=20)
    changes = models.JSONField()
    undoes = models.ForeignKey("self", models.SET_NULL, null=True, related_name="undoings")
    undone = models.BooleanField(default=False)

    privacy = classed(internal="id theme at action undoes undone", personal="by changes")

    class Meta:
        ordering = ["-pk"]


class CodingVisit(models.Model):
    """The last entry of the log that a coder had seen."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.PositiveBigIntegerField(default=0)

    privacy = classed(internal="id theme step", personal="user")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "user"], name="one_visit_a_coder")]
