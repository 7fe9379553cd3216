"""Writing many rows at once, by PostgreSQL's COPY: several times as fast as INSERT, and with less memory.

For rows that the program makes itself: defaults of the model are filled in, `save()` is not called.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql

from pairwell.core import clock


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else will get, in ascending order; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows in the current transaction.

    columns: attribute names of the model (`person_id`, not `person`), in the order of each row's values.
    Columns not named get the model's default, and times that Django sets by itself are now.
    Raises django.db.IntegrityError as an INSERT would.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rest = _defaults({name: field for name, field in fields.items() if name not in columns})
    names: list[sql.Composable] = [sql.Identifier(str(fields[name].column)) for name in (*columns, *rest)]
    constant = tuple(rest.values())
    dumps = [(at, json.dumps) for at, name in enumerate(columns) if _is_json(fields[name])]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(names)
    )
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((*_dumped(row, dumps), *constant))


def count_anew(*filled: type[models.Model]) -> None:
    """Let PostgreSQL look at tables that were filled in bulk, or at all of them when none is named.

    Until it has, it plans queries as if they were empty or as they were before: seconds instead of milliseconds, up
    to a minute, when it would do so by itself. Takes tenths of a second for 100,000 rows; also inside a transaction.
    """
    names = [sql.Identifier(model._meta.db_table) for model in filled]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(names)))


def _dumped(row: Sequence[Any], dumps: Sequence[tuple[int, Callable[[Any], str]]]) -> Sequence[Any]:
    if not dumps:
        return row
    values = list(row)
    for at, dump in dumps:
        values[at] = dump(values[at])
    return values


def _defaults(fields: "Mapping[str, models.Field[Any, Any]]") -> dict[str, Any]:
    """A value for each column that nobody names; the id is left to the database."""
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if field.primary_key:
            continue
        is_now = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        value = clock.now() if is_now else field.get_default()
        values[name] = json.dumps(value) if _is_json(field) else value
    return values


def _is_json(field: "models.Field[Any, Any]") -> bool:
    return isinstance(field, models.JSONField)
