"""A difference that is not what its two printed shares differ by says why."""

from dataclasses import replace

import pytest

from samklang.core.disclosure.released import (
    ReleasedCell,
    ReleasedDifference,
    ReleasedRow,
    ReleasedTable,
    Series,
)
from samklang.core.figures.values import difference_words
from samklang.core.language.wording import Language
from samklang.core.manuscript.roles import read_share
from tests.sample_material import material

TARGET = read_share("q1=yes | county=24 vs county=25")


@pytest.mark.parametrize(
    ("points", "language", "words"),
    [
        # 15 of 21 and 9 of 17: 71.4 and 52.9 %, which differ by 18.5 points and as printed by 18.
        (19, "sv", "19 procentenheter (−8 till 40), räknat före avrundning"),
        (19, "en", "19 percentage points (−8 to 40), worked out before rounding"),
        (18, "sv", "18 procentenheter (−8 till 40)"),
    ],
)
def test_what_does_not_add_up_is_explained(points: int, language: Language, words: str) -> None:
    rows = tuple(
        ReleasedRow(code, name, base, (ReleasedCell("shown", count, share, 40, 80),))
        for code, name, base, count, share in (("24", "V", 21, 15, 71), ("25", "N", 17, 9, 53))
    )
    assert TARGET.group is not None
    name = TARGET.table(TARGET.group.by)
    table = ReleasedTable(name, (Series("yes", "Ja"),), rows, 5)
    base = material()
    found = replace(
        base,
        tables={**base.tables, name: table},
        differences={TARGET: ReleasedDifference(points, -8, 40)},
        groups=("county",),
    )
    assert difference_words(TARGET, found, language)[0].replace("\u00a0", " ") == words
