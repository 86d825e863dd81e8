"""Editing a report's texts in Chromium, with JavaScript and without, and two at once.

Every page is looked at with axe at 320 and 1280 px in both languages; pictures of them are kept in
the folder that SAMKLANG_SHOTS names.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.collect_site import Site, site
from tests.browser.logged_in import logged_in
from tests.browser.manuscript_world import ADDRESS, EDITOR, OWNER
from tests.browser.site_checks import WIDTHS, Checked, browser, keep_picture, look, needs_chromium
from tests.fresh_site import fresh_site

pytestmark = needs_chromium
WIDE = {"width": 1280, "height": 900}
SAVE, SEE = ".actions button[value=save]", ".actions button[value=look]"
INSERT = ".actions button[formaction$='/figur/']"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the theme, served."""
    with site(tmp_path_factory.mktemp("texts"), workers=1) as made:
        fresh_site(made.folder)
        made.run("tests.browser.manuscript_world")
        made.start(with_worker=True)
        yield made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser."""
    with browser() as running:
        yield running


def opened(served: Site, chromium: Any, who: str, *, script: bool = True, **more: Any) -> Any:
    """A page of someone who has logged in, at the Swedish manuscript."""
    page = logged_in(chromium, served, who, java_script_enabled=script, viewport=WIDE, **more)
    page.goto(served.address + ADDRESS + "manuscript.md/")
    return page


def seen(page: Any, name: str, found: Checked) -> None:
    """Looks at the page as it stands, narrow and wide."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        keep_picture(page, f"texts, {name}-{width}")
        look(page, f"{name} at {width}", found)
    page.set_viewport_size(WIDE)
    found.pages.add(name)


def written(page: Any, words: str) -> str:
    """Writes words last in the text; the whole text."""
    text = page.input_value("#id_text") + words
    page.fill("#id_text", text)
    return str(text)


def counted(page: Any) -> None:
    """Waits for the worker: nothing on the page is being counted still."""
    page.wait_for_selector("[data-counting]", state="detached")


def sound(found: Checked, pages: int) -> None:
    """Nothing was found, and it was looked for."""
    assert not found.faults, "\n".join(found.faults)
    assert len(found.pages) == pages
    assert found.checks > 20 * pages


def test_it_follows_what_is_typed(served: Site, chromium: Any) -> None:
    page, found = opened(served, chromium, EDITOR), Checked()
    counted(page)
    assert "67 %" in page.inner_text("#look").replace("\u00a0", " ")
    last = written(page, "\nHela 62 % är nöjda, och {share}`q1=yes` är det inte.\n").count("\n")
    page.wait_for_selector(f"#findings a[data-line='{last}']")
    assert "”62 %” är skrivet för hand." in page.inner_text("#findings")
    assert "67 % är det inte" in page.inner_text("#look").replace("\u00a0", " ")
    assert "62 %" in page.inner_text(f"#rad-{last}")
    assert not page.locator("#findings [lang=en]").count()
    seen(page, "sv, a fault beside its line", found)
    # The fault leads to its line in the text.
    page.click(f"#findings a[data-line='{last}']")
    chosen = page.evaluate(
        "(t => t.value.slice(t.selectionStart, t.selectionEnd))(document.getElementById('id_text'))"
    )
    assert chosen.startswith("Hela 62 %")
    assert f"rad {last}." in page.inner_text("#where")
    # Mended, it is gone without the page being loaded again.
    page.fill("#id_text", page.input_value("#id_text").replace("Hela 62 % är nöjda, och ", ""))
    page.wait_for_selector("#findings .count.fine")
    page.click(SAVE)
    page.wait_for_load_state()
    assert "Texten är sparad." in page.inner_text("main")
    sound(found, 1)
    page.context.close()


def test_leaving_what_is_not_saved_asks_first(served: Site, chromium: Any) -> None:
    page = opened(served, chromium, EDITOR)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.click("#id_text")
    page.keyboard.type("x")
    page.goto(served.address + ADDRESS)
    assert asked == ["beforeunload"]
    page.goto(served.address + ADDRESS + "manuscript.md/")
    page.goto(served.address + ADDRESS)
    assert asked == ["beforeunload"]
    page.context.close()


def test_without_javascript_the_buttons_do_the_same(served: Site, chromium: Any) -> None:
    page = opened(served, chromium, EDITOR, script=False)
    before = page.input_value("#id_text")
    last = written(page, "\nHela 61 % säger nej.\n").count("\n")
    page.click(SEE)
    assert "”61 %” är skrivet för hand." in page.inner_text("#findings")
    assert "Hela 61 %" in page.inner_text("#look").replace("\u00a0", " ")
    page.click(f"#findings a[data-line='{last}']")
    assert page.url.endswith(f"#rad-{last}")
    assert "61 %" in page.inner_text(f"#rad-{last}")
    # A figure is seen and put in, and what was written is still there.
    page.click(INSERT)
    page.select_option("select[name=question]", "q2")
    page.click("button[value=show]")
    page.click("button[value=insert]")
    text = page.input_value("#id_text")
    assert ":::{figure} q2" in text
    assert "Hela 61 % säger nej." in text
    assert "inte sparad" in page.inner_text("main")
    page.goto(served.address + ADDRESS + "manuscript.md/")
    assert page.input_value("#id_text") == before
    page.context.close()


