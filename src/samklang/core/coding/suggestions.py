"""Suggested codes: how well each code fits each answer, learnt from the answers coded so far.

One protocol, text to vector, and one ranker over any vectors: regularised least squares with what
a code's name and definition say as its starting point. It has a closed form, so that the same
codings give the same scores to the last bit, and what each coded answer would have been given
without its own coding costs nothing more (leave one out); precision is judged by that.

Two kinds of vectors are used together: of words (`suggesting.words`), which also tell why, and of
meaning (`suggesting.meaning`), where it is installed. Nothing here reads a file or opens a socket.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from samklang.core.coding.spaces import Floats, Matrix, Space

# How far the name and definition weigh before any answer is coded, and how slowly examples take
# over: tried on the Swedish set of benchmarks.suggest, and on other labels than those it reports.
DEFINITION = 1.0
REGULARISATION = 1.5
# The share that words have beside meaning once a code has many examples.
WORDS = 0.8
# What definitions say for themselves weighs so much beside that, where every code has one: a
# sentence on what a code is tells more than a few examples. Tried on half the Swedish set alone.
DEFINED = 1.2
# A suggestion is shown from this chance of being right upwards.
LEAST = 0.6
# Without a definition a code is a bare name; then nothing is suggested before so many are coded.
UNDEFINED = 25
# More coded answers than this teach nothing that can be measured, and cost time at every save.
MOST_EXAMPLES = 2_000


class _Calibration(NamedTuple):
    """What a score and its lead on the next code's mean for the log odds that a code is given."""

    of_score: float
    of_ahead: float
    level: float


# The chance that a score means before codings say better, on the scale of log odds: for the score,
# for how far it is ahead of the best of the others, and the level. Much the same in all sets tried.
BEFORE = _Calibration(5.0, 4.5, -2.1)
# The same where definitions weigh by themselves, which makes scores larger.
BEFORE_DEFINED = _Calibration(3.0, 3.4, -2.0)


@dataclass(frozen=True)
class CodeText:
    """What a code says of itself in one language; definition may be ''."""

    id: str
    name: str
    definition: str = ""

    @property
    def text(self) -> str:
        """Name and definition as one example."""
        return f"{self.name}. {self.definition}" if self.definition.strip() else self.name


