"""report.pdf and deck.pdf page by page: nothing off the page, and what stands together."""

import dataclasses
import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow
from samklang.core.document.blocks import (
    Block,
    Card,
    Cards,
    Examples,
    Figure,
    Heading,
    Paragraph,
)
from samklang.core.document.deck import slides
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Run
from samklang.core.language.wording import Language
from samklang.render.pdf.structure import elements
from tests.sample_tables import share_table
from tests.samples import document, example, figure
from tests.typeset_samples import (
    both,
    each_language,
    hostile,
    outline,
    poppler,
    render,
    sample,
    squeezed,
    text,
    words,
)

# --- the page --------------------------------------------------------------------------------

# The inner margins of a page, left and right, above and below, in points.
MARGIN = {"report": (34 / 25.4 * 72, 20.0), "deck": (10.0, 10.0)}


def within(issue: str, content: bytes) -> None:
    """Every word lies within the margins. A slide's map reaches further out than its text, and the
    number of a report's page stands in its margin."""
    across, down = MARGIN[issue]
    for number, ((width, height), boxes) in enumerate(words(content), 1):
        for word, (left, top, right, bottom) in boxes:
            if issue == "report" and word == str(number) and top > height - 30 / 25.4 * 72:
                continue
            assert left >= across - 1, word
            assert right <= width - across + 1, word
            assert top >= down, word
            assert bottom <= height - down, word


@both
@each_language
def test_every_word_lies_within_the_margins(issue: str, language: Language) -> None:
    within(issue, sample(issue, language))


LONG = {
    "a word of its own": "Å" * 1200,
    "a long compound": "Kommunikationsverksamhetsutvecklingsprojektledare " * 8,
    "an address": "https://example.org/" + "en-mycket-lang-adress/" * 30,
    "many words": "Vi vill gärna prata med kommunen om detta. " * 60,
}


@both
@pytest.mark.parametrize("value", LONG.values(), ids=LONG.keys())
def test_no_text_is_too_long(issue: str, value: str) -> None:
    within(issue, render(issue, hostile(value)))


def test_a_figure_that_is_higher_than_a_page_is_drawn_on_several() -> None:
    """Every row is there twice, in a drawing and in the table, and none below the margin."""
    label = "Vi har inte haft tid, pengar och kunskap nog för att pröva något nytt tillsammans"
    cell = ReleasedCell("shown", 21, 66, 55, 76, 51, 80)
    rows = tuple(ReleasedRow(f"r{n}", f"rad{n} {label}", 32, (cell,)) for n in range(25))
    long = figure(dataclasses.replace(share_table(), rows=rows), highlight="")
    made = dataclasses.replace(
        document("sv"), sections=(Section("s", "S", (Run("x"),), (long,)),), opening=None
    )
    content = render("report", made)
    within("report", content)
    there = [word for _, page in words(content) for word, _ in page if word.startswith("rad")]
    assert sorted(there) == sorted([f"rad{n}" for n in range(25)] * 2)


def test_a_line_of_a_million_letters() -> None:
    paragraph = Paragraph((Run("x" * 1_000_000),))
    section = Section("a", "A", (), (paragraph,))
    content = render("report", dataclasses.replace(document(), sections=(section,)))
    assert text(content).count("x") >= 1_000_000


def test_a_page_never_ends_with_a_heading() -> None:
    made = document()
    for filler in range(0, 40, 3):
        lines = tuple(Paragraph((Run(f"Rad {n}."),)) for n in range(filler))
        section = dataclasses.replace(
            made.sections[3], lead=(), blocks=(*lines, *made.sections[3].blocks[1:])
        )
        results = dataclasses.replace(made.sections[2], blocks=(*lines, *made.sections[2].blocks))
        content = render("report", dataclasses.replace(made, sections=(results, section)))
        headings = {squeezed(t) for _, below in outline(content) for t in below}
        for _, boxes in words(content)[2:]:
            rows: dict[int, str] = {}
            for word, (_, _, _, bottom) in boxes:
                rows[round(bottom)] = rows.get(round(bottom), "") + word
            body = [row for at, row in sorted(rows.items()) if at < 842 - 30 / 25.4 * 72 + 4]
            assert squeezed(body[-1]) not in headings


