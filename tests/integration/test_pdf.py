"""report.pdf and deck.pdf: two standards, no warning, and structure for those who do not see."""

import dataclasses
import re
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from samklang.core.document.blocks import (
    ExampleMap,
    Figure,
    Heading,
    Paragraph,
)
from samklang.core.document.deck import slides
from samklang.core.document.document import Section
from samklang.core.document.inline import Link, Run
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render import pdf
from samklang.render.pdf import typeset
from samklang.render.pdf.structure import elements
from tests.samples import document
from tests.typeset_samples import (
    ISSUES,
    both,
    drawings,
    each_language,
    kids,
    opened,
    outline,
    render,
    sample,
    scope,
    tags,
)

# --- the standards ---------------------------------------------------------------------------


@both
@each_language
def test_both_standards_are_declared_and_the_bytes_repeat(issue: str, language: Language) -> None:
    """typst refuses what breaks PDF/UA-1 or PDF/A-2a, and a warning is an error here."""
    content = sample(issue, language)
    assert render(issue, document(language)) == content
    with opened(content) as file:
        xmp = file.Root.Metadata.read_bytes().decode()
        assert "<pdfaid:part>2</pdfaid:part>" in xmp
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
        assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
        assert "2026-11-23" in xmp
        assert bool(file.Root.MarkInfo.Marked) is True
        assert str(file.Root.Lang).lower() == {"sv": "sv-se", "en": "en-gb"}[language]
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle) is True
        title = document(language).title
        assert str(file.docinfo.Title) == title
        assert title in xmp
        assert "Anna Ågren" in xmp
        assert "Örjan Öst" in xmp
        assert "Exempelnätverket" in xmp


@both
def test_without_a_day_of_publication_the_date_is_the_epoch(issue: str) -> None:
    undated = dataclasses.replace(document(), published="", published_iso="")
    content = render(issue, undated)
    assert content == render(issue, undated)
    with opened(content) as file:
        assert "1970-01-01" in file.Root.Metadata.read_bytes().decode()


def test_fonts_are_embedded_and_only_ours() -> None:
    for issue in ISSUES:
        with opened(sample(issue, "sv")) as file:
            names = {
                str(o.FontName)
                for o in file.objects
                if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
            }
        assert names
        assert all(re.fullmatch(r"/[A-Z]{6}\+SourceS(erif|ans)Pro-\w+", name) for name in names)


def test_a_warning_and_a_fault_of_typst_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    made = document()
    template = ""
    monkeypatch.setattr(
        typeset, "_template", lambda name: template.encode() if name == "report.typ" else b""
    )
    template = '#set document(title: "x")\n#set text(font: "No Such Face")\nx'
    with pytest.raises(pdf.PdfWarning, match="no such face"):
        pdf.report(made, figures=drawings(made))
    template = "#panic()"
    with pytest.raises(pdf.PdfRefused, match="panicked"):
        pdf.report(made, figures=drawings(made))


def test_memory_is_let_go_of_after_each_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept, these sixty pages take 11 MB each time: a long report of two languages took 300."""
    words = ""
    monkeypatch.setattr(
        typeset, "_template", lambda name: words.encode() if name == "report.typ" else b""
    )

    def held(number: int) -> int:
        nonlocal words
        words = '#set document(title: "x")\n#set text(lang: "sv")\n'
        words += f"#for page in range(60) [{number} #page #lorem(150)\n\n]"
        pdf.report(made, figures=drawn)
        return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0])

    made = document()
    drawn = drawings(made)
    first = held(0)
    assert max(held(number) for number in range(1, 5)) - first < 20_000


# --- structure -------------------------------------------------------------------------------


@each_language
def test_bookmarks_are_the_sections(language: Language) -> None:
    found = [title for title, _ in outline(sample("report", language))]
    assert found == [section.title for section in document(language).chapters]


@each_language
def test_bookmarks_of_a_deck_are_its_slides_and_its_appendix(language: Language) -> None:
    _, *main = [s for s in slides(document(language)) if not s.appendix]
    appendix = [s.title for s in slides(document(language)) if s.appendix]
    found = outline(sample("deck", language))
    assert [t.replace("\u00a0", " ") for t, _ in found] == [slide.title for slide in main]
    assert found[-1] == (phrase(language, "slides.appendix"), appendix)


def test_bookmarks_lead_to_what_stands_in_a_section() -> None:
    below = dict(outline(sample("report", "sv")))
    assert below["Exempel"] == ["Kooperativ lanthandel i Morjärv", "Next Step Toolkit"]
    assert below["Underlättande och försvårande faktorer"] == ["Ekonomi"]


@both
@each_language
def test_every_figure_has_its_alternative_text(issue: str, language: Language) -> None:
    with opened(sample(issue, language)) as file:
        found = [str(f.get("/Alt", "")) for f in elements(file, "/Figure")]
    expected = [b.alt for _, b in document(language).blocks() if isinstance(b, Figure | ExampleMap)]
    assert found == expected


@both
@each_language
def test_every_table_has_headers_with_a_scope(issue: str, language: Language) -> None:
    with opened(sample(issue, language)) as file:
        tables = list(elements(file, "/Table"))
        assert len(tables) >= {"report": 5, "deck": 2}[issue]
        for table in tables:
            rows = [tag for tag in tags(table) if tag.S == "/TR"]
            for row in rows:
                cells = list(kids(row))
                headers = [cell for cell in cells if cell.S == "/TH"]
                assert cells[0].S == "/TH"
                assert all(scope(cell) in ("/Row", "/Column") for cell in headers)
                assert scope(cells[0]) == ("/Column" if len(headers) == len(cells) else "/Row")


@both
@each_language
def test_heading_levels_never_skip(issue: str, language: Language) -> None:
    with opened(sample(issue, language)) as file:
        root = file.Root.StructTreeRoot
        levels = [int(str(t.S)[2]) for t in tags(root) if re.fullmatch(r"/H[1-6]", str(t.S))]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_a_manuscript_that_skips_a_level_is_put_in_steps() -> None:
    first = Section("a", "A", (), (Heading(3, "deep", (Run("Djup"),)), Paragraph((Run("x"),))))
    made = dataclasses.replace(document(), sections=(first,))
    with opened(render("report", made)) as file:
        names = [str(t.S) for t in tags(file.Root.StructTreeRoot) if str(t.S) in ("/H2", "/H3")]
    assert names == ["/H2"]


def test_links_lead_within_the_document_and_out_of_it() -> None:
    paragraph = Paragraph(
        (
            Link("diagram", "#figure-q1"),
            Link("exempel", "#example-exempel-1"),
            Link("ingenstans", "#finns-inte"),
            Link("ute", "https://example.org/åäö?a=1&b=2"),
        )
    )
    sample_document = document()
    last = dataclasses.replace(
        sample_document.sections[-1], blocks=(paragraph, *sample_document.sections[-1].blocks)
    )
    made = dataclasses.replace(sample_document, sections=(*sample_document.sections[:-1], last))
    with opened(render("report", made)) as file:
        notes = [a for page in file.pages for a in page.get("/Annots", [])]
        out = {str(a.A.URI) for a in notes if "/A" in a and "/URI" in a.A}
        within = [a for a in notes if "/Dest" in a or ("/A" in a and "/D" in a.A)]
    assert "https://example.org/%C3%A5%C3%A4%C3%B6?a=1&b=2" in out
    assert not [uri for uri in out if "\u200b" in uri or uri.startswith("#")]
    assert len(within) >= 2 + len(made.sections)
