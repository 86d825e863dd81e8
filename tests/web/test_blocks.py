"""The report written in blocks: every kind put in and built, two editors, and what is not seen."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from samklang.core.manuscript.kinds import KINDS
from samklang.core.manuscript.pieces import Written
from samklang.web.actions.freezing import freeze
from samklang.web.actions.theme_files import save_file
from samklang.web.forms.blocks import BlockForm
from samklang.web.models import AuditRow, Theme, ThemeFile
from samklang.web.queries.block_choices import Offered
from samklang.web.queries.manuscript_figure import Choices
from tests.web.conftest import World
from tests.web.manuscript_world import ENGLISH, MANUSCRIPT, saved
from tests.web.report_world import theme  # noqa: F401

AT = "/arbete/norr/teman/t/skriv/"
SV = f"{AT}sv/"


@pytest.fixture
def frozen(theme: Theme, counted: None) -> Theme:  # noqa: F811
    """Twenty-four answers that stand still, and a report."""
    save_file(theme, path="manuscript.md", text=MANUSCRIPT, seen=0, by=None)
    save_file(theme, path="manuscript.en.md", text=ENGLISH, seen=0, by=None)
    freeze(theme, by=None)
    return theme


def text(answer: Any) -> str:
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def fields(answer: Any, name: str = 'id="block"') -> dict[str, Any]:
    """What the page's form would send, its buttons apart."""
    form = answer.content.decode().split(name)[1].split("</form>")[0]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        at = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if at["type"] not in ("checkbox", "radio") or " checked" in tag:
            found[at["name"]] = unescape(at.get("value", ""))
    areas = r'<textarea[^>]* ?name="([^"]+)"[^>]*>\n?(.*?)</textarea>'
    for name, value in re.findall(areas, form, re.S):
        found[name] = unescape(value)
    for name, select in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', select) or re.search(
            r'value="([^"]*)"', select
        )
        found[name] = chosen[1] if chosen else ""
    return found


def sent(client: Client, at: str, action: str = "save", **more: Any) -> Any:
    """The page's form filled in and sent."""
    return client.post(at.partition("?")[0], fields(client.get(at)) | {"action": action} | more)


def test_the_report_is_shown_with_its_own_numbers(world: World, frozen: Theme) -> None:
    for client in (world.owner, world.editor, world.reader):
        shown = text(client.get(SV))
        assert "67 %" in shown
        assert "skriv-figure-q1" in shown
    assert "Lägg till här" not in shown
    assert world.stranger.get(SV).status_code == 404
    assert world.editor.get(f"{AT}de/").status_code == 404


def test_only_editors_change_it(world: World, frozen: Theme) -> None:
    for page in ("nytt/", "nytt/text/", "1/"):
        assert world.reader.get(SV + page).status_code == 403
        assert world.editor.get(SV + page).status_code == 200, page
    assert world.reader.post(f"{SV}steg/", {"action": "remove 1", "seen": "1"}).status_code == 403
    assert world.reader.post(f"{SV}1/", {"action": "save", "seen": "1"}).status_code == 403
    assert saved() == MANUSCRIPT
    for page in ("nytt/hidden/", "nytt/slide/", "nytt/finns-inte/", "99/"):
        assert world.editor.get(SV + page).status_code == 404, page


def test_a_part_saved_as_it_is_changes_nothing(world: World, frozen: Theme) -> None:
    for number in (0, 1, 2):
        answer = sent(world.editor, f"{SV}{number}/")
        assert answer.status_code == 302, text(answer)
    assert saved() == MANUSCRIPT
    assert ThemeFile.objects.get(path="manuscript.md").version == 1


def parts() -> list[str]:
    return [name for name in re.findall(r":::\{([a-z-]+)\}", saved()) if name != "hidden"]


