"""Sample documents: every kind of block in both languages, for the renderers' tests."""

from dataclasses import fields, replace
from typing import Any

from samklang.core.disclosure.released import ReleasedTable
from samklang.core.document.blocks import (
    Card,
    Cards,
    Contacts,
    ExampleMap,
    Examples,
    Factor,
    Factors,
    Figure,
    Heading,
    KeyPoints,
    Listing,
    Notice,
    Paragraph,
    Quote,
    Reference,
    References,
)
from samklang.core.document.contact_card import ContactCard
from samklang.core.document.document import Document, Section
from samklang.core.document.evidence import Evidence, EvidenceFact, Said
from samklang.core.document.example_card import ExampleCard
from samklang.core.document.inline import Cite, Link, Run, Value
from samklang.core.document.map_places import Place, Placed
from samklang.core.document.method_box import Fact, MethodBox, StratumRow
from samklang.core.language.wording import Language
from samklang.core.report.opening import opening
from tests.sample_tables import factor_table, likert_table, share_table


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
        sources=(
            (
                "https://example.org/en/lang/adress-som-inte-far-spranga-sidan/artikel",
                "example.org",
            ),
        )
        if sourced
        else (),
        match="exact" if sourced else "none",
        provenance="Källan beskriver exemplet" if sourced else "Källa saknas",
        confidence="hög" if sourced else "ingen",
        other=False,
    )


def document(language: Language = "sv") -> Document:
    """A document with every kind of block, the main results first."""
    made = _sections(language)
    return replace(made, opening=opening(made, (Run("32 av 43 svarade."),), id_="main-results"))


def _sections(language: Language) -> Document:
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
                        placed=tuple(
                            Placed(e.id, e.municipalities, e.counties, title=e.title)
                            for e in (example(1), example(2, sourced=False))
                        ),
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


def with_evidence(made: Document) -> Document:
    """The document with a note on each figure, to which the figure and the numbers lead."""
    records = tuple(
        Evidence(
            id=one.id,
            number=number,
            title=one.title,
            facts=(
                EvidenceFact("question", "Fråga", one.question),
                EvidenceFact("base", "Bas", one.base),
                EvidenceFact("weighting", "Vägning", one.weighting),
                EvidenceFact("dataset", "Kontrollsumma", made.dataset_hash),
            ),
            said=(Said("66 %", "andelen ”Ja”", "introduction"),) if one.id == "q1" else (),
            figures=(one.id,),
        )
        for number, one in enumerate(made.figures, 1)
    )
    ids = {record.id for record in records}

    def led(part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(map(led, part))
        if isinstance(part, Value):
            return replace(part, evidence=part.figure if part.figure in ids else "")
        if isinstance(part, Figure):
            return replace(part, evidence=part.id)
        if isinstance(part, Section | Paragraph | KeyPoints):
            inner = {f.name: led(getattr(part, f.name)) for f in fields(part)}
            return replace(part, **inner)
        return part

    return replace(made, sections=led(made.sections), evidence=records)
