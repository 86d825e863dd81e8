"""Editions on the site: what a later one says together with those that were signed before it.

The reader here takes away what one edition's data files print from what the other's do; it shares
nothing with the search that withholds.
"""

import csv
import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone

from samklang.analysis.analysis import audited
from samklang.core.disclosure.ledger import IssuedEdition, without_digests
from samklang.core.faults import FaultyInput
from samklang.core.language.wording import Wording
from samklang.package import ledger
from samklang.package.files import read_files
from samklang.package.read import read, read_from
from samklang.publication.build import prepare
from samklang.render.data import data_files
from samklang.web.actions import freezing
from samklang.web.actions.erasure import erase
from samklang.web.actions.freezing import freeze
from samklang.web.models import Build, Freeze, Publication, Theme
from samklang.web.models.publication import PublicationState
from samklang.web.queries.earlier_answers import with_answers_of
from tests.small_package import small_package
from tests.web.conftest import World
from tests.web.report_world import PAGE, answered, later, made_theme

Place = tuple[str, str, str]


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """One question, yes or no: sixteen of thirty have said yes and eight no."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return made_theme(world.network, begin_from="empty")


def signed(theme: Theme, *, kept: bool = True) -> Publication:
    """An edition of the theme as it stands that has been signed, without its outputs.

    kept: the build says what it printed; an earlier version's did not.
    """
    frozen = freeze(theme, by=None)
    issued = audited(read(settings.DATA / frozen.file)).issued
    build = Build.objects.create(
        freeze=frozen,
        state="done",
        folder="builds/none",
        issued=ledger.write([without_digests(issued)]) if kept else "",
    )
    return proposed(build, state=PublicationState.SIGNED)


def proposed(build: Build, *, state: str) -> Publication:
    theme = build.freeze.theme
    return Publication.objects.create(
        theme=theme,
        build=build,
        edition=theme.publications.count() + 1,
        hash=build.freeze.hash,
        state=state,
        signed_at=timezone.now() if state == PublicationState.SIGNED else None,
    )


def printed(frozen: Freeze) -> dict[Place, int]:
    """The counts and bases that the data files of a package's report have."""
    found = {}
    for name, content in data_files(prepare(settings.DATA / frozen.file)).items():
        if not name.endswith(".csv"):
            continue
        for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
            if row.get("count") and row.get("base_n"):
                found[name, row["row"], row["series"]] = int(row["count"])
                found[name, row["row"], "others"] = int(row["base_n"]) - int(row["count"])
    return found


def small_differences(first: Freeze, second: Freeze) -> set[Place]:
    """Where two reports together tell what one to four responses answered."""
    before, after = printed(first), printed(second)
    return {
        place for place in before.keys() & after.keys() if 0 < abs(after[place] - before[place]) < 5
    }


def nothing(*_: object, **__: object) -> tuple[IssuedEdition, ...]:
    return ()


