"""report.pdf and deck.pdf say everything, and text from outside is text and never markup."""

import dataclasses

import pytest

from samklang.core.document.blocks import (
    Figure,
)
from samklang.core.document.deck import slides
from samklang.core.language.wording import Language
from tests.samples import document
from tests.typeset_samples import (
    ISSUES,
    both,
    each_language,
    hostile,
    poppler,
    render,
    sample,
    squeezed,
    text,
    words,
)

HOSTILE = (
    '#eval("1+1") #panic()',
    "*x* _y_ $z$ `kod`",
    "<b>fet</b> &amp; <label>",
    "@ref = rubrik // bort /* bort */",
    r"\\ \u{1F389} \n",
    "=HYPERLINK(0) {{ 7*7 }} {% x %}",
)
UNPRINTABLE = "Fest 🎉 日本 שלום عربي \u202e\u0000\ufeff"


# --- what it says ----------------------------------------------------------------------------


@each_language
def test_what_is_withheld_stands_below_the_heading_of_the_count(language: Language) -> None:
    """Not below that of the last column, which says something else."""
    count = {"sv": "Antal", "en": "Count"}[language]
    few = {"sv": "färre", "en": "fewer"}[language]
    seen = 0
    for _, page in words(sample("report", language)):
        heads = [box for word, box in page if word == count]
        for word, box in page:
            above = [head for head in heads if 0 < box[1] - head[1] < 60]
            # In a chart the words are set smaller, at the axis.
            if word == few and above and box[3] - box[1] == pytest.approx(8.5, abs=0.1):
                seen += 1
                assert box[0] == pytest.approx(above[-1][0], abs=2)
    assert seen >= 1


@each_language
def test_the_report_says_everything(language: Language) -> None:
    made = document(language)
    found = text(sample("report", language))
    for value in (
        made.title,
        made.subtitle,
        made.citation,
        made.dataset_hash,
        made.licence,
        *made.notices,
        "66\u00a0%",
        "Har er organisation utvecklat någon nytänkande lösning?",
        "Vägt så att länen väger som i registret.",
        "The Process of Social Innovation",
        "Projektpengarna tog slut när det började fungera.",
    ):
        assert squeezed(value) in found
    if language == "en":
        assert squeezed("The municipality gave us long-term support.") in found


def test_every_page_and_every_figure_says_that_answers_are_synthetic() -> None:
    notice = squeezed(document().notices[0])
    for page in poppler("pdftotext", "-raw", content=sample("report", "sv")).split("\f")[:-1]:
        assert notice in squeezed(page)
    pages = poppler("pdftotext", "-raw", content=sample("deck", "sv")).split("\f")[:-1]
    stamped = ["Syntetiskasvar" in squeezed(page) for page in pages]
    assert stamped == [slide.synthetic for slide in slides(document())]
    assert len(set(stamped)) == 2
    whole = text(sample("report", "sv"))
    assert whole.count("Syntetiskasvar") >= len(document().figures)
    real = [
        dataclasses.replace(b, synthetic=False, notes=()) if isinstance(b, Figure) else b
        for b in document().sections[2].blocks
    ]
    section = dataclasses.replace(document().sections[2], blocks=tuple(real))
    made = dataclasses.replace(document(), synthetic=False, notices=(), sections=(section,))
    for issue in ISSUES:
        assert "yntetisk" not in text(render(issue, made))


@both
@pytest.mark.parametrize("value", HOSTILE)
def test_text_is_never_markup(issue: str, value: str) -> None:
    found = text(render(issue, hostile(value)))
    assert found.count(squeezed(value)) >= 10


@both
def test_what_no_font_has_is_printed_as_numbers_and_said(issue: str) -> None:
    found = text(render(issue, hostile(UNPRINTABLE)))
    assert "Fest[U+1F389][U+65E5][U+672C]" in found
    if issue == "report":
        assert squeezed("Tecken som typsnitten saknar skrivs med sitt nummer i Unicode") in found
        assert "Teckensomtypsnitten" not in text(sample("report", "sv"))
