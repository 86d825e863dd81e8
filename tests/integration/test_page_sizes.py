"""Page sizes: no page of a site is over 300 kB, the report as one file among them."""

from pathlib import Path

from benchmarks.publish_growth import grown
from samklang.publication.build import build
from tests.conftest import DEMO

LARGEST = 300_000


def too_large(site: Path) -> dict[str, int]:
    """The pages that are over the bound, with their bytes."""
    pages = {str(page.relative_to(site)): page.stat().st_size for page in site.rglob("*.html")}
    assert {"sv/report.html", "en/report.html"} <= set(pages)
    return {name: size for name, size in pages.items() if size > LARGEST}


def test_no_page_of_the_demo_is_over_the_bound(built_demo: Path) -> None:
    assert too_large(built_demo) == {}


def test_nor_is_one_with_a_thousand_examples(tmp_path: Path) -> None:
    theme = grown(DEMO, tmp_path / "theme", examples=1000)
    build(theme, tmp_path / "out", only=("pages",), progress=lambda _: None)
    assert len(list((tmp_path / "out" / "sv" / "examples").glob("example-*.html"))) > 900
    assert too_large(tmp_path / "out") == {}
