"""A report whose figures are being counted: what stands there meanwhile, and that it comes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.collect_site import Site, site
from tests.browser.blocks_world import ADDRESS, DEMO, EDITOR
from tests.browser.site_checks import WIDTHS, Checked, browser, look, needs_chromium
from tests.web.conftest import PASSWORD

pytestmark = needs_chromium
SHOTS = Path(os.environ.get("SAMKLANG_SHOTS", "build/shots"))
TURN = "from samklang.web.worker import turn; turn()"
SAVE = """
from pathlib import Path
from samklang.web.actions.theme_files import save_file
from samklang.web.models import Theme, ThemeFile
file = ThemeFile.objects.filter(path="manuscript.md").first()
save_file(Theme.objects.get(), path="manuscript.md", text={text}, by=None,
          seen=file.version if file else 0)
"""
# A figure of a question; the map is counted of nobody.
FIGURE = "[id^=skriv-figure-q]"
CROSS = ":::{figure} q1\n:option: yes\n:by: county\n:::\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo's report on a site whose worker takes a turn when it is told to."""
    with site(tmp_path_factory.mktemp("counting"), workers=1) as made:
        made.run("tests.browser.blocks_world")
        run(made, SAVE.format(text=f"Path({str(DEMO / 'manuscript.md')!r}).read_text()"))
        made.start()
        yield made


def run(there: Site, code: str) -> None:
    there.run("samklang", "manage", "shell", "-c", code)


def test_the_figure_comes_by_itself(served: Site) -> None:
    found = Checked()
    report = f"{served.address}{ADDRESS}skriv/sv/?avsnitt=alla"
    SHOTS.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        page = chromium.new_context(locale="sv-SE").new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{served.address}/konto/logga-in/")
        page.fill("input[type=email]", EDITOR)
        page.fill("input[type=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/arbete/**")

        def seen(name: str) -> None:
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                look(page, f"{name} at {width}", found)
                page.screenshot(path=SHOTS / f"{name} {width}.png", full_page=True)

        page.goto(report)
        assert page.locator("[data-counting]").is_visible()
        assert page.locator(FIGURE).count() == 0
        seen("nothing counted")
        run(served, TURN)
        page.wait_for_selector(FIGURE)
        there = page.locator(FIGURE).count()
        # One more, in its own form first: the form is not loaded again, only how it will look.
        page.goto(f"{served.address}{ADDRESS}skriv/sv/nytt/figure/?efter=1")
        page.select_option("#id_question", "q1")
        page.click("button[value=show]")
        run(served, TURN)
        page.wait_for_selector(".estimate figure")
        text = (DEMO / "manuscript.md").read_text() + "\n" + CROSS
        run(served, SAVE.format(text=repr(text)))
        page.goto(report)
        assert page.locator(FIGURE).count() == there
        seen("one figure counted")
        # Without script the page loads itself.
        plain = chromium.new_context(
            java_script_enabled=False, storage_state=page.context.storage_state()
        ).new_page()
        plain.goto(report)
        assert plain.locator("[data-counting]").is_visible()
        run(served, TURN)
        plain.wait_for_selector("[data-counting]", state="detached", timeout=20_000)
        assert plain.locator(FIGURE).count() == there + 1
    assert not found.faults, "\n".join(found.faults)
