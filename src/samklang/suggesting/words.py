"""Vectors of words: stems with the parts of compounds, and letters in a row, weighed by rarity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from samklang.core.coding.spaces import Space
from samklang.core.language.stems import stems, word_stems, words
from samklang.core.language.wording import Language

# With more answers than this, stems alone: letters in a row would take ten times the memory.
MOST_WITH_LETTERS = 20_000
LETTERS = (3, 5)


@dataclass(frozen=True, eq=False)
class WordSpace:
    """The vectors of codes and answers, and which columns a word fills."""

    space: Space
    language: Language
    _stems: Any
    _letters: Any

    def parts(self, answer: str) -> Mapping[str, Mapping[int, float]]:
        """By word of the answer, the columns of its stems and what they weigh."""
        columns, rarity = self._stems.vocabulary_, self._stems.idf_
        by_word: dict[str, Mapping[int, float]] = {}
        for word in dict.fromkeys(words(answer)):
            filled = {
                columns[stem]: float(rarity[columns[stem]])
                for stem in word_stems(word, self.language)
                if stem in columns
            }
            if filled and stems(word, self.language):
                by_word[word] = filled
        return by_word


@lru_cache(maxsize=4)
def word_space(codes: tuple[str, ...], answers: tuple[str, ...], language: Language) -> WordSpace:
    """The vectors of the texts of codes and of answers; kept, since a save changes no text.

    TF-IDF of stems and, up to MOST_WITH_LETTERS answers, of 3 to 5 letters in a row within a word.
    """
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    every = [*codes, *answers]
    by_stem = TfidfVectorizer(
        analyzer=partial(_stems_of, language=language), sublinear_tf=True, token_pattern=None
    )
    parts = [_fitted(by_stem, every)]
    by_letter = None
    if len(answers) <= MOST_WITH_LETTERS:
        by_letter = TfidfVectorizer(analyzer="char_wb", ngram_range=LETTERS, sublinear_tf=True)
        parts.append(_fitted(by_letter, every))
    rows = (sparse.hstack(parts) / len(parts) ** 0.5).tocsr()
    return WordSpace(Space(rows[: len(codes)], rows[len(codes) :]), language, by_stem, by_letter)


def _fitted(vectoriser: Any, texts: Sequence[str]) -> Any:
    """The rows of texts; none of which need hold a word."""
    try:
        return vectoriser.fit_transform(texts)
    except ValueError as error:  # scikit-learn has no name for it
        if "empty vocabulary" not in str(error):
            raise
        from scipy import sparse

        vectoriser.vocabulary_, vectoriser.idf_ = {}, []
        return sparse.csr_array((len(texts), 1))


def _stems_of(text: str, language: Language) -> Sequence[str]:
    return stems(text, language)
