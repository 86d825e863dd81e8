"""Knowledge cards, references and contacts as forms; two at once lose nothing."""

import json
from dataclasses import fields
from html import unescape
from typing import Any

import pytest
import yaml
from django.test import Client
from lxml.html import document_fromstring

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Wording
from samklang.core.theme.contact import Contact
from samklang.web.actions.theme_files import save_file
from samklang.web.forms.sources import ContactForm, EntryForm
from samklang.web.models import AuditRow, Theme, ThemeFile
from samklang.web.queries import sources
from samklang.web.queries.package import package_files
from tests.web.conftest import World
from tests.web.report_world import theme  # noqa: F401

AT = "/arbete/norr/teman/t/kallor/"
OLD = {
    "id": "howaldt2017",
    "type": "book",
    "author": [{"family": "Howaldt", "given": "Jürgen", "suffix": "Jr"}, {"literal": "SI, Ltd"}],
    "title": "Atlas",
    "issued": {"raw": "omkring 2017"},
    "volume": 3,
    "custom": {"mine": [1, None]},
}
CARD = {
    "title_sv": "Social innovation",
    "title_en": "Social innovation",
    "text_sv": "Nya sätt.\r\n\r\nAtt göra.",
    "text_en": "New ways.",
    "references": ["howaldt2017"],
}
HOSTILE = '"}\n- id: x <script>alert(1)</script> {{7*7}} {% x %} \\ \u2028 &amp; :::{figure} q1'


def page(answer: Any) -> str:
    return unescape(answer.content.decode())


def sent(client: Client, at: str, values: dict[str, Any], **more: Any) -> Any:
    """What a form sends after it was opened: what it holds, with `values` in its place."""
    opened = document_fromstring(client.get(AT + at).content).xpath('//form[@class="sheet"]')[0]
    held: dict[str, Any] = {}
    for name, value in opened.form_values():
        held.setdefault(name, []).append(value)
    return client.post(AT + at, {**held, **values, **more})


def saved(path: str) -> Any:
    return yaml.safe_load(ThemeFile.objects.get(path=path).text)


@pytest.fixture
def filled(theme: Theme) -> Theme:  # noqa: F811
    save_file(theme, path="references.json", text=json.dumps([OLD]), seen=0, by=None)
    return theme


def test_what_is_written_is_as_the_package_has_it(world: World, filled: Theme) -> None:
    assert sent(world.editor, "kort/ny/", CARD).status_code == 302
    assert saved("knowledge.yaml") == {
        "cards": [
            {
                "id": "social-innovation",
                "title": {"sv": "Social innovation", "en": "Social innovation"},
                "text": {"sv": "Nya sätt.\n\nAtt göra.", "en": "New ways."},
                "references": ["howaldt2017"],
            }
        ]
    }
    # The contact of the theme's choices is the first of the list, and stays.
    person = {"name": "Bo", "role_sv": "Frågor", "role_en": "Questions", "responsible": []}
    assert sent(world.editor, "kontakt/ny/", person).status_code == 302
    first, second = saved("contacts.yaml")["contacts"]
    assert first["name"] == "Åsa"
    assert second == {
        "name": "Bo",
        "role": {"sv": "Frågor", "en": "Questions"},
        "responsible": False,
    }
    files = package_files(filled, filled.questionnaires.first())  # type: ignore[arg-type]
    assert {"knowledge.yaml", "contacts.yaml", "references.json"} <= set(files)
    rows = AuditRow.objects.filter(subject="knowledge.yaml", by__isnull=False)
    assert [row.action for row in rows] == ["save_file"]
    shown = page(world.reader.get(AT))
    assert "Social innovation" in shown
    assert "kortet ”Social innovation”" in shown
    assert "Bo" in shown


