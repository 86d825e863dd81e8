"""The page of a network's logo and Word template in Chromium: axe and width, in both languages."""

from pathlib import Path

from django.test import Client

from samklang.web.serving.assets import write_assets
from tests.browser.site_checks import (
    WIDTHS,
    Checked,
    browser,
    keep_picture,
    look,
    needs_chromium,
    served,
)
from tests.unit.test_house_files import style, svg, template
from tests.web.conftest import World, world  # noqa: F401
from tests.web.test_house import DARK, PAGE, give

pytestmark = needs_chromium


def test_the_page_in_a_browser(world: World, tmp_path: Path) -> None:  # noqa: F811
    def keep(name: str, client: Client, content: bytes | None = None) -> None:
        for language in ("sv", "en"):
            if content is None:
                shown = client.get(PAGE, headers={"accept-language": language})
            else:
                shown = give(client, "logo", content, language=language)
            (tmp_path / f"{name}-{language}.html").write_bytes(shown.content)

    keep("bare", world.owner)
    keep("refused", world.owner, svg("<script/>"))
    give(world.owner, "logo", svg("").replace(b"0 0 200 80", b"0 0 900 80"))
    give(world.owner, "template", template(style("heading 1", run=DARK) + style("normal")))
    keep("kept", world.owner)
    write_assets(tmp_path / "assets")
    found = Checked()
    with browser() as running, served(tmp_path) as address:
        page = running.new_page()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for path in sorted(tmp_path.glob("*.html")):
                page.goto(f"{address}{path.name}")
                if path.name.startswith("kept"):
                    # The browser drew it: nothing of the headers stops a picture of our own.
                    assert page.evaluate("document.querySelector('img').naturalWidth > 0")
                look(page, f"{path.name} at {width}", found)
                keep_picture(page, f"house, {path.stem}-{width}")
    assert found.faults == []
    assert found.checks > 100
