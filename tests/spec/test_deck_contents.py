"""What the seed deck says, line by line, and the words that carry it in every form of the demo."""

import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree, html
from pptx import Presentation

from samklang.core.language.wording import LANGUAGES, Language
from samklang.package.read import read
from themes.generate_answers import THEME

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# A line of the deck, and what must stand in each form: all words of one language.
# The lines and their order are those of the deck; the words are ours, but for its own terms.
LINES: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
    "title": {
        "sv": ("Social innovation i norr", "Kunskaper och erfarenheter från idéburna"),
        "en": ("Social innovation in the north", "Knowledge and experience from civil society"),
    },
    "introduction: why": {
        "sv": ("medlemsrapporter", "inspirera", "ny kunskap", "stöd för den idéburna sektorn"),
        "en": ("member reports", "inspire", "new knowledge", "support civil society"),
    },
    "introduction: what": {
        "sv": ("kunskaper och erfarenheter", "temat är social innovation"),
        "en": ("knowledge and experience", "the theme is social innovation"),
    },
    "introduction: on what": {
        "sv": ("bygger på en enkät till medlem", "tolkas mot tidigare forskning"),
        "en": ("draws on a survey of the member", "in the light of earlier research"),
    },
    "knowledge: social innovation": {
        "sv": ("nya sätt att tänka och göra", "bättre livsvillkor", "samhällsutmaningar"),
        "en": ("new ways of thinking and doing", "living conditions", "societal challenges"),
    },
    "knowledge: purpose": {
        "sv": ("välmående", "inkludering", "egenmakt", "praktiker", "relationer", "strukturer"),
        "en": ("well-being", "inclusion", "empowerment", "practices", "relations", "structures"),
    },
    "knowledge: organisations": {
        "sv": ("bra på social innovation", "inom organisationen", "utanför den"),
        "en": ("good at social innovation", "within the organisation", "outside it"),
    },
    "knowledge: collaboration": {
        "sv": ("samverkan är kärnan", "tvärs över stuprören"),
        "en": ("collaboration is at the heart", "cuts across the silos"),
    },
    "results: diagram 1": {
        "sv": ("har utvecklat nytänkande lösningar", "62 %"),
        "en": ("have developed innovative solutions", "62%"),
    },
    "results: diagram 2": {
        "sv": ("tillsammans med någon annan", "70 %"),
        "en": ("together with someone else", "70%"),
    },
    "examples": {
        "sv": (
            *("Digitalisering under corona-pandemin", "Fritidsbanken i Umeå"),
            *("Hjälpinsatser under corona-pandemin", "Hälsoguide under corona-pandemin"),
            *("Idrottservice Västerbotten", "Kooperativ lanthandel i Morjärv"),
            *("Kulturhuset Klossen", "Lokal servicepunkt i Moskosel"),
            *("Metodbok: Affärsutveckling social innovation", "Next Step Toolkit"),
            *("Normbrytande samtal om manlighet och maskulinitet", "Publikutveckling små scener"),
            *("Retreat för anhöriga till personer med beroende", "Rörelserikedom i samhället"),
            *("Social Business Board", "St Mary", "Övriga exempel"),
        ),
        "en": (
            *("Digitalisation during the COVID-19 pandemic", "Fritidsbanken in Umeå"),
            *("Relief efforts during the COVID-19 pandemic", "Idrottservice Västerbotten"),
            *("Health guide during the COVID-19 pandemic", "Klossen House of Culture"),
            *("Co-operative village shop in Morjärv", "Local service point in Moskosel"),
            *("Handbook: Business development for social innovation", "Next Step Toolkit"),
            *("Norm-breaking conversations", "Audience development, small stages"),
            *("Retreat for relatives", "Physical literacy in society"),
            *("Social Business Board", "St Mary", "Other examples"),
        ),
    },
    "factors: economy": {
        "sv": ("långsiktig", "ansökningar", "redovisningar", "delutbetalningar", "likviditet"),
        "en": ("long-term", "applications", "reporting", "instalments", "liquidity"),
    },
    "factors: knowledge": {
        "sv": ("andra samhällssektorer sägs veta lite", "bidrar", "tydligt vad den är och gör"),
        "en": ("other sectors", "know little of", "contributes", "clear what it is and does"),
    },
    "factors: leadership": {
        "sv": ("sakna mod, ork eller möjlighet", "öppna sig", "ledare, kompetens och nätverk"),
        "en": ("the courage, strength or opportunity", "open up", "leaders, skills and networks"),
    },
    "factors: collaboration": {
        "sv": ("finansiärer som är öppna, flexibla och lyhörda", "motsatsen försvårar"),
        "en": ("funders who are open, flexible and responsive", "the opposite hinder"),
    },
    "analysis: diversity": {
        "sv": ("Innovativ mångfald", "nytänkande insatser", "inom många olika områden"),
        "en": ("Innovative diversity", "innovative efforts", "in many different fields"),
    },
    "analysis: challenges": {
        "sv": (
            *("Samhällsutmaningar i norr", "ohälsa", "segregation", "ojämställdhet"),
            *("minskad service i glesbygd", "corona-pandemin"),
        ),
        "en": (
            *("Societal challenges in the north", "ill health", "segregation"),
            *("gender inequality", "reduced service in sparsely populated areas", "pandemic"),
        ),
    },
    "analysis: efforts": {
        "sv": (
            *("Nytänkande insatser", "mötesplatser och verksamheter", "fysiska och digitala"),
            *("nära målgruppen", "nya sätt att samverka"),
        ),
        "en": (
            *("Innovative efforts", "meeting places and activities", "physical and digital"),
            *("closeness to the target group", "new ways of collaborating"),
        ),
    },
    "analysis: lack of knowledge": {
        "sv": ("Utbredd okunskap", "tolkningen är vår"),
        "en": ("Widespread lack of knowledge", "the reading is ours"),
    },
    "analysis: support and room": {
        "sv": ("Stöd och utrymme", "långsiktiga pengar", "nätverk"),
        "en": ("Support and room", "long-term money", "build networks"),
    },
    "thanks": {
        "sv": (
            *("Tack", "hela rapporten", "www.samforma.se"),
            *("Niklas Lindmark", "Malin Lindberg", "Luleå tekniska universitet"),
        ),
        "en": (
            *("Thank", "read the full report", "www.samforma.se"),
            *("Niklas Lindmark", "Malin Lindberg", "Luleå University of Technology"),
        ),
    },
}