def set_after(lines: int, *blocks: Block) -> list[str]:
    """The pages with the blocks of a section after so many lines of text, without spaces."""
    made = document()
    above = tuple(Paragraph((Run(f"Rad {n}."),)) for n in range(lines))
    section = dataclasses.replace(made.sections[2], lead=(), blocks=(*above, *blocks))
    made = dataclasses.replace(made, opening=None, sections=(section,))
    text = poppler("pdftotext", "-raw", content=render("report", made))
    return [squeezed(page) for page in text.split("\f")][2:]


def test_a_knowledge_card_is_not_parted_over_pages() -> None:
    def cards(words: int) -> Cards:
        texts = (f"Början{n} {'ord ' * words} Slutet{n}." for n in range(2))
        return Cards(tuple(Card(f"c{n}", "Begrepp", (Run(t),), ()) for n, t in enumerate(texts)))

    for lines in (24, 28, 32):
        for page in set_after(lines, cards(60)):
            for n in range(2):
                assert (f"Början{n}" in page) == (f"Slutet{n}" in page), lines
    # One that is longer than a page goes on.
    pages = set_after(24, cards(1200))
    assert sum(page.count("ord") for page in pages) >= 2400


def high_figure(rows: int) -> Figure:
    """A figure with so many rows more than the sample's."""
    low = figure(share_table())
    more = tuple(
        dataclasses.replace(low.table.rows[0], id=f"more-{n}", label=f"Svar {n}")
        for n in range(rows)
    )
    return figure(dataclasses.replace(low.table, rows=(*low.table.rows, *more)))


def split_at(shown: Figure, lines: int) -> bool:
    """Whether the table of a figure after so many lines of text stands on the page after."""
    pages = set_after(lines, shown)
    (drawn,) = (n for n, page in enumerate(pages) if "Strecketvisar" in page)
    # The table is whole, with the words on its method.
    (tabled,) = (n for n, page in enumerate(pages) if "51–80" in page and "Vägtså" in page)
    assert tabled - drawn in (0, 1)
    assert ("Diagram1,forts." in pages[tabled]) == (tabled > drawn)
    return tabled > drawn


def test_a_table_follows_its_drawing_unless_much_of_the_page_were_white() -> None:
    # The sample's figure is hardly higher than the white that is borne, 70 mm.
    assert sum(split_at(figure(share_table()), lines) for lines in range(0, 40, 2)) <= 1
    parted = [lines for lines in range(0, 40, 2) if split_at(high_figure(9), lines)]
    # Whole as long as it has room, and again when little of the page is left.
    assert parted
    assert min(parted) > 4
    assert max(parted) < 22
    assert parted == list(range(min(parted), max(parted) + 1, 2))


def test_the_paragraphs_after_a_figure_fill_the_page_it_has_no_room_on() -> None:
    following = (
        Paragraph((Run("Först efter."),)),
        Paragraph((Run("Sist efter."),)),
    )
    next_one = dataclasses.replace(figure(share_table()), id="another", number=2)
    (page,) = set_after(0, high_figure(3), following[0])[:1]
    assert page.index("Diagram1") < page.index("Förstefter.")
    first, second = set_after(22, high_figure(3), *following)[:2]
    assert "Förstefter.Sistefter." in first
    assert "Diagram1" in second
    # The last before another figure stays with it.
    first, second = set_after(22, high_figure(3), *following, next_one)[:2]
    assert "Förstefter." in first
    assert second.index("Diagram1") < second.index("Sistefter.")
    # Nothing goes past a heading.
    heading = Heading(2, "over", (Run("Över."),))
    first, second = set_after(22, high_figure(3), heading, *following)[:2]
    assert "Förstefter." not in first
    assert second.index("Diagram1") < second.index("Förstefter.")


# --- slides ----------------------------------------------------------------------------------