def test_two_editions_tell_nothing_of_the_few_who_came_between(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of fourteen who came three said no: q1 is safe in each edition, and their difference not."""
    first = signed(theme).build.freeze
    later(theme, yes=11, no=3)
    assert not small_differences(first, freeze(theme, by=None))
    # Without the ledger the reader finds them.
    monkeypatch.setattr(freezing, "printed_before", nothing)
    assert ("q1.csv", "no", "share") in small_differences(first, freeze(theme, by=None))


def test_an_answer_that_was_changed_between_two_editions_is_not_told(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = signed(theme).build.freeze
    one = theme.responses.filter(answers__q1="no").order_by("pk")[0]
    one.answers = {**one.answers, "q1": "yes", "q2": "no"}
    one.save()
    # The register grows as well, so that nobody has the number that it had.
    later(theme, yes=0, no=0)
    with pytest.raises(FaultyInput, match=r"1 responses are new or changed and 1 are gone"):
        prepare(settings.DATA / freeze(theme, by=None).file)
    monkeypatch.setattr(freezing, "printed_before", nothing)
    assert ("q1.csv", "yes", "share") in small_differences(first, freeze(theme, by=None))


def test_a_member_that_was_moved_is_one_that_changed(theme: Theme) -> None:
    """It answers as it did, but two reports by county would tell what."""
    signed(theme)
    member = theme.responses.filter(answers__q1="no")[0].invitation.member  # type: ignore[union-attr]
    member.county, member.municipality = "24", "2480"
    member.save()
    with pytest.raises(FaultyInput, match=r"1 responses are new or changed and 1 are gone"):
        prepare(settings.DATA / freeze(theme, by=None).file)


def test_whose_answers_were_erased_has_left(theme: Theme) -> None:
    signed(theme)
    erase(theme.responses.filter(state="sent")[0])
    with pytest.raises(FaultyInput, match=r"0 responses are new or changed and 1 are gone"):
        prepare(settings.DATA / freeze(theme, by=None).file)


def test_a_text_can_be_corrected_though_a_member_has_left(world: World, theme: Theme) -> None:
    """The same answers as the signed edition, and no other number; who has left stays unnamed."""
    edition = signed(theme)
    first = edition.build.freeze
    erase(theme.responses.filter(state="sent", answers__q1="yes")[0])
    later(theme, yes=1, no=0)
    Theme.objects.update(title=Wording("Innovationer", "Innovations"))
    page = f"{PAGE}bygg/"
    assert "Skapa med svaren i utgåva 1" in world.editor.get(PAGE).content.decode()
    assert world.editor.post(page, {"same_answers": "1"}).status_code == 302
    again = theme.freezes.first()
    assert again is not None
    assert again.pk != first.pk
    assert again.members == first.members
    assert printed(again) == printed(first)
    assert [one.edition for one in read(settings.DATA / again.file).releases] == ["1"]
    # Nothing has changed since: a second press makes no third package.
    world.editor.post(page, {"same_answers": "1"})
    assert theme.freezes.first() == again


def test_the_answers_of_an_edition_that_says_not_whose_they_are_are_not_offered(
    world: World, theme: Theme
) -> None:
    """As the demonstration's, whose package comes from a folder: no quote of it would be printed,
    and each finding that stands on one would hinder the report."""
    edition = signed(theme)
    type(edition.build.freeze).objects.update(members=[])
    assert "Skapa med svaren" not in world.editor.get(PAGE).content.decode()
    Theme.objects.update(anonymous=True)  # nobody's name is known there, and none was meant to be
    assert "Skapa med svaren" in world.editor.get(PAGE).content.decode()


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("taken_back", [False, True])
def test_a_quote_that_was_taken_back_is_not_printed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken_back: bool, named: bool
) -> None:
    """Of those without names only what a coding is called says whose it is."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    for name in ("then", "now"):
        folder = small_package(tmp_path / name)
        for file in ("responses.csv", "codings.csv"):
            text = (folder / file).read_text().replace("r0", "r")
            if name == "now" and taken_back:
                text = text.replace("Redaktionen,2026-11-01,long-term support", ",,")
            (folder / file).write_text(text)
    numbers = list(range(1, 21))
    freeze = SimpleNamespace(file="then", members=numbers if named else [])
    edition = SimpleNamespace(build=SimpleNamespace(freeze=freeze))
    files = with_answers_of(edition, read_files(tmp_path / "now"), numbers)  # type: ignore[arg-type]
    quoted = [c.response for c in read_from(files).codings if c.released]
    assert quoted == ([] if taken_back else ["r1"])


@pytest.mark.parametrize("state", ["draft", "review", "signed", "withdrawn"])
def test_what_was_signed_is_known_also_when_it_is_withdrawn(theme: Theme, state: str) -> None:
    edition = signed(theme)
    Publication.objects.filter(pk=edition.pk).update(state=state)
    answered(theme, theme.invitations.order_by("pk")[26], "yes")
    known = [one.edition for one in read(settings.DATA / freeze(theme, by=None).file).releases]
    assert known == (["1"] if state in ("signed", "withdrawn") else [])


def test_a_build_of_an_earlier_version_is_known_as_well(theme: Theme) -> None:
    edition = signed(theme, kept=False)
    later(theme, yes=10, no=10)
    without = read(settings.DATA / freeze(theme, by=None).file).releases
    issued = audited(read(settings.DATA / edition.build.freeze.file)).issued
    Build.objects.update(issued=ledger.write([without_digests(issued)]))
    assert read(settings.DATA / freeze(theme, by=None).file).releases == without
    assert len(without[0].responses) == 24


def test_who_answers_without_a_name_is_known_by_the_answers(theme: Theme) -> None:
    """All who are left answer alike; one more is one that came, not everybody anew."""
    Theme.objects.update(anonymous=True, design={"kind": "census"})
    theme.refresh_from_db()
    theme.responses.update(invitation=None)
    signed(theme)
    theme.responses.filter(state="draft").update(state="sent", answers={"q1": "yes"})
    with pytest.raises(FaultyInput, match=r"1 responses are new or changed and 0 are gone"):
        prepare(settings.DATA / freeze(theme, by=None).file)


def test_an_edition_that_does_not_know_a_signed_one_is_not_signed(
    world: World, theme: Theme
) -> None:
    """Both were made before either was signed, of answers that differ in one."""
    builds = []
    for _ in range(2):
        frozen = freeze(theme, by=None)
        builds.append(Build.objects.create(freeze=frozen, state="done", folder="builds/none"))
        answered(theme, theme.invitations.order_by("pk")[26], "yes") if len(builds) < 2 else None
    one, other = (proposed(build, state=PublicationState.REVIEW) for build in builds)
    world.owner.post(f"{PAGE}1/signera/")
    words = {"errata_sv": "Ett fel.", "errata_en": "An error."}
    answer = world.owner.post(f"{PAGE}2/signera/", words, follow=True)
    assert "gjordes innan utgåva 1 signerades" in answer.content.decode()
    states = [Publication.objects.get(pk=p.pk).state for p in (one, other)]
    assert states == ["signed", "review"]
    # Another edition of the very package that was signed says nothing more.
    again = proposed(builds[0], state=PublicationState.REVIEW)
    world.owner.post(f"{PAGE}{again.edition}/signera/", words)
    assert Publication.objects.get(pk=again.pk).state == "signed"


def test_answers_that_are_gone_stop_a_new_edition(theme: Theme) -> None:
    edition = signed(theme)
    Freeze.objects.filter(pk=edition.build.freeze_id).update(file="")
    answered(theme, theme.invitations.order_by("pk")[26], "yes")
    with pytest.raises(FaultyInput, match="edition 1 was made from are gone"):
        freeze(theme, by=None)


def test_a_saved_file_cannot_stand_in_the_ledger_s_place(theme: Theme) -> None:
    from samklang.web.actions.theme_files import NoSuchPart, save_file

    with pytest.raises(NoSuchPart):
        save_file(theme, path=ledger.FILE, text="{}", seen=0, by=None)
