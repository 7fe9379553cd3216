"""What PostgreSQL believes about tables when it plans a query."""

from django.db import connection, models


def rows_expected(model: type[models.Model]) -> int:
    """How many rows it thinks the table has; -1 when it has never looked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table]
        )
        return int(cursor.fetchone()[0])


def columns_known(model: type[models.Model]) -> int:
    """Of how many columns it knows the values."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = %s", [model._meta.db_table])
        return int(cursor.fetchone()[0])
