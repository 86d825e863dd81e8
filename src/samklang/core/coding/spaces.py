"""Spaces: vectors of codes and answers in the same columns, as a ranker of suggestions takes them.

In a space of meaning an answer is seen among the answers most like it, and a code among the answers
most like what it says of itself. A sentence says little, and those beside it tell what it is about.
Which answers are alike is told without their codes; so what an answer would be given without its
own coding is what it would be given if nobody had coded it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
# A vector a row, each of length 1 or 0: a NumPy array, or a SciPy sparse one.
Matrix = Any

# So many answers are seen beside each, and how much they weigh: tried on training texts of the
# English set of benchmarks.suggest, questions about building in Swedish, and half its Swedish set.
BESIDE = 10
BESIDE_ANSWER, BESIDE_CODE = 0.5, 1.0
# Of so many answers one is seen beside each: among few answers, few are alike.
ANSWERS_EACH = 12
# Of more answers each is seen alone: to compare them all would make a page wait.
MOST_COMPARED = 5_000
BLOCK = 1_000


@dataclass(frozen=True, eq=False)
class Space:
    """Vectors of one kind: a row a code, and a row an answer, in the same columns.

    alone: the answers' vectors by which one is likened to another, where they are not `answers`.
    codes_alone: the codes' to liken with those, where `codes` are seen among answers.
    """

    codes: Matrix
    answers: Matrix
    alone: Matrix | None = None
    codes_alone: Matrix | None = None

    @property
    def likeness(self) -> Matrix:
        """The answers' vectors by which one is likened to another."""
        return self.answers if self.alone is None else self.alone

    @property
    def said(self) -> Floats:
        """How like each answer, by itself, is to what each code says: (answers, codes)."""
        codes = self.codes if self.codes_alone is None else self.codes_alone
        said = self.likeness @ codes.T
        return np.asarray(said.toarray() if hasattr(said, "toarray") else said, np.float64)

    def only(self, codes: Sequence[int]) -> "Space":
        """The space of some of the codes, by their places."""
        rows = list(codes)
        alone = None if self.codes_alone is None else self.codes_alone[rows]
        return replace(self, codes=self.codes[rows], codes_alone=alone)


@dataclass(frozen=True, eq=False)
class SeenAnswers:
    """Answers' vectors seen from their middle, alone and among those most like each.

    beside: how many that is.
    """

    alone: Floats
    among: Floats
    beside: int


def seen(answers: npt.NDArray[np.float32]) -> SeenAnswers:
    """Vectors of a model of language, a row an answer; what all answers share is taken out."""
    alone = unit(answers - answers.mean(axis=0)) if len(answers) else answers.astype(np.float64)
    beside = min(BESIDE, len(alone) // ANSWERS_EACH)
    if not beside or len(alone) > MOST_COMPARED:
        return SeenAnswers(alone, alone, 0)
    short = alone.astype(np.float32)
    around = np.empty_like(alone)
    for first in range(0, len(alone), BLOCK):
        near = short[first : first + BLOCK] @ short.T
        near[np.arange(len(near)), np.arange(first, first + len(near))] = -np.inf
        around[first : first + BLOCK] = _mean_of_nearest(near, alone, beside)
    return SeenAnswers(alone, unit(alone + BESIDE_ANSWER * around), beside)


def meaning_space(codes: npt.NDArray[np.float32], answers: SeenAnswers) -> Space:
    """The space of a model of language's vectors; what all codes share is taken out of codes."""
    own = among = unit(codes - codes.mean(axis=0))
    if answers.beside and len(own):
        near = own @ answers.among.T
        among = unit(own + BESIDE_CODE * _mean_of_nearest(near, answers.among, answers.beside))
    return Space(among, answers.among, answers.alone, own)


def _mean_of_nearest(near: npt.NDArray[Any], rows: Floats, number: int) -> Floats:
    """For each row of `near` the mean of the `number` of `rows` that it is highest for."""
    nearest = np.argpartition(-near, number - 1, axis=1)[:, :number]
    return np.asarray(rows[np.sort(nearest, axis=1)].mean(axis=1), dtype=np.float64)


def unit(rows: npt.NDArray[Any]) -> Floats:
    """Each row at length 1; a row of nothing stays so."""
    lengths = np.linalg.norm(rows.astype(np.float64), axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 1e-9, lengths, 1), dtype=np.float64)
