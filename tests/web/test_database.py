"""The connection to PostgreSQL: statements planned once, and a lost connection made anew."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, ProgrammingError
from django.db.utils import ConnectionHandler
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from samklang.site import settings
from samklang.site.database.postgresql import base
from samklang.site.database.postgresql.statements import Statements
from tests.postgresql_server import postgresql_server


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server of these tests' own, which the run's database need not be."""
    with postgresql_server() as address:
        yield address


@pytest.fixture
def kept(
    server: str, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[Any]:
    """A connection that is kept from one request to the next, as the site has it."""
    monkeypatch.setenv("DATABASE_URL", server)
    connection = ConnectionHandler({"default": settings.database()})["default"]
    with django_db_blocker.unblock():
        connection.ensure_connection()
        yield connection
        connection.close()


def value(connection: Any, sql: str, *values: Any) -> Any:
    """The one value a statement asks for."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def process(connection: Any) -> int:
    """The server's number for this connection: another one is another connection."""
    return connection.connection.info.backend_pid


def next_request(connection: Any) -> None:
    """What Django does between two requests, and before the second one's first statement."""
    connection.close_if_unusable_or_obsolete()
    connection.ensure_connection()
    connection.close_if_health_check_failed()
    connection.ensure_connection()


def questions(connection: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement the driver sends from now on, those outside Django's own cursors too."""
    asked: list[str] = []
    cursor = type(connection.connection.cursor())
    execute = cursor.execute

    def noted(self: Any, query: Any, *rest: Any, **options: Any) -> Any:
        asked.append(str(query))
        return execute(self, query, *rest, **options)

    monkeypatch.setattr(cursor, "execute", noted)
    return asked


def test_a_statement_is_planned_once_in_a_connection(kept: Any) -> None:
    for number in range(5):
        assert value(kept, "SELECT %s::int AS planned", number) == number
    own = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"
    assert value(kept, own, "SELECT $1::int AS planned%") == 1


def test_a_connection_just_used_is_not_asked_whether_it_is_there(
    kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, before = questions(kept, monkeypatch), process(kept)
    for _ in range(3):
        next_request(kept)
    assert (asked, process(kept)) == ([], before)


def test_a_connection_that_has_rested_is_asked_once(
    kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, before = questions(kept, monkeypatch), process(kept)
    monkeypatch.setattr(kept, "_known_until", 0.0)
    next_request(kept)
    next_request(kept)
    assert (asked, process(kept)) == (["SELECT 1"], before)


def test_a_connection_the_server_ended_is_made_anew_before_a_statement_meets_it(
    kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "REST", 3600.0)
    value(kept, "SELECT 1")
    other = ConnectionHandler({"default": settings.database()})["default"]
    before = process(kept)
    assert value(other, "SELECT pg_terminate_backend(%s, 10000)", before) is True
    other.close()
    next_request(kept)
    assert process(kept) != before
    assert value(kept, "SELECT 2") == 2


def test_a_connection_is_asked_after_a_fault_and_kept_if_it_answers(
    kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = process(kept)
    with pytest.raises(ProgrammingError):
        value(kept, "SELECT no_such_column")
    asked = questions(kept, monkeypatch)
    next_request(kept)
    assert (asked, process(kept)) == (["SELECT 1"], before)


def test_a_connection_lost_in_the_midst_of_a_request_is_a_fault_once(kept: Any) -> None:
    before = process(kept)
    with pytest.raises(OperationalError):
        value(kept, "SELECT pg_terminate_backend(pg_backend_pid())")
    next_request(kept)
    assert process(kept) != before
    assert value(kept, "SELECT 3") == 3


def test_the_short_way_plans_a_statement_once_and_gives_what_a_cursor_gives(kept: Any) -> None:
    sql = "SELECT %s::int AS short, now(), 'Å'"
    for number in range(3):
        with kept.cursor() as cursor:
            cursor.execute(sql, [number])
            usual = cursor.fetchone()
        short = kept.first(sql, [number])
        assert (short[0], short[1].tzinfo, short[2]) == (number, usual[1].tzinfo, "Å")
    assert prepared(kept, "SELECT $1::int AS short%") == 1
    assert kept.first("SELECT 1 WHERE false", []) is None


def prepared(connection: Any, like: str) -> int:
    """How many statements of the short way the server holds."""
    own = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s AND name LIKE %s"
    return int(value(connection, own, like, "samklang%"))


def rolled_back(connection: Any, sql: str, number: int) -> None:
    """Asks a statement that gives a number back within a transaction that is rolled back."""
    connection.set_autocommit(False)
    assert connection.first(sql, [number])[0] == number
    connection.rollback()
    connection.set_autocommit(True)


@pytest.mark.parametrize("lets_go", [True, False])
def test_a_statement_is_prepared_anew_where_the_driver_has_let_go_of_it(
    kept: Any, lets_go: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = "SELECT %s::int AS again"
    faults: list[object] = []
    checked = Statements._checked

    def noted(self: Statements, found: Any) -> Any:
        faults.extend([found.error_message] if found.error_message else [])
        return checked(self, found)

    monkeypatch.setattr(Statements, "_checked", noted)
    # At a rollback the driver lets go of all that is prepared if it has prepared something itself.
    for number in range(3 if lets_go else 1):
        value(kept, "SELECT %s::int AS own", number)
    for number in range(3):
        assert kept.first(sql, [number])[0] == number
        rolled_back(kept, "SELECT %s::int AS undone", number)
    assert kept.first(sql, [3])[0] == 3
    assert prepared(kept, "%AS again") == 1
    assert faults == []


def test_a_statement_is_prepared_anew_where_the_server_no_longer_knows_it(kept: Any) -> None:
    assert kept.first("SELECT %s::int AS unknown", [1])[0] == 1
    with kept.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert kept.first("SELECT %s::int AS unknown", [2])[0] == 2


def test_the_short_way_within_a_transaction_is_part_of_it(kept: Any) -> None:
    kept.changed("CREATE TEMPORARY TABLE part (n int)", [])
    rolled_back(kept, "INSERT INTO part VALUES (%s) RETURNING n", 1)
    assert kept.first("SELECT count(*) FROM part", [])[0] == 0


def test_the_short_way_counts_the_rows_a_change_has_met(kept: Any) -> None:
    kept.changed("CREATE TEMPORARY TABLE met (n int)", [])
    assert kept.changed("INSERT INTO met VALUES (%s), (%s)", [1, 2]) == 2
    assert kept.changed("UPDATE met SET n = %s WHERE n = %s", [3, 4]) == 0


def test_a_fault_on_the_short_way_is_djangos_and_the_connection_is_asked_after_it(
    kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = process(kept)
    with pytest.raises(ProgrammingError):
        kept.first("SELECT no_such_column", [])
    asked = questions(kept, monkeypatch)
    next_request(kept)
    assert (asked, process(kept)) == (["SELECT 1"], before)


def test_a_connection_cut_off_is_a_fault_on_the_short_way_and_made_anew(
    kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.first("SELECT 1", [])
    with socket.socket(fileno=os.dup(kept.connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
    with pytest.raises(OperationalError):
        kept.first("SELECT 1", [])
    next_request(kept)
    assert kept.first("SELECT 2", [])[0] == 2


def test_a_connection_lost_on_the_short_way_is_a_fault_once(kept: Any) -> None:
    before = process(kept)
    with pytest.raises(OperationalError):
        kept.first("SELECT pg_terminate_backend(pg_backend_pid())", [])
    next_request(kept)
    assert kept.first("SELECT 3", [])[0] == 3
    assert process(kept) != before


def test_who_listens_hears_what_is_asked_on_the_short_way(kept: Any) -> None:
    with CaptureQueriesContext(kept) as heard:
        kept.first("SELECT 7", [])
        kept.changed("SET application_name = 'heard'", [])
    assert [q["sql"] for q in heard] == ["SELECT 7", "SET application_name = 'heard'"]
