"""Themes of other shapes than the demo: one question, all withheld, long words, one factor."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pikepdf
import pytest

from samklang.core.document.blocks import Block, Examples, Figure, Listing
from samklang.core.document.deck import LOOKED_UP, Slide, slides
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import plain
from samklang.core.document.method_box import Fact, MethodBox
from samklang.core.report.summary import summary
from samklang.publication.build import prepare
from samklang.publication.reading.pdf_text import _drawn, _joined, pdf_lines
from samklang.render import pdf
from samklang.render.charts import figure_svg, map_svg
from samklang.render.design import Branding
from samklang.render.html import single_page
from samklang.render.summary import summary_pdf
from tests.samples import document as sample
from tests.samples import example
from tests.small_package import files
from tests.white_share import white_shares

Change = Callable[[dict[str, str]], Mapping[str, str]]
# Members and answers of the small package that are kept.
FEW, ANSWERED = 13, 9
LONG = "Har er förening ensam eller tillsammans med andra prövat något nytt de senaste åren, " * 4


def made(folder: Path, change: Change, language: str = "sv") -> Document:
    """The document of the small package as it is changed."""
    for name, text in change(files()).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return next(d for code, d in prepare(folder).items() if code == language)


def first(text: str, lines: int) -> str:
    return "\n".join(text.splitlines()[:lines]) + "\n"


def twelve(given: dict[str, str]) -> Mapping[str, str]:
    """Twelve members of whom eight answered: nothing can be shown."""
    given["theme.yaml"] = given["theme.yaml"].replace(", strata: [county]", "")
    given["register.csv"] = first(given["register.csv"], FEW)
    given["responses.csv"] = first(given["responses.csv"], ANSWERED)
    given["codings.csv"] = first(given["codings.csv"], 7)
    return {**given, **_without_shares(given)}


def _without_shares(given: Mapping[str, str]) -> dict[str, str]:
    """The texts, whose numbers are not there to be printed."""
    names = ("manuscript.md", "manuscript.en.md")
    return {name: given[name].replace("{share}`q1=yes`", "En del") for name in names}


def one_question(given: dict[str, str]) -> Mapping[str, str]:
    """One question, no examples, no quotes."""
    asked = given["questionnaire.yaml"]
    given["questionnaire.yaml"] = asked[: asked.index("  - id: q2\n")]
    rows = (line.split(",")[:5] for line in given["responses.csv"].splitlines())
    given["responses.csv"] = "\n".join(",".join(row) for row in rows) + "\n"
    text = (
        "{#a}\n# Inledning\n\nOm rapporten.\n\n:::{method-box}\n:::\n\n"
        "{#b}\n# Resultat\n\nSå svarade de.\n\n:::{figure} q1\n:::\n\n"
        "{#c}\n# Tack\n\nTack till alla.\n\n:::{contacts}\n:::\n"
    )
    kept = ("theme.yaml", "questionnaire.yaml", "responses.csv", "register.csv", "contacts.yaml")
    return {name: given[name] for name in kept} | {"manuscript.md": text, "manuscript.en.md": text}


def drawings(of: Document) -> dict[str, str]:
    branding = Branding.of(of)
    return {
        block.id: figure_svg(block, of.language, branding)
        if isinstance(block, Figure)
        else map_svg(block, of.language, branding)  # type: ignore[arg-type]
        for _, block in of.blocks()
        if type(block).__name__ in ("Figure", "ExampleMap")
    }


def of_kind(found: tuple[Slide, ...], kind: str) -> list[Slide]:
    return [slide for slide in found if slide.kind == kind]


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return made(tmp_path_factory.mktemp("twelve"), twelve)


def test_what_shows_no_number_is_a_table_and_no_empty_axis(hidden: Document) -> None:
    figures = hidden.figures
    assert [(f.called, f.number) for f in figures] == [("table", n) for n in range(1, 6)]
    page = single_page(hidden).decode()
    assert "Tabell 1" in page
    assert "Diagram 1" not in page
    # No interval is told of numbers that are not there.
    assert not any(figure.interval for figure in figures)
    box = next(block for _, block in hidden.blocks() if isinstance(block, MethodBox))
    assert [fact.label for fact in box.reading.facts] == ["Bas", "Dolda siffror"]


def test_that_all_is_withheld_is_said_once(hidden: Document) -> None:
    told = "Svaren är för få för att visas utan att röja någon."
    assert [plain(point) for point in summary(hidden).points] == [told]
    assert hidden.opening is not None
    listed = [b.items for b in hidden.opening.blocks if isinstance(b, Listing)]
    assert [plain(item) for items in listed for item in items] == [told]
    found = slides(hidden)
    assert of_kind(found, "figure") == []
    said = [plain(slide.spoken[0]) for slide in found if slide.rank == LOOKED_UP and slide.spoken]
    assert said.count(told) == 5


def test_one_factor_is_compared_with_nothing(tmp_path: Path) -> None:
    figure = made(tmp_path, lambda given: given).figures[-1]
    assert figure.id == "factors"
    said = figure.summary.replace("\u00a0", " ")
    assert said == "Ekonomi underlättar för 9 av 19 och försvårar för 10 av 19."


def test_a_title_that_asks_takes_no_colon(tmp_path: Path) -> None:
    found = slides(made(tmp_path, lambda given: given))
    titles = [slide.title for slide in of_kind(found, "figure")]
    assert any(title.startswith("Tillsammans med någon? ") for title in titles)
    assert not any("?:" in title for title in titles)


def long_words(given: dict[str, str]) -> Mapping[str, str]:
    asked = given["questionnaire.yaml"].replace("Har ni utvecklat något nytt?", f'"{LONG}?"')
    asked = asked.replace(
        "    short: {sv: Har utvecklat något nytt, en: Have developed something new}\n", ""
    )
    theme = given["theme.yaml"].replace("Provnätverket", f'"{NETWORK}"')
    return given | {"questionnaire.yaml": asked, "theme.yaml": theme}


NETWORK = "Nätverket för idéburna organisationer, stiftelser och ekonomiska föreningar i norr"


def test_long_words_are_told_and_not_set_in_small_letters(tmp_path: Path) -> None:
    document = made(tmp_path, long_words)
    slide = of_kind(slides(document), "figure")[0]
    assert slide.title.replace("\u00a0", " ") == "70 % svarar ”Ja” (14 av 20)"
    # The question is the heading of the figure and is not said again below it.
    assert document.figures[0].asked == ""
    assert document.figures[1].asked == ""
    short = replace(document.figures[1], title="Tillsammans")
    assert short.asked == "Tillsammans med någon?"
    report = " ".join(pdf_lines(pdf.report(document, figures=drawings(document))))
    # The cover has the whole name of the network; the running head may cut it, not at a comma.
    assert "ekonomiska föreningar i norr" in report
    assert ",…" not in report


def test_an_example_is_told_on_a_slide_in_its_first_sentences() -> None:
    text = "Det här är en mening om byn och affären. " * 60
    card = replace(example(1), description=text.strip(), match="exact")
    block = Examples((card,), "")
    found = slides(_of(block))
    [told] = of_kind(found, "chosen")
    assert isinstance(told.content, tuple)
    said = told.content[0].description  # type: ignore[union-attr]
    assert 800 < len(said) <= 1000
    assert said.endswith("affären.")
    # All are told, so that none is left to be listed.
    assert of_kind(found, "examples") == []


def test_contacts_after_thanks_are_called_contacts(tmp_path: Path) -> None:
    found = slides(made(tmp_path, one_question))
    assert [slide.title for slide in found if slide.kind == "contacts"] == ["Kontakt"]
    assert not any("(2)" in slide.title for slide in found)


def test_a_short_chapter_begins_where_it_has_room(tmp_path: Path) -> None:
    document = made(tmp_path, one_question)
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.report(document, figures=drawings(document)))
    with pikepdf.open(path) as read:
        pages = [" ".join(pdf_lines(_alone(read, n))) for n in range(len(read.pages))]
    [reading] = [text for text in pages[2:] if "Så läser du siffrorna" in text]
    assert "Diagram 1" in reading
    assert white_shares(path)[pages.index(reading)] < 0.3


def _of(block: Block) -> Document:
    """A document of one section with the block alone."""
    whole = sample()
    return replace(whole, sections=(Section("s", "Exempel", (), (block,)),), evidence=())


def _alone(pdf_: pikepdf.Pdf, number: int) -> bytes:
    one = pikepdf.new()
    one.pages.append(pdf_.pages[number])
    out = io.BytesIO()
    one.save(out)
    return out.getvalue()


def test_a_summary_with_little_to_say_stands_together(tmp_path: Path) -> None:
    """A point and a chart, which were strewn over the page."""
    document = made(tmp_path, one_question)
    tops = _heights(summary_pdf(document, summary(document)))
    point = next(top for text, top in tops if "Vanligast" in text)
    chart = next(top for text, top in tops if "Diagram 1" in text)
    assert 0 < point - chart < 90


def _heights(made_pdf: bytes) -> list[tuple[str, float]]:
    """Each line of a page with its height in points from the foot."""
    with pikepdf.open(io.BytesIO(made_pdf)) as read:
        page = read.pages[0]
        drawn = sorted(
            _drawn(page.obj, page.obj.get("/Resources")), key=lambda p: (-p.height, p.left)
        )
        return [
            (_joined(list(line)), height)
            for height, line in groupby(drawn, key=lambda piece: piece.height)
        ]


def test_names_that_would_take_pages_stand_in_two_columns() -> None:
    cards = tuple(replace(example(n), title=f"Exempel {n}") for n in range(60))
    block = Examples(cards, "", whole=())
    document = _of(block)
    with pikepdf.open(io.BytesIO(pdf.report(document, figures={}))) as read:
        pages = [pdf_lines(_alone(read, n)) for n in range(len(read.pages))]
    # Lines of two names, from both columns.
    assert any(line.count("Exempel ") == 2 for lines in pages for line in lines)


def test_the_longest_label_of_the_method_slide_has_its_column() -> None:
    """ "Confidentiality" ran into what is said of it."""
    fact = Fact("Confidentiality", "Answers from fewer than five are not shown.")
    box = next(block for _, block in sample("en").blocks() if isinstance(block, MethodBox))
    found = slides(_of(replace(box, facts=(fact,) * 4, strata=(), text=())))
    [method] = of_kind(found, "method")
    made_pdf = pdf.deck(_of(box), (replace(method, appendix=False),), figures={})
    lines = [text for text, _ in _heights(made_pdf) if "Answers from" in text]
    assert len(lines) == 4
    assert all("Confidentiality Answers" in line for line in lines)
