"""Rows of several tables read by one statement: writing a statement costs Django more time than PostgreSQL the answer.

_BOTH = f"SELECT {columns_of(Program, 'p')}, {columns_of(Say, 's')} FROM ... AS p LEFT JOIN ... AS s ON ..."
program, say = objects_of((Program, Say), row)
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

Convert = Callable[[Any, Any, Any], Any]


def first_row(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The first row of what a statement gives; None where it gives none."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def columns_of(model: type[models.Model], alias: str) -> str:
    """Every column of a table as a statement names them, in the order that `objects_of` expects."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def objects_of(kinds: Sequence[type[models.Model]], row: Sequence[Any]) -> list[Any]:
    """An object of each kind from the columns of one row, one after the other; None where an outer join found none.

    Columns behind the last kind are left alone.
    """
    found: list[Any] = []
    start = 0
    for kind in kinds:
        names, at_key, converters = _shape(kind)
        values = list(row[start : start + len(names)])
        start += len(names)
        if values[at_key] is None:
            found.append(None)
            continue
        for at, convert in converters:
            values[at] = convert(values[at], None, connection)
        found.append(kind.from_db(connection.alias, names, values))
    return found


@cache
def _shape(kind: type[models.Model]) -> tuple[list[str], int, list[tuple[int, Convert]]]:
    """Names of its attributes, the place of its key, and by place what makes a value of what PostgreSQL gives."""
    fields = list(kind._meta.concrete_fields)
    converters = [
        (at, convert) for at, field in enumerate(fields) for convert in field.get_db_converters(connection)
    ]
    return [field.attname for field in fields], fields.index(kind._meta.pk), converters
