"""What every test may use. The database part makes sure that a server runs before Django connects."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from pairwell.core.postgres import ensure_running
from tests.browser.chromium import browser
from tests.factories.cast import ada, ana, ben, cora, otto

__all__ = ["ada", "ana", "ben", "browser", "cora", "otto"]

# The gate draws the same examples each time; `make engine`, which looks for new ones, sets PAIRWELL_EXAMPLES.
settings.register_profile("gate", derandomize="PAIRWELL_EXAMPLES" not in os.environ)
settings.load_profile("gate")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the embedded server (nothing to start with DATABASE_URL)."""
    ensure_running()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep the vacuum away: it would see empty tables, as tests do not commit, and tell the planner so.

    Believing that, PostgreSQL went through hundreds of rows a hundred million times (8 minutes for one page).
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = false)')


@pytest.fixture(autouse=True)
def _no_job_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit leave jobs in the queue, whose tables Django's flush does not know."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
