"""The connection to PostgreSQL: statements planned once, and a lost connection made anew."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, ProgrammingError
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from samklang.site import settings
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


def test_a_statement_is_planned_once_in_a_connection(kept: Any) -> None:
    for number in range(5):
        assert value(kept, "SELECT %s::int AS planned", number) == number
    own = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"
    assert value(kept, own, "SELECT $1::int AS planned%") == 1


def test_a_connection_the_server_ended_is_made_anew_before_a_statement_meets_it(kept: Any) -> None:
    value(kept, "SELECT 1")
    other = ConnectionHandler({"default": settings.database()})["default"]
    before = process(kept)
    assert value(other, "SELECT pg_terminate_backend(%s, 10000)", before) is True
    other.close()
    next_request(kept)
    assert process(kept) != before
    assert value(kept, "SELECT 2") == 2


def test_a_connection_is_kept_from_one_request_to_the_next_and_after_a_fault(kept: Any) -> None:
    before = process(kept)
    next_request(kept)
    with pytest.raises(ProgrammingError):
        value(kept, "SELECT no_such_column")
    next_request(kept)
    assert process(kept) == before


def test_a_connection_lost_in_the_midst_of_a_request_is_a_fault_once(kept: Any) -> None:
    before = process(kept)
    with pytest.raises(OperationalError):
        value(kept, "SELECT pg_terminate_backend(pg_backend_pid())")
    next_request(kept)
    assert process(kept) != before
    assert value(kept, "SELECT 3") == 3