def test_a_chosen_contact_loses_no_field_when_the_list_is_begun(
    filled: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {
        f.name: f"a {f.name}" for f in fields(Contact) if f.name not in ("role", "responsible")
    }
    whole = Contact(**plain, role=Wording("roll", "role"), responsible=False)  # type: ignore[arg-type]
    monkeypatch.setattr(sources, "chosen_contacts", lambda _: (whole,))
    (entry,) = sources.opened(filled, "contact").entries
    assert entry == plain | {"role": {"sv": "roll", "en": "role"}, "responsible": False}


# What a form holds of itself, and a box that is ticked or not.
HELD = (*EntryForm.declared_fields, "responsible")


def test_every_field_of_a_contact_has_its_box_and_is_saved(world: World, filled: Theme) -> None:
    boxes = {name: f"a {name}" for name in ContactForm.declared_fields if name not in HELD}
    boxes |= {f"{name}_{code}": f"a {name}" for name in ContactForm.texts for code in LANGUAGES}
    right = {"email": "bo@exempel.se", "url": "https://exempel.se/"}
    assert sent(world.editor, "kontakt/ny/", boxes | right).status_code == 302
    entry = saved("contacts.yaml")["contacts"][-1]
    assert {*entry, "responsible"} == {field.name for field in fields(Contact)}


def test_a_reference_keeps_what_no_form_shows(world: World, filled: Theme) -> None:
    answer = sent(
        world.editor, "referens/1/", {"title": "En atlas", "doi": "https://doi.org/10.1000/x"}
    )
    assert answer.status_code == 302
    assert json.loads(ThemeFile.objects.get(path="references.json").text) == [
        {**OLD, "title": "En atlas", "DOI": "10.1000/x"}
    ]
    sent(world.editor, "referens/1/", {"author": "Berg, Bo\nHowaldt, Jürgen", "issued": "2021-11"})
    (item,) = saved("references.json")
    assert item["author"] == [{"family": "Berg", "given": "Bo"}, OLD["author"][0]]  # type: ignore[index]
    assert item["issued"] == {"date-parts": [[2021, 11]]}
    new = {
        "type": "webpage",
        "title": "Sidan",
        "author": "Umeå universitet",
        "accessed": "2026-11-23",
    }
    sent(world.editor, "referens/ny/", {**new, "issued": "2021"})
    assert saved("references.json")[1] == {
        "id": "umea-universitet2021",
        "type": "webpage",
        "author": [{"literal": "Umeå universitet"}],
        "issued": {"date-parts": [[2021]]},
        "title": "Sidan",
        "accessed": {"date-parts": [[2026, 11, 23]]},
    }


def test_a_form_that_is_opened_and_saved_changes_nothing(world: World, filled: Theme) -> None:
    sent(world.editor, "kort/ny/", CARD)
    sent(world.editor, "kontakt/ny/", {"name": "Bo", "responsible": "on"})
    for at, path in (
        ("referens/1/", "references.json"),
        ("kort/1/", "knowledge.yaml"),
        ("kontakt/2/", "contacts.yaml"),
    ):
        before = saved(path)
        assert sent(world.editor, at, {}).status_code == 302
        assert saved(path) == before


def test_what_is_used_stays(world: World, filled: Theme) -> None:
    save_file(filled, path="manuscript.md", text="# A\n\nX {cite}`howaldt2017`.\n", seen=0, by=None)
    assert "Används i Manus" in page(world.editor.get(AT + "referens/1/"))
    sent(world.editor, "referens/1/", {}, action="remove")
    assert len(saved("references.json")) == 1
    sent(world.editor, "referens/ny/", {"type": "book", "title": "Ensam"})
    assert "ingenting hänvisar till den" in page(world.editor.get(AT))
    sent(world.editor, "referens/2/", {}, action="remove")
    assert [one["id"] for one in saved("references.json")] == ["howaldt2017"]
    assert ThemeFile.objects.get(path="references.json").versions.count() == 3


def test_a_reference_of_a_card_a_code_or_a_finding_stays(world: World, filled: Theme) -> None:
    sent(world.editor, "kort/ny/", CARD)
    sent(world.editor, "referens/1/", {}, action="remove")
    assert saved("references.json")
    sent(world.editor, "kort/1/", {}, action="remove")
    assert saved("knowledge.yaml") == {"cards": []}
    finding = filled.findings.create(
        key="f", statement=Wording("Så"), evidence=[["reference", "howaldt2017", ""]]
    )
    sent(world.editor, "referens/1/", {}, action="remove")
    assert saved("references.json")
    finding.delete()
    sent(world.editor, "referens/1/", {}, action="remove")
    assert saved("references.json") == []


def test_two_at_once_lose_nothing(world: World, filled: Theme) -> None:
    sent(world.editor, "kort/ny/", CARD)
    mine = {**CARD, "text_sv": "Mitt", "seen": "1", "was": "social-innovation"}
    sent(world.owner, "kort/1/", {"text_sv": "Deras"})
    answer = world.editor.post(AT + "kort/1/", mine)
    assert answer.status_code == 409
    shown = page(answer)
    assert "Deras" in shown
    assert "Mitt" in shown
    assert saved("knowledge.yaml")["cards"][0]["text"]["sv"] == "Deras"
    assert world.editor.post(AT + "kort/1/", {**mine, "seen": "2"}).status_code == 302
    assert saved("knowledge.yaml")["cards"][0]["text"]["sv"] == "Mitt"
    # Moved meanwhile: it is known again, and saved where it stands now.
    sent(world.owner, "kort/ny/", {**CARD, "title_sv": "Annat"})
    world.owner.post(AT + "kort/2/flytta/", {"seen": "4", "action": "up"})
    answer = world.editor.post(AT + "kort/1/", {**mine, "seen": "3"})
    assert answer.status_code == 409
    assert f'action="{AT}kort/2/"' in page(answer)
    # Neither is moved nor taken away what has changed unseen.
    for at, action in (("kort/1/flytta/", "down"), ("kort/1/", "remove")):
        assert world.editor.post(AT + at, {"seen": "1", "action": action}).status_code == 409
    assert [one["id"] for one in saved("knowledge.yaml")["cards"]] == ["annat", "social-innovation"]
    # Taken away meanwhile: what was written can be added anew.
    world.owner.post(AT + "kort/2/", {"seen": "5", "action": "remove"})
    answer = world.editor.post(AT + "kort/2/", {**mine, "seen": "5"})
    assert answer.status_code == 409
    assert "Mitt" in page(answer)
    assert f'action="{AT}kort/ny/"' in page(answer)


@pytest.mark.parametrize(
    ("at", "values", "words"),
    [
        (
            "referens/ny/",
            {"type": "book", "title": "T", "url": "data:x,y"},
            "webbadress",
        ),
        ("referens/ny/", {"type": "book", "title": "T", "doi": "../x"}, "ingen DOI"),
        ("referens/ny/", {"type": "book", "title": "T", "issued": "2021-13"}, "inget datum"),
        ("referens/ny/", {"type": "<b>", "title": "T"}, ""),
        ("kort/ny/", {**CARD, "references": ["ingen"]}, ""),
        ("kort/ny/", {**CARD, "text_en": ""}, ""),
        ("kontakt/ny/", {"name": "A", "role_sv": "bara svenska"}, "båda språken"),
        ("kontakt/ny/", {"name": "A", "email": "a b@c"}, "e-postadress"),
        ("klistra-in/", {"pasted": "hej"}, "varken CSL-JSON, RIS eller BibTeX"),
        ("klistra-in/", {"pasted": "@misc{a, title={T}, url={x:y}}"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_saved(
    world: World, filled: Theme, at: str, values: dict[str, Any], words: str
) -> None:
    answer = sent(world.editor, at, values)
    assert answer.status_code == 400
    assert words in page(answer)
    assert ThemeFile.objects.get().version == 1


def test_references_pasted_twice_are_there_once(world: World, filled: Theme) -> None:
    one = "@book{a, author={Ek, Eva}, title={Byn}, year=2020}\n"
    assert sent(world.editor, "klistra-in/", {"pasted": one}).status_code == 302
    answer = world.editor.post(
        f"{AT}klistra-in/",
        {"pasted": one + "@book{b, author={Ek, Eva}, title={Staden}, year=2020}"},
        follow=True,
    )
    assert [row["title"] for row in saved("references.json")[1:]] == ["Byn", "Staden"]
    assert phrase("sv", "sources.pasted_now", count=1) in page(answer)
    assert phrase("sv", "sources.pasted_there", titles="Byn") in page(answer)
    # Nothing new: no version is made of the file.
    kept = ThemeFile.objects.get().version
    answer = world.editor.post(f"{AT}klistra-in/", {"pasted": one}, follow=True)
    assert phrase("sv", "sources.pasted_there", titles="Byn") in page(answer)
    assert ThemeFile.objects.get().version == kept
    many = "".join(f"@book{{k{n}, title={{Bok {n:02}}}, year=2020}}" for n in range(30))
    sent(world.editor, "klistra-in/", {"pasted": many})
    answer = world.editor.post(f"{AT}klistra-in/", {"pasted": many}, follow=True)
    titles = "; ".join(f"Bok {n:02}" for n in range(20))
    assert phrase("sv", "sources.pasted_more_there", count=30, titles=titles) in page(answer)


def test_hostile_text_is_text(world: World, filled: Theme) -> None:
    sent(world.editor, "kort/ny/", {**CARD, "title_sv": HOSTILE[:20], "text_sv": HOSTILE})
    sent(world.editor, "referens/ny/", {"type": "book", "title": HOSTILE.replace("\n", " ")})
    pasted = json.dumps([{"type": "book", "title": f"{HOSTILE}2", "id": "<script>"}])
    assert sent(world.editor, "klistra-in/", {"pasted": pasted}).status_code == 302
    (card,) = saved("knowledge.yaml")["cards"]
    assert card["text"]["sv"] == HOSTILE
    assert len(saved("references.json")) == 3
    for at in ("", "kort/1/", "referens/2/", "referens/3/"):
        raw = world.editor.get(AT + at).content.decode()
        assert "<script>alert" not in raw


def test_a_file_that_cannot_be_read_is_left_alone(world: World, filled: Theme) -> None:
    save_file(filled, path="knowledge.yaml", text="cards: [", seen=0, by=None)
    assert "går inte att läsa" in page(world.editor.get(AT))
    assert world.editor.get(AT + "kort/ny/").status_code == 302
    world.editor.post(AT + "kort/ny/", {**CARD, "seen": "1"})
    assert ThemeFile.objects.get(path="knowledge.yaml").text == "cards: ["


def test_who_may(world: World, filled: Theme) -> None:
    pages = ("kort/ny/", "referens/1/", "kontakt/1/", "klistra-in/")
    for client in (world.owner, world.editor):
        assert client.get(AT).status_code == 200
        assert all(client.get(AT + at).status_code == 200 for at in pages)
    assert world.reader.get(AT).status_code == 200
    assert "referens/ny/" not in page(world.reader.get(AT))
    for at in (*pages, "referens/1/flytta/"):
        assert world.reader.post(AT + at, {"seen": "1"}).status_code == 403
        assert world.stranger.post(AT + at, {"seen": "1"}).status_code == 404
        assert world.anyone.post(AT + at, {"seen": "1"}).url.startswith("/konto/")  # type: ignore[attr-defined]
    assert world.stranger.get(AT).status_code == 404
    # What is gone leads back to the list.
    for at in ("kort/9/", "referens/0/", "kontakt/99/"):
        assert world.editor.get(AT + at).status_code == 302
