"""Checks of a built site in a real browser: WCAG, requests, links, width, no JavaScript."""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from samklang.core.accessibility.checks import Subject
from samklang.core.document.short_codes import FOLDER as SHORT
from tests.accessibility_record import record
from tests.static_server import server

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1280)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# In a folder with a page each for many, what there is one of.
OVERVIEWS = ("index.html", "partners.html")

needs_chromium = pytest.mark.skipif(
    not shutil.which("chromium") and not os.environ.get("CI"), reason="needs Chromium"
)


@dataclass
class Checked:
    """What was found, and how much was looked at, so that a check of nothing does not pass."""

    pages: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    # What has been looked at for contrast.
    painted: set[str] = field(default_factory=set)
    checks: int = 0
    faults: list[str] = field(default_factory=list)

    def keep(self, id_: str, subject: Subject) -> None:
        """Holds what was found against the accessibility statement."""
        record(
            id_,
            subject=subject,
            tool=axe_version(),
            looked_at=len(self.pages),
            checks=self.checks,
            faults=self.faults,
        )


@cache
def axe() -> str:
    """The script of axe-core."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def axe_version() -> str:
    """axe-core and its version, as it says itself."""
    return f"axe-core {axe().split('axe v', 1)[1].split()[0]}"


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS, headless=True
        )
        try:
            yield running
        finally:
            running.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of the folder on loopback."""
    with server(folder, port=0) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_address[1]}/"
        finally:
            running.shutdown()
            thread.join()


# A page that leads on to another at once.
_ONWARD = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)"')


def check_site(folder: Path) -> Checked:
    """Every page of the folder, narrow and wide, and report.html from the file system too.

    Narrow, axe looks at all of them; wide, and without JavaScript, at one of those that the same
    template made: pages in a folder of their own (evidence, embeds, short addresses, examples) and
    in the other language differ in their words alone. Those are made wide as they are, and not
    loaded again.
    """
    found = Checked()
    pages = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html"))
    kinds = _one_of_each_kind(folder, pages)
    with browser() as running, served(folder) as address:
        for width in WIDTHS:
            context = running.new_context(viewport={"width": width, "height": 800})
            # Handed over once: half a megabyte a page would cost as much as what it finds out.
            context.add_init_script(f"if (window === top) {{ {axe()} }}")
            page = context.new_page()
            requests: list[str] = []
            page.on("request", lambda request, seen=requests: seen.append(request.url))
            page.on("console", lambda message: _console(message, found))
            for name in pages if width == WIDTHS[0] else sorted(kinds):
                found.pages.add(name)
                if onward := _ONWARD.search((folder / name).read_text(encoding="utf-8")):
                    # Nobody sees such a page: a browser goes on at once.
                    if not (folder / name).parent.joinpath(onward[1]).is_file():
                        found.faults.append(f"{name}: goes on to {onward[1]}, which is not there")
                    continue
                requests.clear()
                page.goto(urljoin(address, name))
                look(page, f"{name} at {width}", found)
                if width == WIDTHS[0]:
                    _links(page, name, folder, address, found)
                if name not in kinds:
                    page.set_viewport_size({"width": WIDTHS[1], "height": 800})
                    look(page, f"{name} at {WIDTHS[1]}", found, axe=False)
                    page.set_viewport_size({"width": width, "height": 800})
                away = [u for u in requests if not u.startswith((address, "data:"))]
                found.faults += [f"{name}: a request to {url}" for url in away]
            context.close()
        _alone(running, folder, pages, found)
        _without_script(running, address, sorted(kinds), found)
    return found


def _one_of_each_kind(folder: Path, pages: list[str]) -> set[str]:
    """The longest page of each template: of every page that has a twin in the other language, of a
    folder in a language's, and of short addresses.
    """
    kinds: dict[str, list[str]] = {}
    for name in pages:
        within, _, page = name.rpartition("/")
        _, _, below = within.partition("/")
        template = SHORT if name.startswith(f"{SHORT}/") else below
        if template == "" or (below and page in OVERVIEWS):
            template = f"{below}/{page}"
        kinds.setdefault(template, []).append(name)
    return {max(names, key=lambda n: (folder / n).stat().st_size) for names in kinds.values()}


def _console(message: Any, found: Checked) -> None:
    if message.type == "error":
        found.faults.append(f"console: {message.text}")


