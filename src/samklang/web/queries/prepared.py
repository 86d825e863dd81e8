"""A query that is asked at every step of every member: its SQL is worked out once.

Django works a query's SQL out anew each time; for a join of five tables that costs more than all
the rest of a member's page. The SQL, the converters and the way from row to models are Django's
own, kept from the first time.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


class Prepared(Generic[M]):
    """A query with one value in it. `made` gives the queryset for a value of the same type."""

    def __init__(self, made: Callable[[Any], QuerySet[M]], sample: Any):
        self.made, self.sample = made, sample
        self._plans: dict[str, _Plan] = {}

    def first(self, value: Any) -> M | None:
        """The row for a value, with its related rows, or None. One query."""
        plan = self._plans.get(connection.vendor)
        if plan is None:
            plan = self._plans[connection.vendor] = _Plan(self.made(self.sample), self.sample)
        found: M | None = plan.first(value)
        return found


class _Plan:
    def __init__(self, queryset: QuerySet[Any], sample: Any):
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.parameters = compiler.as_sql()
        self.sample = sample
        select, info = compiler.select, compiler.klass_info
        self.converters = compiler.get_converters([s[0] for s in select])
        fields = info["select_fields"]
        self.start, self.end = fields[0], fields[-1] + 1
        self.model = info["model"]
        self.names = [s[0].target.attname for s in select[self.start : self.end]]
        self.populators = get_related_populators(info, select, connection.alias)

    def first(self, value: Any) -> Any:
        parameters = [value if p == self.sample else p for p in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            found = cursor.fetchone()
        if found is None:
            return None
        row = list(found)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        made = self.model.from_db(connection.alias, self.names, row[self.start : self.end])
        for populator in self.populators:
            populator.populate(row, made)
        return made
