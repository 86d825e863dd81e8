"""Estimates and figures are seen before they are inserted in a text, and go where they should."""

import re

from samklang.web.actions.theme_files import save_file
from samklang.web.models import Theme
from tests.web.conftest import World
from tests.web.manuscript_world import AT, MANUSCRIPT, SV, insert, saved, text
from tests.web.manuscript_world import frozen as frozen
from tests.web.report_world import theme as theme


def test_open_themes_show_no_running_numbers(
    world: World,
    theme: Theme,
    counted: None,
) -> None:
    save_file(theme, path="manuscript.md", text=MANUSCRIPT, seen=0, by=None)
    shown = text(world.editor.get(SV))
    assert "Siffror visas när enkäten är stängd" in shown
    assert "‹q1=yes›" in shown
    # What is filled in later says what it is, in the page's own words.
    blocks = "{answered}`-`\n\n:::{method-box}\n:::\n\n:::{figure} q1\n:::\n"
    (file,) = theme.files.filter(path="manuscript.md")
    save_file(theme, path=file.path, text=f"{MANUSCRIPT}\n{blocks}", seen=file.version, by=None)
    later = text(world.editor.get(SV)).split('id="look"')[1].split('id="lines"')[0]
    assert "‹antal som svarade›" in later
    said = re.findall("Metodruta|Diagram|method-box|figure q1|‹-›", later)
    assert said == ["Diagram", "Metodruta", "Diagram"]
    assert later.count("Diagram: Har utvecklat nytänkande lösningar") == 2
    assert "67" not in shown.split('id="look"')[1].split('id="lines"')[0]
    Theme.objects.filter(pk=theme.pk).update(state="closed")
    shown = text(world.editor.get(SV))
    assert "Enkäten är stängd" in shown
    assert "67" in shown.split('id="look"')[1].split('id="lines"')[0]


def test_answers_after_the_freeze_change_nothing(world: World, frozen: Theme) -> None:
    before = text(world.editor.get(SV)).split('id="look"')[1].split('id="lines"')[0]
    for one in frozen.responses.all():
        one.answers = {**one.answers, "q1": "no"}
        one.save()
    after = text(world.editor.get(SV)).split('id="look"')[1].split('id="lines"')[0]
    assert after == before


def test_the_estimate_is_seen_before_it_is_inserted(world: World, frozen: Theme) -> None:
    first = world.editor.post(f"{SV}figur/", {"text": MANUSCRIPT, "seen": "1"})
    assert "Visa skattningen" in text(first)
    assert "Infoga i texten" not in text(first)
    shown = text(insert(world.editor, question="q1", form="share", option="yes")).replace(
        "\u00a0", " "
    )
    # The interval is kept on one line.
    interval = r'<span class="range">\d+–\d+ %</span>'
    assert re.search(rf"67 % \(konfidensintervall {interval}\)\. Bas: 24 svarande\.", shown)
    assert "{share}`q1=yes` ({interval}`q1=yes`)" in shown
    assert MANUSCRIPT in shown
    made = insert(world.editor, "insert", question="q2", option="")
    assert ":::{figure} q2\n:::" in text(made)
    assert "Texten är inte sparad än" in text(made)
    assert saved() == MANUSCRIPT
    assert world.editor.get(f"{SV}figur/").status_code == 302
    assert world.editor.post(f"{AT}knowledge.yaml/figur/", {"text": ""}).status_code == 404


def test_what_is_withheld_in_the_report_is_withheld_before_it_too(
    world: World, frozen: Theme
) -> None:
    # Of the members in Västerbotten three answered no: fewer than five.
    shown = text(insert(world.editor, question="q1", by="county", option=""))
    assert "En del av diagrammet döljs" in shown
    assert "färre än 5" in shown or "dolt" in shown
    figure = shown.split('class="report"')[1]
    assert ">3<" not in figure
    refused = text(insert(world.editor, question="q1", form="share", option=""))
    assert "Välj det svar som andelen gäller" in refused


def test_a_figure_goes_where_the_cursor_stood(world: World, frozen: Theme) -> None:
    written = MANUSCRIPT.replace("något nytt.", "något 🙂 nytt.\n\nSedan mer.")
    at = len(written.split("mer.")[0].encode("utf-16-le")) // 2
    made = text(
        insert(
            world.editor,
            "insert",
            written,
            question="q1",
            form="share",
            option="no",
            cursor=str(at),
            place="cursor",
        )
    )
    assert "Sedan {share}`q1=no` ({interval}`q1=no`) mer." in made
    made = text(
        insert(world.editor, "insert", written, question="q2", cursor=str(at), place="cursor")
    )
    assert "Sedan mer.\n\n:::{figure} q2\n:::\n\n:::{figure} q1" in made


def test_a_changed_question_drops_the_other_question_s_answer(world: World, frozen: Theme) -> None:
    answer = insert(world.editor, question="conditions", option="yes")
    assert answer.status_code == 200
    assert insert(world.editor, question="q9").status_code == 200
