"""The accessibility statement: Digg's eleven contents, and that what tests find changes it."""

import json
from pathlib import Path

import pytest
from lxml import html

from samklang.core.accessibility.checks import Check, read, recorded
from samklang.core.accessibility.statement import (
    CONTENTS,
    REPORT_TO,
    Responsible,
    Statement,
    compliance,
    of_application,
    of_publication,
)
from samklang.core.document.blocks import Contacts
from samklang.core.document.contact_card import ContactCard
from samklang.core.document.document import Document
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render.html import language_chooser, single_page, site
from tests.accessibility_record import record, rounded
from tests.pdf_tags import REGIONS
from tests.samples import document

# Digg, "Skapa en tillgänglighetsredogörelse": the statement must hold these, in its own order.
# https://www.digg.se/kunskap-och-stod/digital-tillganglighet/skapa-en-tillganglighetsredogorelse
DIGG = {
    "owner": "Namnet på den offentliga aktören",
    "service": "Namnet på den digitala servicen",
    "compliance": "Följsamhet: helt förenlig, delvis förenlig eller inte förenlig",
    "inaccessible": "Förteckning av innehåll som inte är tillgängligt och skälen",
    "assessed": "Datum för bedömning av följsamhet",
    "updated": "Datum för senaste uppdatering",
    "method": "Utvärderingsmetod",
    "message": "Meddelandefunktion eller länk till sådan",
    "supervision": "Länk till Diggs anmälningsfunktion",
    "burden": "Innehåll som undantagits som oskäligt betungande (12 §)",
    "exempt": "Innehåll som inte omfattas av lagkraven (9 §)",
}


def contents(statement: Statement) -> dict[str, str]:
    """All that each content says, by its id."""
    return {
        one.id: " ".join(
            [
                *one.text,
                *one.items,
                *one.words,
                *(f"{row.what} {row.tool} {row.extent} {row.outcome}" for row in one.rows),
                *(way.url for way in one.ways),
            ]
        )
        for one in statement.contents
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_statements_have_the_eleven_contents(language: Language) -> None:
    owner = Responsible("Norra nätverket", "Kim", "kim@exempel.se")
    for statement in (
        of_publication(document(language), recorded()),
        of_application(owner, recorded(), language),
    ):
        assert tuple(one.id for one in statement.contents) == tuple(DIGG) == CONTENTS
        assert all(contents(statement).values())
        assert REPORT_TO in contents(statement)["supervision"]


def test_it_names_the_network_and_where_it_takes_messages() -> None:
    made = document("sv")
    said = contents(of_publication(with_contact(made), recorded()))
    assert said["owner"] == made.network
    assert made.title in said["service"]
    assert "mailto:kim@exempel.se" in said["message"]
    assert "skriv till Kim" in said["message"]
    owner = Responsible("Norra nätverket", "Kim", "kim@exempel.se")
    said = contents(of_application(owner, recorded(), "sv"))
    assert said["owner"] == "Norra nätverket"
    assert "mailto:kim@exempel.se" in said["message"]


def with_contact(made: Document) -> Document:
    """The document with one contact, who answers for it."""
    from dataclasses import replace

    card = ContactCard("Kim", "", "", "kim@exempel.se", "")
    first, *rest = (
        replace(s, blocks=tuple(b for b in s.blocks if not isinstance(b, Contacts)))
        for s in made.sections
    )
    return replace(
        made, sections=(replace(first, blocks=(*first.blocks, Contacts((card,)))), *rest)
    )


def test_the_record_says_what_was_tested() -> None:
    made = {check.id: check for check in recorded()}
    assert {"axe", "epub", "epub_ace", "html", "looks", "office", "pdf"} <= set(made)
    assert {"answering", "coding"} <= set(made)
    assert all(check.checks and check.looked_at for check in made.values())


def test_a_test_that_fails_changes_the_statement(tmp_path: Path) -> None:
    """What a failing test writes, and what the statement made of it then says."""
    file = tmp_path / "checks.json"
    found = {"subject": "publication", "tool": "axe-core 4", "looked_at": 9, "checks": 1_234}

    def after(*faults: str) -> dict[str, str]:
        record("axe", **found, faults=faults, file=file, write=True)  # type: ignore[arg-type]
        return contents(of_publication(document("sv"), read(json.loads(file.read_text()))))

    sound = after()
    faulty = after("index.html at 320: image-alt", "index.html at 320: color-contrast")
    assert "minst 1 200 kontroller Inga brister" in sound["method"].replace("\u00a0", " ")
    assert "Proven hittade 2 brister" in faulty["method"]
    assert "image-alt" in faulty["inaccessible"]
    assert "color-contrast" in faulty["inaccessible"]
    assert sound["compliance"].startswith("Delvis förenlig")
    assert faulty["compliance"].startswith("Inte förenlig")
    assert {name for name in DIGG if sound[name] != faulty[name]} == {
        *("compliance", "inaccessible", "method")
    }
    # And until the statement says it, the test that found it fails.
    with pytest.raises(AssertionError, match="says other faults"):
        record("axe", **found, faults=[], file=file, write=False)  # type: ignore[arg-type]
    record("axe", **found, faults=[], file=file, write=True)  # type: ignore[arg-type]
    fewer = found | {"checks": 900}
    with pytest.raises(AssertionError, match="more checks"):
        record("axe", **fewer, faults=[], file=file, write=False)  # type: ignore[arg-type]


def test_no_test_makes_it_fully_compliant() -> None:
    sound, faulty = (
        Check("axe", "publication", "axe", recorded()[0].date, 1, 1, faults)
        for faults in ((), ("one",))
    )
    assert compliance([sound] * 3) == compliance([sound, sound, faulty]) == "partly"
    assert compliance([faulty, faulty, sound]) == compliance([]) == "not"
    assert [rounded(n) for n in (7, 84, 85_412, 1_250)] == [7, 84, 85_000, 1_200]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_footer_leads_to_it(language: Language) -> None:
    made = document(language)
    pages = {n: c for n, c in site(made, files=[]).items() if n.endswith(".html")}
    assert len(pages) >= 10
    pages |= {"report.html": single_page(made)}
    for name, content in pages.items():
        up = "../" if "/" in name else ""
        there = "#accessibility" if name == "report.html" else f"{up}accessibility.html"
        # A quote has a foot of its own.
        links = html.fromstring(content.decode()).xpath("//body/footer//a/@href")
        assert there in links, name
    chooser = html.fromstring(language_chooser({language: made}).decode())
    assert f"{language}/accessibility.html" in chooser.xpath("//a/@href")
    assert set(REGIONS) == set(LANGUAGES)
