"""The README's pictures, taken of a running demonstration: `make pictures`.

Each is a page as a browser shows it at 1280 × 800, kept small as a PNG of few colours.
"""

import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path("docs/pictures")
LARGEST = 150_000
COMMAND = [sys.executable, "-m", "samklang", "demo", "--port", "0", "--out"]


def pictures(page: Page, key: str, folder: Path) -> None:
    """Takes four pictures: the report, the coding of answers, the theme's page, a member's page."""
    root = re.match(r"http://[^/]+", key)
    assert root
    home = f"{root[0]}/arbete/demonstrationsnatverket/teman"
    page.goto(key)
    links = page.locator("a.button")
    member = links.nth(3).get_attribute("href") or ""
    page.goto(f"{root[0]}/sv/results.html")
    # From its heading, so that the figure is seen with its title, text and intervals.
    figure = page.locator("main figure").first
    figure.evaluate("figure => figure.scrollIntoView({behavior: 'instant'})")
    _shot(page, folder / "report.png")
    page.goto(key)
    page.locator("a.button").nth(1).click()
    page.goto(f"{home}/ideellt-engagemang/kodning/fraga/easier/")
    page.get_by_text("Koda ett svar i taget").click()
    _shot(page, folder / "coding.png")
    _take(page, f"{home}/krisberedskap/svar/", folder / "theme.png")
    _take(page, member, folder / "member.png")


def _take(page: Page, address: str, path: Path) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, (address, answer.status)
    _shot(page, path)


def _shot(page: Page, path: Path) -> None:
    page.screenshot(path=path, animations="disabled")
    with Image.open(path) as image:
        small = image.convert("RGB").quantize(64, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
    assert path.stat().st_size < LARGEST, path


def main() -> None:
    """Starts a demonstration, takes the pictures and ends it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as made,
        subprocess.Popen([*COMMAND, f"{made}/out"], stdout=subprocess.PIPE, text=True) as running,
    ):
        assert running.stdout is not None
        key = next(line for line in running.stdout if "/visning/" in line).split()[-1]
        with sync_playwright() as tools:
            browser = tools.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="sv-SE")
            pictures(page, key, FOLDER)
            browser.close()
        running.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main()
