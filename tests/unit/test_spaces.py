"""A space of meaning: an answer is seen among those most like it, whatever it is coded with."""

import numpy as np
import pytest

from samklang.core.coding import spaces
from samklang.core.coding.spaces import ANSWERS_EACH, BESIDE, Space, meaning_space, seen
from samklang.core.coding.suggestions import BEFORE_DEFINED, DEFINED, CodeText, rank

CODES = tuple(CodeText(f"c{number}", f"Code {number}", "Words.") for number in range(4))


def vectors(answers: int, *, spread: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Codes, answers about one each, and which; both lie scattered around what they are about."""
    chance = np.random.default_rng(8)
    subjects = chance.normal(size=(len(CODES), 40))
    codes = subjects + 2 * spread * chance.normal(size=subjects.shape)
    about = np.arange(answers) % len(CODES)
    texts = subjects[about] + spread * chance.normal(size=(answers, 40))
    return codes.astype(np.float32), texts.astype(np.float32), about


def first(space: Space) -> np.ndarray:
    return np.asarray((space.answers @ space.codes.T).argmax(axis=1))


def test_those_beside_an_answer_tell_what_it_is_about() -> None:
    codes, texts, about = vectors(240, spread=1.5)
    space = meaning_space(codes, seen(texts))
    code_alone = meaning_space(codes, seen(texts[:0])).codes
    for alone in (Space(code_alone, space.likeness), Space(code_alone, space.answers)):
        assert (first(alone) == about).mean() < 0.9
    assert (first(space) == about).mean() > 0.95


@pytest.mark.parametrize(("answers", "beside"), [(0, 0), (11, 0), (12, 1), (60, 5), (500, BESIDE)])
def test_few_answers_have_few_beside_them(answers: int, beside: int) -> None:
    codes, texts, _ = vectors(answers, spread=1)
    among = seen(texts)
    assert among.beside == beside
    assert meaning_space(codes, among).answers.shape == (answers, 40)
    assert answers // ANSWERS_EACH >= beside


def test_an_answer_is_not_beside_itself_and_blocks_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = np.eye(12, 40, dtype=np.float32)
    texts[1, 0] = 0.5  # most like the first
    among = seen(texts)
    expected = among.alone[0] + 0.5 * among.alone[1]
    assert among.among[0] == pytest.approx(expected / np.linalg.norm(expected))
    _, many, _ = vectors(100, spread=1)
    whole = seen(many).among
    monkeypatch.setattr(spaces, "BLOCK", 7)
    assert seen(many).among == pytest.approx(whole)
    monkeypatch.setattr(spaces, "MOST_COMPARED", 99)
    assert seen(many).beside == 0


def test_an_answer_that_is_coded_is_seen_as_if_it_were_not() -> None:
    """Trust stands on it: leave one out in closed form is what leaving one out gives."""
    codes, texts, about = vectors(60, spread=1.5)
    space = meaning_space(codes, seen(texts))
    coded = {row: frozenset({CODES[about[row]].id}) for row in range(20)}
    with_it = rank(CODES, coded, words=space, meaning=space)
    del coded[5]
    assert with_it.scores[5] != pytest.approx(rank(CODES, {}, words=space).scores[5])
    each = 20 / 4
    scores = rank(CODES, coded, words=space, meaning=space).scores[5]
    said = DEFINED * space.likeness[5] @ space.codes_alone.T  # type: ignore[union-attr]
    # Words weigh by examples a code, of which there is now one less.
    assert (with_it.scores[5] - said) / (1 + 0.8 * each / (each + 1)) == pytest.approx(
        (scores - said) / (1 + 0.8 * (each - 0.25) / (each + 0.75))
    )


def test_definitions_say_more_where_every_code_has_one() -> None:
    """By what each says alone, not among answers; a bare name tells no more than an example."""
    codes, texts, about = vectors(60, spread=1.5)
    space = meaning_space(codes, seen(texts))
    coded = {row: frozenset({CODES[about[row]].id}) for row in range(20)}
    bare = (CodeText("c0", "Code 0"), *CODES[1:])
    scores, of_bare = (
        rank(some, coded, words=space, meaning=space).scores for some in (CODES, bare)
    )
    alone = codes - codes.mean(axis=0)
    alone /= np.linalg.norm(alone, axis=1, keepdims=True)
    assert scores - of_bare == pytest.approx(DEFINED * seen(texts).alone @ alone.T, abs=1e-5)
    by_words, of_bare = (
        rank(some, coded, words=Space(space.codes, space.answers)).scores for some in (CODES, bare)
    )
    assert by_words - of_bare == pytest.approx(DEFINED * space.answers @ space.codes.T)


def test_codings_teach_how_sure_but_not_which_are_surer() -> None:
    """With few of them, whether score or lead tells more would be chance."""
    codes, texts, about = vectors(60, spread=1.5)
    space = meaning_space(codes, seen(texts))
    coded = {row: frozenset({CODES[about[row]].id}) for row in range(12)}
    ranking = rank(CODES, coded, words=space, meaning=space)
    ordered = np.sort(ranking.scores, axis=1)
    first = ranking.scores >= ordered[:, -1:]
    lead = ranking.scores - np.where(first, ordered[:, -2:-1], ordered[:, -1:])
    expected = BEFORE_DEFINED[0] * ranking.scores + BEFORE_DEFINED[1] * lead
    odds = np.log(ranking.chances / (1 - ranking.chances))
    scale, level = np.polyfit(expected.ravel(), odds.ravel(), 1)
    assert odds == pytest.approx(scale * expected + level, abs=1e-6)
    assert scale > 1.2, "codings that bear the scores out make them surer"


def test_some_of_the_codes() -> None:
    codes, texts, _ = vectors(60, spread=1.5)
    space = meaning_space(codes, seen(texts))
    some = space.only([2, 0])
    assert (some.codes == space.codes[[2, 0]]).all()
    assert (some.codes_alone == space.codes_alone[[2, 0]]).all()  # type: ignore[index]
    assert Space(codes, texts).only(range(1)).codes_alone is None


def test_a_code_is_less_sure_where_another_is_as_likely() -> None:
    codes = np.eye(3)
    close = np.array([[1.0, 0.9, 0.0], [1.0, 0.0, 0.0]])
    answers = close / np.linalg.norm(close, axis=1, keepdims=True)
    bare = [CodeText(code.id, code.name) for code in CODES[:3]]
    ranking = rank(bare, {}, words=Space(codes, answers))
    unsure, sure = ranking.chances
    assert unsure[0] < 0.9 < sure[0]
    # As likely by its score alone, and behind: less likely than the one before it.
    assert unsure[0] > unsure[1]
    same = rank(CODES[:2], {}, words=Space(codes[:2], np.array([[1.0, 0.0, 0.0]])))
    assert same.order(0) == ("c0", "c1")
