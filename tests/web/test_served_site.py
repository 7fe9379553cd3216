"""The site as `pairwell serve` serves it: large files both ways, refusals, errors, what a proxy says."""

import hashlib
import http.client
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from pairwell.library.models import ResourceFile
from pairwell.mentorships.models import Mentorship, MessageFile
from pairwell.people.models import Person
from tests.factories.mentorships import make_mentorship, make_message
from tests.factories.programs import make_program
from tests.web.running_site import PATIENCE, RunningSite, cookie_of, running_site

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MEGABYTE = 1_000_000
TOKEN = "a" * 32
"""A form's protection is the same word in a cookie and in the form."""


@pytest.fixture(scope="module")
def site(django_db_setup: None) -> Iterator[RunningSite]:
    """One process with one thread: what breaks or hangs, the next request finds out."""
    with running_site("--threads", "1") as made:
        yield made


@pytest.fixture
def pair(ada: Person, ben: Person, cora: Person) -> Mentorship:
    return make_mentorship(ada, ben, program=make_program(managed_by=cora, state="active"))


def post(
    site: RunningSite, path: str, person: Person, body: bytes, content_type: str
) -> http.client.HTTPResponse:
    """Send a form as a browser does; its body is not read yet."""
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    cookie = f"{cookie_of(person)}; csrftoken={TOKEN}"
    line.request("POST", path, body, {"Cookie": cookie, "Content-Type": content_type})
    return line.getresponse()


def with_file(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    """(body, content type) of a form with a file."""
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
    ]
    parts.append(f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
    body = "".join(parts).encode() + content + b"\r\n--edge--\r\n"
    return body, "multipart/form-data; boundary=edge"


def memory(site: RunningSite, what: str) -> int:
    """Bytes of the one web process: VmRSS, now; VmHWM, the most since it was last forgotten."""
    (process,) = site.web_processes()
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    assert found
    return int(found[1]) * 1024


def test_a_large_download_arrives_whole_and_is_never_whole_in_memory(
    site: RunningSite, pair: Mentorship, ada: Person, ben: Person
) -> None:
    size, block = 256 * MEGABYTE, os.urandom(MEGABYTE)
    path = Path(settings.MEDIA_ROOT) / "large-test.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for _ in range(size // MEGABYTE):
            file.write(block)
    try:
        given = MessageFile.objects.create(
            message=make_message(pair, ada), name="l.zip", size=size, content=path.name
        )
        before = memory(site, "VmRSS")
        Path(f"/proc/{site.web_processes()[0]}/clear_refs").write_text("5")
        answer = site.get(reverse("message_file", args=[given.pk]), cookie_of(ben))
        assert (answer.status, answer.headers["Content-Length"]) == (200, str(size))
        time.sleep(2)  # nobody takes anything; what is sent ahead would be in memory
        assert all(answer.read(MEGABYTE) == block for _ in range(size // MEGABYTE))
        assert answer.read() == b""
        assert memory(site, "VmHWM") - before < 48 * MEGABYTE
    finally:
        path.unlink()


def test_a_large_upload_arrives_whole(site: RunningSite, pair: Mentorship, cora: Person) -> None:
    content = os.urandom(20 * MEGABYTE)
    fields = {
        "csrfmiddlewaretoken": TOKEN, "title": "Large", "kind": "file", "audience": "everybody",
        "program": str(pair.program_id),
    }  # fmt: skip
    answer = post(site, reverse("add_resource"), cora, *with_file(fields, "large.pdf", content))
    assert answer.status == 302, answer.read()
    kept = bytes(ResourceFile.objects.get().content)
    assert hashlib.sha256(kept).digest() == hashlib.sha256(content).digest()


def test_a_file_that_is_too_large_is_refused_in_its_form(
    site: RunningSite, pair: Mentorship, cora: Person
) -> None:
    fields = {
        "csrfmiddlewaretoken": TOKEN, "title": "Too large", "kind": "file", "audience": "everybody",
        "program": str(pair.program_id),
    }  # fmt: skip
    answer = post(site, reverse("add_resource"), cora, *with_file(fields, "l.pdf", bytes(20 * MEGABYTE + 1)))
    assert "20 MB" in answer.read().decode()
    assert not ResourceFile.objects.exists()


@pytest.mark.parametrize("megabytes", [3, 40])
def test_a_form_that_is_larger_than_we_read_is_refused_on_a_page_of_ours(
    site: RunningSite, pair: Mentorship, ben: Person, megabytes: int
) -> None:
    body = b"text=" + b"x" * (megabytes * MEGABYTE)
    path = reverse("conversation", args=[pair.pk])
    answer = post(site, path, ben, body, "application/x-www-form-urlencoded")
    assert answer.status == 413
    assert "That is too large" in answer.read().decode()
    assert not pair.messages.exists()
    assert site.get(path, cookie_of(ben)).status == 200


def test_head_of_a_page_and_of_a_file_leaves_the_connection_usable(site: RunningSite, ben: Person) -> None:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    line.request("GET", "/accounts/login/")
    length = len(line.getresponse().read())
    for path in ("/accounts/login/", "/static/pairwell/mark.svg"):
        line.request("HEAD", path)
        answer = line.getresponse()
        assert (answer.read(), answer.status in (200, 404)) == (b"", True)
    line.request("GET", "/accounts/login/")
    answer = line.getresponse()
    assert (answer.status, len(answer.read())) == (200, length)


def test_an_error_is_told_on_a_page_of_ours_and_its_thread_goes_on(site: RunningSite, ben: Person) -> None:
    path, cookie = reverse("my_letters"), cookie_of(ben)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE messaging_preference RENAME TO elsewhere")
        try:
            for _ in range(3):
                answer = site.get(path, cookie)
                assert answer.status == 500
                assert "Something broke on our side" in answer.read().decode()
        finally:
            cursor.execute("ALTER TABLE elsewhere RENAME TO messaging_preference")
    assert site.get(path, cookie).status == 200


def secured(site: RunningSite, **headers: str) -> bool:
    """Whether the site takes a request for one that came over TLS: it then says so for the future."""
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    line.request("GET", "/accounts/login/", headers={k.replace("_", "-"): v for k, v in headers.items()})
    return "Strict-Transport-Security" in line.getresponse().headers


def is_let_try(site: RunningSite, address: str, number: int = 0) -> bool:
    """Whether somebody from this address, as a proxy names it, may try the password of another person."""
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    body = f"csrfmiddlewaretoken={TOKEN}&login=nobody{number}%40example.org&password=guess"
    said = {"X-Forwarded-For": address, "Cookie": f"csrftoken={TOKEN}"}
    line.request(
        "POST", "/accounts/login/", body, said | {"Content-Type": "application/x-www-form-urlencoded"}
    )
    answer = line.getresponse()
    return answer.status == 200 and "Too many" not in answer.read().decode()


@pytest.mark.parametrize("trusted", [True, False])
def test_what_a_proxy_says_counts_when_the_settings_say_that_there_is_one(trusted: bool) -> None:
    cache.clear()
    try:
        said = {"PAIRWELL_URL": "https://site.example", "PAIRWELL_TRUSTED_PROXIES": "1" if trusted else "0"}
        with running_site(PAIRWELL_HOSTS="127.0.0.1", **said) as site:
            assert secured(site, X_Forwarded_Proto="https") == trusted
            assert not secured(site, X_Forwarded_Proto="http")
            assert not secured(site)
            same = [is_let_try(site, "203.0.113.1", number) for number in range(12)]
            assert same[0]
            assert not same[-1]
            assert is_let_try(site, "203.0.113.2", 99) == trusted
    finally:
        cache.clear()
