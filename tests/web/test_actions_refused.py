"""What an action refuses, or leaves as it is, whoever asks for it: nothing has then changed."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.web.actions.building import built_file
from samklang.web.actions.catalogue import (
    Incomplete,
    NoCard,
    add_picture,
    change_example,
    draft_from_card,
    publish_example,
)
from samklang.web.actions.freezing import NoQuestionnaire, freeze
from samklang.web.actions.mailing import order_mailing, write_letters
from samklang.web.actions.publishing import NotBuilt, propose
from samklang.web.actions.questionnaires import publish_questionnaire
from samklang.web.actions.register import change_member
from samklang.web.actions.rehearsing import order_rehearsal
from samklang.web.actions.setup import AlreadySetUp, set_up
from samklang.web.actions.staff import add_staff
from samklang.web.actions.themes import (
    AnonymityFixed,
    NotReady,
    begin_theme,
    change_theme,
    open_theme,
)
from samklang.web.models import (
    AuditRow,
    Build,
    Example,
    ExamplePicture,
    Freeze,
    Letter,
    Mailing,
    Member,
    Membership,
    Publication,
    Rehearsal,
    Theme,
)
from samklang.web.models.network import Role
from samklang.web.queries.catalogue import blank
from tests.web.conftest import World
from tests.web.report_world import made_theme


@pytest.fixture
def theme(world: World) -> Theme:
    return made_theme(world.network)


@pytest.fixture
def editor(world: World) -> User:
    return User.objects.get(email="redaktor@exempel.se")


def begun(world: World, **more: str) -> Theme:
    """A theme that has not opened."""
    title = Wording("Nytt", "New")
    return begin_theme(world.network, by=None, title=title, address="nytt", **more)  # type: ignore[arg-type]


def test_without_questions_nothing_is_rehearsed_or_frozen(world: World, editor: User) -> None:
    bare = begun(world, begin_from="")
    bare.questionnaires.all().delete()
    with pytest.raises(NoQuestionnaire):
        order_rehearsal(bare, rate=50, expected={}, by=editor)
    with pytest.raises(NoQuestionnaire):
        freeze(bare, by=editor)
    assert (Rehearsal.objects.count(), Freeze.objects.count()) == (0, 0)


def test_a_rehearsal_ordered_twice_is_one_with_what_was_said_last(
    world: World, editor: User
) -> None:
    new = begun(world, begin_from="social-innovation")
    first = order_rehearsal(new, rate=50, expected={}, by=editor)
    again = order_rehearsal(new, rate=80, expected={}, by=editor)
    assert (first.pk, again.rate) == (again.pk, 80)
    assert Rehearsal.objects.get().rate == 80


def test_a_theme_that_has_been_open_stays_as_anonymous_as_it_was(
    theme: Theme, editor: User
) -> None:
    with pytest.raises(AnonymityFixed):
        change_theme(theme, by=editor, anonymous=not theme.anonymous, contact_name="Bo")
    kept = Theme.objects.get(pk=theme.pk)
    assert (kept.anonymous, kept.contact_name) == (False, "Åsa")


def test_a_theme_whose_last_moment_has_passed_does_not_open(theme: Theme, editor: User) -> None:
    theme.closes_at = timezone.now() - datetime.timedelta(minutes=1)
    theme.contact_email = "a@exempel.se"
    theme.purpose = theme.consent = Wording("Text", "Text")
    theme.retention = timezone.localdate() + datetime.timedelta(days=30)
    theme.save()
    with pytest.raises(NotReady) as refused:
        open_theme(theme, by=editor)
    assert tuple(refused.value.args[0]) == ("lacks_time",)
    assert Theme.objects.get(pk=theme.pk).state == "draft"


def test_a_person_added_again_gets_the_new_role_and_no_second_account(
    world: World, editor: User
) -> None:
    owner = User.objects.get(email="agare@exempel.se")
    users = User.objects.count()
    kept = add_staff(world.network, email="Redaktor@Exempel.se", role=Role.READER, by=owner)
    assert (kept.user_id, kept.role) == (editor.pk, Role.READER)
    elsewhere = add_staff(world.elsewhere, email="redaktor@exempel.se", role=Role.EDITOR, by=owner)
    assert elsewhere.user_id == editor.pk
    assert User.objects.count() == users
    assert Membership.objects.filter(user=editor).count() == 2


def test_a_network_is_set_up_once(world: World) -> None:
    with pytest.raises(AlreadySetUp):
        set_up(network="En till", address="till", email="b@exempel.se", password="fyra små ord")
    assert not User.objects.filter(email="b@exempel.se").exists()


def test_a_member_saved_as_it_was_leaves_no_row(theme: Theme, editor: User) -> None:
    member = Member.objects.order_by("pk")[0]
    rows = AuditRow.objects.count()
    assert not change_member(member, by=editor, name=member.name, email=member.email)
    assert AuditRow.objects.count() == rows
    assert change_member(member, by=editor, name="Ett nytt namn")
    assert AuditRow.objects.count() == rows + 1


def test_questions_published_again_are_those_of_the_first_day(theme: Theme, editor: User) -> None:
    version = theme.questionnaires.get()
    before, rows = version.published_at, AuditRow.objects.count()
    publish_questionnaire(version, by=editor)
    assert theme.questionnaires.get().published_at == before
    assert AuditRow.objects.count() == rows


def test_letters_are_written_once_though_two_workers_take_them_up(
    theme: Theme, editor: User
) -> None:
    theme.state = "open"
    theme.save()
    mailing = order_mailing(theme, kind="invitation", group="all", key="k", by=editor)
    written = write_letters(mailing)
    assert written == Letter.objects.count() > 0
    at = Mailing.objects.get().written_at
    assert write_letters(mailing) == 0
    assert (Mailing.objects.get().written_at, Letter.objects.count()) == (at, written)


def test_a_report_that_is_not_finished_is_no_edition(theme: Theme, editor: User) -> None:
    frozen = Freeze.objects.create(
        theme=theme, file="x.zip", hash="0" * 64, number=1, edition=1, responses=0
    )
    half = Build.objects.create(freeze=frozen, state="running")
    with pytest.raises(NotBuilt):
        propose(half, by=editor)
    assert Publication.objects.count() == 0
    assert built_file(half.folder, "sv/index.html") is None


def test_an_example_saved_as_it_was_keeps_its_version(theme: Theme, editor: User) -> None:
    one = Example.objects.create(theme=theme, name="ett", record=blank())
    before = one.version
    assert change_example(one, blank(), seen=before, by=editor)
    assert Example.objects.get().version == before
    with pytest.raises(Incomplete):
        publish_example(one, by=editor)
    assert Example.objects.get().published_at is None


def test_a_ninth_picture_is_not_kept(theme: Theme, editor: User) -> None:
    eight = [{"file": f"pictures/{n}.jpg", "alt": "En buss"} for n in range(8)]
    one = Example.objects.create(theme=theme, name="ett", record={"pictures": eight})
    assert not add_picture(one, b"", {"alt": "En till"}, by=editor)
    assert Example.objects.get().record["pictures"] == eight
    assert ExamplePicture.objects.count() == 0


def test_a_card_that_is_not_there_becomes_no_example(theme: Theme, editor: User) -> None:
    with pytest.raises(NoCard):
        draft_from_card(theme, "1.q1.0", by=editor)
    assert Example.objects.count() == 0
