"""A small material to compose documents from: two questions, one factor, two examples."""

import datetime

from samklang.core.catalogue.example import Example, Provenance, Source
from samklang.core.catalogue.knowledge import KnowledgeCard
from samklang.core.coding.codebook import Code, Codebook
from samklang.core.disclosure.released import (
    ReleasedCell,
    ReleasedGroup,
    ReleasedParticipation,
    ReleasedQuote,
    ReleasedRow,
    ReleasedTable,
    Series,
)
from samklang.core.document.inline import Run
from samklang.core.figures.material import FormattedReference, Material
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire
from samklang.core.theme.contact import Contact
from samklang.core.theme.theme import DesignChoice, Fieldwork, Network, Term, Theme


def both(sv: str, en: str = "") -> Wording:
    """A wording in both languages."""
    return Wording(sv=sv, en=en or f"{sv} (en)")


def reference(key: str, short: str) -> FormattedReference:
    """A formatted reference."""
    return FormattedReference(key, short, (Run(f"{short}. Titel."),), "https://a.se", short)


MULGAN = reference("mulgan2006", "Mulgan, 2006")
ABERG = reference("aberg2020", "Åberg, 2020")
REFERENCES = {r.key: r for r in (ABERG, MULGAN)}


def material() -> Material:
    """40 members, 32 answers."""
    return Material(
        theme=Theme(
            format="samklang-theme-1",
            id="prov",
            title=both("Prov", "Trial"),
            subtitle=both("Ett litet tema", "A small theme"),
            network=Network("Provnätverket"),
            languages=("sv", "en"),
            design=DesignChoice(kind="census", strata=("county",)),
            published=datetime.date(2026, 11, 23),
            authors=("A. Ek", "B. Al"),
            synthetic=True,
            fieldwork=Fieldwork(datetime.date(2026, 9, 1), datetime.date(2026, 9, 30)),
            challenges=(Term("health", both("ohälsa", "ill health")),),
        ),
        questionnaire=Questionnaire(
            "1",
            (
                Question(
                    "q1",
                    "select_one",
                    both("Har ni utvecklat något?", "Have you developed anything?"),
                    short=both("Har utvecklat", "Have developed"),
                    options=(Option("yes", both("Ja", "Yes")), Option("no", both("Nej", "No"))),
                ),
                Question(
                    "m",
                    "matrix",
                    both("Hur väl stämmer det?"),
                    options=(Option("a", both("Inte alls")), Option("b", both("Helt"))),
                    items=(Item("time", both("Vi har tid")), Item("money", both("Vi har råd"))),
                ),
                Question("q5", "text", both("Vad har hjälpt?")),
            ),
        ),
        codebook=Codebook((Code("economy", both("Ekonomi", "Economy"), both("Pengar")),)),
        knowledge=(KnowledgeCard("si", both("Begrepp"), both("Text"), ("mulgan2006",)),),
        examples=(
            Example(
                "shop",
                both("Lanthandel", "Shop"),
                both("En butik", "A shop"),
                Provenance("exact", both("hög", "high")),
                organisation="Byns förening",
                municipalities=("2514",),
                counties=("25",),
                challenges=("health",),
                sources=(Source("https://a.se"),),
            ),
            Example("kit", both("Låda", "Kit"), both("Okänd", "Unknown"), Provenance("none")),
        ),
        contacts=(Contact("Provnätverket", url="https://a.se"),),
        references={"sv": REFERENCES, "en": REFERENCES},
        tables={
            "q1": ReleasedTable(
                "q1",
                (Series("share", "share"),),
                (
                    ReleasedRow("yes", "yes", 30, (ReleasedCell("shown", 20, 67, 60, 73, 56, 77),)),
                    ReleasedRow("no", "no", 30, (ReleasedCell("shown", 10, 33, 27, 40, 23, 44),)),
                ),
                threshold=5,
                base=30,
                not_answered=2,
                not_shown=0,
            ),
            "m": ReleasedTable(
                "m",
                (Series("a", "a"), Series("b", "b")),
                (
                    ReleasedRow(
                        "time",
                        "time",
                        32,
                        (
                            ReleasedCell("shown", 8, 25, 20, 31),
                            ReleasedCell("shown", 24, 75, 69, 80),
                        ),
                    ),
                    ReleasedRow(
                        "money", "money", 31, (ReleasedCell("protected"), ReleasedCell("protected"))
                    ),
                ),
                threshold=5,
            ),
            "factors": ReleasedTable(
                "factors",
                (Series("enables", "enables"), Series("hinders", "hinders")),
                (
                    ReleasedRow(
                        "economy",
                        "economy",
                        31,
                        (ReleasedCell("few"), ReleasedCell("shown", 17, 55, 48, 62)),
                    ),
                ),
                threshold=5,
                base=31,
            ),
        },
        participation=ReleasedParticipation(
            40,
            32,
            1,
            2,
            ("county",),
            (ReleasedGroup(("24",), 20, 18), ReleasedGroup(("25",), 20, 14)),
        ),
        coded=("q5",),
        quotes=(
            ReleasedQuote(
                "economy", "hinders", "Pengarna tog slut.", Wording(en="It ran out."), "25"
            ),
        ),
        municipalities={"2514": "Kalix"},
        counties={
            "24": {"sv": "Västerbottens län", "en": "Västerbotten County"},
            "25": {"sv": "Norrbottens län", "en": "Norrbotten County"},
        },
        county_of={"2514": "25"},
        dataset_hash="ab" * 32,
    )
