"""A third language is a folder and rows: a theme in three goes from its check to verified files."""

import csv
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from lxml import etree, html

from samklang.core.language.languages import RULES
from tests.longer_language import longer
from tests.once import once
from tests.third_language import CODES, TAGS, package, program, run
from tests.unit.test_longer_language import WORD, office_texts

OTHERS = list(RULES)


@dataclass(frozen=True)
class Made:
    """What is made in a copy of the program that has the language of a code."""

    code: str
    folder: Path

    def __truediv__(self, path: str) -> Path:
        return self.folder / path

    @property
    def every(self) -> list[str]:
        """Each language of it."""
        return [*OTHERS, self.code]


def make(folder: Path, code: str) -> None:
    copy = program(folder / "program", code)
    package(folder / "package", code=code)
    built = run(copy, "build", str(folder / "package"), "--out", str(folder / "out"))
    assert (built.returncode, built.stderr.count("Traceback")) == (0, 0), built.stderr[-2000:]


@pytest.fixture(scope="module", params=CODES)
def made(request: pytest.FixtureRequest) -> Made:
    code: str = request.param
    return Made(code, once(f"third-language-{code}-{os.getpid()}", partial(make, code=code)))


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


def test_the_package_is_sound_and_what_is_built_of_it_is_derived_again(made: Made) -> None:
    checked = run(made / "program", "check", str(made / "package"))
    assert (checked.returncode, f"in sv, en, {made.code}" in checked.stdout) == (0, True), (
        checked.stdout
    )
    verified = run(made / "program", "verify", str(made / "package"), str(made / "out"))
    assert (verified.returncode, "are as derived" in verified.stdout) == (0, True), verified.stdout


def test_every_form_is_made_in_it(made: Made) -> None:
    of = {
        c: {p.relative_to(made / "out" / c) for p in (made / "out" / c).rglob("*")}
        for c in made.every
    }
    forms = {"index.html", "report.pdf", "report.docx", "report.epub", "deck.pptx", "deck.pdf"}
    assert forms <= {str(path) for path in of[made.code]}
    # Examples and figures have the same addresses in every language.
    assert of[made.code] == of["en"] == of["sv"]


def test_no_word_of_another_language_stands_in_it(made: Made) -> None:
    """But what the Swedish has too: names of places, formats and programs, and a quote."""
    known = {RULES["sv"].own_name, *html_words(made / "out/sv")}
    assert set(html_words(made / "out" / made.code)) - known == set()
    for name in ("report.docx", "deck.pptx"):
        swedish = office_words(made / "out/sv" / name)
        assert office_words(made / "out" / made.code / name) - swedish == set(), name


def test_every_page_leads_to_itself_in_each_other_language(made: Made) -> None:
    for language in made.every:
        others = [code for code in made.every if code != language]
        for page in ("index.html", "results.html"):
            tree = html.fromstring((made / "out" / language / page).read_bytes())
            switch = tree.xpath("//p[@class='switch']/a")
            assert [a.get("hreflang") for a in switch] == others
            assert [a.get("href") for a in switch] == [f"../{code}/{page}" for code in others]
    first = html.fromstring((made / "out/index.html").read_bytes())
    assert first.xpath("//a[@hreflang]/@hreflang") == made.every


def test_its_files_say_that_they_are_in_it(made: Made) -> None:
    with pikepdf.open(made / "out" / made.code / "report.pdf") as pdf:
        assert str(pdf.Root.Lang) == TAGS[made.code]
    with zipfile.ZipFile(made / "out" / made.code / "report.docx") as word:
        assert f'w:val="{TAGS[made.code]}"'.encode() in word.read("word/styles.xml")
    with zipfile.ZipFile(made / "out" / made.code / "report.epub") as book:
        [package_file] = [name for name in book.namelist() if name.endswith(".opf")]
        assert f"<dc:language>{TAGS[made.code]}<".encode() in book.read(package_file)
    assert f'<html lang="{made.code}"' in (made / "out" / made.code / "index.html").read_text(
        encoding="utf-8"
    )


def test_a_quote_is_in_the_first_language_and_translated_into_it(made: Made) -> None:
    text = (made / "out" / made.code / "results.html").read_text(encoding="utf-8")
    assert '<p lang="sv">”långsiktigt stöd från kommunen”</p>' in text
    assert f"»{longer('long-term support')}»" in text


def test_its_data_has_a_column_for_each_text_of_each_language(made: Made) -> None:
    with (made / "out/data/q1.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in ("title", "row_label", "series_label", "question", "base", "weighting"):
        assert [code for code in made.every if f"{name}_{code}" in rows[0]] == made.every
    assert rows[0][f"row_label_{made.code}"] == "ÝÝééś"
    readme = (made / "out/data/README.txt").read_text(encoding="utf-8")
    assert f"_sv, _en and _{made.code} are given in all languages" in readme
    assert not re.search(rf"_(sv|en|{made.code}): ", readme)


@pytest.mark.parametrize("lacking", ["manuscript", "figure", "text"])
def test_what_the_third_lacks_is_a_fault(made: Made, tmp_path: Path, lacking: str) -> None:
    broken = package(tmp_path / "p", code=made.code)
    manuscript, theme = broken / f"manuscript.{made.code}.md", broken / "theme.yaml"
    match lacking:
        case "manuscript":
            manuscript.unlink()
        case "figure":
            text = manuscript.read_text(encoding="utf-8")
            manuscript.write_text(text.replace(":::{figure} q3\n:::\n", ""), encoding="utf-8")
        case _:
            text = theme.read_text(encoding="utf-8")
            text = re.sub(rf"(title: .*), {made.code}: \S+\}}", r"\1}", text, count=1)
            theme.write_text(text, encoding="utf-8")
    checked = run(made / "program", "check", str(broken))
    file = theme if lacking == "text" else manuscript
    assert (checked.returncode, checked.stderr.startswith(file.name)) == (1, True), checked.stderr
