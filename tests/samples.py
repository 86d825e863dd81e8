"""Sample documents: every kind of block in both languages, for the renderers' tests."""

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.report.document import (
    Card,
    Cards,
    Cite,
    ContactCard,
    Contacts,
    Document,
    ExampleCard,
    ExampleMap,
    Examples,
    Fact,
    Factor,
    Factors,
    Figure,
    Heading,
    KeyPoints,
    Link,
    Listing,
    MethodBox,
    Notice,
    Paragraph,
    Place,
    Quote,
    Reference,
    References,
    Run,
    Section,
    StratumRow,
    Value,
)
from samklang.core.wording import Language


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


def figure(
    table: ReleasedTable, *, kind: str = "bars", number: int = 1, **changes: object
) -> Figure:
    """A figure around `table` with all its words."""
    words: dict[str, object] = {
        "id": table.id,
        "number": number,
        "kind": kind,
        "title": "Har utvecklat nytänkande lösningar",
        "summary": "66 % av organisationerna svarar ja (21 av 32).",
        "alt": "Stapeldiagram. Ja 66 %, intervall 55–76 %. Nej dolt. Vet ej färre än 5.",
        "question": "Har er organisation utvecklat någon nytänkande lösning?",
        "base": "medlemsorganisationer som svarat på frågan",
        "unit": "organisationer",
        "weighting": "Vägt så att länen väger som i registret.",
        "interval": "95 % konfidensintervall (Wilson, ändlig population).",
        "sensitivity": "51–80 % om de som inte svarat skiljer sig med oddskvoten 1,5.",
        "notes": ("Syntetiska svar.",),
        "row_header": "Svar",
        "table": table,
        "highlight": "yes" if table.id == "q1" else "",
        "synthetic": True,
    }
    return Figure(**{**words, **changes})  # type: ignore[arg-type]


def example(number: int, *, sourced: bool = True) -> ExampleCard:
    """An example, with full facts or with none."""
    return ExampleCard(
        id=f"exempel-{number}",
        title="Kooperativ lanthandel i Morjärv" if sourced else "Next Step Toolkit",
        description="När Konsum lade ner tog byborna över affären genom en ekonomisk förening.",
        organisation="Morjärvsbygdens handel ekonomisk förening" if sourced else "",
        place="Kalix kommun, Norrbottens län" if sourced else "",
        municipalities=("2514",) if sourced else (),
        counties=("25",) if sourced else (),
        challenges=("minskad service i glesbygd",) if sourced else (),
        target_group="Boende i Morjärv" if sourced else "",
        partners=("Jordbruksverket",) if sourced else (),
        years="från 2018" if sourced else "",
        sources=("https://example.org/en/mycket/lang/adress-som-inte-far-spranga-sidan/artikel",)
        if sourced
        else (),
        match="exact" if sourced else "none",
        provenance="Källan beskriver exemplet" if sourced else "Källa saknas",
        confidence="hög" if sourced else "ingen",
        other=False,
    )


