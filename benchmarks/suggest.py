"""Suggested codes: how often they are right, how surely, how fast, and whether always the same.

`make bench NAME=suggest` on the invented Swedish answers in benchmarks/data; with
`ARGS="--train TRAIN.csv --test TEST.csv"` also on short English texts with a label each (columns
text and category), which are not in the project.
"""

import argparse
import csv
import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.table import FOLDER, keep
from samklang.core.coding.grouping import groups
from samklang.core.coding.spaces import Space, meaning_space, seen
from samklang.core.coding.suggestions import CodeText, rank
from samklang.core.coding.trust import PROMISE, judged
from samklang.core.language.wording import Language
from samklang.suggesting.meaning import MeaningVectors
from samklang.suggesting.words import word_space

DATA = Path(__file__).parent / "data"
EXAMPLES = (0, 1, 3, 5, 10)
DRAWS = 5
CODES, TESTED = 20, 20
UNITS = (
    *("acc@1", "acc@3", "acc@1, surer half"),
    *("acc@1, by label", "acc@1, surer half, by label"),
)


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured, on what, and the figure."""

    subject: str
    work: str
    figure: float
    unit: str


@dataclass(frozen=True)
class Labelled:
    """Texts with a label each. pool: rows that examples are drawn from; tested: the others.

    given: (texts, codes), whether the text has the code: its label, and others that fit as well.
    """

    name: str
    language: Language
    codes: tuple[CodeText, ...]
    texts: tuple[str, ...]
    labels: npt.NDArray[np.intp]
    given: npt.NDArray[np.bool_]
    pool: npt.NDArray[np.intp]
    tested: npt.NDArray[np.intp] | None


def associations(*, defined: bool) -> Labelled:
    """The invented answers of associations; all that are not examples are tested."""
    with (DATA / "associations_codes.csv").open(encoding="utf-8") as file:
        codes = tuple(
            CodeText(row["code"], row["name"], row["definition"] if defined else "")
            for row in csv.DictReader(file)
        )
    with (DATA / "associations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ids = [code.id for code in codes]
    labels = np.array([ids.index(row["code"]) for row in rows])
    given = np.array([[i in (row["code"], *row["also"].split()) for i in ids] for row in rows])
    name = "Swedish, defined" if defined else "Swedish, names"
    texts = tuple(row["answer"] for row in rows)
    return Labelled(name, "sv", codes, texts, labels, given, np.arange(len(rows)), None)


def english(train: Path, test: Path, draw: int) -> Labelled:
    """CODES labels drawn at random with their names, and TESTED texts of each."""
    chance = np.random.default_rng(draw)
    by_label: dict[str, tuple[list[str], list[str]]] = {}
    for place, path in enumerate((train, test)):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                by_label.setdefault(row["category"], ([], []))[place].append(row["text"].strip())
    chosen = sorted(chance.permutation(sorted(by_label))[:CODES])
    texts: list[str] = []
    labels, parts = [], []
    for number, label in enumerate(chosen):
        for place, most in ((0, EXAMPLES[-1]), (1, TESTED)):
            some = [
                by_label[label][place][i] for i in chance.permutation(len(by_label[label][place]))
            ]
            texts += some[:most]
            labels += [number] * len(some[:most])
            parts += [place] * len(some[:most])
    names = (CodeText(label, label.replace("_", " ").replace("?", "")) for label in chosen)
    place_of = np.array(parts)
    return Labelled(
        "English, names",
        "en",
        tuple(names),
        tuple(texts),
        np.array(labels),
        np.eye(CODES, dtype=bool)[labels],
        np.flatnonzero(place_of == 0),
        np.flatnonzero(place_of == 1),
    )


def vectors(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Vectors of meaning, kept between runs: they are the same every time (see `--digest`)."""
    path = FOLDER / "suggest-vectors.npz"
    known: dict[str, npt.NDArray[np.float32]] = {}
    if path.exists():
        with np.load(path) as stored:
            known = dict(zip(stored["texts"].tolist(), stored["rows"], strict=True))
    new = sorted({text for text in texts if text not in known})
    if new:
        known |= dict(zip(new, MeaningVectors().of(new), strict=True))
        FOLDER.mkdir(parents=True, exist_ok=True)
        np.savez(path, texts=np.array(list(known)), rows=np.array(list(known.values())))
    return np.array([known[text] for text in texts])


def spaces(data: Labelled) -> tuple[Space, Space]:
    """Of words and of meaning."""
    codes = tuple(code.text for code in data.codes)
    words = word_space(codes, data.texts, data.language).space
    return words, meaning_space(vectors(codes), seen(vectors(data.texts)))


