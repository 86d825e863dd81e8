"""A theme in one language: every output is in it, and nothing leads to or speaks another."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from samklang.core.language.languages import TAGS
from samklang.core.language.phrases import catalogue
from samklang.core.language.wording import LANGUAGES, Language
from samklang.publication.build import prepare
from samklang.publication.rendering import render

DEMO = Path(__file__).parents[2] / "themes" / "social-innovation-i-norr"
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
            found = set(re.findall(rf'\b{attribute}="([^"]*)"', page))
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
        assert found
        assert {value.split("-")[0] for value in found} == {language}, name


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