@pytest.mark.parametrize(
    ("kind", "values", "written"),
    [
        ("text", {"text": "Ett stycke.\r\n\r\n- ett\r\n- två"}, "Ett stycke.\n\n- ett\n- två\n"),
        ("key-points", {"text": "Ett\r\nTvå"}, ":::{key-points}\n- Ett\n- Två\n:::"),
        ("figure", {"question": "q2"}, ":::{figure} q2\n:::"),
        ("figure", {"question": "q4", "sort": "order"}, ":::{figure} q4\n:sort: order\n:::"),
        ("numbers", {"question": "q2"}, "- Ja: {share}`q2=yes` ({interval}`q2=yes`)"),
        ("notice", {"title": "Obs", "text": "Så här."}, ":::{notice} Obs\nSå här.\n:::"),
        ("method-box", {}, ":::{method-box}\n:::"),
        ("section", {"title": "Övrigt & annat"}, "{#ovrigt-annat}\n# Övrigt & annat\n"),
    ],
)
def test_each_kind_is_put_in(
    world: World, frozen: Theme, kind: str, values: dict[str, str], written: str
) -> None:
    answer = sent(world.editor, f"{SV}nytt/{kind}/?efter=1", **values)
    assert answer.status_code == 302, text(answer)
    assert written in saved()
    # All that was there is there still, in its order.
    left = saved().replace(written.rstrip("\n"), "") if kind != "numbers" else saved()
    for line in filter(None, MANUSCRIPT.split("\n")):
        assert line in left
    shown = text(world.editor.get(f"{SV}?avsnitt=alla"))
    assert "att rätta" not in shown


def test_what_the_theme_lacks_is_said_where_it_would_be_chosen(world: World, frozen: Theme) -> None:
    shown = text(world.editor.get(f"{SV}nytt/?efter=1"))
    assert "Går inte än" in shown
    for lacking in ("Skriv en slutsats", "Publicera ett exempel"):
        assert lacking in shown


def test_running_text_keeps_its_numbers_as_chips(world: World, frozen: Theme) -> None:
    shown = text(world.editor.get(f"{SV}1/"))
    assert "[[1: 67 %]] av organisationerna ([[2:" in shown
    assert "{share}" not in shown.split('<textarea name="text"')[1].split("</textarea>")[0]
    page = fields(world.editor.get(f"{SV}1/"))
    words = page["text"].replace("har gjort något nytt", "har **bytt** väg")
    answer = sent(world.editor, f"{SV}1/", text=words)
    assert answer.status_code == 302
    assert saved() == MANUSCRIPT.replace("har gjort något nytt", "har **bytt** väg")


def test_a_value_is_chosen_seen_and_put_in_where_it_was_marked(world: World, frozen: Theme) -> None:
    at = f"{SV}1/"
    page = fields(world.editor.get(at))
    first = world.editor.post(at, page | {"text": page["text"] + " Så [[?]]!", "action": "value"})
    assert "Svar på en fråga" in text(first)
    second = world.editor.post(at, carried(first) | {"action": "value-kind answer"})
    chosen = {"v-question": "q1", "v-answer": "yes", "v-role": "count"}
    third = world.editor.post(at, carried(second) | chosen | {"action": "value-show"})
    assert "16 av 24" in text(third)
    fourth = world.editor.post(at, carried(third) | chosen | {"action": "value-insert"})
    assert "Så [[3: 16 av 24]]!" in text(fourth)
    assert saved() == MANUSCRIPT
    assert world.editor.post(at, fields(fourth) | {"action": "save"}).status_code == 302
    assert "Så {count}`q1=yes`!" in saved()
    # Its form opens with what it is, and leaving it changes nothing.
    page = fields(world.editor.get(at))
    again = world.editor.post(at, page | {"action": "value 3"})
    assert re.search(r'value="count"[^>]* checked', text(again))
    back = world.editor.post(at, carried(again) | {"action": "value-back"})
    assert "Så [[3: 16 av 24]]!" in text(back)


def carried(answer: Any) -> dict[str, Any]:
    """What the page where a value is chosen sends along."""
    return fields(answer, '<form class="sheet"')


def test_only_words_that_the_answers_bear_out_are_offered(world: World, frozen: Theme) -> None:
    at = f"{SV}1/"
    page = fields(world.editor.get(at))
    first = world.editor.post(at, page | {"action": "value"})
    second = world.editor.post(at, carried(first) | {"action": "value-kind claim"})
    offered = re.findall(r"<option value=\"([^\"]+)\"[^>]*>\1</option>", text(second))
    # 67 per cent, with an interval that reaches above and below.
    assert "nästan alla" not in offered
    assert "hälften" not in offered
    chosen = {"v-question": "q1", "v-answer": "yes", "v-words": "nästan alla"}
    third = world.editor.post(at, carried(second) | chosen | {"action": "value-insert"})
    assert "nästan alla: q1" not in third.content.decode()


