"""The summary: what goes on one page, and that it is one page, whatever the theme."""

import dataclasses
import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from samklang.core.document.blocks import Contacts, KeyPoints
from samklang.core.document.contact_card import ContactCard
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Run, Value
from samklang.core.report.summary import MOST, method_line, summary
from samklang.render.html import site
from samklang.render.summary import summary_pdf
from tests.sample_tables import factor_table, likert_table, share_table
from tests.samples import document, figure

LONG = "Ett mycket långt ord i en lång mening om kommuner, föreningar och samverkan. "


def points(count: int, text: str = "En punkt.") -> KeyPoints:
    return KeyPoints(
        "I korthet", tuple((Run(f"{text} {n} "), Value("66 %", "q1")) for n in range(count))
    )


def with_blocks(*blocks: object, **changes: object) -> Document:
    sections = (Section("s", "S", (), blocks),)  # type: ignore[arg-type]
    return dataclasses.replace(document(), sections=sections, **changes)  # type: ignore[arg-type]


def test_points_with_numbers_come_before_others_and_each_section_has_its_turn() -> None:
    plain = KeyPoints("I korthet", ((Run("ett"),), (Run("två"),)))
    made = dataclasses.replace(
        document(),
        sections=(
            Section("a", "A", (), (plain, figure(share_table()))),
            Section("b", "B", (), (points(4, "b"),)),
            Section("c", "C", (), (points(4, "c"),)),
        ),
    )
    told = ["".join(part.text for part in point)[0] for point in summary(made).points]
    assert told == ["b", "b", "b", "c", "c"]


def test_with_few_numbers_other_points_fill_up_to_three() -> None:
    made = with_blocks(KeyPoints("K", tuple((Run(t),) for t in "abcde")), figure(share_table()))
    assert [p[0].text for p in summary(made).points] == ["a", "b", "c"]


def test_without_key_points_the_figures_speak() -> None:
    shown = figure(share_table())
    values = figure(share_table(), id="b", kind="values", title="Antal – median", question="Hur?")
    found = summary(with_blocks(shown, values))
    # Each says what it is of: there is no title above it here.
    assert [p[0].text for p in found.points] == [
        f"{shown.title}{'' if shown.title.endswith('?') else ':'} {shown.summary}",
        f"Hur? {values.summary}",
    ]
    long = figure(share_table(), title="Fråga " * 60)
    assert [p[0].text for p in summary(with_blocks(long)).points] == [long.summary]


def test_the_main_numbers_have_their_interval_and_base() -> None:
    (headline,) = summary(document()).headlines
    assert headline.number == "66\u00a0%"
    assert headline.how == (
        "mellan 55 och 76\u00a0%",
        "21\u00a0av\u00a032",
        "bas: medlemsorganisationer som svarat på frågan",
    )


def test_a_withheld_number_is_no_headline() -> None:
    assert summary(with_blocks(figure(share_table(), highlight="no"))).headlines == ()


def test_the_method_is_the_method_box_in_a_line() -> None:
    line = method_line(summary(document()))
    assert "Population: 43 medlemmar." in line
    assert "Svar: 32 (74 %)." in line


SHORT = with_blocks(figure(share_table()), notices=(), subtitle="", published="", network="N")
EMPTY = with_blocks(notices=(), subtitle="")
FULL = with_blocks(
    *(points(5, LONG * 3) for _ in range(3)),
    figure(share_table(), title=LONG * 3, base=LONG * 9),
    figure(dataclasses.replace(share_table(), id="b"), id="b", title=LONG, highlight="yes"),
    figure(dataclasses.replace(share_table(), id="c"), id="c", title=LONG, highlight="yes"),
    figure(factor_table(), kind="grouped"),
    figure(likert_table(), kind="stacked", interval=LONG * 40),
    Contacts(tuple(ContactCard(LONG, LONG, LONG, "a@b.se", "") for _ in range(4))),
    title=LONG * 20,
    subtitle=LONG * 20,
    network=LONG * 5,
    notices=(LONG * 10, LONG * 10, LONG * 10),
    address="https://example.org/" + "mapp/" * 60,
)
ODD = with_blocks(points(5, "🎉 日本 שלום <b>#panic()</b> x" + "y" * 200), title="z" * 5000)


@pytest.mark.parametrize("made", [document(), document("en"), SHORT, EMPTY, FULL, ODD])
def test_it_is_one_page_of_a4_in_both_standards(made: Document) -> None:
    content = summary_pdf(made)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (page,) = pdf.pages
        assert [round(float(x)) for x in page.mediabox] == [0, 0, 595, 842]
        with pdf.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
            assert about["pdfuaid:part"] == "1"
    assert summary_pdf(made) == content


@pytest.mark.skipif(not shutil.which("pdftotext") and not os.environ.get("CI"), reason="Poppler")
@pytest.mark.parametrize("made", [FULL, ODD])
def test_nothing_lies_below_the_margin(made: Document, tmp_path: Path) -> None:
    (tmp_path / "summary.pdf").write_bytes(summary_pdf(made))
    run = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "summary.pdf", "-"], capture_output=True, check=True
    )
    lowest = [float(y) for y in re.findall(r'yMax="([0-9.]+)">', run.stdout.decode())]
    assert len(lowest) > 50
    assert max(lowest) <= 842 - 15 / 25.4 * 72 + 3
    assert len(summary(made).points) == MOST


def test_the_page_of_the_site_has_what_the_paper_has() -> None:
    for language in ("sv", "en"):
        made = document(language)  # type: ignore[arg-type]
        page = site(made, files=[])["summary.html"].decode()
        assert made.title in page
        assert "66" in page
        assert made.notices[0] in page
        assert 'href="summary.pdf"' in page
        assert "<script" not in page
