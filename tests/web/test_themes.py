"""Themes: begun from a start or a copy, chosen for, opened when ready, closed."""

import datetime
import re

import pytest
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.web.actions.questionnaires import publish_questionnaire
from samklang.web.actions.themes import COPIED, close_due
from samklang.web.mail.links import link_hash, token
from samklang.web.models import (
    AuditRow,
    Invitation,
    Letter,
    QuestionnaireVersion,
    Theme,
)
from samklang.web.models.questionnaire import PublishedVersion
from samklang.web.queries.questionnaires import dumped, parsed
from samklang.web.starts import NAMES, start
from tests.web.conftest import World
from tests.web.theme_world import CHOICES, NEW, THEME, begun, members


@pytest.mark.parametrize("name", NAMES)
def test_a_start_is_a_whole_questionnaire_and_is_kept_as_it_is(name: str) -> None:
    questionnaire = start(name)
    assert parsed(dumped(questionnaire)) == questionnaire
    for question in questionnaire:
        assert question.wording.sv
        assert question.wording.en


def test_a_theme_begins_with_an_address_of_its_title(world: World) -> None:
    theme = begun(world)
    assert (theme.address, theme.state, theme.languages) == ("social-innovation", "draft", ["sv"])
    assert theme.questionnaires.get().number == 1
    again = world.editor.post(NEW, {"title_sv": "Social innovation", "begin_from": "empty"})
    assert "Ett annat tema har redan den adressen" in again.content.decode()


def test_a_theme_begins_as_a_copy_of_last_years(world: World) -> None:
    first = begun(world)
    world.editor.post(f"{THEME}val/", CHOICES)
    copy = begun(world, title_sv="I år", title_en="This year", begin_from=f"copy-{first.pk}")
    first.refresh_from_db()
    assert (copy.purpose.sv, copy.design, copy.state) == ("Vi vill veta.", first.design, "draft")
    assert copy.questionnaires.get().source == first.questionnaires.get().source
    assert not copy.invitations.exists()


def test_a_theme_of_another_network_is_no_start(world: World) -> None:
    theme = begun(world)
    fields = {"title_sv": "Stulet", "begin_from": f"copy-{theme.pk}"}
    assert world.stranger.post("/arbete/soder/teman/nytt/", fields).status_code == 400
    assert world.stranger.get(THEME).status_code == 404
    assert world.reader.post(NEW, fields).status_code == 403


# What a copy begins anew: who it is, its times, how it is coded and whether quotes are asked for.
OWN = {
    *("id", "network", "address", "title", "state", "synthetic"),
    *("published", "retention", "deidentified_at", "closes_at", "opened_at", "closed_at"),
    *("created_at", "coding_approach", "ask_quotes"),
}


def test_every_field_is_taken_over_by_a_copy_or_its_own() -> None:
    """A new field is put among one or the other."""
    assert not OWN & set(COPIED)
    assert {field.name for field in Theme._meta.fields} == OWN | set(COPIED)


def test_choices_are_kept(world: World) -> None:
    theme = begun(world)
    assert world.editor.post(f"{THEME}val/", CHOICES | {"threshold": "7"}).status_code == 302
    theme.refresh_from_db()
    assert theme.design == {"kind": "census", "strata": ["county"]}
    assert (theme.disclosure, theme.languages) == ({"threshold": 7}, ["sv", "en"])
    faulty = world.editor.post(f"{THEME}val/", CHOICES | {"title_en": "", "threshold": "1"})
    assert faulty.status_code == 400
    html = faulty.content.decode()
    assert "Fyll i titeln på engelska" in html
    assert 'id="id_threshold-error"' in html


def test_the_frame_is_all_members_or_those_of_a_county_or_group(world: World) -> None:
    theme = begun(world)
    members(world)
    world.editor.post(f"{THEME}urval/", {"counties": ["25"], "group": ["Typ=bygd"]})
    assert [i.member.number for i in theme.invitations.all()] == ["2"]
    page = world.editor.post(f"{THEME}urval/", {}, follow=True).content.decode()
    assert "2 medlemmar lades till" in page
    assert "1 av dem saknar e-postadress" in page
    for one in theme.invitations.all():
        assert one.link_hash == link_hash(token(one.pk, 0))
    assert world.editor.post(f"{THEME}urval/", {"counties": ["99"]}).status_code == 400


def test_an_invitation_that_was_sent_stays(world: World) -> None:
    theme = begun(world)
    members(world)
    world.editor.post(f"{THEME}urval/", {})
    sent, free = theme.invitations.order_by("pk")[:2]
    Letter.objects.create(invitation=sent, kind="invitation", to="a@b.se", language="sv")
    for one in (sent, free):
        world.editor.post(f"{THEME}urval/{one.pk}/bort/")
    assert Invitation.objects.filter(pk=sent.pk).exists()
    assert not Invitation.objects.filter(pk=free.pk).exists()