class Vectors(Protocol):
    """Text to vector, on this machine.

    name: of model and version; vectors that are stored stand under it, since vectors of another
    name cannot be compared with them.
    """

    @property
    def name(self) -> str: ...

    def of(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """A row a text, each of length 1; the same text always gives the same bits."""
        ...


@dataclass(frozen=True, eq=False)
class Ranking:
    """How well each code fits each answer.

    codes: ids, in the order of the columns. scores, chances: (answers, codes); of an answer that is
    coded they are what it would have been given without its own coding. A chance is that a person
    would give the answer the code. weights: of the words' columns for each code, None where there
    are no words. examples: coded answers with each code.
    """

    codes: tuple[str, ...]
    scores: Floats
    chances: Floats
    coded: Mapping[int, frozenset[str]]
    examples: tuple[int, ...]
    defined: bool
    weights: Floats | None
    _likeness: Matrix

    def order(self, answer: int) -> tuple[str, ...]:
        """All codes, the likeliest first; codes that no answer has come last unless defined."""
        last = [not (self.defined or count) for count in self.examples]
        places = sorted(
            range(len(self.codes)), key=lambda c: (last[c], -self.scores[answer, c], self.codes[c])
        )
        return tuple(self.codes[place] for place in places)

    def likely(self, answer: int) -> tuple[tuple[str, float], ...]:
        """The codes whose chance is LEAST or more, with it; the likeliest first."""
        if not self.defined and len(self.coded) < UNDEFINED:
            return ()
        chances = {code: float(p) for code, p in zip(self.codes, self.chances[answer], strict=True)}
        return tuple((c, chances[c]) for c in self.order(answer) if chances[c] >= LEAST)

    def nearest(self, answer: int, code: str) -> int | None:
        """The coded answer with the code that is most like this one; None where there is none."""
        having = sorted(a for a, codes in self.coded.items() if code in codes and a != answer)
        if not having:
            return None
        near = _dense(self._likeness[[answer]] @ self._likeness[having].T)[0]
        return having[int(np.argmax(near))]

    def spoke(
        self, parts: Mapping[str, Mapping[int, float]], code: str, *, most: int = 4
    ) -> tuple[str, ...]:
        """The words of an answer that spoke for the code, the strongest first.

        parts: for each word the columns it fills and with what (`WordSpace.parts`).
        """
        if self.weights is None:
            return ()
        column = self.weights[:, self.codes.index(code)]
        worth = {
            word: sum(value * float(column[place]) for place, value in filled.items())
            for word, filled in parts.items()
        }
        best = sorted((-value, word) for word, value in worth.items() if value > 0)
        return tuple(word for _, word in best[:most])


def rank(
    codes: Sequence[CodeText],
    coded: Mapping[int, frozenset[str]],
    *,
    words: Space,
    meaning: Space | None = None,
) -> Ranking:
    """How well each code fits each answer.

    coded: by the answer's row, the codes it was given by a person; the empty set where no code
    fits. words, meaning: of the same codes and answers, in the same order.
    """
    ids = tuple(code.id for code in codes)
    rows = _taught(coded)
    given = np.array([[code in coded[row] for code in ids] for row in rows], dtype=np.float64)
    given = given.reshape(len(rows), len(ids))
    by_words, weights = _scores(words, rows, given)
    scores, before = by_words, BEFORE
    defined = all(code.definition.strip() for code in codes)
    if meaning is not None:
        by_meaning = _scores(meaning, rows, given).scores
        each = len(rows) / max(len(ids), 1)
        scores = by_meaning + WORDS * each / (each + 1) * by_words
    if defined:
        before = BEFORE_DEFINED
        scores = scores + DEFINED * (meaning or words).said
    ahead = _ahead(scores)
    of_score, of_ahead, level = _calibrated(scores[rows], ahead[rows], given, before)
    odds = of_score * scores + of_ahead * ahead + level
    return Ranking(
        codes=ids,
        scores=scores,
        chances=1 / (1 + np.exp(-np.clip(odds, -60, 60))),
        coded=dict(coded),
        examples=tuple(int(count) for count in given.sum(axis=0)),
        defined=defined,
        weights=weights,
        _likeness=(meaning or words).likeness,
    )


def _taught(coded: Mapping[int, frozenset[str]]) -> list[int]:
    """The rows to learn from: all, or as many as are useful, evenly taken."""
    rows = sorted(coded)
    if len(rows) <= MOST_EXAMPLES:
        return rows
    return [rows[place * len(rows) // MOST_EXAMPLES] for place in range(MOST_EXAMPLES)]


class _Scores(NamedTuple):
    """How well each code fits each answer (answers, codes), and the weights (columns, codes)."""

    scores: Floats
    weights: Floats


def _scores(space: Space, rows: Sequence[int], given: Floats) -> _Scores:
    """Scores of all answers, leave-one-out in `rows`.

    Ridge regression of what was given, less what the definitions say, on the answers' vectors; the
    definitions are examples too. For its leave-one-out residuals, e / (1 - h), see R. Rifkin and
    R. Lippert, "Notes on regularized least squares" (2007).
    """
    count = space.codes.shape[0]
    start = DEFINITION * _dense(space.answers @ space.codes.T)
    taught = space.answers[list(rows)]
    both = _stacked(space.codes, taught)
    own = DEFINITION * _dense(both @ space.codes.T)
    wanted = np.vstack([np.eye(count), given]) - 1 / max(count, 1)
    dual, own_share = _solved(both, wanted - own)
    learnt = _dense(both.T @ dual)
    weights = learnt + DEFINITION * _dense(space.codes.T)
    scores = start + _dense(space.answers @ learnt)
    if len(rows):
        left_out = wanted - dual / own_share[:, None]
        scores[list(rows)] = left_out[count:]
    return _Scores(scores, weights)


class _Dual(NamedTuple):
    """Coefficients by example and code, and the diagonal of the inverse that they come of."""

    coefficients: Floats
    diagonal: Floats


def _solved(rows: Matrix, wanted: Floats) -> _Dual:
    """Ridge regression in its dual form.

    With more examples than columns through the columns, which gives the same for less.
    """
    count, columns = rows.shape
    if hasattr(rows, "toarray") or count <= columns:
        kernel = _dense(rows @ rows.T)
        kernel[np.diag_indices_from(kernel)] += REGULARISATION
        inverse = _inverse(kernel)
        return _Dual(inverse @ wanted, np.diag(inverse))
    inverse = _inverse(rows.T @ rows + REGULARISATION * np.eye(columns))
    through = rows @ inverse
    shares = (through * rows).sum(axis=1)
    residuals = wanted - through @ (rows.T @ wanted)
    return _Dual(residuals / REGULARISATION, (1 - shares) / REGULARISATION)


def _inverse(matrix: Floats) -> Floats:
    """Of a symmetric matrix with positive eigenvalues, in two thirds of the time of any other's.

    Raises LinAlgError where it is no such matrix.
    """
    from scipy.linalg import lapack

    factor, wrong = lapack.dpotrf(matrix, lower=1)
    below, also_wrong = lapack.dpotri(factor, lower=1)
    if wrong or also_wrong:
        raise np.linalg.LinAlgError
    below = np.tril(below)
    return np.asarray(below + np.tril(below, -1).T, dtype=np.float64)


def _dense(product: Matrix) -> Floats:
    return np.asarray(product.toarray() if hasattr(product, "toarray") else product, np.float64)


def _stacked(above: Matrix, below: Matrix) -> Matrix:
    if hasattr(above, "toarray"):
        from scipy import sparse

        return sparse.vstack([above, below]).tocsr()
    return np.vstack([above, below])


def _ahead(scores: Floats) -> Floats:
    """How far each score is ahead of the best of the other codes' for the same answer."""
    if scores.shape[1] < 2:
        return scores
    second, first = np.partition(scores, -2, axis=1)[:, -2:].T[:, :, None]
    return np.asarray(scores - np.where(scores >= first, second, first), dtype=np.float64)


def _calibrated(
    scores: Floats, ahead: Floats, given: Floats, expected: _Calibration
) -> _Calibration:
    """By logistic regression on what was given.

    Of the first two only their common scale is learnt: with few codings, which of them tells more
    would be chance, and which answers are sure with it. Drawn towards what is expected as by some
    ten answers, so that few codings cannot make it sure of itself.
    """
    if not scores.size:
        return expected
    of_score, of_ahead, level = expected
    sure = (of_score * scores + of_ahead * ahead).ravel()
    x = np.column_stack([sure, np.ones(sure.size)])
    y = given.ravel()
    before = at = np.array([1.0, level])
    hold = np.diag([2.0, 1.0])
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(x @ at, -60, 60)))
        slope = x.T @ (p - y) + hold @ (at - before)
        step = np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + hold, slope)
        at = at - step
        if float(np.abs(step).max()) < 1e-9:
            break
    # A scale below nothing would turn the order round.
    scale = float(at[0])
    if scale <= 0:
        return expected
    return _Calibration(of_score * scale, of_ahead * scale, float(at[1]))
