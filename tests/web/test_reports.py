"""From answers to a report: freeze, build, and what stops it."""

import datetime
import io
import zipfile
from collections import Counter

import pytest
from django.conf import settings
from django.utils import timezone

from samklang.core.survey.responses import Missing
from samklang.package.files import MANIFEST
from samklang.package.read import read, read_from
from samklang.web.actions.building import order_build, run_builds
from samklang.web.actions.freezing import freeze
from samklang.web.actions.queue import SILENCE
from samklang.web.actions.theme_files import NoSuchPart, SavedMeanwhile, save_file
from samklang.web.models import (
    Build,
    Response,
    Theme,
)
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from tests.web.conftest import World
from tests.web.report_world import PAGE, SECRET_NAME, answered, built, edition
from tests.web.report_world import theme as theme


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


@pytest.mark.parametrize(
    "wrong", [":::figure q1\n:::", ":::{figur} q1\n:::", ":::{figure} q1\n:sortera: ja\n:::"]
)
def test_a_text_with_a_fault_is_said_at_once_and_where(
    world: World, theme: Theme, wrong: str
) -> None:
    text = f"{{#a}}\n# Avsnitt\n\nOrd.\n\n{wrong}\n"
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
