"""A theme in one language: every output is in it, and nothing leads to or speaks another."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from samklang.core.language.languages import RULES, TAGS
from samklang.core.language.phrases import catalogue
from samklang.core.language.wording import LANGUAGES, Language
from samklang.publication.build import prepare
from samklang.publication.rendering import render

DEMO = Path(__file__).parents[2] / "themes" / "social-innovation-i-norr"
# Answers are Swedish, whatever language the report is in, but for this one: nobody knows of it.
ASKED, FOREIGN = (
    "Vi saknar någon som kan mäta om det vi gör faktiskt hjälper",
    "Meiltä puuttuu joku joka mittaisi toimintamme tulokset kunn",
)
SWEDISH = "”Tjänsterna är på sex månader i taget, så de duktigaste söker sig vidare.”"
PARTS = ("site", "pdf", "report", "slides", "evidence", "present", "accessibility", "units")


@pytest.fixture(scope="module", params=LANGUAGES)
def alone(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Language, dict[str, bytes]]:
    """The demo theme without its other languages, and all that it becomes."""
    language: Language = request.param
    theme = tmp_path_factory.mktemp(language) / "theme"
    shutil.copytree(DEMO, theme)
    about = theme / "theme.yaml"
    both = "languages: [sv, en]"
    assert both in about.read_text()
    about.write_text(about.read_text().replace(both, f"languages: [{language}]"))
    (theme / {"sv": "manuscript.en.md", "en": "manuscript.md"}[language]).unlink()
    for name in ("responses.csv", "codings.csv"):
        text = (theme / name).read_text()
        assert text.count(ASKED) == 1
        (theme / name).write_text(text.replace(ASKED, FOREIGN))
    documents = prepare(theme)
    assert list(documents) == [language]
    return language, render(documents, fresh=True)


def only_of(language: Language) -> set[str]:
    """What the program says in the other languages alone, in whole sentences."""
    said = {text for part in PARTS for text in catalogue(language, part).values()}
    others = {
        text
        for other in LANGUAGES
        if other != language
        for part in PARTS
        for text in catalogue(other, part).values()
    }
    return {text for text in others - said if text.count(" ") >= 2 and "{" not in text}


def texts(name: str, content: bytes) -> Iterator[str]:
    if name.endswith((".docx", ".pptx", ".epub")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                if part.endswith((".xml", ".xhtml", ".opf")):
                    yield archive.read(part).decode()
    elif name.endswith((".html", ".svg", ".txt", ".xml")):
        yield content.decode()


def test_no_folder_and_no_link_is_of_another_language(
    alone: tuple[Language, dict[str, bytes]],
) -> None:
    language, files = alone
    others = set(LANGUAGES) - {language}
    assert {name.split("/")[0] for name in files} >= {language, "data", "index.html"}
    assert not {name.split("/")[0] for name in files} & others
    pages = {name: content.decode() for name, content in files.items() if name.endswith(".html")}
    assert len(pages) > 60
    for name, page in pages.items():
        assert 'class="switch"' not in page, name
        for attribute in ("hreflang", "lang"):
            said = re.sub(r'<(p|span) lang="(sv|und)">', "", page) if attribute == "lang" else page
            found = set(re.findall(rf'\b{attribute}="([^"]*)"', said))
            assert found <= {language}, (name, attribute)
        assert not re.findall(rf'href="[^"]*\.\./(?:{"|".join(others)})/', page), name


def test_every_file_is_in_its_language(alone: tuple[Language, dict[str, bytes]]) -> None:
    language, files = alone
    tag = TAGS[language]
    for name in ("report.pdf", "deck.pdf", "summary.pdf"):
        with pikepdf.Pdf.open(io.BytesIO(files[f"{language}/{name}"])) as made:
            assert str(made.Root.Lang) == tag
    for name, mark in (
        ("report.docx", r'<w:lang w:val="([^"]*)"'),
        ("deck.pptx", r' lang="([^"]*)"'),
        ("report.epub", r'(?:xml:lang|\blang)="([^"]*)"|<dc:language>([^<]*)<'),
    ):
        found = {
            value
            for text in texts(name, files[f"{language}/{name}"])
            for match in re.findall(mark, text)
            for value in ((match,) if isinstance(match, str) else match)
            if value
        }
        # But for quotes, below.
        quoted = {"sv-SE", "x-none", "und"}
        assert tag in found
        assert {value.split("-")[0] for value in found - quoted} <= {language}, name


def test_quotes_are_in_the_language_that_they_were_written_in(
    alone: tuple[Language, dict[str, bytes]],
) -> None:
    """Swedish in any report, and the one that nobody knows the language of in none, everywhere."""
    language, files = alone
    unknown = RULES[language].quoted(FOREIGN)
    tags = {SWEDISH: "sv", unknown: "und"}
    region = {SWEDISH: "sv-SE", unknown: "und"}
    office = {SWEDISH: "sv-SE", unknown: "x-none"}
    paragraph = r'<p lang="([^"]*)"[^>]*>([^<]*)'
    for name, mark, expected in (
        *((name, paragraph, tags) for name in ("report.html", "factors.html", "deck.html")),
        ("evidence/factors.html", paragraph, tags),
        ("report.epub", paragraph, region),
        ("report.docx", r'<w:lang w:val="([^"]*)"/></w:rPr><w:t[^>]*>([^<]*)', office),
        ("deck.pptx", r'<a:rPr[^>]*? lang="([^"]*)"(?:/>|.*?</a:rPr>)<a:t>([^<]*)', office),
    ):
        said: dict[str, set[str]] = {}
        for text in texts(name, files[f"{language}/{name}"]):
            for tag, words in re.findall(mark, text):
                said.setdefault(words, set()).add(tag)
        for quote, tag in expected.items():
            assert said[quote] == {tag}, (name, quote)
    for name in ("report.pdf", "deck.pdf"):
        with pikepdf.Pdf.open(io.BytesIO(files[f"{language}/{name}"])) as made:
            found = {str(o.Lang) for o in made.objects if "/Lang" in _keys(o)}
            pages = b"".join(page.Contents.read_bytes() for page in made.pages)
        found |= {tag.decode() for tag in re.findall(rb"/Lang ?\(([^)]*)\)", pages)}
        assert found == {TAGS[language], "sv-SE", "und"}, name


def _keys(of: pikepdf.Object) -> set[str]:
    return set(of.keys()) if isinstance(of, pikepdf.Dictionary) else set()


def test_the_program_says_nothing_in_another_language(
    alone: tuple[Language, dict[str, bytes]],
) -> None:
    language, files = alone
    foreign = only_of(language)
    assert len(foreign) > 100
    said = {
        (name, phrase)
        for name, content in files.items()
        for text in texts(name, content)
        for phrase in foreign
        if phrase in text
    }
    assert said == set()
