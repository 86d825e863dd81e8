"""The record in steps, pictures, reminders, the yearly question, and a claim by an organisation."""

import datetime
import io
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from PIL import Image

from samklang.core.language.wording import Wording
from samklang.core.vocabulary import municipalities
from samklang.web.actions import example_letters
from samklang.web.actions.example_letters import ASK_EVERY, REMIND_AFTER, write_to_owners
from samklang.web.models import Example, Response, Theme, VocabularyTerm
from samklang.web.queries.catalogue import printed, released
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from tests.web.conftest import World
from tests.web.test_examples import SAID, answered, drafted, owners, pages, theme  # noqa: F401

FIRST = {
    "title_sv": "Anhörigcafé",
    "summary_sv": "Kaffe och samtal i byarna.",
    "description_sv": "Vi kör kaffe och samtal till byarna varje torsdag.",
    "place_0": "kalix",
    "place_1": "Luleå",
    "source_0_url": "https://exempel.se/a",
    "source_0_title": "Caféet rullar",
    "source_0_publisher": "Tidningen",
    "source_0_seen": "2026-10-01",
}


def photo() -> bytes:
    """A picture that says where it was taken."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[271] = "Kameramärke"
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def one_of(world: World, theme: Theme) -> tuple[Example, str]:  # noqa: F811
    """A draft of a card, and its page."""
    one = drafted(world, theme)
    return one, f"{pages(theme)}{one.name}/"


def step(client: Client, page: str, number: int, version: int, **fields: Any) -> Any:
    """Sends a step."""
    return client.post(f"{page}?steg={number}", {"version": str(version), **fields})


def test_each_step_keeps_its_own_and_leaves_the_others(world: World, theme: Theme) -> None:  # noqa: F811
    VocabularyTerm.objects.create(
        network=world.network, vocabulary="challenges", code="rural", label=Wording("Glesbygd")
    )
    one, page = one_of(world, theme)
    assert step(world.editor, page, 1, 0, action="next", **FIRST)["Location"] == f"{page}?steg=2"
    second = {
        "need_sv": "Ingenstans att träffas.",
        "fields": ["4"],
        "challenges": ["rural"],
        "phase": "established",
        "begun": "2019",
        "people": "120",
        "people_year": "2025",
        "counted": "estimated",
        "partner_0_sv": "Kalix kommun",
        "partner_0_sector": "municipality",
        "partner_0_part": "funds",
    }
    assert step(world.editor, page, 2, 1, **second).status_code == 302
    assert step(world.editor, page, 3, 2, goals=["3"], licence="CC-BY-4.0").status_code == 302
    one.refresh_from_db()
    shown = printed(one)
    assert shown.municipalities == ("2514", "2580")
    assert (shown.sources[0].title, shown.sources[0].seen) == (
        "Caféet rullar",
        datetime.date(2026, 10, 1),
    )
    assert (shown.fields, shown.challenges, shown.goals) == (("4",), ("rural",), ("3",))
    assert shown.reached is not None
    assert (shown.reached.people, shown.reached.counted) == (120, "estimated")
    assert shown.partners[0].part == "funds"
    assert (shown.summary.sv, shown.need.sv) == (FIRST["summary_sv"], second["need_sv"])


@pytest.mark.parametrize(
    ("number", "wrong", "said"),
    [
        (1, {"place_0": "Kalmarx"}, "Det finns ingen kommun med det namnet"),
        (1, {"place_0": "Kalix, Kalmarx"}, "Det finns ingen kommun med det namnet"),
        (1, {"title_sv": "\u200b \u202e"}, "Ge exemplet ett namn"),
        (1, {"source_0_url": "javascript:alert(1)"}, "Skriv en webbadress"),
        (1, {"summary_sv": "a" * 301}, "summary_sv"),
        (2, {"begun": "2020", "ended": "2019"}, "Det kan inte ha slutat innan det började"),
        (2, {"fields": ["99"]}, "99"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    world: World,
    theme: Theme,  # noqa: F811
    number: int,
    wrong: dict[str, Any],
    said: str,
) -> None:
    one, page = one_of(world, theme)
    fields = (FIRST if number == 1 else {}) | wrong
    answer = step(world.editor, page, number, 0, **fields)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    one.refresh_from_db()
    assert one.version == 0


@pytest.mark.parametrize("written", ["www.foreningen.se/om", " foreningen.se/om "])
def test_an_address_needs_no_https_before_it(
    world: World,
    theme: Theme,  # noqa: F811
    written: str,
) -> None:
    one, page = one_of(world, theme)
    answer = step(world.editor, page, 1, 0, **FIRST | {"source_0_url": written})
    assert answer.status_code == 302
    one.refresh_from_db()
    (source,) = one.record["sources"]
    assert source["url"] == f"https://{written.strip()}"


def test_many_municipalities_are_written_with_commas(world: World, theme: Theme) -> None:  # noqa: F811
    one, page = one_of(world, theme)
    sixty = sorted(municipalities().values(), key=lambda m: m.name)[:60]
    written = ", ".join(m.name for m in sixty[:50]) + " ;" + ";".join(m.name for m in sixty[48:])
    sent = FIRST | {"place_0": written, "place_1": sixty[0].name.upper()}
    assert step(world.editor, page, 1, 0, **sent).status_code == 302
    one.refresh_from_db()
    assert one.record["municipalities"] == [m.code for m in sixty]
    # And the page that shows them saves the same.
    html = world.editor.get(f"{page}?steg=1").content.decode()
    assert html.count('list="municipalities"') == 62


def test_a_title_is_one_line_that_turns_nothing_around(world: World, theme: Theme) -> None:  # noqa: F811
    one, page = one_of(world, theme)
    title = (
        "\u200b Caf\u00e9 \u202egnp.exe\n  p\u00e5 \u05e9\u05dc\u05d5\u05dd \u2066hjul\u2069 \u200d"
    )
    said = {"title_sv": title, "description_sv": "Rad ett.\n\nRad två."}
    assert step(world.editor, page, 1, 0, **(FIRST | said)).status_code == 302
    one.refresh_from_db()
    assert one.record["title"]["sv"] == "Caf\u00e9 gnp.exe p\u00e5 \u05e9\u05dc\u05d5\u05dd hjul"
    assert one.record["description"]["sv"].split() == ["Rad", "ett.", "Rad", "två."]
    assert "\n" in one.record["description"]["sv"]


def test_a_picture_is_made_anew_and_goes_along_into_the_report(
    world: World,
    theme: Theme,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
) -> None:
    one, page = one_of(world, theme)
    sent = io.BytesIO(photo())
    sent.name = "bild.jpg"
    fields = {"action": "add_picture", "picture": sent, "alt": "En buss med kaffe"}
    fields["licence"] = "CC-BY-4.0"
    assert world.editor.post(f"{page}?steg=3", fields).status_code == 302
    refused = io.BytesIO(b"<svg onload='alert(1)'/>")
    refused.name = "bild.jpg"
    assert world.editor.post(f"{page}?steg=3", fields | {"picture": refused}).status_code == 400
    address = owners(world, theme, one, django_capture_on_commit_callbacks)
    assert "En buss med kaffe" in Client().get(address).content.decode()
    Client().post(address, answered())
    world.editor.post(f"{page}steg/", {"action": "publish"})
    files = package_files(theme, published(theme))  # type: ignore[arg-type]
    (name,) = [file for file in files if file.startswith("pictures/")]
    assert b"Kameram" in photo()
    assert b"Kameram" not in files[name]
    assert b"Exif" not in files[name]
    world.editor.post(f"{page}?steg=3", {"action": "remove_picture", "file": name})
    one.refresh_from_db()
    assert (one.record["pictures"], one.pictures.count(), one.stage) == ([], 0, "draft")


def test_an_owner_is_reminded_once_and_asked_again_after_a_year(
    world: World,
    theme: Theme,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, page = one_of(world, theme)
    address = owners(world, theme, one, django_capture_on_commit_callbacks)
    now = timezone.now()

    def written(at: datetime.datetime) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return write_to_owners(at)

    assert written(now + REMIND_AFTER - datetime.timedelta(days=1)) == 0
    # Taken back, or reminded by another worker, between the look and the letter.
    due = example_letters._unanswered(now + REMIND_AFTER * 2)
    Example.objects.update(reminded_at=now)
    with monkeypatch.context() as patch:
        patch.setattr(example_letters, "_unanswered", lambda _: due)
        assert written(now + REMIND_AFTER * 2) == 0
        Example.objects.update(reminded_at=None, stage="withdrawn")
        assert written(now + REMIND_AFTER * 2) == 0
    Example.objects.update(stage="asked")
    assert written(now + REMIND_AFTER * 2) == 1
    assert written(now + REMIND_AFTER * 3) == 0
    assert address in mail.outbox[-1].body
    Client().post(address, answered())
    world.editor.post(f"{page}steg/", {"action": "publish"})
    later = now + ASK_EVERY + REMIND_AFTER * 3
    assert written(later) == 1
    assert "Stämmer det fortfarande" in mail.outbox[-1].subject
    assert written(later) == 0
    # The first link is no longer valid; the letter has another.
    assert address not in mail.outbox[-1].body
    address = f"/exempel/{mail.outbox[-1].body.partition('/exempel/')[2].split()[0]}"
    owner = Client(headers={"accept-language": "sv"})
    assert 'value="still"' in owner.get(address).content.decode()
    assert owner.post(address, {"action": "still"}).status_code == 302
    one.refresh_from_db()
    # Nothing was changed, so nothing is asked anew and it stays published.
    assert (one.stage, len(released(theme))) == ("published", 1)
    assert one.checked_at is not None
    assert one.checked_at > now


def test_an_organisation_claims_and_withdraws_what_was_written_of_it(
    world: World,
    theme: Theme,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
) -> None:
    world.editor.post(f"{pages(theme)}nytt/", {"origin": "sources"})
    one = Example.objects.get()
    page = f"{pages(theme)}{one.name}/"
    step(world.editor, page, 1, 0, **FIRST, organisation="Caféet", owner_email="a@exempel.se")
    world.editor.post(f"{page}steg/", {"action": "publish"})
    assert [e.issues for e in released(theme)] == [("site", "report", "deck")]
    # It stays while its organisation is asked, and then follows what that says.
    address = owners(world, theme, one, django_capture_on_commit_callbacks)
    assert len(released(theme)) == 1
    Client().post(address, answered(report="no", named="no"))
    world.editor.post(f"{page}steg/", {"action": "publish"})
    assert [(e.issues, e.organisation) for e in released(theme)] == [(("site",), None)]
    Client().post(f"{address}dra-tillbaka/")
    assert released(theme) == ()
    assert Client().get(address).status_code == 410


def test_a_card_whose_member_said_no_makes_no_draft(world: World, theme: Theme) -> None:  # noqa: F811
    Response.objects.update(answers={"ex": [{**SAID[0], "consent": "no"}]})
    page = world.editor.get(pages(theme)).content.decode()
    assert "Medlemmen har sagt nej" in page
    assert 'name="answer"' not in page
    key = f"{Response.objects.get().pk}:ex:1"
    world.editor.post(f"{pages(theme)}nytt/", {"answer": key})
    assert not Example.objects.exists()


def test_the_organisation_is_a_member_or_any_other(world: World, theme: Theme) -> None:  # noqa: F811
    ours = world.network.members.create(number="77", name="Byarådet i Pajala")
    world.network.members.create(number="78", name="Som har lämnat", active=False)
    answer = world.editor.post(f"{pages(theme)}nytt/", {"origin": "editor"})
    page = answer["Location"]
    html = world.editor.get(page).content.decode()
    assert '<option value="Byarådet i Pajala">' in html
    assert "Som har lämnat" not in html
    name = page.rstrip("/").rpartition("/")[2]
    for version, (organisation, member) in enumerate(
        [("Någon annan", None), ("Byarådet i Pajala", ours), ("Byarådet, Pajala", ours)]
    ):
        assert step(
            world.editor, page, 1, version, **{**FIRST, "organisation": organisation}
        ).status_code == 302  # fmt: skip
        one = Example.objects.get(name=name)
        assert (one.record["organisation"], one.member) == (organisation, member)


def test_an_owner_is_not_offered_the_register(
    world: World,
    theme: Theme,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
) -> None:
    world.network.members.create(number="77", name="Byarådet i Pajala")
    one = drafted(world, theme)
    address = owners(world, theme, one, django_capture_on_commit_callbacks)
    assert "Byarådet i Pajala" not in Client().get(f"{address}andra/").content.decode()


def test_counties_and_licences_are_named_in_the_language_of_the_page(
    world: World,
    theme: Theme,  # noqa: F811
) -> None:
    _, page = one_of(world, theme)
    licences = ("Ingen ensamrätt (CC0)", "No rights reserved (CC0)")
    for language, county in (("sv", "Norrbottens län"), ("en", "Norrbotten County")):
        shown = "".join(
            world.editor.get(f"{page}?steg={n}", headers={"accept-language": language})
            .content.decode()
            .partition("<main")[2]
            for n in (1, 2, 3, 4)
        )
        assert [name in shown for name in ("Norrbottens län", "Norrbotten County")] == [
            name == county for name in ("Norrbottens län", "Norrbotten County")
        ]
        assert [name in shown for name in licences] == [language == "sv", language == "en"]
