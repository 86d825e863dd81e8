"""The report's texts in the browser: write, look, compare, comment; two at once lose nothing."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from samklang.web.models import AuditRow, Theme, ThemeFile
from tests.web.conftest import World
from tests.web.manuscript_world import AT, EN, MANUSCRIPT, SV, insert, saved, sent, text
from tests.web.manuscript_world import frozen as frozen
from tests.web.report_world import theme as theme


def test_every_page_is_shown(world: World, frozen: Theme) -> None:
    for client in (world.owner, world.editor, world.reader):
        for page in (
            "",
            "manuscript.md/",
            "manuscript.en.md/",
            "knowledge.yaml/",
            "references.json/",
            "manuscript.md/versioner/",
            "manuscript.md/versioner/1/",
        ):
            assert client.get(AT + page).status_code == 200, page
    assert world.stranger.get(SV).status_code == 404
    for other in ("theme.yaml/", "responses.csv/", "codings.csv/", "examples/x.yaml/", "x/"):
        assert world.editor.get(AT + other).status_code == 404, other


def test_an_unwritten_manuscript_begins_with_every_question(world: World, theme: Theme) -> None:
    shown = text(world.editor.get(SV))
    assert ":::{method-box}" in shown
    assert ":::{figure} q1" in shown
    assert not ThemeFile.objects.exists()


def test_a_saved_text_is_a_version_with_its_writer(world: World, frozen: Theme) -> None:
    answer = sent(world.editor, SV, MANUSCRIPT + "\nMer text.\n")
    assert answer.status_code == 302
    assert saved() == MANUSCRIPT + "\nMer text.\n"
    newest = ThemeFile.objects.get(path="manuscript.md").versions.first()
    assert newest
    assert newest.by
    assert (newest.version, newest.by.email) == (2, "redaktor@exempel.se")
    rows = AuditRow.objects.filter(action="save_file", subject="manuscript.md", by__isnull=False)
    assert rows.count() == 1


def test_lines_end_as_in_a_package_and_spaces_are_kept(world: World, frozen: Theme) -> None:
    sent(world.editor, SV, "\r\n  {#a}\r\n# A\r\n\r\nOrd  \r\n")
    assert saved() == "\n  {#a}\n# A\n\nOrd  \n"
    # A browser drops the first line break of a text field, so the page gives it one to drop.
    assert re.search(r'<textarea[^>]*id="id_text"[^>]*>\n\n  \{#a}', text(world.editor.get(SV)))


def test_the_preview_has_the_report_s_own_numbers_and_saves_nothing(
    world: World, frozen: Theme
) -> None:
    for action in ("look", "part"):
        shown = text(sent(world.editor, SV, MANUSCRIPT + "\nNy rad.\n", action))
        assert "67 %</a> av organisationerna" in shown.replace("\u00a0", " ")
        assert 'id="manus-figure-q1"' in shown
        assert "Ny rad." in shown
        assert "Inget att rätta" in shown
    assert saved() == MANUSCRIPT


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{share}`q9=yes` svarar ja.", "q9"),
        ("Hela 62 % svarar ja.", "62 %"),
        ("{claim}`de flesta: q1=no` svarar nej.", "de flesta"),
        (":::{figur} q1\n:::", "figur"),
        ("> citat", "Ett citatblock kan inte stå i en rapport."),
        ("[hit](ftp://x)", "Länken"),
        (":::{figure} q1\n:by: länet\n:::", "är varken en kolumn i registret"),
        (":::{cards} ingen\n:::", ""),
        ("{cite}`ingen` säger så.", "Det finns ingen referens"),
        ("{amount}`q1=yes` säger så.", ""),
    ],
)
def test_what_is_wrong_stands_beside_its_line(
    world: World, frozen: Theme, line: str, words: str
) -> None:
    written = MANUSCRIPT + f"\n{line}\n"
    at = MANUSCRIPT.count("\n") + 2
    shown = text(sent(world.editor, SV, written, "look"))
    assert f'<a href="#rad-{at}" data-line="{at}">rad {at}</a>' in shown
    beside = shown.split(f'<li id="rad-{at}">')[1].split("</ul>")[0]
    assert '<ul class="findings wrong">' in beside
    assert words in beside
    assert 'lang="en"' not in beside
    # What is wrong can be saved: a draft is work under way.
    assert sent(world.editor, SV, written).status_code == 302


def test_a_section_that_the_other_language_lacks_is_told(world: World, frozen: Theme) -> None:
    shown = text(sent(world.editor, SV, MANUSCRIPT + "\n{#mer}\n# Mer\n\nText.\n", "look"))
    assert "manuscript.en.md" not in saved()
    assert "mer" in shown.split('id="findings"')[1].split('id="look"')[0]


def test_nothing_that_is_written_is_markup(world: World, frozen: Theme) -> None:
    hostile = (
        '{#a}\n# <b>A</b>\n\n<script>alert(1)</script> "><img src=x onerror=alert(1)>\n'
        "[x](javascript:alert(1)) {{ 7*7 }} {% include 'x' %} \u202eRTL\u202c 你好 🙂\n\n"
        '{#b onclick="x"}\n# B\n'
    )
    for action in ("look", "part"):
        shown = sent(world.editor, SV, hostile, action).content.decode()
        for forbidden in ("<script>alert", "<img", "<b>A", 'onclick="', 'href="javascript', "49 "):
            assert forbidden not in shown.replace("&lt;script>", ""), forbidden
        assert "&lt;script&gt;alert(1)" in shown
    sent(world.editor, SV, hostile, "comment", comment="<i>hej</i>", line="3")
    assert "<i>hej" not in world.reader.get(SV).content.decode()


def test_a_text_that_is_too_long_is_kept_in_the_editor(world: World, frozen: Theme) -> None:
    answer = sent(world.editor, SV, "a" * 400_001)
    assert answer.status_code == 400
    assert "a" * 400_001 in text(answer)
    assert saved() == MANUSCRIPT


def test_two_editors_lose_nothing(world: World, frozen: Theme) -> None:
    mine = MANUSCRIPT + "\nRedaktörens rad.\n"
    sent(world.owner, SV, MANUSCRIPT + "\nÄgarens rad.\n")
    answer = world.editor.post(SV, {"text": mine, "seen": "1", "action": "save"})
    assert answer.status_code == 409
    shown = text(answer)
    assert "<del>" in shown
    assert "<ins>" in shown
    assert "Redaktörens rad." in shown
    assert "Ägarens rad." in shown
    assert "agare@exempel.se" in shown
    assert saved() == MANUSCRIPT + "\nÄgarens rad.\n"
    seen = re.search(r'name="seen" value="(\d+)"', shown)
    assert seen
    # Saved again, knowingly: the other text is still a version.
    world.editor.post(SV, {"text": mine, "seen": seen[1], "action": "save"})
    assert saved() == mine
    texts = [v.text for v in ThemeFile.objects.get(path="manuscript.md").versions.all()]
    assert texts == [mine, MANUSCRIPT + "\nÄgarens rad.\n", MANUSCRIPT]


def test_the_first_save_of_two_is_not_overwritten(world: World, theme: Theme) -> None:
    world.owner.post(SV, {"text": "{#a}\n# Ägarens\n", "seen": "0", "action": "save"})
    answer = world.editor.post(SV, {"text": "{#a}\n# Min\n", "seen": "0", "action": "save"})
    assert answer.status_code == 409
    assert "Ägarens" in saved()


def test_versions_are_compared_and_restored(world: World, frozen: Theme) -> None:
    sent(world.editor, SV, MANUSCRIPT.replace("något nytt", "något helt nytt"))
    shown = text(world.reader.get(f"{SV}versioner/2/"))
    assert "Från version 1 till version 2" in shown
    assert "<strong>helt</strong>" in shown or "<strong>helt </strong>" in shown
    assert "Tillagt" in shown
    assert "Borttaget" in shown
    assert "Från version 1 till version 2" in text(world.reader.get(f"{SV}versioner/1/?mot=2"))
    assert world.reader.get(f"{SV}versioner/9/").status_code == 404
    assert world.reader.get(f"{SV}versioner/2/?mot=9").status_code == 404
    at = f"{SV}versioner/1/aterstall/"
    assert world.reader.post(at, {"seen": "2"}).status_code == 403
    stale = world.editor.post(at, {"seen": "1"}, follow=True)
    assert "Någon annan har sparat texten" in text(stale)
    world.editor.post(at, {"seen": "2"})
    assert saved() == MANUSCRIPT
    assert ThemeFile.objects.get(path="manuscript.md").version == 3
    assert AuditRow.objects.filter(action="restore_text").count() == 1


def test_knowledge_and_references_are_read_and_shown(world: World, frozen: Theme) -> None:
    at = f"{AT}knowledge.yaml/"
    cards = (
        "cards:\n  - id: a\n    title: {sv: Begrepp, en: Concept}\n"
        "    text: {sv: Ord., en: Words.}\n"
    )
    shown = text(sent(world.editor, at, cards, "look"))
    assert "Begrepp" in shown.split('id="look"')[1].split('id="lines"')[0]
    shown = text(sent(world.editor, at, cards + "    nonsense: 1\n", "look"))
    assert 'data-line="5"' in shown
    shown = text(sent(world.editor, f"{AT}references.json/", "[{", "look"))
    assert "sak att rätta" in shown
    # A fault elsewhere is told where it hinders the preview.
    sent(world.editor, at, "cards: 7\n")
    assert "Kunskap och källor" in text(world.editor.get(SV)).split('id="findings"')[1]


@pytest.mark.parametrize(
    "page", ["", "manuscript.md/", "knowledge.yaml/", "manuscript.md/versioner/"]
)
def test_pages_ask_little_of_the_database(
    world: World, frozen: Theme, page: str, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        world.reader.post(SV, {"action": "comment", "comment": f"Nr {n}", "line": "4"})
        sent(world.editor, SV, MANUSCRIPT + f"\nVersion {n}.\n")
    # A theme's package is read from some ten tables, of codings and examples too; one query more
    # says what a person who codes blind may not see, and one reads the network's own words.
    for state in ("open", "closed"):
        Theme.objects.filter(pk=frozen.pk).update(state=state)
        with django_assert_max_num_queries(30):
            assert world.editor.get(AT + page).status_code == 200
    frozen.freezes.all().delete()
    world.editor.get(AT + page)  # counted before it is looked at
    with django_assert_max_num_queries(30):
        assert world.editor.get(AT + page).status_code == 200
    insert(world.editor, question="q1")  # counted before it is looked at
    with django_assert_max_num_queries(26):
        insert(world.editor, question="q1")


@pytest.mark.parametrize("words", ["sv", "en"])
def test_in_both_languages(world: World, frozen: Theme, words: str) -> None:
    headers = {"accept-language": words}
    for page in (AT, SV, EN, f"{SV}versioner/", f"{SV}versioner/1/"):
        shown = text(world.editor.get(page, headers=headers))
        assert f'<html lang="{words}">' in shown
    assert Path(settings.DATA).is_dir()