def test_html_from_a_browser_is_read_into_words_and_never_kept(world: World, frozen: Theme) -> None:
    hostile = (
        "<h2>Rubrik</h2><p>Ett <b>fett</b> <script>alert(1)</script><img src=x onerror=alert(1)>"
        'ord <a href="javascript:alert(1)">x</a> <a href="https://a.se">y</a> &lt;b&gt;'
        '<span data-name="share" data-content="q1=yes">99 %</span>'
        '<span data-name="x`" data-content="y`}">z</span></p>'
        "<table><tr><td>{share}`q9=x` :::{figure} q2</td></tr></table>"
    )
    answer = sent(world.editor, f"{SV}nytt/text/?efter=2", html=hostile)
    assert answer.status_code == 302
    put = saved()[len(MANUSCRIPT) :]
    assert put.startswith(
        "\n## Rubrik\n\nEtt **fett** ord x [y](<https://a.se>) \\<b>{share}`q1=yes`"
    )
    assert "script" not in put
    assert "99 %" not in put
    # What was typed as words is words.
    assert parts() == ["figure"]
    shown = world.editor.get(f"{SV}?avsnitt=alla").content.decode()
    assert "alert(1)" not in shown.replace("&lt;", "")


def test_what_is_no_running_text_is_not_saved_and_not_lost(world: World, frozen: Theme) -> None:
    answer = sent(world.editor, f"{SV}nytt/text/?efter=2", text="> ett citat")
    assert answer.status_code == 400
    assert "> ett citat" in text(answer)
    assert saved() == MANUSCRIPT


def test_steps_and_undo(world: World, frozen: Theme) -> None:
    def step(action: str, status: int = 302) -> None:
        seen = str(ThemeFile.objects.get(path="manuscript.md").version)
        answer = world.editor.post(f"{SV}steg/", {"action": action, "seen": seen, "avsnitt": "0"})
        assert answer.status_code == status

    step("up 2")
    assert saved().index(":::{figure}") < saved().index("{share}")
    step("down 1")
    assert saved() == MANUSCRIPT
    step("copy 2")
    assert parts() == ["figure", "figure"]
    step("turn 3")
    assert "Dold: kommer inte med" in text(world.editor.get(SV))
    assert parts() == ["figure", "figure"]
    step("remove 3")
    assert saved() == MANUSCRIPT
    # Undone one after the other: each brings back what was before.
    step("undo")
    assert ":::{figure} q1\n:::\n::::" in saved()
    step("undo")
    assert parts() == ["figure", "figure"]
    step("undo")
    assert saved() == MANUSCRIPT
    step("up 0")
    assert saved() == MANUSCRIPT
    step("remove 0")
    assert saved() == ""
    step("undo")
    assert saved() == MANUSCRIPT
    versions = ThemeFile.objects.get(path="manuscript.md").versions.count()
    made = AuditRow.objects.filter(action="save_file", subject="manuscript.md", by__isnull=False)
    assert made.count() == versions - 1


def test_two_editors_overwrite_nothing(world: World, frozen: Theme) -> None:
    mine = fields(world.editor.get(f"{SV}1/"))
    # Another changes another part: both changes are kept.
    assert sent(world.owner, f"{SV}nytt/text/?efter=0", text="Ägarens stycke.").status_code == 302
    words = mine["text"].replace("något nytt", "något eget")
    answer = world.editor.post(f"{SV}1/", mine | {"text": words, "action": "save"})
    assert answer.status_code == 302
    assert "Ägarens stycke." in saved()
    assert "har gjort något eget." in saved()
    # Another changes the same part: nothing is saved, and mine goes in beside it if I want.
    mine = fields(world.editor.get(f"{SV}1/"))
    theirs = fields(world.owner.get(f"{SV}1/"))
    changed = {"text": theirs["text"].replace("Ägarens", "Ägarens nya")}
    world.owner.post(f"{SV}1/", theirs | changed | {"action": "save"})
    before = saved()
    answer = world.editor.post(f"{SV}1/", mine | {"text": "Mina ord.", "action": "save"})
    assert answer.status_code == 409
    assert "Ingenting är överskrivet" in text(answer)
    assert "Mina ord." in text(answer)
    assert saved() == before
    at = re.search(r'id="block" action="([^"]+)"', text(answer))
    assert at
    world.editor.post(at[1], fields(answer) | {"action": "save"})
    assert "Mina ord." in saved()
    assert "Ägarens nya stycke." in saved()
    # A step that was decided on another text is not taken.
    answer = world.editor.post(f"{SV}steg/", {"action": "remove 1", "seen": "1"})
    assert answer.status_code == 409
    assert "Ägarens nya stycke." in saved()


