"""Vectors of meaning, stored: an answer's, a code's and an example's, as the worker made them."""

from django.db import models

from samklang.web.models.catalogue import CatalogueEntry
from samklang.web.models.code import Code
from samklang.web.models.privacy import classed
from samklang.web.models.response import Response


class AnswerVector(models.Model):
    """The vector of one open answer. It hints at what the answer says, so it goes with it.

    question: the address of the open question. digest: SHA-256 (hex) of the words it is of. name:
    of model and version; vectors of another name cannot be compared. vector: float32, its lowest
    byte first.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="answer_vectors")
    question = models.CharField(max_length=130)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    vector = models.BinaryField()

    privacy = classed(internal="id question name", personal="response digest vector")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="one_vector_an_answer")
        ]


class CodeVector(models.Model):
    """The vector of what a code says of itself; as AnswerVector."""

    code = models.OneToOneField(Code, models.CASCADE, related_name="vector")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    vector = models.BinaryField()

    privacy = classed(internal="id code digest name vector")


class ExampleVector(models.Model):
    """The vector of an example in the readers' catalogue; it goes when the example changes."""

    entry = models.OneToOneField(CatalogueEntry, models.CASCADE, related_name="vector")
    name = models.CharField(max_length=60)
    vector = models.BinaryField()

    privacy = classed(public="vector", internal="id entry name")
