"""A third language is a folder and rows: a theme in three goes from its check to verified files."""

import csv
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import etree, html

from samklang.core.language.languages import RULES
from tests.longer_language import longer
from tests.once import once
from tests.third_language import CODE, package, program, run
from tests.unit.test_longer_language import WORD, office_texts

OTHERS = list(RULES)
EVERY = [*OTHERS, CODE]


def make(folder: Path) -> None:
    copy = program(folder / "program")
    package(folder / "package")
    built = run(copy, "build", str(folder / "package"), "--out", str(folder / "out"))
    assert (built.returncode, built.stderr.count("Traceback")) == (0, 0), built.stderr[-2000:]


@pytest.fixture(scope="module")
def made() -> Path:
    return once(f"third-language-{os.getpid()}", make)


def html_words(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.html"):
        for element in html.fromstring(path.read_bytes()).iter(etree.Element):
            if element.tag not in ("script", "style", "code"):
                for text in (element.text, *map(element.get, ("alt", "aria-label", "title"))):
                    yield from WORD.findall(text or "")
            yield from WORD.findall(element.tail or "")


def office_words(path: Path) -> set[str]:
    texts = office_texts(path.read_bytes())
    return {word for text in texts for word in WORD.findall(text)}


def test_the_package_is_sound_and_what_is_built_of_it_is_derived_again(made: Path) -> None:
    checked = run(made / "program", "check", str(made / "package"))
    assert (checked.returncode, "in sv, en, fi" in checked.stdout) == (0, True), checked.stdout
    verified = run(made / "program", "verify", str(made / "package"), str(made / "out"))
    assert (verified.returncode, "are as derived" in verified.stdout) == (0, True), verified.stdout


def test_every_form_is_made_in_it(made: Path) -> None:
    of = {
        c: {p.relative_to(made / "out" / c) for p in (made / "out" / c).rglob("*")} for c in EVERY
    }
    forms = {"index.html", "report.pdf", "report.docx", "report.epub", "deck.pptx", "deck.pdf"}
    assert forms <= {str(path) for path in of[CODE]}
    # Examples and figures have the same addresses in every language.
    assert of[CODE] == of["en"] == of["sv"]


def test_no_word_of_another_language_stands_in_it(made: Path) -> None:
    """But what the Swedish has too: names of places, formats and programs, and a quote."""
    known = {RULES["sv"].own_name, *html_words(made / "out/sv")}
    assert set(html_words(made / "out" / CODE)) - known == set()
    for name in ("report.docx", "deck.pptx"):
        swedish = office_words(made / "out/sv" / name)
        assert office_words(made / "out" / CODE / name) - swedish == set(), name


def test_every_page_leads_to_itself_in_each_other_language(made: Path) -> None:
    for language in EVERY:
        others = [code for code in EVERY if code != language]
        for page in ("index.html", "results.html"):
            tree = html.fromstring((made / "out" / language / page).read_bytes())
            switch = tree.xpath("//p[@class='switch']/a")
            assert [a.get("hreflang") for a in switch] == others
            assert [a.get("href") for a in switch] == [f"../{code}/{page}" for code in others]
    first = html.fromstring((made / "out/index.html").read_bytes())
    assert first.xpath("//a[@hreflang]/@hreflang") == EVERY


def test_its_files_say_that_they_are_in_it(made: Path) -> None:
    with pikepdf.open(made / "out" / CODE / "report.pdf") as pdf:
        assert str(pdf.Root.Lang) == "fi-FI"
    with zipfile.ZipFile(made / "out" / CODE / "report.docx") as word:
        assert b'w:val="fi-FI"' in word.read("word/styles.xml")
    with zipfile.ZipFile(made / "out" / CODE / "report.epub") as book:
        [package_file] = [name for name in book.namelist() if name.endswith(".opf")]
        assert b"<dc:language>fi-FI<" in book.read(package_file)
    assert '<html lang="fi"' in (made / "out" / CODE / "index.html").read_text(encoding="utf-8")


def test_a_quote_is_in_the_first_language_and_translated_into_it(made: Path) -> None:
    text = (made / "out" / CODE / "results.html").read_text(encoding="utf-8")
    assert '<p lang="sv">”långsiktigt stöd från kommunen”</p>' in text
    assert f"»{longer('long-term support')}»" in text


def test_its_data_has_a_column_for_each_text_of_each_language(made: Path) -> None:
    with (made / "out/data/q1.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in ("title", "row_label", "series_label", "question", "base", "weighting"):
        assert [code for code in EVERY if f"{name}_{code}" in rows[0]] == EVERY
    assert rows[0][f"row_label_{CODE}"] == "ÝÝééś"
    readme = (made / "out/data/README.txt").read_text(encoding="utf-8")
    assert "_sv, _en and _fi are given in all languages" in readme
    assert not re.search(r"_(sv|en|fi): ", readme)


@pytest.mark.parametrize("lacking", ["manuscript", "figure", "text"])
def test_what_the_third_lacks_is_a_fault(made: Path, tmp_path: Path, lacking: str) -> None:
    broken = package(tmp_path / "p")
    manuscript, theme = broken / f"manuscript.{CODE}.md", broken / "theme.yaml"
    match lacking:
        case "manuscript":
            manuscript.unlink()
        case "figure":
            text = manuscript.read_text(encoding="utf-8")
            manuscript.write_text(text.replace(":::{figure} q3\n:::\n", ""), encoding="utf-8")
        case _:
            text = theme.read_text(encoding="utf-8")
            text = re.sub(rf"(title: .*), {CODE}: \S+\}}", r"\1}", text, count=1)
            theme.write_text(text, encoding="utf-8")
    checked = run(made / "program", "check", str(broken))
    file = theme if lacking == "text" else manuscript
    assert (checked.returncode, checked.stderr.startswith(file.name)) == (1, True), checked.stderr