def spaced(text: str) -> str:
    """The text on one line, without marks of where it may break, in small letters."""
    return re.sub(r"\s+", " ", re.sub("[\u200b\u2060\u00ad]", "", text)).casefold()


def of_site(issue: Path) -> str:
    """All pages but the report on one page."""
    pages = [p for p in sorted(issue.rglob("*.html")) if p.name != "report.html"]
    return " ".join(html.fromstring(page.read_bytes()).text_content() for page in pages)


def of_pdf(name: str) -> Callable[[Path], str]:
    def text(issue: Path) -> str:
        command = ["pdftotext", str(issue / name), "-"]
        made = subprocess.run(command, capture_output=True, check=True, timeout=60)
        return made.stdout.decode()

    return text


def of_word(issue: Path) -> str:
    with zipfile.ZipFile(issue / "report.docx") as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
    return " ".join("".join(p.itertext()) for p in body.iter(f"{WORD}p"))


def of_slides(issue: Path) -> str:
    """What is seen on the slides; not the notes."""
    return " ".join(_seen(Presentation(str(issue / "deck.pptx"))))


def _seen(deck: Any) -> Iterator[str]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            elif shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)


FORMS: Mapping[str, Callable[[Path], str]] = {
    "site": of_site,
    "report.pdf": of_pdf("report.pdf"),
    "report.docx": of_word,
    "deck.pdf": of_pdf("deck.pdf"),
    "deck.pptx": of_slides,
}


@pytest.fixture(scope="module")
def texts(built_demo: Path) -> Mapping[tuple[str, Language], str]:
    return {
        (form, language): spaced(read_text(built_demo / language))
        for form, read_text in FORMS.items()
        for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line", LINES)
def test_every_line_of_the_deck_stands_in_every_form(
    texts: Mapping[tuple[str, Language], str], line: str, form: str, language: Language
) -> None:
    text = texts[form, language]
    assert [words for words in LINES[line][language] if spaced(words) not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_stands_in_every_form(
    texts: Mapping[tuple[str, Language], str], language: Language
) -> None:
    titles = [spaced(example.title[language]) for example in read(THEME).examples]
    assert len(titles) == 29
    for form in FORMS:
        assert [title for title in titles if title not in texts[form, language]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_slide_runs_over_its_page(built_demo: Path, language: Language) -> None:
    """The PDF has a page for each slide of the page in the browser, none that goes on with one."""
    shown = html.fromstring((built_demo / language / "deck.html").read_bytes())
    count = len(shown.xpath("//section[contains(@class, 'slide')]"))
    with pikepdf.open(built_demo / language / "deck.pdf") as file:
        assert len(file.pages) == count > 50


def test_the_table_has_every_line_of_the_deck() -> None:
    """What is told of the deck, in its order: three lines of the introduction, four cards, two
    diagrams, the examples, four factors, five headings of the analysis, and the thanks."""
    parts = [line.partition(":")[0] for line in LINES]
    order = {part: parts.count(part) for part in parts}
    told = {"title": 1, "introduction": 3, "knowledge": 4, "results": 2, "examples": 1}
    assert order == told | {"factors": 4, "analysis": 5, "thanks": 1}
    assert sum(map(len, (words for line in LINES.values() for words in line.values()))) > 150
