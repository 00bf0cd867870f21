"""Questions to the database that Django has no short way for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup
from django.db.models.sql.compiler import SQLCompiler


class _AnyOf(Lookup[bool]):
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        column, known = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", (*known, self.rhs)


def any_of(column: str, numbers: Iterable[int]) -> Lookup[bool]:
    """For `filter`: as `column__in`, sent as one array. A list of hundreds of numbers takes three times as long."""
    return _AnyOf(F(column), "{" + ",".join(str(int(one)) for one in sorted(set(numbers))) + "}")