def test_both_languages_beside_each_other(world: World, frozen: Theme) -> None:
    assert "Varje del finns på båda språken" in text(world.reader.get(f"{AT}bada/"))
    sent(world.editor, f"{SV}nytt/method-box/?efter=2")
    shown = text(world.reader.get(f"{AT}bada/"))
    assert "En del finns bara på ett av språken" in shown
    assert "Saknas på engelska" in shown
    assert "Saknas på svenska" not in shown
    sent(world.editor, f"{SV}nytt/section/?efter=2", title="Mer att läsa")
    page = text(world.editor.get(f"{AT}en/nytt/section/?efter=1"))
    assert '<option value="mer-att-lasa">Mer att läsa</option>' in page
    sent(world.editor, f"{AT}en/nytt/section/?efter=1", title="Further", twin="mer-att-lasa")
    assert "{#mer-att-lasa}\n# Further" in saved("manuscript.en.md")


WRONG = "\n{share}`q9=x` och {claim}`nästan alla: q1=yes`.\n\n:::{figure} q8\n:::\n"
# A figure of the report says "theme package" itself, in its note on where it comes from.
JARGON = re.compile(
    r"markdown|yaml|\bjson\b|\brolle?n?\b|direktiv|\bpaket|\bfrys|\bbygge|checksumma"
    r"|\brole\b|directive|checksum|\bfreeze",
    re.I,
)


def seen_words(page: str) -> str:
    """The words of a page's main part that a person sees or hears."""
    main = page.split("<main")[1].split("</main>")[0]
    main = re.sub(
        r"<(textarea|template)[^>]* (?:hidden|id=\"prose\")[^>]*>.*?</\1>", " ", main, flags=re.S
    )
    return re.sub(r"<[^>]+>", " ", main)


def test_no_page_speaks_of_how_the_text_is_stored(world: World, frozen: Theme) -> None:
    save_file(
        frozen,
        path="manuscript.md",
        text=MANUSCRIPT + WRONG,
        seen=1,
        by=None,
    )
    pages = ["", "?avsnitt=alla", "nytt/?efter=1", "1/", "2/", "3/", "4/", "0/"]
    pages += [f"nytt/{kind}/" for kind in ("text", "figure", "notice", "key-points", "section")]
    for language in ("sv", "en"):
        client = world.editor
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        for page in (*(f"{language}/{one}" for one in pages), "bada/"):
            answer = client.get(AT + page)
            if answer.status_code == 404 and language == "en":
                continue
            words = seen_words(text(answer))
            assert not JARGON.search(words), (page, JARGON.search(words))
            assert not re.search(r"\{[a-z-]+\}|:::", words), page


@pytest.mark.parametrize(
    ("chosen", "lines", "wrong"),
    [
        ({}, "", ""),
        ({"by": "county", "factor": "economy"}, ":by: county\n:factor: economy\n", ""),
        ({"by": "county", "direction": "hinders"}, ":by: county\n:direction: hinders\n", ""),
        ({"by": "county"}, "", "factor"),
        ({"direction": "hinders"}, "", "by"),
        ({"by": "county", "factor": "other"}, "", "factor"),
    ],
)
def test_factors_are_broken_down_one_at_a_time(
    chosen: dict[str, str], lines: str, wrong: str
) -> None:
    groups = Choices(questions={}, groups={"county": "Län"}, options={})
    offered = Offered(choices=groups, factors={"economy": "Ekonomi"})
    kind = KINDS["factor-figure"]
    form = BlockForm(chosen, kind=kind, offered=offered)
    assert form.is_valid() == (not wrong)
    assert wrong in ("", *form.errors)
    if not wrong:
        made = form.block(Written(kind.name, "", (), ""))
        assert "".join(f":{name}: {value}\n" for name, value in made.options) == lines
