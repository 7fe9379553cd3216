"""Every address, asked by everybody: no wrong answer, nobody's secrets, no foreign row changed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from pairwell.people.models import Person
from tests.addresses import ARGUMENTS, TABLE
from tests.addresses.roles import EVERYBODY, MANAGERS, MEMBERS
from tests.factories.people import make_person
from tests.factories.world import CANARIES, World, make_world

READERS = {
    "members": MEMBERS,
    "author": frozenset({"ben"}),
    "managers": MANAGERS | {"ben"},
    "self": frozenset({"otto"}),
}
ROOMS = tuple(config.label for config in apps.get_app_configs() if config.name.startswith("pairwell."))
READS = re.compile(
    r"\s*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT|SET LOCAL)\b", re.IGNORECASE
)
SIGN_IN = re.compile(r"^/accounts/login/\?next=")
pytestmark = pytest.mark.django_db


def addresses(resolver: URLResolver | None = None) -> Iterator[tuple[str, URLPattern]]:
    """(name, pattern) of every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern)
        else:
            yield str(pattern.name), pattern


def names_of_addresses() -> list[str]:
    return sorted({name for name, _ in addresses()})


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all tests of this file: what each does to it is undone, and so is the world in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        made.people["gone"] = make_person("Gone Admin", role="administrator", is_active=False)
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def untouched(world: World) -> str:
    """The fingerprint of the world before anybody asked for anything."""
    return fingerprint()


def address_of(name: str, world: World) -> str:
    """The address with the ids of the world's own things."""
    pattern = next(pattern for known, pattern in addresses() if known == name)
    wanted = pattern.pattern.converters if hasattr(pattern.pattern, "converters") else {}
    known = world.arguments() | ARGUMENTS.get(name, {})
    if not wanted and "(?P" in str(pattern.pattern):
        groups = re.findall(r"\?P<(\w+)>", str(pattern.pattern))
        return reverse(name, kwargs=dict.fromkeys(groups, "1-abc"))
    return reverse(name, kwargs={key: known[key] for key in wanted})


@dataclass
class Statements:
    """Whether anything was written: what reads only can not have changed a row."""

    wrote: bool = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.wrote |= not READS.match(sql)
        return execute(sql, params, many, context)


def ask(person: Person | None, method: str, path: str) -> tuple[HttpResponse, bool]:
    """One request by a fresh browser, and whether it wrote anything."""
    client, statements = Client(raise_request_exception=False), Statements()
    if person is not None:
        client.force_login(person)
    with connection.execute_wrapper(statements):
        return client.generic(method, path), statements.wrote


def fingerprint() -> str:
    """One value that changes when any row of our rooms changes; sign-ins do not count."""
    tables = [(m._meta.db_table, m._meta.pk.column) for m in apps.get_models() if m._meta.app_label in ROOMS]
    row = "(to_jsonb(t) - 'last_login' - 'changed_at')::text"
    parts = [
        f"SELECT md5(coalesce(string_agg({row}, '' ORDER BY t.{key}), '')) AS h FROM {table} t"
        for table, key in tables
    ]
    query = f"SELECT md5(string_agg(h, '' ORDER BY h)) FROM ({' UNION ALL '.join(parts)}) AS every"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


def text_of(response: HttpResponse) -> str:
    """Body and headers, streamed or not."""
    body = b"".join(response) if response.streaming else response.content
    return body.decode("utf-8", "replace") + str(response.headers)


def is_shut(role: str, response: HttpResponse) -> bool:
    """How a stranger is answered: 404, a method that does not exist, or (signed out) the sign-in page."""
    if role in {"anonymous", "gone"} and response.status_code == 302:
        return bool(SIGN_IN.match(response["Location"]))
    return response.status_code in {404, 405}


def is_open(response: HttpResponse) -> bool:
    """How somebody with a right to it is answered: anything but refused for who they are, or broken."""
    if response.status_code == 302:
        return not SIGN_IN.match(response["Location"])
    return response.status_code in {200, 204, 400, 405, 409, 422}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(TABLE) == names_of_addresses()


@pytest.mark.parametrize("name", sorted(TABLE))
def test_an_address_answers_each_role_as_the_table_says(name: str, world: World, untouched: str) -> None:
    path = address_of(name, world)
    allowed, methods = TABLE[name]
    wrong: list[str] = []
    for role in sorted(EVERYBODY):
        for method in ("GET", "POST"):
            mark = transaction.savepoint()
            response, wrote = ask(world.people.get(role), method, path)
            text = text_of(response)
            may = role in allowed
            right = is_open(response) if may else is_shut(role, response)
            if may and method not in methods.split():  # a page without this method may also say so by 404
                right = right or response.status_code == 404
            if may and method in methods.split() and response.status_code == 405:
                right = False
            if not right:
                wrong.append(f"{role} {method} {path}: {response.status_code}")
            if not may and wrote and fingerprint() != untouched:
                wrong.append(f"{role} {method} {path}: changed a row")
            wrong += [
                f"{role} {method} {path}: shows what {audience} alone may read"
                for audience, canary in CANARIES.items()
                if canary in text and role not in READERS[audience]
            ]
            transaction.savepoint_rollback(mark)
    assert wrong == []


def test_the_matrix_notices_a_page_that_forgets_to_ask(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the test: with the guard taken out, the outsider gets in, and that is called wrong."""
    monkeypatch.setattr("pairwell.web.pages.admin.people.administrator_or_404", lambda person: person)
    response, _ = ask(world.people["otto"], "GET", reverse("admin_people"))
    assert not is_shut("otto", response)


def test_the_fingerprint_notices_a_changed_row(world: World, untouched: str) -> None:
    statements = Statements()
    with connection.execute_wrapper(statements):
        Person.objects.filter(pk=world.people["otto"].pk).update(title="Changed")
    assert statements.wrote
    assert fingerprint() != untouched


def test_reading_is_not_taken_for_writing(untouched: str) -> None:
    statements = Statements()
    with connection.execute_wrapper(statements), transaction.atomic():
        assert list(Person.objects.select_for_update().order_by("pk"))
    assert not statements.wrote
    assert fingerprint() == untouched
