"""The demo theme as it is issued: every page in Chromium, every figure derived again."""

import re
from pathlib import Path

import pytest

from samklang.publication.build import build
from samklang.publication.verify import verify
from tests.browser.site_checks import check_site, needs_chromium

THEME = Path(__file__).parents[2] / "themes" / "social-innovation-i-norr"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "out"
    build(THEME, out, progress=lambda _: None)
    return out


@needs_chromium
def test_every_page_of_the_demo(built: Path) -> None:
    found = check_site(built)
    found.keep("axe", "publication")
    assert found.faults == []
    assert len(found.pages) == len(list(built.rglob("*.html"))) > 2 * (12 + 10 + 7) + 1
    assert len(found.rules) >= 40
    assert found.checks > 7_000


def test_the_demo_is_as_derived(built: Path) -> None:
    assert verify(THEME, built, progress=lambda _: None).figures > 80


def test_every_page_says_that_the_answers_are_synthetic(built: Path) -> None:
    for page in built.rglob("*.html"):
        text = page.read_text(encoding="utf-8").lower()
        assert "syntetiska" in text or "synthetic" in text, page.name
        figures = text.count('class="chart"')
        if page.name == "deck.html" or "s" in page.relative_to(built).parts:
            # A slide and a frame are stamped beside a drawing that has no class. The map is of
            # real places.
            drawn = len(re.findall('aria-labelledby="figure-(?!map-)', text))
            assert text.count('class="synthetic"') >= drawn, page
        else:
            assert text.count('class="synthetic"') == figures, page.name
