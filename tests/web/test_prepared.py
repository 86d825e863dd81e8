"""SQL worked out once does what Django's own does, and a member's page reads all it shows."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from samklang.web.models import Invitation, Response, Theme
from samklang.web.serving.prepared import Change, insert, update
from tests.web.answering_world import link, one, open_theme
from tests.web.conftest import World
from tests.web.test_answering import filled_in

AT = datetime.datetime(2026, 11, 24, 8, 5, tzinfo=datetime.UTC)


@pytest.fixture
def theme(world: World) -> Theme:
    """An open theme that asks three members."""
    return open_theme(world.network)


def fresh(theme: Theme, number: int = 1) -> Response:
    """A response that is in no database yet."""
    return Response(
        theme=theme, questionnaire=theme.questionnaires.get(), invitation=one(theme, number)
    )


VALUES: list[dict[str, Any]] = [
    {"answers": {"q1": "yes", "q2": 'Åsa\'s "idé" %s'}, "version": 7},
    {"changes": {"q4": ["a", "b"]}, "state": "sent", "sent_at": AT},
    {"changes": None, "receipt": None, "saved_at": None},
    {"language": "en", "created_at": AT, "marks": {"1": ["form", 3]}},
]


@pytest.mark.parametrize("values", VALUES)
def test_an_update_leaves_the_row_as_djangos_own_does(theme: Theme, values: dict[str, Any]) -> None:
    ours, djangos = fresh(theme), fresh(theme, 2)
    ours.save()
    djangos.save()
    assert update(Change(Response, values, {"id": ours.pk, "version": 0, "state": "draft"})) == 1
    Response.objects.filter(pk=djangos.pk).update(**values)
    names = [f.attname for f in Response._meta.concrete_fields]
    rows = [Response.objects.values(*names).get(pk=row.pk) for row in (ours, djangos)]
    for name in set(names) - {"id", "invitation_id"}:
        assert rows[0][name] == rows[1][name], name


def test_an_update_of_a_row_that_has_changed_does_nothing(theme: Theme) -> None:
    row = fresh(theme)
    row.save()
    assert update(Change(Response, {"version": 2}, {"id": row.pk, "version": 1})) == 0
    row.refresh_from_db()
    assert row.version == 0


def test_an_insert_leaves_the_row_as_djangos_own_does_and_stands_back(theme: Theme) -> None:
    ours, djangos, late = fresh(theme), fresh(theme, 2), fresh(theme)
    ours.answers = djangos.answers = {"q2": "Åsas %s"}
    ours.created_at = djangos.created_at = AT
    insert(ours)
    Response.objects.bulk_create([djangos], ignore_conflicts=True)
    insert(late)
    names = [f.attname for f in Response._meta.concrete_fields]
    rows = [Response.objects.values(*names).get(pk=row.pk) for row in (ours, djangos)]
    for name in set(names) - {"id", "invitation_id"}:
        assert rows[0][name] == rows[1][name], name
    assert not Response.objects.filter(pk=late.pk).exists()


@pytest.mark.parametrize("met", [True, False])
def test_a_second_change_is_made_where_the_first_met_a_row(theme: Theme, met: bool) -> None:
    row = fresh(theme)
    row.save()
    first = Change(Response, {"version": 2}, {"id": row.pk, "version": 0 if met else 1})
    second = Change(Invitation, {"decline_reason": "ändrad"}, {"id": row.invitation_id})
    assert update(first, then=second) == met
    row.refresh_from_db()
    assert (row.version, one(theme).decline_reason) == ((2, "ändrad") if met else (0, ""))


@pytest.mark.parametrize("there", [True, False])
def test_a_change_beside_a_row_is_made_though_another_stands_in_its_way(
    theme: Theme, there: bool
) -> None:
    if there:
        fresh(theme).save()
    row = fresh(theme)
    insert(row, beside=Change(Invitation, {"opened_at": AT}, {"id": row.invitation_id}))
    assert Response.objects.filter(pk=row.pk).exists() is not there
    assert one(theme).opened_at == AT


def refused(row: Response) -> Change:
    """A change that no database takes: a link is one member's alone."""
    other = one(row.theme, 2).link_hash
    return Change(Invitation, {"link_hash": other}, {"id": row.invitation_id})


def test_where_the_second_change_is_refused_the_first_is_not_made(
    transactional_db: None, theme: Theme
) -> None:
    row = fresh(theme)
    row.save()
    with pytest.raises(IntegrityError):
        update(Change(Response, {"version": 2}, {"id": row.pk}), then=refused(row))
    row.refresh_from_db()
    assert row.version == 0


def test_where_the_change_beside_a_row_is_refused_the_row_is_not_there(
    transactional_db: None, theme: Theme
) -> None:
    row = fresh(theme)
    with pytest.raises(IntegrityError):
        insert(row, beside=refused(row))
    assert not Response.objects.exists()


PAGES = (
    *("", "sida/1/", "granska/", "senare/", "kvitto/", "kvitto.txt", "svar/", "svar.json"),
    *("svar.csv", "kollega/", "avsta/", "inga-fler-brev/"),
)


@pytest.mark.parametrize("state", ["begun", "sent", "changing", "delegated", "closed"])
def test_a_members_page_reads_at_once_all_that_it_shows(
    theme: Theme, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = filled_in(theme)
    if state in ("sent", "changing"):
        tab.press()
    if state == "changing":
        tab.get("sida/1/").fill(q1="no")
    if state == "delegated":
        Invitation.objects.filter(pk=one(theme).pk).update(
            delegated_to="kollega@exempel.se", delegated_at=timezone.now()
        )
    if state == "closed":
        Theme.objects.update(state="closed")

    def no_more(self: Model, *_: Any, fields: Any = None, **__: Any) -> None:
        raise AssertionError(f"{type(self).__name__} is read again for {fields}")

    monkeypatch.setattr(Model, "refresh_from_db", no_more)
    for path in PAGES:
        answer = Client().get(link(theme) + path)
        assert answer.status_code in (200, 302, 404, 409), (path, answer.status_code)


@pytest.mark.parametrize(
    ("path", "fields", "status", "statements"),
    [
        ("sida/1/", None, 200, 1),
        ("granska/", None, 200, 1),
        ("sida/1/", {"q1": "no"}, 302, 2),
        # A fault is shown on the page, and the rest is saved.
        ("sida/1/", {"q1": ""}, 422, 2),
    ],
)
def test_a_page_of_questions_asks_once_for_what_it_shows_and_once_to_save(
    theme: Theme,
    django_assert_num_queries: Any,
    path: str,
    fields: dict[str, str] | None,
    status: int,
    statements: int,
) -> None:
    filled_in(theme)
    version, address = str(Response.objects.get().version), link(theme) + path
    client = Client()
    with django_assert_num_queries(statements):
        if fields is None:
            answer = client.get(address)
        else:
            answer = client.post(address, {"version": version, "form": "new", **fields})
    assert answer.status_code == status
