"""Random tables: what the program's own captions claim passes the check of an author's words."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.estimate.interval import ShareFacts, share_interval
from samklang.core.evidence.unbound import loose
from samklang.core.figures.captions import exclusive, unseen
from samklang.core.figures.claims import Bound, check
from samklang.core.figures.groups import _summary
from samklang.core.figures.questions import FigureWords
from samklang.core.language.quantities import quantities
from samklang.core.language.wording import Language
from tests.sample_material import material

MEMBERS = 40
# What a caption says of the sample alone, and says so.
DESCRIBED = re.compile(r"\bi svaren\b|\b(?:in|of) the answers\b", re.IGNORECASE)
DOUBTED = re.compile(r"inte säk|not certain")
CLAIMED = {
    "sv": ("vanligast", " av dem som svarade"),
    "en": ("most common", " of those who answered"),
}
SUPERLATIVE = re.compile(
    r"vanligast|störst|flest|högst|most common|most often|largest|highest", re.I
)


def cell(chance: random.Random, base: int) -> ReleasedCell:
    """A share with its interval and mostly a band, or a withheld one."""
    if chance.random() < 0.15:
        return ReleasedCell("few")
    count = chance.choice((chance.randint(0, base), base // 2, base * 9 // 10))
    share, left = count / base, 1 - base / MEMBERS
    facts = ShareFacts.of(
        count=count,
        n=base,
        share=share,
        variance=left * share * (1 - share) / (base - 1),
        df=base - 1,
        unseen=left,
        most=MEMBERS,
    )
    low, high = share_interval(facts)
    ends = int(low * 100), min(100, int(high * 100) + 1)
    wide = chance.choice((0, 3, 12))
    band = (max(0, ends[0] - wide), min(100, ends[1] + wide)) if wide else (None, None)
    return ReleasedCell("shown", count, int(100 * share + 0.5), *ends, *band)


def tables(series: int, seed: int) -> Iterator[ReleasedTable]:
    """Random tables of one base or of a base for each row."""
    chance = random.Random(seed)
    for _ in range(150):
        bases = (
            [chance.randint(8, 36)] * 5 if series == 1 else [chance.randint(8, 36) for _ in "abcde"]
        )
        rows = [
            ReleasedRow(
                f"r{n}", f"R{n}", bases[n], tuple(cell(chance, bases[n]) for _ in range(series))
            )
            for n in range(chance.randint(2, 5))
        ]
        names = tuple(Series(f"s{n}", f"S{n}") for n in range(series))
        yield ReleasedTable("q1", names, tuple(rows), 5, base=bases[0] if series == 1 else None)


def named(caption: str, table: ReleasedTable) -> list[Bound]:
    """The cells that a caption names, with all that are shown beside each."""
    made = material()
    silent = unseen(made, table if len(table.series) == 1 else None)
    shown = [
        (row, series, Bound(one, row.base, silent, exclusive("q1", made)))
        for row in table.rows
        for series, one in zip(table.series, row.cells, strict=True)
        if one.share is not None
    ]
    several = len(table.series) > 1
    return [
        replace(bound, others=tuple(b for _, _, b in shown if b is not bound))
        for row, series, bound in shown
        if re.search(rf"\b{row.label}\b", caption)
        and (not several or re.search(rf"\b{series.label}\b", caption))
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["bars", "dots", "matrix"])
def test_what_a_caption_claims_an_author_may_claim(kind: str, language: Language) -> None:
    claims = doubts = 0
    for table in tables(3 if kind == "matrix" else 1, seed=18):
        words = FigureWords(material(), language, table)
        said = {
            "bars": lambda words=words: words.bars_summary(""),
            "matrix": lambda words=words: words.matrix_summary(),
            "dots": lambda words=words: _summary(words, "dots", "", ""),
        }[kind]()
        said = said.replace("\u00a0", " ")
        if DESCRIBED.search(said):
            doubts += 1
            # Of what prints alike nothing is said to be greater.
            if kind == "dots" and SUPERLATIVE.search(said):
                shares = [
                    row.cells[0].share for row in table.rows if row.cells[0].share is not None
                ]
                assert shares.count(max(shares)) == shares.count(min(shares)) == 1, said
            assert DOUBTED.search(said) or len(named(said, table)) != 1 or kind == "dots", said
            continue
        quantities_said = [one.words for one in loose(said, language) if not one.number]
        if not SUPERLATIVE.search(said):
            assert not quantities_said, said
            continue
        claims += 1
        assert not DOUBTED.search(said), said
        claim, answered = CLAIMED[language]
        if quantities(language).answered.search(said):
            claim += answered
        greatest = max(named(said, table), key=lambda bound: bound.cell.share or 0)
        assert check(claim, (greatest,), language) is None, said
        if kind == "dots":
            least = min(named(said, table), key=lambda bound: bound.cell.share or 0)
            each = 1 - 0.05 / len(least.others)
            less = claim.replace("vanligast", "färre").replace("most common", "fewer")
            for other in least.others:
                assert check(less, (least, other), language, confidence=each) is None, said
    assert claims > 2
    assert doubts > 20
