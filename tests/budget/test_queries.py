"""The number of queries of a page does not grow with its rows, and pages stay small.

PAIRWELL_WRITE_BUDGET=1 writes the table to docs/query-budget.md.
"""

import gzip
import os
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.addresses import PAGES, TABLE
from tests.authorization.test_matrix import address_of
from tests.factories.people import make_person
from tests.factories.world import World, make_world

SIZES = (1, 3, 100)
MOST_QUERIES = 30
MOST_BYTES = 100_000
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "query-budget.md"


def measure(world: World, name: str, role: str) -> tuple[list[str], int]:
    """(the queries of a page, the size of its HTML compressed)."""
    client = Client()
    client.force_login(world.people[role])
    path = address_of(name, world)
    mark = transaction.savepoint()
    client.get(path)  # what a process keeps between requests is read now
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    transaction.savepoint_rollback(mark)
    assert response.status_code == 200, f"{path} as {role}: {response.status_code}"
    queries = [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
    return queries, len(gzip.compress(response.content))


def measure_all(size: int) -> dict[tuple[str, str], tuple[list[str], int]]:
    """Every page, in a world of its own that is gone afterwards."""
    mark = transaction.savepoint()
    world = make_world(size)
    measured = {page: measure(world, *page) for page in PAGES}
    transaction.savepoint_rollback(mark)
    return measured


@pytest.mark.django_db
def test_no_page_asks_more_for_many_rows_than_for_one() -> None:
    by_size = {size: measure_all(size) for size in SIZES}
    if os.environ.get("PAIRWELL_WRITE_BUDGET"):
        write_table(by_size)
    grown = {}
    for page in PAGES:
        one, many = by_size[1][page][0], by_size[100][page][0]
        if len({len(by_size[size][page][0]) for size in SIZES}) > 1:
            grown[page] = [len(one), len(many), *[query[:200] for query in many if query not in one][:3]]
    assert grown == {}
    assert {page: len(q) for page, (q, _) in by_size[100].items() if len(q) > MOST_QUERIES} == {}
    assert {page: size for page, (_, size) in by_size[100].items() if size > MOST_BYTES} == {}


@pytest.mark.django_db
def test_a_page_that_asks_once_per_row_would_be_noticed() -> None:
    """The test of the test: a loop that follows a foreign key is counted."""
    for number in range(3):
        make_person(manager=make_person(f"Manager {number}"))
    from pairwell.people.models import Person  # noqa: PLC0415 - only this test touches rows itself

    with CaptureQueriesContext(connection) as captured:
        assert (
            len([p.manager.full_name for p in Person.objects.filter(manager__isnull=False) if p.manager]) == 3
        )
    assert len(captured) == 4


def test_every_page_is_counted() -> None:
    """Addresses that somebody can read as a page and that the list has forgotten."""
    counted = {name for name, _ in PAGES}
    readable = {name for name, (roles, methods) in TABLE.items() if roles and "PAGE" in methods}
    assert readable - counted == set()


def write_table(by_size: dict[int, dict[tuple[str, str], tuple[list[str], int]]]) -> None:
    """The table for people."""
    lines = [
        "# Queries of every page",
        "",
        "Measured by `PAIRWELL_WRITE_BUDGET=1 pytest tests/budget`: the number of database queries of each",
        "page when every list of the world has 1, 3 or 100 rows, and the size of the page at 100 rows,",
        "compressed. `make test` fails when a number of queries grows with the rows.",
        "",
        "| page | seen by | 1 row | 3 rows | 100 rows | kB at 100 |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for name, role in PAGES:
        counts = [len(by_size[size][name, role][0]) for size in SIZES]
        kilobytes = by_size[100][name, role][1] / 1000
        lines.append(f"| {name} | {role} | {counts[0]} | {counts[1]} | {counts[2]} | {kilobytes:.1f} |")
    DOCUMENT.write_text("\n".join(lines) + "\n", encoding="utf-8")
