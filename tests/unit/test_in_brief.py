"""The figure that the main results of report.pdf are drawn from, small beside them."""

import itertools
from dataclasses import replace

import pytest

from samklang.core.document.blocks import Figure, KeyPoints, Listing
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Run, Text, Value, plain
from samklang.core.language.wording import LANGUAGES, Language
from samklang.core.report.opening import opening
from samklang.render.charts.bars import Bars
from samklang.render.charts.small import Small, small_svg
from samklang.render.design import HOUSE
from samklang.render.pdf.content import report_content
from samklang.render.pdf.in_brief import in_brief
from tests.sample_tables import factor_table, likert_table, share_table
from tests.samples import document, figure
from tests.unit.test_demo_theme import document as demo

FACTORS = figure(factor_table(), kind="grouped", number=2, highlight="")


def points_on(*figures: str) -> KeyPoints:
    def said(number: int, of: str) -> Text:
        return (Value(f"{number} av 31", of), Run(f" om {of}"))

    return KeyPoints("I korthet", tuple(said(n, of) for n, of in enumerate(figures, 1)))


def with_points(*figures: str, shown: Figure = FACTORS) -> Document:
    blocks = (figure(share_table()), shown, points_on(*figures))
    made = replace(document("sv"), sections=(Section("a", "A", (), blocks),))
    return replace(made, opening=opening(made, (Run("32 svarade."),), id_="main-results"))


def listed(section: Section) -> list[str]:
    [block] = [b for b in section.blocks if isinstance(b, Listing)]
    return [plain(item) for item in block.items]


def test_it_takes_the_place_of_all_points_but_the_first_of_its_own() -> None:
    found = in_brief(with_points("factors", "q9", "factors", "factors"))
    assert found is not None
    assert found.figure == FACTORS
    assert listed(found.opening) == ["1 av 31 om factors", "2 av 31 om q9"]


@pytest.mark.parametrize(
    ("figures", "shown"),
    [
        (("factors", "q9", "q8"), FACTORS),
        (("q9", "q9", "factors", "factors", "q9"), FACTORS),
        (("scale", "scale"), figure(replace(likert_table(), id="scale"), kind="stacked")),
        (("factors", "factors"), replace(FACTORS, as_table=True)),
    ],
)
def test_there_is_none_where_no_figure_has_most_of_the_points_or_it_is_no_bars(
    figures: tuple[str, ...], shown: Figure
) -> None:
    assert in_brief(with_points(*figures, shown=shown)) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_shows_what_helps_and_hinders_beside_its_main_results(language: Language) -> None:
    made = demo(language)
    content = report_content(made, {f.id: "" for f in made.figures} | {"map": ""})
    first = content["sections"][0]  # type: ignore[index]
    kinds = [block["kind"] for block in first["blocks"]]
    assert kinds == ["KeyFigures", "Listing", "InBrief"]
    small = first["blocks"][-1]
    assert small["to"] == "figure-factors"
    assert small["alt"] == next(f.alt for f in made.figures if f.id == "factors")
    assert "n = 30" in small["base"].replace("\u00a0", " ")
    assert len(first["blocks"][1]["items"]) == 3


def test_it_is_lower_and_keeps_every_interval_and_what_is_withheld() -> None:
    whole = Bars(FACTORS, "sv", HOUSE, narrow=False).drawing()
    small = Small(FACTORS, "sv", HOUSE, narrow=False).drawing()
    assert small.y < 0.9 * whole.y
    assert [(w.x1, w.x2) for w in small.whiskers] == [(w.x1, w.x2) for w in whole.whiskers]
    assert small.brackets == []
    svg = small_svg(FACTORS, "sv", HOUSE)
    assert ">färre än 5</text>" in svg
    assert FACTORS.alt in svg
    # No bar touches the one beside it, and what is withheld stands in the place of its own.
    boxes = sorted((b.y, b.height) for b in small.boxes if b.height > 12 and b.y > small.top)
    assert all(y + high < below for (y, high), (below, _) in itertools.pairwise(boxes))
