"""A theme's questionnaire: from a file or the editor to a published version that never changes."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Option, Question
from samklang.exchange.xlsform.reading import read_xlsform
from samklang.exchange.xlsform.writing import write_xlsform
from samklang.web.actions.themes import begin_theme
from samklang.web.models import AuditRow, QuestionnaireVersion, Theme
from samklang.web.queries.questionnaires import dumped, parsed
from samklang.web.starts import start
from tests.unit.written_form import HEAD, form
from tests.web.conftest import World

AT = "/arbete/norr/teman/t/enkat/"


@pytest.fixture
def theme(world: World) -> Theme:
    return begin_theme(
        world.network,
        by=None,  # type: ignore[arg-type]
        title=Wording("Tema", "Theme"),
        address="t",
        begin_from="empty",
    )


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def seen(client: Client, at: str = AT) -> str:
    found = re.search(r'name="seen" value="(\w*)"', text(client.get(at)))
    assert found
    return found[1]


def upload(client: Client, content: bytes, name: str = "enkat.xlsx", **more: str) -> Any:
    file = SimpleUploadedFile(name, content)
    fields = {"file": file, "seen": seen(client, f"{AT}fil/"), **more}
    return client.post(f"{AT}fil/", fields, follow=True)


def question(**fields: Any) -> dict[str, Any]:
    """What the editor's form sends; options and items as (name, sv, en)."""
    data: dict[str, Any] = {"type": "text", "action": "save", "asked": ""}
    data |= {"field-TOTAL_FORMS": "0", "field-INITIAL_FORMS": "0"}
    for prefix in ("option", "item"):
        rows = fields.pop(f"{prefix}s", ())
        data |= {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
        for number, (name, sv, en) in enumerate(rows):
            data |= {f"{prefix}-{number}-name": name, f"{prefix}-{number}-sv": sv}
            data[f"{prefix}-{number}-en"] = en
    return data | fields


def newest(theme: Theme) -> QuestionnaireVersion:
    return theme.questionnaires.order_by("-number")[0]


def test_a_form_becomes_a_draft_and_can_be_published(world: World, theme: Theme) -> None:
    shown = upload(world.editor, write_xlsform(start("social-innovation")))
    assert "inläst som utkast" in text(shown)
    assert [q.id for q in parsed(newest(theme).source)] == [
        q.id for q in start("social-innovation")
    ]
    world.editor.post(f"{AT}publicera/", {"seen": seen(world.editor)})
    assert newest(theme).published_at
    assert AuditRow.objects.filter(action="change_questionnaire").count() == 1


def test_what_is_refused_is_said_by_row_and_nothing_changes(world: World, theme: Theme) -> None:
    before = newest(theme).source
    faulty = form(
        [HEAD, ["geopoint", "q1", "<b>Var?</b>", "Where?", ""], ["text", "q 2", "A", "A"]]
    )
    shown = upload(world.editor, faulty)
    assert shown.status_code == 400
    assert "Frågetypen går inte att använda" in text(shown)
    assert "Namnet får ha 1 till 40 tecken" in text(shown)
    assert "<b>" not in shown.content.decode()
    assert newest(theme).source == before


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04rest"])
def test_a_file_that_is_none_is_said(world: World, theme: Theme, content: bytes) -> None:
    assert upload(world.editor, content).status_code == 400


def test_what_a_file_lost_is_told_by_place_and_the_rest_counted(world: World, theme: Theme) -> None:
    head: list[object] = ["type", "name", "label", "appearance", "our notes"]
    rows: list[list[object]] = [["text", f"q{n}", "Text", "minimal", "x"] for n in range(34)]
    shown = text(upload(world.editor, form([head, *rows])))
    assert "survey 1, our_notes: Kolumnen tas inte med." in shown
    assert "survey 2, appearance: Tas inte med. minimal" in shown
    assert "Och 5 till som inte kom med." in shown


def test_a_published_version_never_changes(world: World, theme: Theme) -> None:
    world.editor.post(f"{AT}publicera/", {"seen": seen(world.editor)})
    first = newest(theme)
    upload(world.editor, write_xlsform(start("social-innovation")))
    assert newest(theme).number == first.number + 1
    again = QuestionnaireVersion.objects.get(pk=first.pk)
    assert (again.source, again.published_at) == (first.source, first.published_at)
    assert "Medlemmarna svarar på version 1" in text(world.editor.get(AT))


def test_a_version_is_downloaded_as_a_form(world: World, theme: Theme) -> None:
    answer = world.reader.get(f"{AT}1/xlsform/")
    assert "t-1.xlsx" in answer.headers["Content-Disposition"]
    read = read_xlsform(answer.content)
    assert (read.title, len(read.questionnaire.questions)) == ("Tema", 1)


def test_a_new_question_with_its_options(world: World, theme: Theme) -> None:
    at = f"{AT}fraga/"
    options = [("", "Ja", "Yes"), ("", "Nej", "No"), ("", "", ""), ("", "Ja!", "")]
    made = question(type="select_one", wording_sv="Har ni tid?", options=options)
    assert world.editor.post(at, made | {"seen": seen(world.editor, at)}).status_code == 302
    found = parsed(newest(theme).source).by_id["q2"]
    assert [(o.id, o.label.sv) for o in found.options] == [
        ("ja", "Ja"),
        ("nej", "Nej"),
        ("ja-2", "Ja!"),
    ]


def test_a_changed_question_keeps_its_name_and_its_options_names(
    world: World, theme: Theme
) -> None:
    at = f"{AT}fraga/q1/"
    shown = text(world.editor.get(at))
    names = re.findall(r'name="option-\d+-name" value="(\w+)"', shown)
    assert names == ["yes", "no"]
    options = [("no", "Nej tack", "No"), ("yes", "Ja", "Yes"), ("forged", "Kanske", "Maybe")]
    made = question(type="select_one", wording_sv="Nu?", options=options, required="on")
    world.editor.post(at, made | {"seen": seen(world.editor, at)})
    found = parsed(newest(theme).source).by_id["q1"]
    assert [o.id for o in found.options] == ["no", "yes", "kanske"]
    assert (found.wording.sv, found.required) == ("Nu?", True)


@pytest.mark.parametrize(
    ("opened", "names"),
    [
        # Names stand in the open data: one that says another thing is another option.
        (False, ["yes", "aldrig-i-livet"]),
        # Members may have answered so.
        (True, ["yes", "no"]),
    ],
)
def test_an_option_that_says_another_thing_has_another_name(
    opened: bool, names: list[str], world: World, theme: Theme
) -> None:
    at = f"{AT}fraga/q1/"
    if opened:
        world.editor.post(f"{AT}publicera/", {"seen": seen(world.editor)})
    options = [("yes", "Ja, det har vi", "Yes"), ("no", "Aldrig i livet", "Never")]
    made = question(type="select_one", wording_sv="Nu?", options=options)
    world.editor.post(at, made | {"seen": seen(world.editor, at)})
    found = parsed(newest(theme).source).by_id["q1"]
    assert [(o.id, o.label.sv) for o in found.options] == list(
        zip(names, ("Ja, det har vi", "Aldrig i livet"), strict=True)
    )


@pytest.mark.parametrize(
    ("fields", "relevant"),
    [
        ({"asked": "q1=yes"}, "${q1} = 'yes'"),
        ({"asked": "q1=no", "asked_not": "not"}, "${q1} != 'no'"),
        (
            {"asked": "q1=yes", "also": "q1=no", "also_not": "not"},
            "${q1} = 'yes' and ${q1} != 'no'",
        ),
        ({"asked": "", "relevant": "${q1} != 'no'"}, ""),
    ],
)
def test_whom_a_question_is_asked_of(
    world: World, theme: Theme, fields: dict[str, str], relevant: str
) -> None:
    at = f"{AT}fraga/"
    made = question(wording_sv="Vad?", wording_en="What?", **fields)
    world.editor.post(at, made | {"seen": seen(world.editor, at)})
    assert parsed(newest(theme).source).by_id["q2"].relevant == relevant
    shown = text(world.editor.get(f"{AT}fraga/q2/"))
    assert ("selected" in shown.split('name="asked"')[1].split("</select>")[0]) is True


def test_a_condition_that_cannot_be_chosen_is_said_in_words_and_kept(
    world: World, theme: Theme
) -> None:
    own = "${q1} = 'yes' or ${q1} = 'no'"
    head: list[object] = ["type", "name", "label", "relevant"]
    rows: list[list[object]] = [["select_one ab", "q1", "Tid?", ""], ["text", "q2", "Vad?", own]]
    options: list[list[object]] = [
        ["list_name", "name", "label"],
        ["ab", "yes", "Ja"],
        ["ab", "no", "Nej"],
    ]
    assert upload(world.editor, form([head, *rows], options)).status_code == 200
    at = f"{AT}fraga/q2/"
    shown = text(world.editor.get(at))
    assert "har svarat ”Ja” eller ”Nej” på ”Tid?”" in shown
    assert "${" not in shown
    made = question(wording_sv="Vad då?", asked="own", relevant="true()")
    world.editor.post(at, made | {"seen": seen(world.editor, at)})
    changed = parsed(newest(theme).source).by_id["q2"]
    assert (changed.wording.sv, changed.relevant) == ("Vad då?", own)
    made = question(wording_sv="Vad då?", asked="q1=no")
    world.editor.post(at, made | {"seen": seen(world.editor, at)})
    assert parsed(newest(theme).source).by_id["q2"].relevant == "${q1} = 'no'"


def test_limits_to_a_number(world: World, theme: Theme) -> None:
    at = f"{AT}fraga/"
    made = question(type="integer", wording_sv="Hur många?", least="1", greatest="99")
    world.editor.post(at, made | {"seen": seen(world.editor, at)})
    assert parsed(newest(theme).source).by_id["q2"].constraint == ". >= 1 and . <= 99"
    assert 'value="99"' in text(world.editor.get(f"{AT}fraga/q2/"))


def test_the_preview_saves_nothing_and_shows_both_languages(world: World, theme: Theme) -> None:
    before = newest(theme).source
    at = f"{AT}fraga/q1/"
    made = question(wording_sv="Har ni tid och/eller råd?", wording_en="<i>Time?</i>")
    for action in ("look", "part"):
        shown = world.editor.post(at, made | {"action": action, "seen": seen(world.editor, at)})
        assert "Har ni tid och/eller råd?" in text(shown)
        assert "&lt;i&gt;Time?" in shown.content.decode()
        assert "gör svaret svårt att tolka" in text(shown)
    assert newest(theme).source == before


def test_two_editors_do_not_overwrite_each_other(world: World, theme: Theme) -> None:
    at = f"{AT}fraga/q1/"
    mine = seen(world.editor, at)
    world.owner.post(at, question(wording_sv="Ägarens?") | {"seen": seen(world.owner, at)})
    answer = world.editor.post(at, question(wording_sv="Redaktörens?") | {"seen": mine})
    assert answer.status_code == 409
    assert "Ägarens?" in text(answer)
    assert "Redaktörens?" in text(answer)
    assert parsed(newest(theme).source).by_id["q1"].wording.sv == "Ägarens?"
    again = re.search(r'name="seen" value="(\w+)"', text(answer))
    assert again
    world.editor.post(at, question(wording_sv="Redaktörens?") | {"seen": again[1]})
    assert parsed(newest(theme).source).by_id["q1"].wording.sv == "Redaktörens?"


def test_a_question_is_moved_and_taken_out(world: World, theme: Theme) -> None:
    at = f"{AT}fraga/"
    world.editor.post(at, question(wording_sv="Två?") | {"seen": seen(world.editor, at)})
    world.editor.post(f"{AT}ordning/", {"action": "up q2", "seen": seen(world.editor)})
    assert [q.id for q in parsed(newest(theme).source)] == ["q2", "q1"]
    world.editor.post(f"{AT}ordning/", {"action": "out q2", "seen": seen(world.editor)})
    assert [q.id for q in parsed(newest(theme).source)] == ["q1"]
    stale = world.editor.post(f"{AT}ordning/", {"action": "out q1", "seen": "old"}, follow=True)
    assert "Någon annan har ändrat enkäten" in text(stale)
    assert [q.id for q in parsed(newest(theme).source)] == ["q1"]


def test_what_cannot_work_is_not_published(world: World, theme: Theme) -> None:
    at = f"{AT}fraga/"
    made = question(wording_sv="Två?", asked="q1=yes")
    world.editor.post(at, made | {"seen": seen(world.editor, at)})
    world.editor.post(f"{AT}ordning/", {"action": "out q1", "seen": seen(world.editor)})
    shown = text(world.editor.get(AT))
    assert "gäller ingen tidigare fråga" in shown
    assert "Publicera version" not in shown
    world.editor.post(f"{AT}publicera/", {"seen": seen(world.editor)})
    assert newest(theme).published_at is None


def test_a_reader_looks_and_changes_nothing(world: World, theme: Theme) -> None:
    assert "Ny fråga" not in text(world.reader.get(AT))
    assert world.reader.get(f"{AT}1/").status_code == 200
    assert world.reader.get(f"{AT}fil/").status_code == 403
    assert world.reader.post(f"{AT}ordning/", {"action": "out q1"}).status_code == 403
    assert world.stranger.get(AT).status_code == 404


@pytest.mark.parametrize("name", ["social-innovation", "empty"])
@pytest.mark.parametrize("words", ["sv", "en"])
def test_every_page_of_a_start_is_shown(world: World, theme: Theme, name: str, words: str) -> None:
    upload(world.editor, write_xlsform(start(name)))
    shown = text(world.reader.get(f"{AT}{newest(theme).number}/?sprak={words}"))
    for one in start(name):
        assert one.wording[words] in shown  # type: ignore[index]
        assert world.editor.get(f"{AT}fraga/{one.id}/").status_code == 200


def test_example_cards_are_made_in_the_browser(world: World, theme: Theme) -> None:
    at = f"{AT}fraga/"
    rows = [("Vad heter det?", "What is it called?", "text"), ("Sedan när?", "", "date")]
    fields: dict[str, str] = {"field-TOTAL_FORMS": "3", "field-0-required": "on"}
    for number, (sv, en, kind) in enumerate(rows):
        fields |= {f"field-{number}-sv": sv, f"field-{number}-en": en}
        fields[f"field-{number}-kind"] = kind
    made = question(type="cards", wording_sv="Ge exempel", most="5") | fields
    world.editor.post(at, made | {"seen": seen(world.editor, at)})
    found = parsed(newest(theme).source).by_id["q2"]
    assert [(f.id, f.type, f.required) for f in found.fields] == [
        ("vad-heter-det", "text", True),
        ("sedan-nar", "date", False),
    ]
    assert (found.most, found.fields[0].wording.en) == (5, "What is it called?")
    # Members see five cards; a changed text keeps its field's name; another type has no cards.
    assert text(world.editor.get(f"{AT}{newest(theme).number}/")).count('class="card"') == 5
    at = f"{AT}fraga/q2/"
    named = fields | {"field-0-name": "vad-heter-det", "field-0-sv": "Namn?"}
    changed = question(type="cards", wording_sv="Ge exempel") | named
    world.editor.post(at, changed | {"seen": seen(world.editor, at)})
    kept = parsed(newest(theme).source).by_id["q2"]
    assert (kept.fields[0].id, kept.fields[0].wording.sv, kept.most) == (
        "vad-heter-det",
        "Namn?",
        5,
    )
    other = question(type="text", wording_sv="Ge exempel") | named
    world.editor.post(at, other | {"seen": seen(world.editor, at)})
    assert parsed(newest(theme).source).by_id["q2"].fields == ()


def test_cards_that_ask_for_nothing_cannot_be_published(world: World, theme: Theme) -> None:
    at = f"{AT}fraga/"
    made = question(type="cards", wording_sv="Ge exempel")
    world.editor.post(at, made | {"seen": seen(world.editor, at)})
    assert "Publicera version" not in text(world.editor.get(AT))


def test_a_choice_on_a_card_keeps_its_options(world: World, theme: Theme) -> None:
    """Its options come with an XLSForm; here its text is changed, and nothing is lost."""
    options = (Option("a", Wording("A")), Option("b", Wording("B")))
    field = Question("phase", "select_one", Wording("Skede?"), options=options, required=True)
    cards = Question("q9", "cards", Wording("Ge exempel"), fields=(field,), most=2)
    made = dumped(replace(parsed(newest(theme).source), questions=(cards,)))
    QuestionnaireVersion.objects.create(theme=theme, number=2, source=made)
    page = html.fromstring(world.editor.get(f"{AT}fraga/q9/").content)
    (sheet,) = page.xpath("//form[@id='question']")
    sent = {name: value or "" for name, value in sheet.form_values()} | {"action": "save"}
    assert world.editor.post(f"{AT}fraga/q9/", sent).status_code == 302
    assert parsed(newest(theme).source).by_id["q9"] == cards