def accuracy(sets: Sequence[Labelled]) -> Iterator[Row]:
    """How often a code that the text has is first, and among three, by examples a code.

    Of the more confident half too: those whose likeliest code has the higher chances. There also
    how often the code is the text's label, the one it was written for.
    """
    for examples in EXAMPLES:
        measured: dict[str, list[tuple[float, ...]]] = {}
        for data in sets:
            words, meaning = spaces(data)
            for draw in range(DRAWS if examples else 1):
                chance = np.random.default_rng(draw)
                taught = [
                    int(row)
                    for code in range(len(data.codes))
                    for row in chance.permutation(data.pool[data.labels[data.pool] == code])[
                        :examples
                    ]
                ]
                tested = np.setdiff1d(data.pool, taught) if data.tested is None else data.tested
                coded = _coded(data, taught)
                for subject, other in (("words", None), ("both", meaning)):
                    ranking = rank(data.codes, coded, words=words, meaning=other)
                    figures = _right(ranking.scores, ranking.chances, tested, data)
                    measured.setdefault(subject, []).append(figures)
                scores = _logistic(data, words, taught)
                figures = _right(scores, scores, tested, data)
                measured.setdefault("logistic", []).append(figures)
        for subject, every in measured.items():
            work = f"{sets[0].name}, {examples} examples"
            for unit, figure in zip(UNITS, np.mean(every, axis=0), strict=True):
                yield Row(subject, work, float(figure), unit)


class Family(NamedTuple):
    """A family of the Swedish set: its name, the places of its codes, and the set as it has it."""

    name: str
    own: list[int]
    part: Labelled


def families(data: Labelled) -> Iterator[Family]:
    """The families of the Swedish set, each with its own codes alone."""
    with (DATA / "associations_codes.csv").open(encoding="utf-8") as file:
        names = [row["family"] for row in csv.DictReader(file)]
    for family in sorted(set(names)):
        own = [place for place, name in enumerate(names) if name == family]
        part = replace(
            data,
            codes=tuple(data.codes[place] for place in own),
            labels=np.searchsorted(own, data.labels),
            given=data.given[:, own],
        )
        yield Family(family, own, part)


def by_family() -> Iterator[Row]:
    """As the site ranks: each family by itself, here the Swedish set's factors and its subjects.

    Five examples a code; an answer about the other family alone is taught as one that no code fits.
    """
    data = associations(defined=True)
    words, meaning = spaces(data)
    for family, own, part in families(data):
        figures = []
        for draw in range(DRAWS):
            chance = np.random.default_rng(draw)
            taught = [
                int(row)
                for code in range(len(data.codes))
                for row in chance.permutation(data.pool[data.labels == code])[:5]
            ]
            coded = _coded(part, taught)
            ranking = rank(part.codes, coded, words=words.only(own), meaning=meaning.only(own))
            tested = np.setdiff1d(np.flatnonzero(np.isin(data.labels, own)), taught)
            figures.append(_right(ranking.scores, ranking.chances, tested, part))
        for unit, figure in zip(UNITS, np.mean(figures, axis=0), strict=True):
            yield Row("both", f"Swedish, {family}, 5 examples", float(figure), unit)


def _coded(data: Labelled, rows: Sequence[int]) -> dict[int, frozenset[str]]:
    """What a coder gave the rows: all codes that each has."""
    ids = np.array([code.id for code in data.codes])
    return {row: frozenset(ids[data.given[row]].tolist()) for row in rows}


def _logistic(data: Labelled, words: Space, taught: Sequence[int]) -> npt.NDArray[np.float64]:
    """A peer on the same word vectors: logistic regression, one against the rest, and centroids."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import normalize

    count = len(data.codes)
    rows = sparse.vstack([words.codes, words.answers[list(taught)]]).tocsr()
    labels = np.concatenate([np.arange(count), data.labels[list(taught)]])
    model = OneVsRestClassifier(
        LogisticRegression(C=10, class_weight="balanced", solver="liblinear")
    ).fit(rows, labels)
    of_code = sparse.csr_array((labels == np.arange(count)[:, None]).astype(float))
    likeness = words.answers @ normalize(of_code @ rows).T
    return np.asarray(model.predict_proba(words.answers) + likeness.toarray())


def _right(
    scores: npt.NDArray[np.float64],
    chances: npt.NDArray[np.float64],
    tested: npt.NDArray[np.intp],
    data: Labelled,
) -> tuple[float, ...]:
    """The figures of UNITS, in their order."""
    order = np.argsort(-scores[tested], axis=1)
    has = np.take_along_axis(data.given[tested], order, axis=1)
    surer = np.argsort(-chances[tested].max(axis=1), kind="stable")[: len(tested) // 2]
    first, label = has[:, 0], order[:, 0] == data.labels[tested]
    shares = (first, has[:, :3].any(axis=1), first[surer], label, label[surer])
    return tuple(float(share.mean()) for share in shares)


def speed() -> Iterator[Row]:
    """CPU for a vector, and for ranking anew after a save; texts are made of the Swedish set's."""
    data = associations(defined=True)
    model = MeaningVectors()
    model.of(["en första text, så att modellen är läst"])
    spent = time.process_time()
    model.of(data.texts[:40])
    yield Row("meaning", "a vector", (time.process_time() - spent) / 40 * 1000, "CPU ms an answer")
    chance = np.random.default_rng(1)
    known = vectors(data.texts)
    for answers, coded_answers in (
        (1_000, 500),
        (1_000, 1_000),
        (100_000, 2_000),
        (100_000, 20_000),
    ):
        texts = tuple(
            f"{data.texts[one]} {data.texts[other]}"
            for one, other in chance.integers(0, len(data.texts), (answers, 2))
        )
        codes = tuple(code.text for code in data.codes)
        spent = time.process_time()
        words = word_space(codes, texts, "sv").space
        yield Row(
            "words", f"vectors of {answers} answers, once", time.process_time() - spent, "CPU s"
        )
        coded = {
            int(row): frozenset({data.codes[row % len(data.codes)].id})
            for row in chance.permutation(answers)[:coded_answers]
        }
        meaning = None
        if answers <= 20_000:
            rows = known[chance.integers(0, len(known), answers)]
            meaning = meaning_space(vectors(codes), seen(rows))
        spent = time.process_time()
        rank(data.codes, coded, words=words, meaning=meaning)
        work = f"ranked anew, {answers} answers, {coded_answers} coded"
        yield Row("both" if meaning else "words", work, time.process_time() - spent, "CPU s")