@each_language
def test_the_deck_is_a_slide_a_page(language: Language) -> None:
    pages = words(sample("deck", language))
    assert len(pages) == len(slides(document(language)))
    assert all(abs(width / height - 16 / 9) < 0.01 for (width, height), _ in pages)


@each_language
def test_nothing_on_a_slide_is_smaller_than_14_points(language: Language, tmp_path: Path) -> None:
    for content in (sample("deck", language), render("deck", hostile(LONG["many words"]))):
        path = tmp_path / "deck.pdf"
        path.write_bytes(content)
        made = subprocess.run(
            ["pdftohtml", "-xml", "-i", "-zoom", "3", "-stdout", str(path)],
            capture_output=True,
            check=True,
            timeout=60,
        )
        sizes = [int(size) / 3 for size in re.findall(rb'<fontspec [^>]*size="(\d+)"', made.stdout)]
        assert sizes
        assert min(sizes) >= 14


def test_a_tall_chart_is_cut_over_slides() -> None:
    from samklang.core.disclosure.released import ReleasedCell, ReleasedRow

    rows = tuple(
        ReleasedRow(f"r{n}", f"Svar nummer {n}", 40, (ReleasedCell("shown", n, n, 0, n + 9),))
        for n in range(1, 31)
    )
    table = dataclasses.replace(share_table(), rows=rows)
    section = Section("a", "A", (), (figure(table),))
    content = render("deck", dataclasses.replace(document(), sections=(section,)))
    whole = text(content)
    assert all(f"Svarnummer{n}" in whole for n in range(1, 31))
    assert "1av" in whole
    assert len(words(content)) > 4


def test_many_examples_are_cut_over_slides() -> None:
    many = Examples(tuple(example(n, sourced=bool(n % 2)) for n in range(1, 21)), "Not.")
    section = Section("a", "Exempel", (), (many,))
    made = dataclasses.replace(document(), sections=(section,))
    content = render("deck", made)
    assert sum(slide.kind == "examples" for slide in slides(made)) == 4
    assert len(words(content)) == len(slides(made))
    assert "Källasaknas" in text(content)


def test_a_figure_longer_than_a_page_flows_on_from_its_drawing() -> None:
    """Header and name of the rows that go on stand on the next page too; no name ends a page."""
    low = share_table()
    (series,) = low.series
    scale = tuple(dataclasses.replace(series, id=f"s{n}", label=f"Steg {n}") for n in range(7))
    row = low.rows[0]
    statements = tuple(
        dataclasses.replace(row, id=f"r{n}", label=f"Påstående {n}", cells=row.cells[:1] * 7)
        for n in range(9)
    )
    table = dataclasses.replace(low, series=scale, rows=statements)
    content = render("report", with_figure(figure(table, kind="stacked", highlight="")))
    found = poppler("pdftotext", "-layout", content=content).split("\f")
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in found]
    (drawn,) = (n for n, page in enumerate(pages) if "Diagram 1" in page)
    after = [n for n, page in enumerate(pages) if n > drawn and any("Steg 6" in x for x in page)]
    assert len(after) >= 1
    # The table begins below the drawing.
    assert sum("Steg 3 " in line for line in pages[drawn]) >= 1
    head = next(line for line in pages[drawn] if line.startswith("Svar  "))
    for n in (drawn, *after):
        body = [line for line in pages[n] if line.startswith(("Svar  ", "Påstående", "Steg"))]
        assert not body[-1].startswith("Påstående")
        if n != drawn:
            assert re.sub(" +", " ", body[0]) == re.sub(" +", " ", head)
            assert body[1].startswith("Påstående")
    with pikepdf.open(io.BytesIO(content)) as made:
        groups = [
            cell
            for cell in elements(made, "/TH")
            for one in cell.get("/A", [])
            if one.get("/ColSpan", 1) > 1
        ]
        assert len(groups) == 9


def with_figure(shown: Figure) -> Document:
    """A document of one section with a figure and nothing else."""
    made = document()
    section = dataclasses.replace(made.sections[2], lead=(), blocks=(shown,))
    return dataclasses.replace(made, opening=None, sections=(section,))