def document(language: Language = "sv") -> Document:
    """A document with every kind of block."""
    return Document(
        language=language,
        languages=("sv", "en"),
        theme="sample",
        title="Social innovation i norr" if language == "sv" else "Social innovation in the north",
        subtitle="Kunskaper och erfarenheter" if language == "sv" else "Knowledge and experience",
        network="Exempelnätverket",
        network_url="https://example.org/",
        authors=("Anna Ågren", "Örjan Öst"),
        edition="1",
        published="23 november 2026",
        published_iso="2026-11-23",
        licence="CC BY 4.0",
        synthetic=True,
        notices=(
            "Enkätsvaren är syntetiska: de är påhittade för att visa hur verktyget fungerar.",
        ),
        dataset_hash="0123456789abcdef" * 4,
        citation="Ågren, A. & Öst, Ö. (2026). Social innovation i norr.",
        sections=(
            Section(
                "introduction",
                "Inledning",
                (Run("Rapporten bygger på en enkät till medlemmarna."),),
                (
                    Paragraph(
                        (
                            Run("Det här är en "),
                            Run("rapport", emphasis=True),
                            Run(" med "),
                            Run("starka ord", strong=True),
                            Run(", en "),
                            Link("länk", "https://example.org/"),
                            Run(" och <b>text & tecken</b> #som $inte är *märkning*."),
                        )
                    ),
                    KeyPoints(
                        "I korthet", ((Run("Ett: enkelt."),), (Run("Två: "), Value("66 %", "q1")))
                    ),
                    MethodBox(
                        "Så gjordes undersökningen",
                        (Fact("Population", "43 medlemmar"), Fact("Svar", "32 (74 %)")),
                        "Svar per län",
                        (
                            StratumRow("Norrbottens län", 22, 17, 77),
                            StratumRow("Västerbottens län", 21, 15, 71),
                        ),
                        ("Alla medlemmar bjöds in.",),
                    ),
                ),
            ),
            Section(
                "knowledge",
                "Kunskaper",
                (),
                (
                    Cards(
                        tuple(
                            Card(
                                f"card{i}",
                                f"Begrepp {i}",
                                (Run("En förklaring "), Cite("(Mulgan, 2006)", ("mulgan2006",))),
                                ("mulgan2006",),
                            )
                            for i in range(1, 5)
                        )
                    ),
                ),
            ),
            Section(
                "results",
                "Resultat",
                (Run("Mer än hälften."),),
                (
                    Heading(2, "innovated", (Run("Nytänkande lösningar"),)),
                    Paragraph((Run("Andelen är "), Value("66 %", "q1"), Run("."))),
                    figure(share_table()),
                    figure(
                        likert_table(), kind="stacked", number=2, title="Påståenden", highlight=""
                    ),
                ),
            ),
            Section(
                "examples",
                "Exempel",
                (),
                (
                    ExampleMap(
                        "map",
                        3,
                        "Exemplen på kartan",
                        "Karta över två län. Kalix: 1 exempel.",
                        ("25", "24"),
                        (Place("2514", "Kalix", ("exempel-1",)),),
                        "Ett exempel har ingen känd kommun.",
                    ),
                    Examples(
                        (example(1), example(2, sourced=False)),
                        "Kopplingen till samhällsutmaning är vår.",
                    ),
                ),
            ),
            Section(
                "factors",
                "Underlättande och försvårande faktorer",
                (),
                (
                    figure(
                        factor_table(), kind="grouped", number=4, title="Faktorer", highlight=""
                    ),
                    Factors(
                        (
                            Factor(
                                "economy",
                                "Ekonomi",
                                "Pengar och villkoren för dem.",
                                "8 av 31 organisationer",
                                "17 av 31 organisationer",
                                (
                                    Quote(
                                        "Kommunen gav oss långsiktigt stöd.",
                                        "sv",
                                        ""
                                        if language == "sv"
                                        else "The municipality gave us long-term support.",
                                        "Medlem i Norrbottens län",
                                    ),
                                ),
                                (
                                    Quote(
                                        "Projektpengarna tog slut när det började fungera.",
                                        "sv",
                                        "",
                                        "Medlem i Västerbottens län",
                                    ),
                                ),
                                "factors",
                            ),
                        )
                    ),
                ),
            ),
            Section(
                "analysis",
                "Analys",
                (),
                (
                    Listing(((Run("ohälsa"),), (Run("segregation"),)), ordered=False),
                    Notice("Vad vi inte vet", (Run("Rapportens egna siffror är okända."),)),
                ),
            ),
            Section(
                "closing",
                "Tack",
                (Run("Läs hela rapporten."),),
                (
                    Contacts(
                        (
                            ContactCard(
                                "Samforma",
                                "Intresseorganisation",
                                "",
                                "",
                                "https://www.samforma.se/",
                            ),
                        )
                    ),
                    References(
                        (
                            Reference(
                                "mulgan2006",
                                (
                                    Run("Mulgan, G. (2006). "),
                                    Run("The Process of Social Innovation", emphasis=True),
                                    Run("."),
                                ),
                                "https://doi.org/10.1162/itgg.2006.1.2.145",
                            ),
                        )
                    ),
                ),
            ),
        ),
    )
