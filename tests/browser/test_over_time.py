"""The page of a network's questions over time in Chromium: axe and width, in both languages."""

from pathlib import Path

from django.test import Client

from samklang.web.serving.assets import write_assets
from tests.browser.site_checks import WIDTHS, Checked, browser, look, needs_chromium, served
from tests.web.conftest import World, world  # noqa: F401
from tests.web.report_world import theme  # noqa: F401
from tests.web.test_series import PAGE, printed, published_again  # noqa: F401

pytestmark = needs_chromium


def test_the_page_in_a_browser(world: World, printed: object, tmp_path: Path) -> None:  # noqa: F811
    published_again(printed, world)  # type: ignore[arg-type]
    for language in ("sv", "en"):
        shown = Client(headers={"accept-language": language}).get(PAGE).content.decode()
        assert shown.count("<svg") == 2
        (tmp_path / f"{language}.html").write_text(shown, encoding="utf-8")
    write_assets(tmp_path / "assets")
    found = Checked()
    with browser() as running, served(tmp_path) as address:
        page = running.new_page()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for language in ("sv", "en"):
                page.goto(f"{address}{language}.html")
                assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith(
                    '"Source Sans Pro"'
                )
                look(page, f"{language} at {width}", found)
    assert found.faults == []
    assert found.checks > 100
