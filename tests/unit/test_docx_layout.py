"""Word: how tall charts are, what keeps to the page, and what stands together on one."""

import dataclasses
import itertools

import pytest

from samklang.core.disclosure.released import ReleasedTable
from samklang.core.document.blocks import Examples, Figure, Paragraph
from samklang.core.document.document import Section
from samklang.core.document.inline import Run
from samklang.core.document.method_box import Fact, MethodBox
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render.docx import report
from samklang.render.docx.fonts import obfuscated
from samklang.render.docx.pages import LOWER
from samklang.render.docx.styles import EXAMPLE
from samklang.render.docx.xml import name
from tests.sample_tables import factor_table, likert_table, share_table
from tests.samples import document, figure
from tests.unit.opened_word import is_heading, paragraphs, part, style_of, with_text, words
from tests.unit.test_demo_theme import document as demo


def tall(rows: int, label: str = "Svar") -> float:
    """The height in points of the chart of a figure with so many rows of that name."""
    table = share_table()
    row = table.rows[0]
    many = tuple(dataclasses.replace(row, id=f"r{n}", label=f"{label} {n}") for n in range(rows))
    shown = figure(dataclasses.replace(table, rows=many), kind="bars", highlight="")
    section = Section("s", "S", (), (shown,))
    made = report(dataclasses.replace(document("sv"), sections=(section,), opening=None))
    extent = part(made, "word/document.xml").find(f".//{name('wp:extent')}")
    return int(extent.get("cy")) / 12_700


def test_a_chart_is_as_tall_as_its_names_and_shares_a_page_with_its_table() -> None:
    assert tall(3) < tall(6) < tall(12)
    # Each row has room for three lines of 9 points.
    assert tall(6, "En lång rad som tar flera rader i diagrammet " * 2) > 6 * 3 * 9
    # A4 less its margins, 686 points, holds the words, twelve rows of the table and the chart.
    assert tall(12) + 13 * 16.5 < 686 - 190
    assert tall(40) <= 8_200_000 / 12_700


def test_a_wide_table_keeps_to_the_page() -> None:
    wide = figure(likert_table(), kind="stacked", title="T", highlight="")
    made = dataclasses.replace(document(), sections=(Section("s", "S", (), (wide,)),))
    widths = [
        int(c.get(name("w:w")))
        for c in part(report(made), "word/document.xml").iter(name("w:gridCol"))
    ]
    assert sum(widths) <= 8618
    assert min(widths) > 300


def test_an_embedded_font_is_the_font_again() -> None:
    key = "0123456789ABCDEF0123456789ABCDEF"
    content = bytes(range(64))
    assert obfuscated(content, key) != content
    assert obfuscated(obfuscated(content, key), key) == content
    assert obfuscated(content, key)[32:] == content[32:]


def test_what_is_withheld_is_set_to_the_left_below_the_first_of_its_columns() -> None:
    """Two of three answers are withheld; their reason spans the numbers from the count on."""
    made = with_text("x")
    cells = part(report(made), "word/document.xml").iter(name("w:tc"))
    spans = [c for c in cells if c.find(f".//{name('w:gridSpan')}") is not None]
    assert [words(cell) for cell in spans] == ["dolt för att skydda svarande", "färre än 5"]
    for cell in spans:
        assert cell.find(f".//{name('w:jc')}").get(name("w:val")) == "left"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_is_told_in_few_lines_and_what_is_not_known_takes_none(
    language: Language,
) -> None:
    made = demo(language)
    [block] = [b for _, b in made.blocks() if isinstance(b, Examples)]
    texts = paragraphs(report(made))
    titles = [text for style, text in texts if style == EXAMPLE]
    assert titles == [card.title for card in block.shown_whole]
    for card in block.shown_whole:
        begin = texts.index((EXAMPLE, card.title))
        told = itertools.takewhile(lambda one: not is_heading(one[0]), texts[begin + 1 :])
        known = [text for style, text in told if style == "Known"]
        assert len(known) == bool(card.organisation or card.challenges) + bool(card.sources)
        whole = " ".join(known)
        for value in (card.organisation, card.place, *card.partners, *card.challenges):
            assert value in whole
        assert all(called in whole for _, called in card.sources)
        assert "https://" not in whole
        for lacking in ("Inte känd", "Källa saknas", "Not known", "Unknown", "Source missing"):
            assert lacking not in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_without_a_chart_begins_where_the_one_before_it_ends(
    language: Language,
) -> None:
    made = demo(language)
    main = part(report(made), "word/document.xml")
    heads = [p for p in main.iter(name("w:p")) if style_of(p) == "Heading1"]
    flowing = [words(p) for p in heads if p.find(f".//{name('w:pageBreakBefore')}") is not None]
    charted = {s.id for s in made.chapters if any(isinstance(b, Figure) for b in s.blocks)}
    expected = [s.title for s in made.chapters[1:] if s.id not in charted]
    assert flowing == [*expected, phrase(language, "pdf.about")]
    assert 4 <= len(flowing) < len(heads)
    values = {p.get(name("w:val")) for p in main.iter(name("w:pageBreakBefore"))}
    assert values == {"0"}


