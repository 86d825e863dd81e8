"""The catalogue of a built site in Chromium: list, facets, an example, and its search."""

import csv
import json
from pathlib import Path
from typing import Any

from samklang.core.vocabulary import municipalities
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
# The names of the examples that each text finds, as the page's own script asks for them.
ASKED = """async texts => {
  const form = document.getElementById("search");
  const pagefind = await import(new URL(form.dataset.bundle, document.baseURI).href);
  const every = [];
  for (const text of texts) {
    const answer = await pagefind.search(text);
    const pages = await Promise.all(answer.results.map(one => one.data()));
    every.push(pages.map(page => page.url.replace(/.*example-(.*)[.]html/, "$1")));
  }
  return every;
}"""


def test_the_catalogue_is_read_and_searched(built_demo: Path) -> None:
    found = Checked()
    with served(built_demo) as root, browser() as chromium:
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
        for language in ("sv", "en"):
            page.goto(f"{root}{language}/examples/index.html")
            page.locator("#search").wait_for(state="visible")
            every_example_is_found(page, built_demo, language)
        assert refused == []
        # From a folder on disk no script is run: the whole list is there, and no dead box.
        page.goto((built_demo / "sv/examples/index.html").as_uri())
        assert page.locator("#search").is_hidden()
        assert page.locator("#list li").count() == len(
            list((built_demo / "sv/examples").glob("example-*"))
        )
    assert found.faults == []


def every_example_is_found(page: Any, out: Path, language: str) -> None:
    """By its title, its organisation and its municipalities; and the files have those listed."""
    with (out / "data/examples.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["example"]: row for row in csv.DictReader(file)}
    listed = {path.stem[len("example-") :] for path in (out / language).glob("examples/example-*")}
    features = json.loads((out / "data/examples.geojson").read_bytes())["features"]
    works = json.loads((out / f"data/examples.{language}.jsonld").read_bytes())["@graph"]
    assert set(rows) == listed
    assert {one["properties"]["example"] for one in features} == listed
    assert {work["identifier"] for work in works} == listed
    asked = [
        (name, text)
        for name, row in rows.items()
        for text in (
            row[f"title_{language}"],
            row["organisation"],
            *(municipalities()[code].name for code in row["municipalities"].split()),
        )
        if text
    ]
    answers = page.evaluate(ASKED, [text for _, text in asked])
    missed = [pair for pair, names in zip(asked, answers, strict=True) if pair[0] not in names]
    assert missed == []
    assert len(asked) > 2 * len(rows)
