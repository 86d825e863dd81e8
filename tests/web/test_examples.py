"""Examples: from a member's card to the owner's yes and into the report, and out of it again."""

import json
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from samklang.core.catalogue.example import Source
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.web.actions.catalogue import NotAllowed, publish_example, withdraw_example
from samklang.web.actions.erasure import erase
from samklang.web.models import AuditRow, Consent, Example, Response, Theme
from samklang.web.queries.catalogue import drafted as drafted_of
from samklang.web.queries.catalogue import released
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from tests.web.answering_world import link, open_theme, w
from tests.web.conftest import World

CARD = Questionnaire(
    "1",
    (
        Question(
            "ex",
            "cards",
            w("Ge exempel"),
            most=2,
            fields=(
                Question("name", "text", w("Vad heter lösningen?"), required=True),
                Question("place", "text", w("Kommun")),
                Question("what", "text", w("Vad gör ni?")),
            ),
        ),
    ),
)
SAID = [{"name": "Anhörigcafé på hjul", "place": "Kalix", "what": "Vi kör kaffe till byarna."}]


@pytest.fixture
def theme(world: World) -> Theme:
    """A closed theme in which the first member has filled in a card."""
    theme = open_theme(world.network, questionnaire=CARD, languages=["sv"])
    one = theme.invitations.order_by("pk")[0]
    Response.objects.create(
        theme=theme,
        invitation=one,
        questionnaire=published(theme),
        state="sent",
        answers={"ex": SAID},
        receipt="K1",
    )
    return theme


def pages(theme: Theme) -> str:
    return f"/arbete/norr/teman/{theme.address}/exempel/"


def drafted(world: World, theme: Theme) -> Example:
    """The draft of the card, made in the browser."""
    page = world.editor.get(pages(theme)).content.decode()
    (answer,) = re.findall(r'name="answer" value="([^"]+)"', page)
    world.editor.post(f"{pages(theme)}nytt/", {"answer": answer})
    return Example.objects.get()


def owners(world: World, theme: Theme, one: Example, captured: Any) -> str:
    """The address of the owner's page, from the e-mail."""
    with captured(execute=True):
        world.editor.post(f"{pages(theme)}{one.name}/steg/", {"action": "ask"})
    return re.search(r"https?://[^/]+(/exempel/\S+)", mail.outbox[-1].body).group(1)  # type: ignore[union-attr]


def reported(theme: Theme) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """What a report made now has of examples: title, organisation, where it is shown."""
    files = package_files(theme, published(theme))  # type: ignore[arg-type]
    examples = released(theme)
    assert {f for f in files if f.startswith("examples/")} == {
        f"examples/{e.id}.yaml" for e in examples
    }
    return [(e.title.sv, e.organisation, e.issues) for e in examples]


YES = {"named": "yes", "site": "yes", "report": "yes", "deck": "no"}


def answered(**other: str) -> dict[str, str]:
    """What an owner sends who has read the only example there is as it is now: YES, or `other`."""
    return YES | {"version": str(Example.objects.get().version)} | other


def test_from_a_card_to_the_report_and_out_again(
    world: World, theme: Theme, django_capture_on_commit_callbacks: Any
) -> None:
    one = drafted(world, theme)
    assert one.record["title"]["sv"] == "Anhörigcafé på hjul"
    assert one.record["municipalities"] == ["2514"]
    assert one.record["description"]["sv"] == "Vi kör kaffe till byarna."
    assert 'name="answer"' not in world.editor.get(pages(theme)).content.decode()
    address = owners(world, theme, one, django_capture_on_commit_callbacks)
    owner = Client(headers={"accept-language": "sv"})
    # Looking changes nothing, and nothing is published before the yes.
    assert "Vi kör kaffe till byarna." in owner.get(address).content.decode()
    one.refresh_from_db()
    assert one.stage == "asked"
    world.editor.post(f"{pages(theme)}{one.name}/steg/", {"action": "publish"})
    assert reported(theme) == []
    # The owner puts the text right and answers.
    form = {
        "title_sv": "Anhörigcafé",
        "description_sv": "Vi kör kaffe och samtal till byarna varje torsdag.",
        "organisation": one.record["organisation"],
        "place_0": "Kalix",
        "version": "0",
    }
    assert owner.post(f"{address}andra/", form).status_code == 302
    assert owner.post(address, answered()).status_code == 302
    assert reported(theme) == []
    world.editor.post(f"{pages(theme)}{one.name}/steg/", {"action": "publish"})
    organisation = one.member.name  # type: ignore[union-attr]
    assert reported(theme) == [("Anhörigcafé", organisation, ("site", "report"))]
    record = json.loads(owner.get(f"{address}samtycke.jsonld").content)
    assert record["dpv:hasConsentStatus"] == "dpv:ConsentGiven"
    # Withdrawn at any time: gone from the next report, and 410 at its address.
    assert owner.post(f"{address}dra-tillbaka/").status_code == 302
    assert owner.get(address).status_code == 410
    assert reported(theme) == []
    assert Consent.objects.get().withdrawn_at is not None
    # A tombstone holds its address, and nothing else of it.
    stone = package_files(theme, published(theme))["withdrawn.yaml"].decode()  # type: ignore[arg-type]
    assert one.name in stone
    assert "Anhörigcafé" not in stone
    actions = set(AuditRow.objects.values_list("action", flat=True))
    assert {"answer_for_example", "publish_example", "withdraw_example", "read_cards"} <= actions


def test_without_a_name_the_report_has_none(
    world: World, theme: Theme, django_capture_on_commit_callbacks: Any
) -> None:
    one = drafted(world, theme)
    address = owners(world, theme, one, django_capture_on_commit_callbacks)
    Client().post(address, answered(named="no"))
    world.editor.post(f"{pages(theme)}{one.name}/steg/", {"action": "publish"})
    assert reported(theme) == [("Anhörigcafé på hjul", None, ("site", "report"))]


