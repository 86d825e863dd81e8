"""Sample tables as they are released: shares, factors, scales, groups and values, some withheld."""

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series


def share_table() -> ReleasedTable:
    """Ja 21, Nej 9 of 32, and two who do not know: withheld, with its neighbour protected."""
    return ReleasedTable(
        id="q1",
        series=(Series("share", "Andel"),),
        rows=(
            ReleasedRow("yes", "Ja", 32, (ReleasedCell("shown", 21, 66, 55, 76, 51, 80),)),
            ReleasedRow("no", "Nej", 32, (ReleasedCell("protected"),)),
            ReleasedRow("unknown", "Vet ej", 32, (ReleasedCell("few"),)),
        ),
        threshold=5,
        base=32,
        not_answered=0,
        not_shown=0,
    )


def factor_table() -> ReleasedTable:
    """Factors by valence, of 31 organisations; one cell withheld."""
    return ReleasedTable(
        id="factors",
        series=(Series("enables", "Underlättar"), Series("hinders", "Försvårar")),
        rows=(
            ReleasedRow(
                "economy",
                "Ekonomi",
                31,
                (ReleasedCell("shown", 8, 26, 16, 37), ReleasedCell("shown", 17, 55, 43, 66)),
            ),
            ReleasedRow(
                "leadership",
                "Ledarskap och engagemang",
                31,
                (ReleasedCell("shown", 13, 42, 30, 54), ReleasedCell("few")),
            ),
        ),
        threshold=5,
        base=31,
    )


def likert_table() -> ReleasedTable:
    """Two statements on a scale of four, each with a base of its own."""
    return ReleasedTable(
        id="statements",
        series=tuple(
            Series(f"a{i}", label)
            for i, label in enumerate(("Inte alls", "Delvis", "Ganska väl", "Helt"), 1)
        ),
        rows=(
            ReleasedRow(
                "resources",
                "Vi har de resurser som behövs för att utveckla nya lösningar",
                30,
                tuple(
                    ReleasedCell("shown", n, s, s - 5, s + 5)
                    for n, s in ((9, 30), (9, 30), (6, 20), (6, 20))
                ),
            ),
            ReleasedRow(
                "support",
                "Vi behöver stöd",
                31,
                (
                    ReleasedCell("few"),
                    ReleasedCell("protected"),
                    ReleasedCell("shown", 10, 32, 20, 45),
                    ReleasedCell("shown", 12, 39, 28, 52),
                ),
            ),
        ),
        threshold=5,
    )


def scale_table() -> ReleasedTable:
    """Three statements on a scale of five about its middle; of one something is withheld, of one
    everything."""
    labels = ("Tar helt avstånd", "Tar delvis avstånd", "Varken eller", "Instämmer delvis")
    shown = (
        ((1, 4), (3, 12), (5, 20), (9, 36), (7, 28)),
        ((8, 30), (6, 22), (2, 7), (6, 22), (5, 19)),
    )
    rows = [
        ReleasedRow(
            f"s{number}",
            label,
            sum(n for n, _ in counts),
            tuple(ReleasedCell("shown", n, s, max(s - 6, 0), s + 6) for n, s in counts),
        )
        for number, (label, counts) in enumerate(
            zip(("Vi lär av varandra över länsgränsen", "Vi har tid"), shown, strict=True)
        )
    ]
    part = (*(ReleasedCell("few"), ReleasedCell("protected")), *rows[0].cells[2:])
    return ReleasedTable(
        id="scale",
        series=tuple(
            Series(f"a{i}", label) for i, label in enumerate((*labels, "Instämmer helt"), 1)
        ),
        rows=(
            *rows,
            ReleasedRow("s2", "Vi når dem som står längst från arbetsmarknaden", 25, part),
            ReleasedRow("s3", "Vi har råd", None, (ReleasedCell("few"),) * 5),
        ),
        threshold=5,
    )


def group_table() -> ReleasedTable:
    """A share by group, one group withheld, and all members last."""
    return ReleasedTable(
        id="groups",
        series=(Series("yes", "Ja"),),
        rows=(
            ReleasedRow(
                "25", "Norrbottens län", 17, (ReleasedCell("shown", 9, 53, 42, 64, 38, 68),)
            ),
            ReleasedRow(
                "24", "Västerbottens län", 15, (ReleasedCell("shown", 12, 80, 66, 90, 60, 93),)
            ),
            ReleasedRow("22", "Västernorrlands län", None, (ReleasedCell("few"),)),
            ReleasedRow(
                "all", "Alla medlemmar", 34, (ReleasedCell("shown", 21, 66, 55, 76, 51, 80),)
            ),
        ),
        threshold=5,
    )


def value_table() -> ReleasedTable:
    """A mean by group in hours with one decimal."""
    return ReleasedTable(
        id="hours",
        series=(Series("mean", "Medelvärde"),),
        rows=(
            ReleasedRow(
                "small",
                "Högst 10 medlemmar",
                12,
                (ReleasedCell("shown", 12, value=3.4, value_low=2.9, value_high=3.9),),
            ),
            ReleasedRow(
                "large",
                "Fler än 10 medlemmar",
                20,
                (ReleasedCell("shown", 20, value=12.5, value_low=9.8, value_high=15.2),),
            ),
            ReleasedRow("none", "Vet ej", None, (ReleasedCell("protected"),)),
            ReleasedRow(
                "all",
                "Alla medlemmar",
                32,
                (ReleasedCell("shown", 32, value=9.1, value_low=7.4, value_high=10.8),),
            ),
        ),
        threshold=5,
        unit="timmar per vecka",
        decimals=1,
    )
