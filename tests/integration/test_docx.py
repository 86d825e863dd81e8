"""Word in LibreOffice: it opens whole, and every page number in the contents is right."""

import dataclasses
import os
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from samklang.core.document.blocks import Block, Heading, Listing, Paragraph
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Run
from samklang.publication.build import prepare
from samklang.render.docx import report
from samklang.render.docx.xml import name
from tests.sample_tables import likert_table, share_table
from tests.samples import document, figure
from tests.white_share import chapter_ends, white_shares

DEMO = Path(__file__).parents[2] / "themes" / "social-innovation-i-norr"
needs_office = pytest.mark.skipif(
    not shutil.which("soffice") and not os.environ.get("CI"), reason="needs LibreOffice"
)


def opened(content: bytes, folder: Path) -> Path:
    """The file as LibreOffice prints it."""
    (folder / "report.docx").write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), str(folder / "report.docx")],
        check=True,
        capture_output=True,
        timeout=240,
    )  # fmt: skip
    return folder / "report.pdf"


def told(content: Path) -> list[tuple[str, int]]:
    """The entries of the contents and their pages."""
    with zipfile.ZipFile(content) as archive:
        main = etree.fromstring(archive.read("word/document.xml"))
    entries = []
    for link in main.find(f".//{name('w:sdtContent')}").iter(name("w:hyperlink")):
        *title, page = [t.text for t in link.iter(name("w:t"))]
        entries.append(("".join(title), int(page)))
    return entries


def printed(path: Path) -> list[tuple[str, int]]:
    """The headings of a PDF, by its bookmarks, and the pages they lie on."""
    found: list[tuple[str, int]] = []
    with pikepdf.open(path) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}

        def walk(items: list[pikepdf.OutlineItem]) -> None:
            for item in items:
                assert item.destination is not None
                found.append((item.title, pages[item.destination[0].objgen]))
                walk(item.children)

        with pdf.open_outline() as outline:
            walk(outline.root)
    return found


def wrong(content: bytes, folder: Path) -> list[tuple[str, int, int]]:
    """Entries of the contents whose page is another than where the heading is printed."""
    there = iter(printed(opened(content, folder)))
    found = []
    for title, page in told(folder / "report.docx"):
        real = next(at for heading, at in there if heading.strip() == title.strip())
        if real != page:
            found.append((title, page, real))
    return found


@needs_office
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_of_the_demo_are_right(language: str, tmp_path: Path) -> None:
    found = prepare(DEMO)[language]  # type: ignore[index]
    assert wrong(report(found), tmp_path) == []
    # The cover apart: what a chapter ends with, and in Swedish a note that has no room.
    white = white_shares(tmp_path / "report.pdf")
    ends = chapter_ends(tmp_path / "report.pdf")
    left = {n: share for n, share in enumerate(white[1:], 2) if share > 0.35 and n not in ends}
    assert left == {}
    assert len(white) <= 37


@needs_office
@pytest.mark.parametrize("seed", [2, 6])
def test_the_pages_of_a_report_at_random_are_right(seed: int, tmp_path: Path) -> None:
    assert wrong(report(at_random(seed)), tmp_path) == []


def at_random(seed: int) -> Document:
    """A report of paragraphs, lists and figures of any length in any order."""
    chance = random.Random(seed)
    text = "ord och längre sammansättningar i en mening om föreningar, kommuner och samverkan "

    def words(most: int) -> str:
        return " ".join(chance.choices(text.split(), k=chance.randint(5, most)))

    def blocks(section: int) -> tuple[Block, ...]:
        made: list[Block] = []
        for number in range(chance.randint(2, 12)):
            match chance.randint(0, 4):
                case 0:
                    made.append(Heading(2, f"h{section}-{number}", (Run(words(9)),)))
                case 1:
                    items = [(Run(words(30)),) for _ in range(chance.randint(1, 8))]
                    made.append(Listing(tuple(items)))
                case 2:
                    table = dataclasses.replace(
                        chance.choice((share_table(), likert_table())), id=f"f{section}{number}"
                    )
                    kind = "bars" if len(table.series) == 1 else "stacked"
                    made.append(figure(table, kind=kind, highlight=""))
                case _:
                    made.append(Paragraph((Run(words(160)),)))
        return tuple(made)

    sections = tuple(Section(f"s{i}", words(6), (Run(words(40)),), blocks(i)) for i in range(6))
    return dataclasses.replace(document(), sections=sections)