def test_a_figure_is_seen_before_it_is_inserted(served: Site, chromium: Any) -> None:
    page, found = opened(served, chromium, EDITOR), Checked()
    text = page.input_value("#id_text")
    page.evaluate(
        "n => document.getElementById('id_text').setSelectionRange(n, n)", text.index("av org") + 6
    )
    page.keyboard.press("Shift")
    page.focus("#id_text")
    page.keyboard.press("ArrowRight")
    page.click(INSERT)
    assert "Visa skattningen" in page.inner_text("main")
    seen(page, "sv, choosing a figure", found)
    page.check("input[name=form][value=share]")
    page.select_option("select[name=question]", "q1")
    page.click("button[value=show]")
    page.select_option("select[name=option]", "yes")
    page.click("button[value=show]")
    counted(page)
    told = page.inner_text(".estimated").replace("\u00a0", " ")
    assert re.match(r"67 % \(konfidensintervall \d+–\d+ %\)\. Bas: 24 svarande\.", told), told
    seen(page, "sv, the estimate of a share", found)
    page.check("input[name=form][value=figure]")
    page.select_option("select[name=by]", "county")
    page.select_option("select[name=option]", "yes")
    page.click("button[value=show]")
    counted(page)
    assert page.locator(".estimate figure svg").first.is_visible()
    assert ":by: county" in page.locator(".estimate pre.source").text_content()
    seen(page, "sv, the estimate of a figure", found)
    page.click("button[value=insert]")
    page.wait_for_load_state()
    assert ":::{figure} q1\n:by: county\n:option: yes\n:::" in page.input_value("#id_text")
    page.on("dialog", lambda dialog: dialog.accept())
    sound(found, 3)
    page.context.close()


def test_two_editors_at_once_lose_nothing(served: Site, chromium: Any) -> None:
    mine, theirs, found = (
        opened(served, chromium, EDITOR),
        opened(served, chromium, OWNER),
        Checked(),
    )
    written(theirs, "\nÄgarens rad.\n")
    theirs.click(SAVE)
    theirs.wait_for_load_state()
    written(mine, "\nRedaktörens rad.\n")
    mine.click(SAVE)
    mine.wait_for_load_state()
    shown = mine.inner_text("main")
    assert "Någon annan har sparat texten medan ni skrev" in shown
    assert OWNER in shown
    assert "Ägarens rad." in mine.inner_text(".compared del")
    assert "Redaktörens rad." in mine.inner_text(".compared ins")
    assert "Redaktörens rad." in mine.input_value("#id_text")
    seen(mine, "sv, two at once", found)
    written(mine, "\nÄgarens rad.\n")
    mine.click(SAVE)
    mine.wait_for_load_state()
    theirs.reload()
    both = theirs.input_value("#id_text")
    assert "Ägarens rad." in both
    assert "Redaktörens rad." in both
    sound(found, 1)
    mine.context.close()
    theirs.context.close()


def test_comments_and_versions(served: Site, chromium: Any) -> None:
    page, found = opened(served, chromium, EDITOR), Checked()
    line = page.input_value("#id_text").split("\n").index(":::{figure} q1") + 1
    page.fill("#id_line", str(line))
    page.fill("#id_comment", "Ska den delas efter län?")
    page.click("button[value=comment]")
    page.wait_for_load_state()
    assert "Ska den delas efter län?" in page.inner_text(f"#rad-{line}")
    seen(page, "sv, a comment", found)
    # A line is put in above; the comment follows its own.
    page.fill("#id_text", "\n" + page.input_value("#id_text"))
    page.click(SAVE)
    page.wait_for_load_state()
    assert "Ska den delas efter län?" in page.inner_text(f"#rad-{line + 1}")
    page.click("button[value^=resolve]")
    page.wait_for_load_state()
    assert "Klar: redaktor@exempel.se" in page.inner_text("main")
    page.goto(served.address + ADDRESS)
    seen(page, "sv, the texts", found)
    page.goto(served.address + ADDRESS + "manuscript.md/versioner/")
    seen(page, "sv, versions", found)
    newest = page.locator("tbody th").first.inner_text()
    page.goto(f"{served.address}{ADDRESS}manuscript.md/versioner/{newest}/?mot=1")
    assert f"Från version 1 till version {newest}" in page.inner_text("h1")
    assert page.locator(".compared ins").count() > 0
    seen(page, "sv, compared", found)
    page.goto(f"{served.address}{ADDRESS}manuscript.md/versioner/1/")
    page.click("main form[method=post] button:not(.plain)")
    page.wait_for_load_state()
    assert "Version 1 är återställd" in page.inner_text("main")
    assert "Redaktörens rad." not in page.input_value("#id_text")
    sound(found, 4)
    page.context.close()


def test_in_english(served: Site, chromium: Any) -> None:
    page, found = opened(served, chromium, OWNER), Checked()
    page.click("button[lang=en]")
    page.wait_for_load_state()
    for path in ("", "manuscript.en.md/", "knowledge.yaml/", "references.json/"):
        page.goto(served.address + ADDRESS + path)
        seen(page, f"en, {path.strip('/') or 'the texts'}", found)
    page.goto(served.address + ADDRESS + "manuscript.en.md/")
    counted(page)
    assert "67%" in page.inner_text("#look").replace("\u00a0", "")
    written(page, "\nAbout 62% of them.\n")
    page.click(SEE)
    page.wait_for_load_state()
    assert "typed by hand" in page.inner_text("#findings")
    seen(page, "en, a fault", found)
    page.click(INSERT)
    page.click("button[value=show]")
    page.wait_for_load_state()
    counted(page)
    seen(page, "en, the estimate", found)
    sound(found, 6)
    page.context.close()
