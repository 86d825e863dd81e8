"""The catalogue of a built site in Chromium: list, facets, an example, and its search."""

from pathlib import Path

from samklang.publication.build import build
from tests.browser.site_checks import (
    WIDTHS,
    Checked,
    browser,
    keep_picture,
    look,
    needs_chromium,
    served,
)

pytestmark = needs_chromium
THEME = Path(__file__).parents[2] / "themes" / "social-innovation-i-norr"
PAGES = ("index", "county-25", "example-lanthandel-morjarv")


def test_the_catalogue_is_read_and_searched(tmp_path: Path) -> None:
    out = tmp_path / "built"
    build(THEME, out, progress=lambda _: None)
    found = Checked()
    with served(out) as root, browser() as chromium:
        page = chromium.new_page()
        refused: list[str] = []
        page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for name in PAGES:
                page.goto(f"{root}sv/examples/{name}.html")
                look(page, f"{name} at {width}", found)
                keep_picture(page, f"catalogue, {name}-{width}")
        # Found by an inflection, a part of the place, and the organisation; a script of ours alone.
        for language, words, wanted in (
            ("sv", "lanthandeln", "Kooperativ lanthandel i Morjärv"),
            ("sv", "Kalix", "Kooperativ lanthandel i Morjärv"),
            ("en", "gear", "Fritidsbanken in Umeå"),
        ):
            page.goto(f"{root}{language}/examples/index.html")
            page.locator("#search").wait_for(state="visible")
            page.fill("#wanted", words)
            page.locator("#results a", has_text=wanted).wait_for()
        keep_picture(page, "catalogue, searched")
        page.locator("#results a", has_text="Fritidsbanken in Umeå").click()
        assert page.locator("h1").inner_text() == "Fritidsbanken in Umeå"
        assert refused == []
        # From a folder on disk no script is run: the whole list is there, and no dead box.
        page.goto((out / "sv/examples/index.html").as_uri())
        assert page.locator("#search").is_hidden()
        assert page.locator("#list li").count() == len(
            list((out / "sv/examples").glob("example-*"))
        )
    assert found.faults == []
