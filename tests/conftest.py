"""What every test may use. The database part makes sure that a server runs before Django connects."""

from collections.abc import Iterator

import pytest
from django.db import connection

from pairwell.core.postgres import ensure_running
from tests.browser.chromium import browser
from tests.factories.cast import ada, ana, ben, cora, otto

__all__ = ["ada", "ana", "ben", "browser", "cora", "otto"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the embedded server (nothing to start with DATABASE_URL)."""
    ensure_running()


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