def test_a_no_and_a_changed_text_keep_an_example_out(
    world: World, theme: Theme, django_capture_on_commit_callbacks: Any
) -> None:
    one = drafted(world, theme)
    address = owners(world, theme, one, django_capture_on_commit_callbacks)
    step = f"{pages(theme)}{one.name}/steg/"
    Client().post(address, answered(site="no", report="no"))
    world.editor.post(step, {"action": "publish"})
    assert reported(theme) == []
    Client().post(address, answered())
    world.editor.post(step, {"action": "publish"})
    assert len(reported(theme)) == 1
    changed = {"title_sv": "Nytt namn", "description_sv": "x" * 50, "version": "0"}
    world.editor.post(f"{pages(theme)}{one.name}/", changed)
    assert reported(theme) == []


def test_a_yes_is_to_the_text_that_was_read(
    world: World, theme: Theme, django_capture_on_commit_callbacks: Any
) -> None:
    one = drafted(world, theme)
    address = owners(world, theme, one, django_capture_on_commit_callbacks)
    page = Client().get(address).content.decode()
    read = re.search(r'name="version" value="(\d+)"', page).group(1)  # type: ignore[union-attr]
    changed = {"title_sv": "Nytt namn", "description_sv": "x" * 50, "version": "0"}
    world.editor.post(f"{pages(theme)}{one.name}/", changed | {"owner_email": "a@exempel.se"})
    owners(world, theme, one, django_capture_on_commit_callbacks)
    late = Client(headers={"accept-language": "sv"}).post(address, YES | {"version": read})
    assert late.status_code == 409
    assert "har ändrats sedan" in late.content.decode()
    assert not Consent.objects.exists()
    # The page that says so shows the text as it is now, and can be answered.
    assert 'name="version" value="1"' in late.content.decode()
    assert Client().post(address, answered()).status_code == 302


def test_what_was_taken_back_meanwhile_is_not_published(world: World, theme: Theme) -> None:
    one = drafted(world, theme)
    Example.objects.update(stage="answered", issues=["site"])
    one.refresh_from_db()
    withdraw_example(Example.objects.get(), by=None)
    with pytest.raises(NotAllowed):
        publish_example(one, by=None)  # type: ignore[arg-type]
    assert reported(theme) == []


def test_two_editors_do_not_overwrite_each_other(world: World, theme: Theme) -> None:
    one = drafted(world, theme)
    page = f"{pages(theme)}{one.name}/"
    first = {"title_sv": "Första", "description_sv": "Text ett.", "version": "0"}
    assert world.editor.post(page, first).status_code == 302
    late = world.owner.post(page, first | {"title_sv": "Andra"})
    assert late.status_code == 400
    assert "Någon annan har ändrat exemplet" in late.content.decode()
    one.refresh_from_db()
    assert one.record["title"]["sv"] == "Första"


def test_what_is_taken_back_takes_its_draft_along(world: World, theme: Theme) -> None:
    drafted(world, theme)
    erase(Response.objects.get())
    assert not Example.objects.exists()


def test_an_example_from_public_sources_needs_a_source_and_no_yes(
    world: World, theme: Theme
) -> None:
    world.editor.post(f"{pages(theme)}nytt/", {"origin": "sources"})
    one = Example.objects.get()
    page, step = f"{pages(theme)}{one.name}/", f"{pages(theme)}{one.name}/steg/"
    fields = {"title_sv": "Fritidsbank", "description_sv": "Lånar ut sportsaker.", "version": "0"}
    world.editor.post(page, fields | {"source_0_url": "https://exempel.se/a"})
    world.editor.post(step, {"action": "publish"})
    (example,) = released(theme)
    assert (example.provenance.match, example.sources) == (
        "exact",
        (Source("https://exempel.se/a"),),
    )


@pytest.mark.parametrize("path", ["", "nytt/", "{name}/", "{name}/steg/"])
def test_who_may_see_examples(world: World, theme: Theme, path: str) -> None:
    address = pages(theme) + path.format(name=drafted(world, theme).name)
    for client, status in ((world.reader, 403), (world.stranger, 404), (world.anyone, 302)):
        assert client.get(address).status_code == status
        assert client.post(address).status_code == status


def test_an_address_on_a_card_is_a_source_as_people_write_it(world: World, theme: Theme) -> None:
    card = Question(
        "ex",
        "cards",
        w("Ge exempel"),
        fields=tuple(Question(name, "text", w(name)) for name in ("name", "what", "link")),
    )
    said = {"name": "Hemma.nu", "what": "www.foreningen.se", "link": "hemma.se/om"}
    record = drafted_of(card, said, "")
    assert record["title"] == {"sv": "Hemma.nu", "en": ""}
    assert record["sources"] == [
        {"url": "https://www.foreningen.se"},
        {"url": "https://hemma.se/om"},
    ]
    # What is no address is still told.
    said = {"name": "Hemma", "link": "Fråga Kim"}
    record = drafted_of(card, said, "")
    assert (record["description"], record["sources"]) == ({"sv": "Fråga Kim", "en": ""}, [])


def test_another_link_opens_nothing(world: World, theme: Theme) -> None:
    drafted(world, theme)
    member = link(theme).split("/svara/")[1]
    for token in ("a" * 26, member.strip("/"), "x"):
        answer = world.anyone.get(f"/exempel/{token}/")
        assert answer.status_code == 404
        assert "Anhörigcafé" not in answer.content.decode()
        assert world.anyone.post(f"/exempel/{token}/", YES).status_code == 404
