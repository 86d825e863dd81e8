"""The site as readers set it: a dark screen, colours of their own, wide letters on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from samklang.core.theme.colour import contrast
from samklang.render.html import single_page, site
from tests.accessibility_record import record
from tests.browser.site_checks import needs_chromium
from tests.samples import document

CHROMIUM = "/usr/bin/chromium"
# The words of every drawing that is seen, with their colour and what they stand on: a bar for
# those in one, else the page's own ground.
WORDS = """() => [...document.querySelectorAll('figure svg')]
  .filter(svg => svg.getBoundingClientRect().width)
  .flatMap(svg => [...svg.querySelectorAll('text:not([aria-hidden])')].map(text => {
    const box = text.getBoundingClientRect(), middle = box.top + box.height / 2
    const bar = text.hasAttribute('data-in-bar') && [...svg.querySelectorAll(':scope > rect')]
      .filter(r => !r.getAttribute('fill').startsWith('url'))
      .map(r => [r, r.getBoundingClientRect()])
      .find(([r, b]) => b.left <= box.left + 1 && b.right >= box.right - 1
                        && b.top <= middle && b.bottom >= middle)
    return [text.textContent, getComputedStyle(text).fill,
            bar ? getComputedStyle(bar[0]).fill : getComputedStyle(document.body).backgroundColor]
  }))"""
# WCAG 2.2, 1.4.12.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""

# Words of headings that a line ends within, where there is neither hyphen nor soft hyphen.
CUT = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5')].flatMap(heading => {
  const found = [], walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT)
  for (let node; (node = walker.nextNode());)
    for (const word of node.data.matchAll(/[^\\s\\u00ad\\u2013/-]+/g)) {
      const lines = new Set([...word[0]].map((_, at) => {
        const range = document.createRange()
        range.setStart(node, word.index + at)
        range.setEnd(node, word.index + at + 1)
        // The first letter after a soft hyphen has the hyphen's box before its own.
        return Math.round([...range.getClientRects()].pop()?.top ?? 0)
      }))
      if (lines.size > 1) found.push(word[0])
    }
  return found
})"""
# What stands still over a page that is scrolled, and how high that is.
STILL = """() => [...document.querySelectorAll('body *')]
  .filter(one => ['fixed', 'sticky'].includes(getComputedStyle(one).position))
  .map(one => one.getBoundingClientRect().height)"""
# What a browser divides by a list of its own is divided well, but not every browser has one.
UNAIDED = "h1, h2, h3, h4, h5 { hyphens: manual !important }"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made, folder = document("sv"), tmp_path_factory.mktemp("looks")
    for name, content in (site(made, files=[]) | {"report.html": single_page(made)}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield made
        made.close()


@dataclass
class Seen:
    """What the looks found, for the accessibility statement."""

    looks: int = 0
    words: int = 0
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def seen() -> Iterator[Seen]:
    found = Seen()
    yield found
    # The four looks, the wide letters and the zoom; one by itself says nothing of all.
    if found.looks == 6:
        record(
            "looks",
            subject="publication",
            tool="Chromium, Playwright",
            looked_at=found.looks,
            checks=found.words,
            faults=found.faults,
        )


def hexed(colour: str) -> str:
    parts = colour.removeprefix("rgba(").removeprefix("rgb(").rstrip(")").split(",")[:3]
    return "#" + "".join(f"{round(float(part)):02x}" for part in parts)


def faint(browser: Browser, page_of: Path, **look: Any) -> tuple[int, list[str]]:
    """How many words of drawings were read, and those with less contrast than 4.5."""
    context = browser.new_context(viewport={"width": 1000, "height": 900}, **look)
    page = context.new_page()
    page.goto(page_of.as_uri())
    found = page.evaluate(WORDS)
    context.close()
    low = [
        f"{words}: {fill} on {ground}"
        for words, fill, ground in found
        if contrast(hexed(fill), hexed(ground)) < 4.5
    ]
    return len(found), low


@needs_chromium
@pytest.mark.parametrize(
    "look",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"color_scheme": "light", "forced_colors": "active"},
        {"color_scheme": "dark", "forced_colors": "active"},
    ],
    ids=["light", "dark", "forced light", "forced dark"],
)
def test_the_words_of_every_drawing_are_read(
    browser: Browser, pages: Path, seen: Seen, look: dict[str, Any]
) -> None:
    count, low = faint(browser, pages / "report.html", **look)
    seen.looks, seen.words = seen.looks + 1, seen.words + count
    seen.faults += low
    assert count >= 35
    assert low == []