def test_a_theme_opens_when_it_lacks_nothing(world: World) -> None:
    theme = begun(world, title_en="Social innovation")
    assert theme.purpose.en.startswith("We want to know")
    # What a ready theme says of itself may be taken out.
    Theme.objects.update(purpose=Wording(en="?"))
    members(world)
    page = world.editor.post(f"{THEME}lage/", {"action": "open"}, follow=True).content.decode()
    for told in ("Publicera en enkät", "Välj vilka ni frågar", "Skriv varför ni frågar"):
        assert told in page
    theme.refresh_from_db()
    assert theme.state == "draft"

    later = (timezone.localdate() + datetime.timedelta(days=90)).isoformat()
    world.editor.post(f"{THEME}val/", CHOICES | {"retention": later})
    world.editor.post(f"{THEME}urval/", {})
    version = theme.questionnaires.get()
    publish_questionnaire(version, by=None)  # type: ignore[arg-type]
    page = world.editor.post(f"{THEME}lage/", {"action": "open"}, follow=True).content.decode()
    assert "Enkäten är öppen" in page
    theme.refresh_from_db()
    assert theme.opened_at
    # What members were told of anonymity stays as it was.
    world.editor.post(f"{THEME}val/", CHOICES | {"retention": later, "anonymous": "on"})
    theme.refresh_from_db()
    assert not theme.anonymous
    world.editor.post(f"{THEME}lage/", {"action": "close"})
    theme.refresh_from_db()
    assert theme.state == "closed"


def test_a_published_version_never_changes(world: World) -> None:
    version = begun(world).questionnaires.get()
    publish_questionnaire(version, by=None)  # type: ignore[arg-type]
    version.source = "{}"
    with pytest.raises(PublishedVersion):
        version.save()
    assert QuestionnaireVersion.objects.get().source != "{}"


def test_a_source_that_is_no_questionnaire_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        parsed('{"version": 1}')


def test_a_readers_page_has_no_actions(world: World) -> None:
    begun(world)
    page = world.reader.get(THEME).content.decode()
    assert "Öppna för svar" not in page
    assert world.reader.post(f"{THEME}lage/", {"action": "open"}).status_code == 403
    assert world.reader.get(f"{THEME}val/").status_code == 403


def test_the_overview_leads_to_the_next_step(world: World) -> None:
    members(world)
    theme = begun(world)

    def led() -> list[str]:
        page = world.editor.get(THEME).content.decode()
        box = page[page.index('class="plan"') : page.index("</section>")]
        return re.findall(rf'href="{THEME}([a-z]+)/"', box)

    # Each thing that is lacking leads to where it is done; nothing can be opened yet.
    assert led() == ["enkat", "urval", "val"]
    assert "Öppna för svar" not in world.editor.get(THEME).content.decode()
    version = theme.questionnaires.get()
    publish_questionnaire(version, by=None)  # type: ignore[arg-type]
    world.editor.post(f"{THEME}val/", CHOICES | {"retention": "2099-01-01"})
    world.editor.post(f"{THEME}urval/", {})
    assert led() == []
    assert "Öppna för svar" in world.editor.get(THEME).content.decode()
    world.editor.post(f"{THEME}lage/", {"action": "open"})
    assert led() == ["brev"]
    theme.mailings.create(kind="invitation", group="all", key="k", due_at=timezone.now())
    assert led() == ["svar"]
    world.editor.post(f"{THEME}lage/", {"action": "close"})
    assert led() == []  # nobody has answered
    theme.invitations.update(finished_on=datetime.date(2026, 10, 1))
    assert led() == ["rapport"]
    # What was asked for before it opened is not asked for when it has closed.
    type(theme).objects.update(purpose=Wording(en="?"))
    assert led() == ["rapport"]


def test_a_member_without_email_gets_a_link_that_is_shown_once(world: World) -> None:
    members(world)
    theme = begun(world)
    publish_questionnaire(theme.questionnaires.get(), by=None)  # type: ignore[arg-type]
    world.editor.post(f"{THEME}val/", CHOICES | {"retention": "2099-01-01"})
    world.editor.post(f"{THEME}urval/", {})
    world.editor.post(f"{THEME}lage/", {"action": "open"})
    one = theme.invitations.get(member__number="3")
    old = token(one.pk, 0)
    page = f"{THEME}urval/{one.pk}/lank/"
    assert page in world.editor.get(f"{THEME}urval/").content.decode()
    # Looking makes no link, and a reader may make none.
    world.editor.get(page)
    assert world.reader.post(page).status_code == 403
    assert world.anyone.get(f"/svara/{old}/").status_code == 200
    made = world.editor.post(page)
    fresh = token(one.pk, 1)
    assert f"/svara/{fresh}/" in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store"
    assert fresh not in world.editor.get(page).content.decode()
    assert world.anyone.get(f"/svara/{fresh}/").status_code == 200
    assert world.anyone.get(f"/svara/{old}/").status_code == 404
    # By the code, as it would be typed from paper: in groups of four that a phone has room for.
    *_, on_paper = re.findall("<code>(.*?)</code>", made.content.decode())
    assert on_paper == " ".join(fresh[n : n + 4] for n in range(0, len(fresh), 4))
    for typed in (fresh.upper(), on_paper):
        entered = world.anyone.post("/svara/", {"code": typed})
        assert entered.url.endswith(f"/svara/{fresh}/")
    assert AuditRow.objects.filter(action="replace_link").count() == 1
    assert world.stranger.get(page).status_code == 404


def test_a_theme_closes_at_its_moment_and_not_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = timezone.now().replace(microsecond=0)
    theme = begun(world)
    Theme.objects.update(state="open", closes_at=moment)
    monkeypatch.setattr(timezone, "now", lambda: moment - datetime.timedelta(microseconds=1))
    assert close_due() == 0
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert close_due() == 1
    theme.refresh_from_db()
    assert (theme.state, theme.closed_at) == ("closed", moment)
