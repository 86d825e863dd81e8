"""How far suggested codes can come with these vectors, however many answers are coded.

`make bench NAME=suggest_limits`: the Swedish answers with all others coded, and logistic regression
on the vectors. With `ARGS="--train TRAIN.csv --test TEST.csv"` also the English ones: logistic
regression with up to 40 examples a code, and a second view beside the ranker's (see decision 29).
"""

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.suggest import (
    UNITS,
    Labelled,
    Row,
    _coded,
    _right,
    associations,
    english,
    families,
    spaces,
    vectors,
)
from benchmarks.table import keep
from samklang.core.coding.spaces import Space, meaning_space, seen, unit
from samklang.core.coding.suggestions import rank

SETS = range(11, 23)
DRAWS = 3
EXAMPLES = 5
MANY = (5, 10, 40)
Floats = npt.NDArray[np.float64]


def all_others_coded() -> Iterator[Row]:
    """Each Swedish answer ranked with all others coded, by family; and logistic regression on the
    vectors of meaning alone, in ten folds.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    data = associations(defined=True)
    words, meaning = spaces(data)
    middle = _from_the_middle(vectors(data.texts))
    for family, own, part in families(data):
        tested = np.flatnonzero(np.isin(data.labels, own))
        coded = _coded(part, range(len(data.texts)))
        ranking = rank(part.codes, coded, words=words.only(own), meaning=meaning.only(own))
        work = f"Swedish, {family}, all others coded"
        yield from _rows("both", work, [_right(ranking.scores, ranking.chances, tested, part)])
        model = LogisticRegression(C=20, max_iter=500)
        chances = np.zeros((len(data.texts), len(own)))
        chances[tested] = cross_val_predict(
            model, middle[tested], part.labels[tested], cv=10, method="predict_proba"
        )
        yield from _rows("logistic", work, [_right(chances, chances, tested, part)])


def many_examples(train: Path, test: Path) -> Iterator[Row]:
    """Logistic regression on the vectors of meaning, on the benchmark's own English texts."""
    from sklearn.linear_model import LogisticRegression

    by_label: dict[str, list[str]] = {}
    with train.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            by_label.setdefault(row["category"], []).append(row["text"].strip())
    chance = np.random.default_rng(5)
    some = {
        label: [by_label[label][i] for i in chance.permutation(len(by_label[label]))[: MANY[-1]]]
        for label in sorted(by_label)
    }
    for examples in MANY:
        measured = []
        for draw in SETS:
            data = english(train, test, draw)
            assert data.tested is not None
            given = [some[code.id][:examples] for code in data.codes]
            taught = [text for texts in given for text in texts]
            labels = np.repeat(np.arange(len(given)), [len(texts) for texts in given])
            rows = _from_the_middle(vectors([*taught, *(data.texts[i] for i in data.tested)]))
            model = LogisticRegression(C=20, max_iter=300).fit(rows[: len(taught)], labels)
            scores = np.zeros((len(data.texts), len(data.codes)))
            scores[data.tested] = model.decision_function(rows[len(taught) :])
            measured.append(_right(scores, scores, data.tested, data))
        yield from _rows("logistic", f"English, {examples} examples", measured)


def second_view(data: Labelled) -> Space:
    """The ranker's space beside one in which what differs between an answer and the one most like
    it counts for less, half each.
    """
    one = meaning_space(vectors([c.text for c in data.codes]), seen(vectors(data.texts)))
    answers, codes = (
        _from_the_middle(vectors(texts))
        for texts in (data.texts, tuple(code.text for code in data.codes))
    )
    likeness = answers @ answers.T
    np.fill_diagonal(likeness, -np.inf)
    apart = answers - answers[likeness.argmax(axis=1)]
    values, directions = np.linalg.eigh(apart.T @ apart / len(apart))
    less = directions @ np.diag((values / values.mean() + 1) ** -0.5) @ directions.T
    other = meaning_space(
        unit(codes @ less).astype(np.float32), seen(unit(answers @ less).astype(np.float32))
    )
    half = 0.5**0.5
    return replace(
        one,
        codes=half * np.hstack([one.codes, other.codes]),
        answers=half * np.hstack([one.answers, other.answers]),
    )


def with_a_second_view(sets: Sequence[Labelled]) -> Iterator[Row]:
    """The ranker, and the ranker with a second view, on the same draws."""
    measured: dict[str, list[tuple[float, ...]]] = {}
    for data in sets:
        words, meaning = spaces(data)
        assert data.tested is not None
        for subject, space in (("both", meaning), ("two views", second_view(data))):
            for draw in range(DRAWS):
                chance = np.random.default_rng(draw)
                taught = [
                    int(row)
                    for code in range(len(data.codes))
                    for row in chance.permutation(data.pool[data.labels[data.pool] == code])[
                        :EXAMPLES
                    ]
                ]
                ranking = rank(data.codes, _coded(data, taught), words=words, meaning=space)
                figures = _right(ranking.scores, ranking.chances, data.tested, data)
                measured.setdefault(subject, []).append(figures)
    for subject, every in measured.items():
        yield from _rows(subject, f"English, {EXAMPLES} examples", every)


def _from_the_middle(rows: npt.NDArray[np.float32]) -> Floats:
    return unit(rows - rows.mean(axis=0))


def _rows(subject: str, work: str, every: Sequence[tuple[float, ...]]) -> Iterator[Row]:
    for unit_, figure in zip(UNITS[:3], np.mean(every, axis=0)[:3], strict=True):
        yield Row(subject, work, float(figure), unit_)


def main() -> None:
    """Prints the table and keeps it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path)
    parser.add_argument("--test", type=Path)
    arguments = parser.parse_args()
    measured = list(all_others_coded())
    if arguments.train and arguments.test:
        measured += many_examples(arguments.train, arguments.test)
        measured += with_a_second_view(
            [english(arguments.train, arguments.test, draw) for draw in SETS]
        )
    for row in measured:
        print(f"{row.subject:<10}{row.work:<40}{row.figure:>8.3f}  {row.unit}")
    keep("suggest_limits", measured)


if __name__ == "__main__":
    main()
