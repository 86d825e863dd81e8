"""SQL that is needed at every step of every member, worked out once.

Django works a statement out anew each time it is asked; on a member's page that costs more than
all the rest of the page. The converters, the way from row to models and how a value is written are
Django's own; only the text is kept from the first time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model, QuerySet
from django.db.models.base import ModelState
from django.db.transaction import atomic

M = TypeVar("M", bound=Model)


class Prepared(Generic[M]):
    """A query with one value in it. `made` gives the queryset for a value of the same type."""

    def __init__(self, made: Callable[[Any], QuerySet[M]], sample: Any):
        self.made, self.sample = made, sample
        self._plan: _Plan | None = None

    def first(self, value: Any) -> M | None:
        """The row for a value, with its related rows, or None. One query."""
        plan = self._plan
        if plan is None:
            plan = self._plan = _Plan(self.made(self.sample), self.sample)
        found: M | None = plan.first(value)
        return found


class _Plan:
    def __init__(self, queryset: QuerySet[Any], sample: Any):
        connection = connections[DEFAULT_DB_ALIAS]
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.parameters = compiler.as_sql()
        self.sample = sample
        self.converters = compiler.get_converters([s[0] for s in compiler.select])
        self.part = _Part(compiler.klass_info, compiler.select)
        self.beside = tuple(compiler.annotation_col_map.items())

    def first(self, value: Any) -> Any:
        connection = connections[DEFAULT_DB_ALIAS]
        parameters = [value if p == self.sample else p for p in self.parameters]
        found = connection.first(self.sql, parameters)
        if found is None:
            return None
        row = list(found)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        made = self.part.made(row, connection.alias)
        for name, place in self.beside:
            setattr(made, name, row[place])
        return made


class _Part:
    """The columns of a row that are a model's own, and those of the rows it points to."""

    def __init__(self, info: Mapping[str, Any], select: Sequence[Any]):
        fields = info["select_fields"]
        self.start, self.end = fields[0], fields[-1] + 1
        self.model: type[Model] = info["model"]
        self.names = [s[0].target.attname for s in select[self.start : self.end]]
        self.key = self.start + self.names.index(self.model._meta.pk.attname)
        self.related = [
            (_Part(one, select), one["local_setter"], one["remote_setter"])
            for one in info.get("related_klass_infos", ())
        ]

    def made(self, row: Sequence[Any], alias: str) -> Any:
        """The model's object, or None where an outer join found no row.

        As ``Model.from_db``, without its signals and its look at each field: every name is one of
        the model's own fields, and those that are not among them are fetched when asked for.
        """
        if row[self.key] is None:
            return None
        made: Any = self.model.__new__(self.model)  # type: ignore[call-overload]
        made.__dict__.update(zip(self.names, row[self.start : self.end], strict=True))
        made._state = ModelState()
        made._state.adding, made._state.db = False, alias
        for part, set_here, set_there in self.related:
            found = part.made(row, alias)
            set_here(made, found)
            if found is not None:
                set_there(found, made)
        return made


@dataclass(frozen=True)
class Change:
    """Fields that are set where other fields equal `where`; for fields of the model's own table.

    No null stands in `where`.
    """

    model: type[Model]
    values: Mapping[str, Any]
    where: Mapping[str, Any]


def update(change: Change, then: Change | None = None) -> int:
    """Makes a change, and where it met a row a second one, both or neither; the first one's rows.

    As ``filter(**where).update(**values)``. One statement, or a transaction where the database
    takes no two writes in one.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    sql, given = _statement(change)
    if then is None:
        return int(connection.changed(sql, given))
    second, given_too = _statement(then)
    if connection.vendor == "postgresql":
        both = (
            f"WITH first AS ({sql} RETURNING 1), "
            f"second AS ({second} AND EXISTS (SELECT FROM first)) SELECT count(*) FROM first"
        )
        return int(connection.first(both, [*given, *given_too])[0])
    with atomic():
        met = int(connection.changed(sql, given))
        if met:
            connection.changed(second, given_too)
    return met


def insert(row: Model, beside: Change | None = None) -> None:
    """Inserts a row, or nothing where one stands in its way, and makes a change in any case.

    As ``bulk_create([row], ignore_conflicts=True)``; both or neither. One statement, or a
    transaction where the database takes no two writes in one.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _inserting(type(row))  # type: ignore[arg-type]
    given = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    if beside is None:
        connection.changed(sql, given)
        return
    second, given_too = _statement(beside)
    if connection.vendor == "postgresql":
        connection.changed(f"WITH beside AS ({second}) {sql}", [*given_too, *given])
        return
    with atomic():
        connection.changed(second, given_too)
        connection.changed(sql, given)


def _statement(change: Change) -> tuple[str, list[Any]]:
    connection = connections[DEFAULT_DB_ALIAS]
    names, where = tuple(change.values), tuple(change.where)
    sql, fields = _updating(change.model, names, where)  # type: ignore[arg-type]
    given = (*change.values.values(), *change.where.values())
    return sql, [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, given, strict=True)
    ]


@lru_cache
def _updating(
    model: type[Model], values: tuple[str, ...], where: tuple[str, ...]
) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    fields = [model._meta.get_field(name) for name in (*values, *where)]
    equals = [f"{_quoted(field.column)} = %s" for field in fields]
    sets, limits = ", ".join(equals[: len(values)]), " AND ".join(equals[len(values) :])
    return f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE {limits}", tuple(fields)


@lru_cache
def _inserting(model: type[Model]) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    fields = tuple(model._meta.local_concrete_fields)
    columns = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = _quoted(model._meta.db_table)
    # PostgreSQL and SQLite say it alike.
    return f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING", fields


def _quoted(name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)