@needs_chromium
def test_words_that_fade_are_found(browser: Browser, pages: Path, tmp_path: Path) -> None:
    """As they did before the dark look: ink on a dark ground."""
    text = (pages / "report.html").read_text()
    planted = tmp_path / "report.html"
    planted.write_text(text.replace("svg text[fill=", "svg texts[fill="))
    _, low = faint(browser, planted, color_scheme="dark")
    assert len(low) >= 20


@needs_chromium
def test_wide_letters_fit_a_phone(browser: Browser, pages: Path, seen: Seen) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    wide, cut = {}, {}
    names = sorted(path.name for path in pages.glob("*.html"))
    assert len(names) >= 9
    for name in names:
        page.goto((pages / name).as_uri())
        page.add_style_tag(content=SPACING + UNAIDED)
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
        cut[name] = page.evaluate(CUT)
    page.evaluate("document.querySelector('h1').textContent = 'Tillgänglighetsredogörelserna'")
    planted = page.evaluate(CUT)
    context.close()
    seen.looks, seen.words = seen.looks + 1, seen.words + len(wide)
    seen.faults += [f"{name}: {width} px" for name, width in wide.items() if width > 320]
    assert wide == dict.fromkeys(names, 320)
    assert cut == {name: [] for name in names}
    assert planted == ["Tillgänglighetsredogörelserna"]


@needs_chromium
def test_at_four_times_the_size_nothing_is_cut_or_covered(
    browser: Browser, pages: Path, seen: Seen
) -> None:
    """WCAG 2.2, 1.4.10: a window of 1280 by 1024 at 400 % is 320 by 256 of the page's pixels."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    page = context.new_page()
    low = []
    names = sorted(path.name for path in pages.glob("*.html"))

    def found(name: str) -> list[str]:
        wide = page.evaluate("document.documentElement.scrollWidth")
        still = max(page.evaluate(STILL), default=0)
        over = [f"{name} is {wide} px wide"] if wide > 320 else []
        return over + ([f"{still} of 256 px of {name} stand still"] if still > 128 else [])

    for name in names:
        page.goto((pages / name).as_uri())
        low += found(name)
    page.add_style_tag(content="h1 { white-space: nowrap } header { position: sticky; top: 0 }")
    page.add_style_tag(content="header { height: 140px }")
    planted = found("it")
    context.close()
    seen.looks, seen.words = seen.looks + 1, seen.words + len(names)
    seen.faults += low
    assert low == []
    assert len(planted) == 2, planted


@needs_chromium
def test_nothing_moves_after_it_is_laid_out(browser: Browser, pages: Path) -> None:
    """Cumulative layout shift, of which less than 0.1 is good: fonts come before the first
    drawing of the page, or not at all."""
    context = browser.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const one of list.getEntries())"
        " window.moved += one.value }).observe({type: 'layout-shift', buffered: true})"
    )
    for name in ("index.html", "results.html", "examples.html"):
        page.goto((pages / name).as_uri(), wait_until="load")
        page.evaluate("document.fonts.ready.then(() => document.fonts.status)")
        assert page.evaluate("window.moved") < 0.1
        assert page.evaluate("document.querySelectorAll('link[rel=preload][as=font]').length") >= 2
    context.close()
