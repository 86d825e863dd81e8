"""From answers to an edition: freeze, build, review, sign, correct, withdraw."""

import datetime
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.core.survey.responses import Missing
from samklang.package.files import MANIFEST
from samklang.package.read import read, read_from
from samklang.web.actions.building import order_build, run_builds
from samklang.web.actions.frame import invite
from samklang.web.actions.freezing import freeze
from samklang.web.actions.questionnaires import publish_questionnaire
from samklang.web.actions.queue import SILENCE
from samklang.web.actions.theme_files import NoSuchPart, SavedMeanwhile, save_file
from samklang.web.actions.themes import begin_theme
from samklang.web.models import (
    Build,
    Invitation,
    Member,
    Network,
    Publication,
    QuestionnaireVersion,
    Response,
    Theme,
)
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from tests.web.conftest import World

PAGE = "/arbete/norr/teman/t/rapport/"
SECRET_NAME = "Hemliga föreningen"


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """The theme of `made_theme`, its files in a folder that is thrown away."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return made_theme(world.network)


def made_theme(network: Network, *, begin_from: str = "social-innovation") -> Theme:
    """Thirty members in two counties; twenty-four have answered, one has begun, one declined."""
    made = begin_theme(
        network,
        by=None,  # type: ignore[arg-type]
        title=Wording("Innovation", "Innovation"),
        address="t",
        begin_from=begin_from,
    )
    # The texts that the theme begins with are not what is tested here.
    made.files.all().delete()
    made.design = {"kind": "census", "strata": ["county"]}
    made.synthetic = True
    made.contact_name = "Åsa"
    made.opened_at = timezone.now()
    made.save()
    publish_questionnaire(made.questionnaires.get(), by=None)  # type: ignore[arg-type]
    # In few statements: hundreds of tests begin here.
    members = Member.objects.bulk_create(
        Member(
            network=network,
            number=f"N-{n}",
            name=f"{SECRET_NAME} {n}",
            email=f"f{n}@exempel.se",
            county="25" if n < 15 else "24",
            municipality="2514" if n < 15 else "2480",
        )
        for n in range(30)
    )
    invite(made, members, by=None)  # type: ignore[arg-type]
    *answering, begun, declined = made.invitations.order_by("pk")[:26]
    version = published(made)
    assert version
    responses = [
        sent(one, version, "yes" if number % 3 else "no") for number, one in enumerate(answering)
    ]
    responses.append(
        Response(theme=made, invitation=begun, questionnaire=version, answers={"q1": "yes"})
    )
    Response.objects.bulk_create(responses)
    made.invitations.filter(response__state="sent").update(finished_on=timezone.localdate())
    declined.declined_at = timezone.now()
    declined.save()
    return made


def answered(theme: Theme, one: Invitation, first: str) -> None:
    """A response that has been sent in."""
    version = published(theme)
    assert version
    sent(one, version, first).save()
    Invitation.objects.filter(pk=one.pk).update(finished_on=timezone.localdate())


def sent(one: Invitation, version: QuestionnaireVersion, first: str) -> Response:
    """What has been sent in, not saved; the whole path when the first answer is yes."""
    answers: dict[str, object] = {
        "q1": first,
        "conditions": {"time": "partly", "money": "slightly", "knowledge": "fully"},
        "q5": "Att vi hade tid.",
    }
    if first == "yes":
        answers |= {"q2": "yes", "q2b": ["municipality", "other"], "q2b.other.text": "Kyrkan"}
    return Response(
        theme_id=one.theme_id,
        invitation=one,
        questionnaire=version,
        state="sent",
        answers=answers,
        sent_at=timezone.now(),
        receipt=f"K{one.pk}",
    )


def later(theme: Theme, *, yes: int, no: int) -> list[Response]:
    """Members that join after the others and answer at once, half of them in each county."""
    network = theme.network
    there = network.members.count()
    members = [
        Member.objects.create(
            network=network,
            number=f"L-{there + n}",
            name=f"{SECRET_NAME} {there + n}",
            email=f"l{there + n}@exempel.se",
            county="25" if n % 2 else "24",
            municipality="2514" if n % 2 else "2480",
        )
        for n in range(yes + no)
    ]
    invite(theme, members, by=None)  # type: ignore[arg-type]
    for n, member in enumerate(members):
        answered(theme, theme.invitations.get(member=member), "yes" if n < yes else "no")
    return list(theme.responses.filter(invitation__member__in=members))


def got(client: Client, page: str) -> tuple[int, str]:
    """The status of a page and its text, read to the end."""
    answer = client.get(page)
    text = answer.getvalue().decode()
    return answer.status_code, text


def code_of(client: Client, figure: str, *, edition: int) -> str:
    """The short code of a figure of a published edition."""
    text = got(client, f"/rapporter/norr/t/{edition}/s/codes.json")[1]
    return next(code for code, id_ in json.loads(text).items() if id_ == figure)


def built(theme: Theme) -> Build:
    order_build(freeze(theme, by=None), by=None)
    run_builds()
    build = Build.objects.latest("pk")
    assert build.state == "done", build.log
    return build


def test_a_frozen_theme_is_the_package_that_the_command_line_takes(theme: Theme) -> None:
    frozen = freeze(theme, by=None)
    package = read(settings.DATA / frozen.file)
    assert package.hash == frozen.hash
    assert frozen.responses == 24
    assert package.register
    assert len(package.register.members) == 30
    statuses = Counter(r.status for r in package.responses)
    assert statuses == {"complete": 24, "partial": 1, "declined": 1}
    yes = next(r for r in package.responses if r.status == "complete" and r.answers["q1"] == "yes")
    assert yes.answers["q2b"] == {"municipality", "other"}
    assert yes.open_texts["q2b.other.text"] == "Kyrkan"
    assert yes.answers["conditions"]["collaboration"] is Missing.NOT_ANSWERED  # type: ignore[index]
    no = next(r for r in package.responses if r.status == "complete" and r.answers["q1"] == "no")
    assert no.answers["q2b"] is Missing.NOT_SHOWN
    with zipfile.ZipFile(settings.DATA / frozen.file) as archive:
        assert MANIFEST in archive.namelist()


def test_who_is_who_stays_in_the_database(theme: Theme) -> None:
    files = package_files(theme, published(theme))  # type: ignore[arg-type]
    everything = b"".join(files.values()).decode()
    for marker in (SECRET_NAME, "exempel.se", "N-1", "K1"):
        assert marker not in everything
    # The order of rows is not the order of the register.
    assert files == package_files(theme, published(theme))  # type: ignore[arg-type]


def test_the_network_s_look_is_the_package_s(world: World, theme: Theme) -> None:
    page = "/arbete/norr/installningar/"
    fields = {
        "name": "Norra nätverket",
        "colour": "1B3A8A",
        "accent": "#9c3d00",
        "typeface": "sans",
    }
    assert world.owner.post(page, fields).status_code == 302
    theme.refresh_from_db()
    files = package_files(theme, published(theme))  # type: ignore[arg-type]
    style = read_from(files).theme.style
    assert (style.colour, style.accent, style.typeface) == ("#1b3a8a", "#9c3d00", "sans")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"colour": "#5b8ad8"}, "#4468a2 går."),
        ({"accent": "blå"}, "Skriv färgen med #"),
        ({"colour": "#1e5142", "accent": "#1e5143"}, "går knappt att skilja åt"),
        ({"typeface": "comic"}, "comic"),
    ],
)
def test_a_look_that_does_not_do_is_refused(
    world: World, fields: dict[str, str], told: str
) -> None:
    answer = world.owner.post("/arbete/norr/installningar/", {"name": "N", **fields})
    assert answer.status_code == 400
    assert told in answer.content.decode()


def test_an_unchanged_theme_is_frozen_once(theme: Theme) -> None:
    first = freeze(theme, by=None)
    assert freeze(theme, by=None) == first
    answered(theme, theme.invitations.order_by("pk")[26], "yes")
    second = freeze(theme, by=None)
    assert (second.number, second.hash != first.hash) == (2, True)
    assert (settings.DATA / first.file).is_file()


def test_a_report_says_its_edition_and_its_day(world: World, theme: Theme) -> None:
    Theme.objects.update(published=datetime.date(2026, 12, 1))
    theme.refresh_from_db()
    first = edition(world, built(theme))
    assert first.edition == 1
    # Nothing has changed since, so there is nothing to correct.
    assert freeze(theme, by=None) == first.build.freeze
    answered(theme, theme.invitations.order_by("pk")[26], "yes")
    again = freeze(theme, by=None)
    package = read(settings.DATA / again.file)
    assert (again.edition, package.theme.edition) == (2, "2")
    assert package.theme.published == datetime.date(2026, 12, 1)
    page = world.reader.get(f"{PAGE}bygge/{first.build.pk}/fil/sv/index.html")
    assert "Publicerad 1 december 2026" in page.getvalue().decode()


def test_an_anonymous_theme_gives_the_same_numbers_without_groups(theme: Theme) -> None:
    Theme.objects.update(anonymous=True, design={"kind": "census"})
    theme.refresh_from_db()
    Response.objects.update(invitation=None)
    package = read(settings.DATA / freeze(theme, by=None).file)
    assert package.register
    assert package.register.groups == ()
    assert sum(r.answers["q1"] == "yes" for r in package.responses) == 16


def test_a_build_shows_its_progress_and_its_report(
    world: World, theme: Theme, caplog: pytest.LogCaptureFixture
) -> None:
    assert world.editor.post(f"{PAGE}bygg/").url == PAGE
    waiting = world.reader.get(PAGE).content.decode()
    assert "i kö" in waiting
    assert 'http-equiv="refresh"' in waiting
    world.editor.post(f"{PAGE}bygg/")  # a double click
    assert Build.objects.count() == 1
    run_builds()
    build = Build.objects.get()
    assert (build.state, build.done) == ("done", build.total)
    assert f"Report {build.pk}: done" in caplog.messages
    assert build.total > 50
    page = world.reader.get(f"{PAGE}bygge/{build.pk}/fil/sv/index.html")
    assert "Innovation" in page.getvalue().decode()
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert 'http-equiv="refresh"' not in world.reader.get(PAGE).content.decode()
    for path in ("../../secret", "%2e%2e/%2e%2e/secret", "/etc/passwd", "none.html"):
        assert world.reader.get(f"{PAGE}bygge/{build.pk}/fil/{path}").status_code == 404
    assert world.stranger.get(f"{PAGE}bygge/{build.pk}/fil/sv/index.html").status_code == 404


@pytest.mark.parametrize("name", ["sv/%00.html", "sv/" + "a" * 300])
def test_a_name_that_no_file_can_have_is_not_found(world: World, theme: Theme, name: str) -> None:
    build = Build.objects.create(freeze=freeze(theme, by=None), state="done", folder="builds/1")
    (settings.DATA / build.folder / "sv").mkdir(parents=True)
    # NUL is refused wherever it stands, before any page is looked for.
    status = 400 if "%00" in name else 404
    assert world.reader.get(f"{PAGE}bygge/{build.pk}/fil/{name}").status_code == status


def test_a_package_can_be_downloaded_by_editors_only(world: World, theme: Theme) -> None:
    frozen = freeze(theme, by=None)
    answer = world.editor.get(f"{PAGE}paket/{frozen.number}/")
    names = zipfile.ZipFile(io.BytesIO(answer.getvalue())).namelist()
    assert "responses.csv" in names
    assert world.reader.get(f"{PAGE}paket/{frozen.number}/").status_code == 403


def test_a_build_left_by_a_stopped_worker_is_begun_again(theme: Theme) -> None:
    order_build(freeze(theme, by=None), by=None)
    Build.objects.update(state="running", heard_at=timezone.now())
    assert run_builds() == 0
    Build.objects.update(heard_at=timezone.now() - SILENCE * 2)
    assert run_builds() == 1
    assert Build.objects.get().state == "done"


def test_a_theme_that_cannot_be_built_is_not_frozen_and_says_why(
    world: World, theme: Theme
) -> None:
    save_file(theme, path="manuscript.md", text="utan rubrik", seen=0, by=None)
    save_file(theme, path="codebook.yaml", text="codes: [", seen=0, by=None)
    answer = world.editor.post(f"{PAGE}bygg/")
    assert answer.status_code == 400
    assert 'kodbok/">Kodbok</a>: ' in answer.content.decode()
    assert not theme.freezes.exists()


def test_a_failed_build_says_why(world: World, theme: Theme) -> None:
    # A manuscript is read when the report is composed, after the package was frozen.
    for path in ("manuscript.md", "manuscript.en.md"):
        save_file(theme, path=path, text="utan rubrik", seen=0, by=None)
    order_build(freeze(theme, by=None), by=None)
    run_builds()
    build = Build.objects.get()
    assert build.state == "failed"
    assert {what["code"] for _, _, _, what, _ in build.faults} == {
        "faults.there_is_text_before_the_first"
    }
    assert "text före det första avsnittet" in world.reader.get(PAGE).content.decode()
    # An earlier version stored sentences.
    build.faults = [["manuscript.md", 3, "", "there are no examples.", "Add files first."]]
    build.save()
    page = world.reader.get(PAGE).content.decode()
    assert '<span lang="en">there are no examples.</span>' in page
    assert '<span lang="en">Add files first.</span>' in page


def test_two_editors_never_overwrite_each_other(theme: Theme) -> None:
    first = save_file(theme, path="manuscript.md", text="ett", seen=0, by=None)
    save_file(theme, path="manuscript.md", text="två", seen=1, by=None)
    with pytest.raises(SavedMeanwhile) as raised:
        save_file(theme, path="manuscript.md", text="mitt", seen=1, by=None)
    assert (raised.value.now.text, raised.value.now.version) == ("två", 2)
    assert [v.text for v in first.versions.order_by("version")] == ["ett", "två"]


@pytest.mark.parametrize(
    "path", ["responses.csv", "theme.yaml", "../x.md", "x.py", "examples/../a.yaml"]
)
def test_only_further_files_of_a_package_can_be_saved(theme: Theme, path: str) -> None:
    with pytest.raises(NoSuchPart):
        save_file(theme, path=path, text="x", seen=0, by=None)


def edition(world: World, build: Build, **signature: str) -> Publication:
    """An edition of a build, signed."""
    world.editor.post(f"{PAGE}bygge/{build.pk}/utgava/")
    found = Publication.objects.latest("pk")
    world.editor.post(f"{PAGE}{found.edition}/granska/")
    world.owner.post(f"{PAGE}{found.edition}/signera/", signature)
    found.refresh_from_db()
    return found


def test_an_edition_is_reviewed_and_signed_before_anyone_reads_it(
    world: World, theme: Theme
) -> None:
    build = built(theme)
    world.editor.post(f"{PAGE}bygge/{build.pk}/utgava/")
    public = "/rapporter/norr/t/"
    assert world.anyone.get(public).status_code == 404
    assert world.owner.post(f"{PAGE}1/signera/").status_code == 302
    assert Publication.objects.get().state == "draft"  # not reviewed yet
    world.editor.post(f"{PAGE}1/granska/")
    world.editor.post(f"{PAGE}1/granska/", {"back": "1"})
    world.editor.post(f"{PAGE}1/granska/")
    assert world.editor.post(f"{PAGE}1/signera/").status_code == 403
    world.owner.post(f"{PAGE}1/signera/")
    signed = Publication.objects.get()
    assert (signed.state, signed.signed_by.email) == ("signed", "agare@exempel.se")
    assert signed.hash == build.freeze.hash
    assert world.anyone.get(public).url == f"{public}1/"
    front = world.anyone.get(f"{public}1/")
    assert front["Cache-Control"] == "public, max-age=300"
    front.getvalue()  # read to its end, the test client closes it and leaves the database alone
    assert got(world.anyone, f"{public}1/sv/results.html")[0] == 200
    assert "Innovation" in world.anyone.get("/rapporter/norr/").content.decode()
    assert "<title>Innovation" in world.anyone.get("/rapporter/norr/nytt.xml").content.decode()
    assert world.anyone.get("/rapporter/soder/t/").status_code == 404


def test_who_made_reviewed_and_signed_an_edition_is_kept_and_said(
    world: World, theme: Theme
) -> None:
    """Two pairs of eyes are wanted: where the maker alone signs, the pages say so."""
    build = built(theme)
    alone, alone_now = "Samma person har gjort och signerat", "Du har själv gjort utgåvan"
    world.owner.post(f"{PAGE}bygge/{build.pk}/utgava/")
    world.editor.post(f"{PAGE}1/granska/", {"approve": "1"})
    assert Publication.objects.get().reviewed_by is None, "it has not been sent to review"
    world.owner.post(f"{PAGE}1/granska/")
    assert "Ingen har granskat den än" in world.owner.get(PAGE).content.decode()
    assert alone_now in world.owner.get(f"{PAGE}1/signera/").content.decode()
    world.owner.post(f"{PAGE}1/granska/", {"approve": "1"})  # one's own work
    assert alone_now in world.owner.get(f"{PAGE}1/signera/").content.decode()
    world.owner.post(f"{PAGE}1/signera/")
    assert alone in world.owner.get(PAGE).content.decode()

    world.owner.post(f"{PAGE}bygge/{build.pk}/utgava/")
    world.owner.post(f"{PAGE}2/granska/")
    world.editor.post(f"{PAGE}2/granska/", {"approve": "1"})
    assert alone_now not in world.owner.get(f"{PAGE}2/signera/").content.decode()
    world.owner.post(f"{PAGE}2/signera/", {"errata_sv": "Ett fel.", "errata_en": "An error."})
    second = Publication.objects.get(edition=2)
    people = (second.made_by.email, second.reviewed_by.email, second.signed_by.email)
    assert people == ("agare@exempel.se", "redaktor@exempel.se", "agare@exempel.se")
    page = world.owner.get(PAGE).content.decode()
    assert "Granskad av redaktor@exempel.se" in page
    assert page.count(alone) == 1


def test_an_embargo_holds_until_its_time(world: World, theme: Theme) -> None:
    later = timezone.localtime() + datetime.timedelta(days=2)
    edition(world, built(theme), public_from=later.strftime("%Y-%m-%dT%H:%M"))
    for page in ("/rapporter/norr/t/", "/rapporter/norr/t/1/", "/rapporter/norr/t/1/sv/index.html"):
        assert world.anyone.get(page).status_code == 404
    assert "Innovation" not in world.anyone.get("/rapporter/norr/nytt.xml").content.decode()
    Publication.objects.update(public_from=timezone.now())
    assert got(world.anyone, "/rapporter/norr/t/1/")[0] == 200


def test_the_news_are_xml_whatever_texts_hold(world: World, theme: Theme) -> None:
    edition(world, built(theme))
    # What XML 1.0 cannot hold at all, what it must escape, and what would turn the line around.
    odd = "Norra \x01<b>&]]>\u202e nätet\ufffe"
    Network.objects.filter(pk=world.network.pk).update(name=odd)
    Theme.objects.filter(pk=theme.pk).update(title=Wording("Ny\x1f <i>& tanke\u202e"))
    Publication.objects.update(errata=Wording("Rättat\x08: 3 < 4 &amp; så"))
    answer = world.anyone.get("/rapporter/norr/nytt.xml")
    channel = ElementTree.fromstring(answer.content)[0]
    assert channel.findtext("title") == "Norra <b>&]]> nätet"
    assert channel.findtext("item/title") == "Ny <i>& tanke, Utgåva 1"
    assert channel.findtext("item/description") == "Rättat: 3 < 4 &amp; så"
    link = channel.findtext("item/link") or ""
    assert link.endswith("/rapporter/norr/t/1/")


def test_a_correction_is_a_new_edition_with_every_figure_that_differs(
    world: World, theme: Theme
) -> None:
    edition(world, built(theme))
    later(theme, yes=10, no=10)
    second = edition(world, built(theme))
    assert second.state == "review"  # it does not say what it corrects
    world.owner.post(
        f"{PAGE}2/signera/", {"errata_sv": "Tjugo svar till.", "errata_en": "Twenty more."}
    )
    page = world.anyone.get("/rapporter/norr/t/utgavor/").content.decode()
    assert "Tjugo svar till." in page
    assert "siffror skiljer sig" in page
    changed = {(d["figure"], d["row"]) for d in Publication.objects.get(edition=2).differences}
    assert ("q1", "yes") in changed
    cells = Publication.objects.get(edition=2).differences
    cell = next(d for d in cells if (d["figure"], d["row"]) == ("q1", "yes"))
    assert (cell["before"]["count"], cell["after"]["count"]) == ("16", "26")
    assert world.anyone.get("/rapporter/norr/t/").url == "/rapporter/norr/t/2/"
    assert got(world.anyone, "/rapporter/norr/t/1/sv/index.html")[0] == 200  # it lasts
    # A picture of the first edition says so of itself, one of the second holds.
    code = code_of(world.anyone, "q1", edition=1)
    for address in (f"s/{code}", f"s/{code}/", f"s/{code}/index.html"):
        page = got(world.anyone, f"/rapporter/norr/t/1/{address}")[1]
        assert "<h1>Rättad</h1>" in page
        assert "rättades i utgåva 2" in page
        assert 'href="/rapporter/norr/t/2/sv/embed/q1.html"' in page
    again = code_of(world.anyone, "q1", edition=2)
    assert again != code
    page = got(world.anyone, f"/rapporter/norr/t/2/s/{again}/")[1]
    assert "<h1>Gäller</h1>" in page
    assert got(world.anyone, "/rapporter/norr/t/2/s/nnnnnn/")[0] == 404


def test_a_withdrawn_edition_says_why_at_its_address(world: World, theme: Theme) -> None:
    edition(world, built(theme))
    code = code_of(world.anyone, "q1", edition=1)
    assert "<h1>Gäller</h1>" in got(world.anyone, f"/rapporter/norr/t/1/s/{code}/")[1]
    world.owner.post(f"{PAGE}1/dra-tillbaka/", {"why_sv": "Fel underlag."})
    for page in ("/rapporter/norr/t/1/", "/rapporter/norr/t/1/sv/results.html"):
        answer = world.anyone.get(page)
        assert answer.status_code == 410
        assert "Fel underlag." in answer.content.decode()
    assert world.anyone.get("/rapporter/norr/t/").url == "/rapporter/norr/t/utgavor/"
    page = got(world.anyone, f"/rapporter/norr/t/1/s/{code}/")[1]
    assert "<h1>Återkallad</h1>" in page
    assert "Fel underlag." in page


def test_others_may_frame_a_figure_and_nothing_else(world: World, theme: Theme) -> None:
    edition(world, built(theme))
    framed = world.anyone.get("/rapporter/norr/t/1/sv/embed/q1.html")
    framed.close()
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert framed.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    code = code_of(world.anyone, "q1", edition=1)
    for page in ("sv/index.html", "sv/results.html", f"s/{code}/", "sv/evidence/index.html"):
        answer = world.anyone.get(f"/rapporter/norr/t/1/{page}")
        answer.close()
        assert answer.headers["X-Frame-Options"] == "DENY", page
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], page


def test_a_strangers_build_cannot_become_an_edition(world: World, theme: Theme) -> None:
    build = built(theme)
    address = f"/arbete/soder/teman/t/rapport/bygge/{build.pk}/utgava/"
    assert world.stranger.post(address).status_code == 404
    assert not Publication.objects.exists()


def test_the_network_s_page_has_its_examples_and_whom_to_ask(world: World, theme: Theme) -> None:
    home = world.anyone.get("/rapporter/norr/").content.decode()
    assert "Exempel" not in home
    assert "Kontakt" not in home
    example = Path("themes/social-innovation-i-norr/examples/fritidsbanken-umea.yaml").read_text()
    # The theme has no challenges of its own.
    example = example.replace("challenges:\n- illness\n- segregation\n", "")
    manuscript = "{#examples}\n# Exempel\n\n:::{examples}\n:::\n"
    save_file(theme, path="examples/fritidsbanken-umea.yaml", text=example, seen=0, by=None)
    save_file(theme, path="manuscript.md", text=manuscript, seen=0, by=None)
    save_file(theme, path="manuscript.en.md", text=manuscript, seen=0, by=None)
    edition(world, built(theme))
    home = world.anyone.get("/rapporter/norr/").content.decode()
    address = "/rapporter/norr/t/1/sv/report.html#example-fritidsbanken-umea"
    assert f'<a href="{address}">Fritidsbanken i Umeå</a>' in home
    assert "Umeå, Västerbottens län" in home
    assert 'id="example-fritidsbanken-umea"' in got(world.anyone, address.partition("#")[0])[1]
    # Which report it stands in is said only where there are several.
    assert "Ur rapporten" not in home
    assert "<p>Åsa</p>" in home
    english = world.anyone.get("/rapporter/norr/", headers={"accept-language": "en"})
    assert "Fritidsbanken in Umeå" in english.content.decode()


def test_published_reports_are_on_the_front_page_and_in_the_map_of_the_site(
    world: World, theme: Theme
) -> None:
    front = got(world.anyone, "/")[1]
    assert "/rapporter/norr/t/" not in front
    edition(world, built(theme))
    answer = world.anyone.get("/")
    assert 'href="/rapporter/norr/t/"' in answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "all"
    assert world.anyone.get("/rapporter/norr/").headers["X-Robots-Tag"] == "all"
    assert world.anyone.get("/rapporter/norr/nytt.xml").headers["X-Robots-Tag"] == "all"
    robots = got(world.anyone, "/robots.txt")[1].splitlines()
    assert "Disallow: /svara/" in robots
    assert f"Sitemap: {settings.URL}/sitemap.xml" in robots
    tree = ElementTree.fromstring(got(world.anyone, "/sitemap.xml")[1])
    addresses = [loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert addresses == [
        f"{settings.URL}/",
        f"{settings.URL}/rapporter/norr/",
        f"{settings.URL}/rapporter/norr/t/1/",
    ]
    pages = (settings.DATA / Build.objects.get().folder / "sv").glob("*.html")
    pictures = [
        line.split('content="')[1]
        for page in pages
        for line in page.read_text(encoding="utf-8").splitlines()
        if 'property="og:image"' in line
    ]
    assert pictures
    assert all(p.startswith(f"{settings.URL}/rapporter/norr/t/1/sv/share/") for p in pictures)


def test_a_report_in_one_language_opens_on_the_report(world: World, theme: Theme) -> None:
    Theme.objects.filter(pk=theme.pk).update(languages=["sv"])
    theme.refresh_from_db()
    edition(world, built(theme))
    answer = world.anyone.get("/rapporter/norr/t/1/")
    assert (answer.status_code, answer.url) == (302, "sv/")


def test_a_report_bears_the_day_it_was_made_where_the_theme_has_none(theme: Theme) -> None:
    assert theme.published is None
    package = read(settings.DATA / freeze(theme, by=None).file)
    assert package.theme.published == timezone.localdate()


def test_a_text_with_a_fault_is_said_at_once_and_where(world: World, theme: Theme) -> None:
    text = "{#a}\n# Avsnitt\n\nOrd.\n\n:::figure q1\n:::\n"
    whole = "{#a}\n# Avsnitt\n\nOrd.\n"
    save_file(theme, path="manuscript.md", text=text, seen=0, by=None)
    save_file(theme, path="manuscript.en.md", text=whole, seen=0, by=None)
    refused = world.editor.post(f"{PAGE}bygg/")
    shown = refused.content.decode()
    assert refused.status_code == 400
    assert not Build.objects.exists()
    assert (
        'href="/arbete/norr/teman/t/text/manuscript.md/#rad-6">Manus på svenska, rad 6</a>' in shown
    )
    assert "manuscript.md<" not in shown
    # The text put right, the report is made.
    save_file(theme, path="manuscript.md", text=whole, seen=1, by=None)
    assert world.editor.post(f"{PAGE}bygg/").status_code == 302
    assert Build.objects.get().state == "queued"


def test_too_few_answers_are_said_without_the_names_of_files(world: World, theme: Theme) -> None:
    theme.responses.all().delete()
    of_groups = world.editor.post(f"{PAGE}bygg/").content.decode()
    assert "0 av 15 medlemmar i gruppen 24 har svarat. Det behövs två: vikta svaren" in of_groups
    assert 'href="/arbete/norr/teman/t/val/">Inställningar</a>' in of_groups
    theme.design = {"kind": "census", "strata": []}
    theme.save()
    of_all = world.editor.post(f"{PAGE}bygg/").content.decode()
    assert "0 av 30 medlemmar i registret har svarat. Det behövs två för att" in of_all
    for shown in (of_groups, of_all):
        assert ".csv" not in shown
        assert "design." not in shown
