"""What every test may use. The database part makes sure that a server runs before Django connects."""

import pytest

from pairwell.core.postgres import ensure_running
from tests.factories.cast import ada, ana, ben, cora, otto

__all__ = ["ada", "ana", "ben", "cora", "otto"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the embedded server (nothing to start with DATABASE_URL)."""
    ensure_running()
