"""Double coding: answers drawn to be coded by two persons, each reading, and what was settled."""

from django.conf import settings
from django.db import models

from samklang.web.models.coding import AnswerStatus
from samklang.web.models.privacy import classed
from samklang.web.models.response import Response
from samklang.web.models.theme import Theme


class CodingSample(models.Model):
    """Answers to one open question, drawn at random to be coded by two persons.

    question: the address of the open question. seed: of the drawing; the same answers and seed give
    the same sample. drawn_from: answers that could have been drawn. second: who codes them without
    seeing what others made of them; the theme's ordinary codings are the first. compared_at: when
    the two were put beside each other, until which neither sees the other's.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="coding_samples")
    question = models.CharField(max_length=130)
    seed = models.PositiveIntegerField()
    drawn_from = models.PositiveIntegerField()
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    compared_at = models.DateTimeField(null=True, blank=True)
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    privacy = classed(
        internal="id theme question seed drawn_from at compared_at",
        personal="second by compared_by",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "question"],
                condition=models.Q(compared_at=None),
                name="one_open_sample_a_question",
            )
        ]


class SampledAnswer(models.Model):
    """One answer of a sample: the second coder's reading, and from the comparison on the first's.

    marks, first_marks: [code's id, valence, start, end] each, in code points, end exclusive; both
    stay as they were, whatever is settled. version: counted up by each save of the second coder.
    digest: SHA-256 (hex) of the answer that was read. outcome: what was settled where the two
    differed: {"status", "marks", "memo"}; null while nobody has settled it.
    """

    sample = models.ForeignKey(CodingSample, models.CASCADE, related_name="answers")
    response = models.ForeignKey(Response, models.CASCADE, related_name="sampled_answers")
    status = models.CharField(max_length=10, choices=AnswerStatus.choices, blank=True)
    marks = models.JSONField(default=list)
    memo = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now=True)
    first_status = models.CharField(max_length=10, choices=AnswerStatus.choices, blank=True)
    first_marks = models.JSONField(default=list)
    first_memo = models.TextField(blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    outcome = models.JSONField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    privacy = classed(
        internal="id sample status version at first_status first_at",
        personal="response marks memo digest first_marks first_memo first_by outcome settled_by",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "response"], name="one_row_a_sampled_answer")
        ]


class CodingTalk(models.Model):
    """An entry of the log of discussions that a reflexive coding keeps in the place of scores.

    question: the address of the open question that was spoken of, '' for the coding as a whole.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="coding_talks")
    question = models.CharField(max_length=130, blank=True)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = classed(internal="id theme question at", personal="text by")

    class Meta:
        ordering = ["pk"]