def test_a_chart_that_lacks_a_little_room_is_lower_and_one_that_lacks_more_goes_on() -> None:
    """A tenth of its height, where a third of the page would be left white."""

    shown = demo("sv").figures[-1]

    def height(above: int) -> int:
        text = tuple(Paragraph((Run("Ord. "),)) for _ in range(above))
        section = Section("s", "Del", (Run("Lead."),), (*text, shown))
        content = report(dataclasses.replace(document(), sections=(section,), opening=None))
        main = part(content, "word/document.xml")
        [extent] = main.iter(name("wp:extent"))
        return int(extent.get("cy"))

    heights = [height(above) for above in range(12, 40)]
    whole = max(heights)
    lower = [height for height in heights if height < whole]
    assert 1 <= len(lower) <= 3
    assert min(lower) >= whole * (1 - LOWER)


def test_a_chart_may_part_from_its_table_but_from_nothing_else() -> None:
    """Only the last line below a chart lets go, so that no page is left half empty before both."""
    body = part(report(with_text("x")), "word/document.xml")
    styles = [p.find(f"{name('w:pPr')}/{name('w:pStyle')}") for p in body.iter(name("w:p"))]
    looks = ["" if style is None else style.get(name("w:val")) for style in styles]
    kept = [p.find(f"{name('w:pPr')}/{name('w:keepNext')}") for p in body.iter(name("w:p"))]
    loosened = [one is not None and one.get(name("w:val")) == "0" for one in kept]
    drawn, titled = looks.index("Drawing"), looks.index("TableTitle")
    assert loosened[drawn:titled] == [False] * (titled - drawn - 1) + [True]


def test_a_label_stands_beside_its_fact_where_its_column_holds_it() -> None:
    """The longest label of an example does; one that is wider than the column has its own line."""
    box = MethodBox("M", (Fact("Så säkra är uppgifterna", "hög"), Fact("W" * 20, "b")), "", (), ())
    made = dataclasses.replace(document(), sections=(Section("s", "S", (), (box,)),))
    facts = [
        p
        for p in part(report(made), "word/document.xml").iter(name("w:p"))
        if words(p).endswith(("hög", "W" * 20 + "b"))
    ]
    inside = [p.find(f"{name('w:r')}/{name('w:tab')}") is not None for p in facts]
    assert inside == [True, False]


def test_many_facts_may_part_and_few_stay_together() -> None:
    """Kept whole, facts of a page's length would leave the page before them white."""

    def loosened(said: str) -> list[bool]:
        facts = tuple(Fact(f"F{number}", said) for number in range(6))
        box = MethodBox("M", facts, "", (), ())
        made = dataclasses.replace(document(), sections=(Section("s", "S", (), (box,)),))
        kept = [
            p.find(f"{name('w:pPr')}/{name('w:keepNext')}")
            for p in part(report(made), "word/document.xml").iter(name("w:p"))
            if words(p).endswith(said)
        ]
        return [one.get(name("w:val")) == "0" for one in kept]

    assert loosened("kort") == [False, False, False, False, False, True]
    assert loosened("långt " * 60 + "sagt") == [False, True, True, True, False, True]


@pytest.mark.parametrize(
    ("table", "kind", "key"),
    [
        (share_table(), "bars", "Det övre strecket visar konfidensintervallet, det undre"),
        (share_table(), "dots", "Det smala strecket visar konfidensintervallet, det breda"),
        (factor_table(), "grouped", "Strecket visar konfidensintervallet."),
    ],
)
def test_the_key_below_a_native_chart_names_what_it_draws(
    table: ReleasedTable, kind: str, key: str
) -> None:
    """It has lines for a band and no bracket, and no room for bands where bars are in pairs."""
    rows = tuple(
        dataclasses.replace(
            row,
            cells=tuple(
                dataclasses.replace(cell, band_low=cell.low, band_high=cell.high)
                for cell in row.cells
            ),
        )
        for row in table.rows
    )
    banded = dataclasses.replace(table, rows=rows)
    section = Section("s", "S", (), (figure(banded, kind=kind, highlight=""),))
    made = dataclasses.replace(document(), sections=(section,))
    text = words(part(report(made), "word/document.xml"))
    assert key in text
    assert "klammern" not in text