def grouping() -> Iterator[Row]:
    """How well groups agree with the codes people gave: V-measure, beside scikit-learn's KMeans."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import v_measure_score

    data = associations(defined=True)
    words, meaning = spaces(data)
    count = len(data.codes)
    own = np.zeros(len(data.texts), dtype=int)
    for number, rows in enumerate(groups(meaning.likeness, count)):
        own[list(rows)] = number
    yield Row("ours", "groups by meaning", float(v_measure_score(data.labels, own)), "V-measure")
    theirs = KMeans(count, n_init=10, random_state=1).fit_predict(words.answers)
    yield Row("KMeans", "groups by words", float(v_measure_score(data.labels, theirs)), "V-measure")


def promise() -> Iterator[Row]:
    """In how many of 2 000 themes of eight codes any is ever trusted that is right as often as
    said, judged after each of 199 suggestions; and how many suggestions a good code needs.
    """
    most = 199
    least = np.array(
        [
            next(
                (
                    right
                    for right in range(number + 1)
                    if judged("", number, right, codes=8, answers=1).verdict == "suggest"
                ),
                most + 1,
            )
            for number in range(1, most + 1)
        ]
    )
    chance = np.random.default_rng(1)
    for precision in (0.5, 0.55, 0.59, PROMISE):
        right = (chance.random((2_000, 8, most)) < precision).cumsum(axis=2)
        share = float((right >= least).any(axis=(1, 2)).mean())
        yield Row("trust", f"codes right in {precision} of cases", share, "themes trusting one")
    for precision in (0.7, 0.8, 0.9, 0.95, 1.0):
        trusted = (chance.random((2_000, most)) < precision).cumsum(axis=1) >= least
        first = np.where(trusted.any(axis=1), trusted.argmax(axis=1) + 1, np.inf)
        work = f"a code right in {precision} of cases"
        yield Row("trust", work, float(np.median(first)), "suggestions, median")


def digest() -> str:
    """SHA-256 of vectors made anew and of the ranking that stands on them."""
    data = associations(defined=True)
    codes = tuple(code.text for code in data.codes)
    texts = data.texts[::3]
    model = MeaningVectors()
    meaning = meaning_space(model.of(codes), seen(model.of(texts)))
    labels = data.labels[::3]
    coded = {row: frozenset({data.codes[labels[row]].id}) for row in range(0, len(texts), 2)}
    words = word_space(codes, texts, "sv").space
    ranking = rank(data.codes, coded, words=words, meaning=meaning)
    return hashlib.sha256(ranking.scores.tobytes() + ranking.chances.tobytes()).hexdigest()


def _sameness() -> Row:
    command = [sys.executable, "-m", "benchmarks.suggest", "--digest"]
    runs = [subprocess.run(command, check=True, capture_output=True) for _ in range(2)]
    return Row("both", "two processes", float(runs[0].stdout == runs[1].stdout), "same bytes")


def rows(arguments: argparse.Namespace) -> Iterator[Row]:
    """The whole table."""
    yield from accuracy([associations(defined=True)])
    yield from accuracy([associations(defined=False)])
    yield from by_family()
    if arguments.train and arguments.test:
        draws = [english(arguments.train, arguments.test, draw) for draw in range(11, 23)]
        yield from accuracy(draws)
    yield from promise()
    yield from grouping()
    yield from speed()
    yield _sameness()


def main() -> None:
    """Prints the table and keeps it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--digest", action="store_true", help="only what two runs are compared by")
    arguments = parser.parse_args()
    if arguments.digest:
        print(digest())
        return
    measured = []
    for row in rows(arguments):
        measured.append(row)
        print(f"{row.subject:<9}{row.work:<45}{row.figure:>9.3f}  {row.unit}", flush=True)
    keep("suggest", measured)


if __name__ == "__main__":
    main()
