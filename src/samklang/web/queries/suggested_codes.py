"""Codes suggested for one answer: for those that trust bears out, with what spoke for each.

By words, and by meaning where the worker has made its vectors; on this machine. What is learnt is
kept by the texts, codes and codings it was learnt from, so that it is learnt anew when one of them
changes and never else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from samklang.core.coding.suggestions import CodeText, Ranking, rank
from samklang.core.coding.trust import CodeTrust, judged, trust
from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.suggesting.words import word_space
from samklang.web.models import Code, Theme
from samklang.web.queries.codebook import FamilyCodes
from samklang.web.queries.meanings import Meaning, code_text, meaning
from samklang.web.queries.open_answers import Line, Opened
from samklang.web.queries.second_reading import read_twice

# With more answers than this, turning them into vectors would make a page wait.
MOST_ANSWERS = 5_000
# Coded answers that are learnt from at a page, shared by the families: some 0.2 CPU s.
MOST_LEARNT = 1_000

Coded = tuple[tuple[int, frozenset[str]], ...]


@dataclass(frozen=True)
class Suggestion:
    """A code that an answer may have. words: those that spoke for it; nearest: the coded answer
    most like this one, '' where there is none.
    """

    code: Code
    words: tuple[str, ...]
    nearest: str


@dataclass(frozen=True)
class Suggested:
    """What is suggested for an answer, likeliest first in each family; the verdict on each code;
    and whether two persons have coded the answer.
    """

    suggestions: tuple[Suggestion, ...]
    verdicts: tuple[tuple[Code, CodeTrust], ...]
    read_twice: bool


# What a coder who codes blind is shown.
NOTHING = Suggested((), (), read_twice=True)


def suggested(
    theme: Theme, opened: Opened, every: Sequence[Line], families: Sequence[FamilyCodes]
) -> Suggested:
    """Suggestions for an answer that it does not have yet. every: all answers to the question."""
    twice = read_twice(theme, opened.where)
    lines = sorted(every, key=lambda line: line.response)
    rows = {line.response: row for row, line in enumerate(lines)}
    texts = tuple(line.text for line in lines)
    codes = [code for entry in families for code in entry.codes]
    about = tuple(code_text(code) for code in codes)
    given = [_given(lines, entry) for entry in families]
    settled = [frozenset(rows[r] for r in twice if rows.get(r) in of) for of in given]
    ranked = sum(map(bool, settled)) if len(lines) <= MOST_ANSWERS else 0
    meant = meaning(theme, opened.where.address, lines, codes) if ranked else None
    suggestions: list[Suggestion] = []
    verdicts: list[tuple[Code, CodeTrust]] = []
    first = 0
    for entry, of, known in zip(families, given, settled, strict=True):
        last = first + len(entry.codes)
        if ranked and known and entry.codes:
            kept = _learnt(of, known, MOST_LEARNT // ranked)
            ranking, trusts = _ranking(about, first, last, texts, kept, known, meant)
            verdicts += zip(entry.codes, trusts, strict=True)
            row = rows.get(opened.response.pk)
            if row is not None:
                trusted = {t.code for t in trusts if t.verdict == "suggest"}
                suggestions += _of(opened, entry, ranking, row, about, texts, trusted)
        else:
            number = len(entry.codes)
            verdicts += [(c, judged(c.key, 0, 0, codes=number, answers=0)) for c in entry.codes]
        first = last
    return Suggested(tuple(suggestions), tuple(verdicts), opened.response.pk in twice)


def _given(lines: Sequence[Line], entry: FamilyCodes) -> Mapping[int, frozenset[str]]:
    """By row, the codes of the family that a person gave; the empty set where no code fits.

    An answer with codes of other families alone may not have been read for this one yet.
    """
    keys = {code.key for code in entry.codes}
    of = {
        row: frozenset(key for key, _ in line.codes if key in keys)
        for row, line in enumerate(lines)
        if line.status in ("coded", "no-code")
    }
    return {row: codes for row, codes in of.items() if codes or lines[row].status == "no-code"}


def _learnt(of: Mapping[int, frozenset[str]], known: frozenset[int], most: int) -> Coded:
    """Up to `most` of the coded answers, evenly taken, beside all that are settled."""
    others = sorted(set(of) - known)
    room = max(most - len(known), 0)
    if len(others) > room:
        others = [others[place * len(others) // room] for place in range(room)]
    return tuple((row, of[row]) for row in sorted({*others, *known}))


class _Judged(NamedTuple):
    """The ranking of codes, and the verdict on each."""

    ranking: Ranking
    verdicts: tuple[CodeTrust, ...]


@lru_cache(maxsize=12)
def _ranking(
    about: tuple[CodeText, ...],
    first: int,
    last: int,
    texts: tuple[str, ...],
    coded: Coded,
    settled: frozenset[int],
    meant: Meaning | None,
) -> _Judged:
    """The ranking of the codes from `first` to `last`, and the verdict on each."""
    space = word_space(tuple(code.text for code in about), texts, FIRST_LANGUAGE).space
    by_row = dict(coded)
    ranking = rank(
        about[first:last],
        by_row,
        words=space.only(range(first, last)),
        meaning=meant.space(first, last) if meant else None,
    )
    return _Judged(ranking, trust(ranking, {row: by_row[row] for row in settled}))


def _of(
    opened: Opened,
    entry: FamilyCodes,
    ranking: Ranking,
    row: int,
    about: tuple[CodeText, ...],
    texts: tuple[str, ...],
    trusted: set[str],
) -> list[Suggestion]:
    """The suggestions of one family that the answer does not have."""
    codes = {code.key: code for code in entry.codes}
    has = {} if opened.changed else {coding.code.key for coding in opened.codings} & set(codes)
    if opened.status == "withheld" or (has and not entry.family.many):
        return []
    parts = word_space(tuple(code.text for code in about), texts, FIRST_LANGUAGE).parts(opened.text)
    result = []
    for key, _ in ranking.likely(row):
        if key in trusted and key not in has:
            nearest = ranking.nearest(row, key)
            near = texts[nearest] if nearest is not None else ""
            result.append(Suggestion(codes[key], ranking.spoke(parts, key), near))
    return result
