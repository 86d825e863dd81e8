"""SQL written out where Django's compiler costs more than all the rest: rows read with what they
point to and changed, for the pages every member loads, and very many rows put in.

The text of a statement depends on names alone, so it is made once; how values are read and written
is each field's own.
"""

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model

from samklang.web.models.worded import WordingField, read_wording

M = TypeVar("M", bound=Model)
# Rows of a statement that inserts, where each value is a parameter.
MOST_AT_ONCE = 500


class Columns:
    """Some of a model's columns in a row that joins several tables, and how they become an object.

    alias: of the model's table in the statement. names: of the fields read, the key among them; the
    rest are fetched when they are asked for.
    """

    def __init__(self, model: type[Model], alias: str, names: Sequence[str]):
        self.model = model
        fields = [field_of(model, name) for name in names]
        # The order in which Model.from_db wants them.
        fields.sort(key=model._meta.concrete_fields.index)
        self.names = [field.attname for field in fields]
        self.select = ", ".join(f'{alias}."{field.column}"' for field in fields)
        self.key = self.names.index(model._meta.pk.attname)
        self.converted = [
            (place, convert) for place, field in enumerate(fields) if (convert := _converter(field))
        ]

    def made(self, row: Sequence[object]) -> Any:
        """The object of the columns' values; None where an outer join gave no row."""
        if row[self.key] is None:
            return None
        values = list(row)
        for place, convert in self.converted:
            if values[place] is not None:
                values[place] = convert(values[place])
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, values)

    def __len__(self) -> int:
        return len(self.names)


def field_of(model: type[Model], name: str) -> "Field[Any, Any]":
    """A field that is a column of the model's own table. Raises LookupError for another."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise LookupError(f"{model.__name__}.{name} is no column")
    return field


def _aware(value: datetime.datetime) -> datetime.datetime:
    """A moment with its zone: SQLite gives it in UTC without saying so."""
    return value if value.tzinfo else value.replace(tzinfo=datetime.UTC)


# Both databases give a JSON column as its text.
CONVERTERS: Mapping[str, Callable[[Any], Any]] = {"DateTimeField": _aware, "JSONField": json.loads}


def _converter(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    if isinstance(field, WordingField):
        return read_wording
    return CONVERTERS.get(field.get_internal_type())


def first(sql: str, parameters: Sequence[Any]) -> Sequence[Any] | None:
    """The first row that a statement gives, or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: Sequence[Any] | None = cursor.fetchone()
        return row


def update(model: type[Model], values: Mapping[str, object], where: Mapping[str, object]) -> int:
    """Sets fields of the rows in which others equal `where`, as a filtered update; how many rows.

    No null stands in `where`.
    """
    sql, fields = _updating(model, tuple(values), tuple(where))
    given = (*values.values(), *where.values())
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            [f.get_db_prep_save(v, connection) for f, v in zip(fields, given, strict=True)],
        )
        return int(cursor.rowcount)


def insert_all(model: type[M], objects: Sequence[M]) -> None:
    """Inserts new objects of a model, and gives them their keys: by COPY in PostgreSQL.

    To be changed and saved they are read again.
    """
    if connection.vendor != "postgresql" or not objects:
        model._default_manager.bulk_create(objects, batch_size=MOST_AT_ONCE)
        return
    table, fields = model._meta.db_table, model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{table}"', model._meta.pk.column, len(objects)],
        )
        for made, (key,) in zip(objects, cursor.fetchall(), strict=True):
            made.pk = key
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for made in objects:
                copy.write_row(
                    [f.get_db_prep_save(f.pre_save(made, True), connection) for f in fields]
                )


class _Updating(NamedTuple):
    """A statement, and the field of each of its values."""

    statement: str
    fields: tuple["Field[Any, Any]", ...]


# Bounded by the calls in the code: each names its fields.
@lru_cache
def _updating(model: type[Model], values: tuple[str, ...], where: tuple[str, ...]) -> _Updating:
    fields = tuple(field_of(model, name) for name in (*values, *where))
    equals = [f'"{field.column}" = %s' for field in fields]
    sets, limits = ", ".join(equals[: len(values)]), " AND ".join(equals[len(values) :])
    return _Updating(f'UPDATE "{model._meta.db_table}" SET {sets} WHERE {limits}', fields)
