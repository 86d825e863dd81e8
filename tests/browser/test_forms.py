"""Staff's forms in Chromium have what was chosen and nothing else, with script and without."""

from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.collect_site import Site, site
from tests.browser.logged_in import logged_in
from tests.browser.manuscript_world import EDITOR
from tests.browser.site_checks import WIDTHS, Checked, browser, keep_picture, look, needs_chromium
from tests.fresh_site import fresh_site

pytestmark = needs_chromium
THEME = "/arbete/norr/teman/t/"
NEW = f"{THEME}enkat/fraga/"
OPTIONS, STATEMENTS = "Svarsalternativ", "Påståenden i tabellen"
CARDS, LIMITS = "Vad varje exempelkort frågar efter", "Gräns för tal"
OPEN, ALONE, TITLE = "Med eget svar", "Går inte att förena med andra svar", "Titel i diagram"
PARTS = (OPTIONS, STATEMENTS, CARDS, LIMITS, OPEN, ALONE, TITLE)
# What a question of each type has; the wording, its hint and its condition they all have.
HAS: dict[str, tuple[str, ...]] = {
    "select_one": (OPTIONS, OPEN, TITLE),
    "select_multiple": (OPTIONS, OPEN, ALONE, TITLE),
    "matrix": (OPTIONS, STATEMENTS, TITLE),
    "ranking": (OPTIONS, TITLE),
    "text": (),
    "integer": (LIMITS, TITLE),
    "decimal": (LIMITS, TITLE),
    "date": (TITLE,),
    "cards": (CARDS,),
    "consent": (),
    "note": (),
}
SEEN = """() => [...document.querySelectorAll('legend, summary, th')]
  .filter(one => one.checkVisibility()).map(one => one.textContent.trim())"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a theme, served."""
    with site(tmp_path_factory.mktemp("form"), workers=1) as made:
        fresh_site(made.folder)
        made.run("tests.browser.manuscript_world")
        made.start()
        yield made


@pytest.fixture(scope="module", params=[True, False], ids=["script", "no script"])
def page(served: Site, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The editor's page with a new question."""
    with browser() as chromium:
        page = logged_in(chromium, served, EDITOR, java_script_enabled=request.param)
        page.goto(served.address + NEW)
        yield page


def test_the_form_has_what_the_type_has(page: Any) -> None:
    offered = page.locator("#id_type option").evaluate_all("all => all.map(one => one.value)")
    assert set(offered) == set(HAS)
    shown = {}
    for kind in HAS:
        page.select_option("#id_type", kind)
        there = set(page.evaluate(SEEN))
        shown[kind] = tuple(part for part in PARTS if part in there)
    assert shown == HAS


def test_what_was_typed_is_there_again_under_the_type_it_is_of(page: Any) -> None:
    page.select_option("#id_type", "select_one")
    page.fill("[name=option-0-sv]", "Ja")
    page.select_option("#id_type", "text")
    assert not page.is_visible("[name=option-0-sv]")
    page.select_option("#id_type", "ranking")
    assert page.input_value("[name=option-0-sv]") == "Ja"


def test_how_it_was_answered_is_asked_where_there_is_a_condition(page: Any) -> None:
    page.goto(page.url)
    assert not page.is_visible("#id_asked_not, #id_also, #id_also_not")
    page.select_option("#id_asked", index=1)
    assert page.is_visible("#id_asked_not")
    assert page.is_visible("#id_also")
    assert not page.is_visible("#id_also_not")
    page.select_option("#id_also", index=1)
    assert page.is_visible("#id_also_not")


def test_english_texts_are_asked_for_where_the_survey_is_in_english(
    page: Any, served: Site
) -> None:
    page.goto(f"{served.address}{THEME}val/")
    own = "#id_purpose_en, #id_consent_en"
    page.check("#id_in_en")
    assert [one.is_visible() for one in page.locator(own).all()] == [True] * 2
    page.uncheck("#id_in_en")
    assert [one.is_visible() for one in page.locator(own).all()] == [False] * 2
    assert page.is_visible("#id_purpose_sv")
    page.goto(served.address + NEW)


def test_it_is_sound_under_every_type(page: Any, request: pytest.FixtureRequest) -> None:
    found = Checked()
    # axe waits by the page's own clock, which stands still without script.
    script = request.node.callspec.params["page"]
    for kind in ("select_multiple", "matrix", "cards", "integer", "text"):
        page.select_option("#id_type", kind)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            keep_picture(page, f"question, {kind}-{width}")
            look(page, f"{kind} at {width}", found, axe=script)
    assert not found.faults, "\n".join(found.faults)
    assert found.checks > 100 or not script