# What reaches furthest to the right, outside regions that scroll by themselves.
TOO_WIDE = """() => {
  const clips = e => e && (getComputedStyle(e).overflowX !== 'visible' || clips(e.parentElement));
  const all = [...document.body.querySelectorAll('*')].filter(e => !clips(e.parentElement));
  const right = e => e.getBoundingClientRect().right;
  const widest = all.reduce((a, b) => right(b) > right(a) ? b : a);
  return `${widest.outerHTML.slice(0, 120)} ends at ${Math.round(right(widest))} px`;
}"""


def keep_picture(page: Any, name: str) -> None:
    """A picture of the whole page, where SAMKLANG_SHOTS names a folder for them."""
    folder = os.environ.get("SAMKLANG_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def look(page: Any, where: str, found: Checked, *, axe: bool = True) -> None:
    """The page's width and ids with everything folded out, and axe on it."""
    # After a click the old page may be gone and the new one not there yet.
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.faults.append(f"{where}: it scrolls sideways, {page.evaluate(TOO_WIDE)}")
    twice = page.evaluate(
        "() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
        " return ids.filter((id, i) => ids.indexOf(id) !== i) }"
    )
    found.faults += [f"{where}: the id {id_} stands twice" for id_ in twice]
    if axe:
        _axe(page, where, found)


# What an element's colours come from: the style sheets, and of it and what it stands in the tag
# and attributes, but for words, addresses and places.
PAINTED = """() => {
  const words = new Set(`id href src srcset alt title name value for content datetime lang d points
    x y x1 x2 y1 y2 dx dy cx cy r width height transform viewBox aria-label aria-labelledby
    aria-describedby`.split(/\\s+/));
  const own = e => e ? e.tagName + [...e.attributes].filter(a => !words.has(a.name))
    .map(a => ` ${a.name}=${a.value}`).sort().join('') : '';
  const sheets = [...document.styleSheets].flatMap(s => [...s.cssRules])
    .filter(r => !(r instanceof CSSFontFaceRule)).map(r => r.cssText.length).join();
  const seen = [...document.body.querySelectorAll('*')]
    .map(e => `${own(e.parentElement?.parentElement)} > ${own(e.parentElement)} > ${own(e)}`);
  return [...new Set(seen)].map(e => `${innerWidth} ${sheets} ${e}`);
}"""


def _axe(page: Any, where: str, found: Checked) -> None:
    """Looks at the page with axe; at contrast, which takes three quarters of its time, only where
    something is painted as nothing was on the pages before."""
    painted = set(page.evaluate(PAINTED))
    contrast = not painted <= found.painted
    found.painted |= painted
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    passed, violated = page.evaluate(
        # Of what passes one place a rule: to name them all would take twice the time.
        "([tags, enabled]) => axe.run(document, {runOnly: {type: 'tag', values: tags},"
        " rules: {'color-contrast': {enabled}}, resultTypes: ['violations']})"
        # What is not read is not sent: it is most of what axe has to say.
        ".then(({passes, violations}) => [passes.map(rule => rule.id), violations])",
        [TAGS, contrast],
    )
    found.rules |= set(passed)
    # That all of it is painted as what was looked at is a check of its contrast too.
    found.checks += len(passed) + (not contrast)
    for rule in violated:
        for node in rule["nodes"]:
            found.faults.append(f"{where}: {rule['id']} {node['target']} {node['html'][:120]}")


def _links(page: Any, name: str, folder: Path, address: str, found: Checked) -> None:
    """Links within the site lead to files, and their fragments to ids."""
    for href in page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)"):
        if not href.startswith(address):
            continue
        parts = urlsplit(href)
        target = folder / unquote(parts.path.lstrip("/"))
        if not target.is_file():
            found.faults.append(f"{name}: a link to {parts.path}, which is not there")
        elif parts.fragment and f'id="{parts.fragment}"' not in target.read_text(encoding="utf-8"):
            found.faults.append(f"{name}: no #{parts.fragment} in {parts.path}")


def _alone(running: Any, folder: Path, pages: list[str], found: Checked) -> None:
    """report.html opened as a file asks for nothing else."""
    context = running.new_context()
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: _console(message, found))
    for name in pages:
        if name.endswith("report.html"):
            requests.clear()
            page.goto((folder / name).resolve().as_uri())
            others = [u for u in requests[1:] if not u.startswith("data:")]
            found.faults += [f"{name} as a file: a request to {url}" for url in others]
            found.checks += 1
    context.close()


def _without_script(running: Any, address: str, pages: list[str], found: Checked) -> None:
    """Everything can be read with JavaScript switched off."""
    context = running.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in pages:
        page.goto(urljoin(address, name))
        if len(page.locator("main").inner_text().strip()) < 10:
            found.faults.append(f"{name}: nothing to read without JavaScript")
        found.checks += 1
    context.close()
