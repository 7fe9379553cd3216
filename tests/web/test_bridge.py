"""What a request looks like to Django: through our bridge as under plain WSGI, but for what WSGI servers get wrong."""

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.installations import free_port
from tests.web.running_site import PATIENCE, ROOT, eventually

pytestmark = pytest.mark.slow

OF_A_REQUEST = {
    "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH",
    "SERVER_PROTOCOL", "wsgi.url_scheme", "body", "length",
}  # fmt: skip
LARGE = bytes(range(256)) * 8192


@contextmanager
def echo(kind: str) -> Iterator[int]:
    """The application that says what it was asked, on a port of its own."""
    port = free_port()
    own = {
        "DJANGO_SETTINGS_MODULE": "pairwell.settings",
        "DATABASE_URL": "postgresql://nobody@localhost/none",
    }
    command = [sys.executable, "-m", "tests.web.echo", kind, str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own})

    def answers() -> bool:
        assert process.poll() is None, "it has ended"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            return False
        return True

    try:
        assert eventually(answers)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[int, int]]:
    """Ports of the same application under plain WSGI, and through the bridge."""
    with ExitStack() as stack:
        yield stack.enter_context(echo("wsgi")), stack.enter_context(echo("bridge"))


def ask(port: int, request: bytes) -> tuple[bytes, bytes]:
    """(head, body) of the answer to a request sent byte by byte as given."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(request)
        said = b""
        while piece := line.recv(65536):
            said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    return head, body


def told(port: int, request: bytes) -> dict[str, str]:
    """What the application was told of a request."""
    head, body = ask(port, request)
    assert head.startswith(b"HTTP/1.1 200"), head
    found: dict[str, str] = json.loads(body)
    return found


def request(begin: str, *headers: str, body: bytes = b"") -> bytes:
    """A request as it goes over the line."""
    lines = [f"{begin} HTTP/1.1", "Host: site.example", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def of_the_request(environ: dict[str, str]) -> dict[str, str]:
    """What an environment says of its request; empty says the same as missing."""
    return {k: v for k, v in environ.items() if v and (k in OF_A_REQUEST or k.startswith("HTTP_"))}


@pytest.mark.parametrize(
    "asked",
    [
        request("GET /"),
        request("GET /a%20b/%C3%A4%2Fc/?q=%C3%A4&r=a+b"),
        request("GET /mentorships/7/?", "Accept: text/html", "Accept-Language: de, en;q=0.5"),
        request("GET /", "Cookie: sessionid=abc; csrftoken=def", "X-Name: plain"),
        request("GET /", "X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.9, 10.0.0.1"),
        request("DELETE /x/"),
        request("POST /x/", "Content-Type: text/plain", "Content-Length: 5", body=b"hello"),
        request("POST /x/", f"Content-Length: {len(LARGE)}", body=LARGE),
    ],
)
def test_django_is_told_the_same_as_under_wsgi(both: tuple[int, int], asked: bytes) -> None:
    plain, ours = (of_the_request(told(port, asked)) for port in both)
    assert ours == plain


def test_a_header_with_an_underscore_does_not_pass_for_one_with_a_hyphen(both: tuple[int, int]) -> None:
    for names in (("X_Forwarded_Proto", "X_Forwarded_For"), ("X-Forwarded_Proto", "x_forwarded-for")):
        asked = request("GET /", f"{names[0]}: https", f"{names[1]}: 203.0.113.9")
        assert not {"HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR"} & set(told(both[1], asked))
    mixed = request("GET /", "X-Forwarded-Proto: http", "X_Forwarded_Proto: https")
    assert told(both[1], mixed)["HTTP_X_FORWARDED_PROTO"] == "http"


def test_cookies_and_headers_that_come_in_several_lines_are_joined_as_each_is_read(
    both: tuple[int, int],
) -> None:
    asked = request(
        "GET /", "Cookie: a=1", "Cookie: b=2", "X-Forwarded-For: 1.1.1.1", "X-Forwarded-For: 2.2.2.2"
    )
    found = told(both[1], asked)
    assert found["HTTP_COOKIE"] == "a=1; b=2"
    assert found["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"


def test_a_large_body_that_dribbles_in_arrives_whole(both: tuple[int, int]) -> None:
    asked = request("POST /", f"Content-Length: {len(LARGE)}", body=LARGE)
    with socket.create_connection(("127.0.0.1", both[1]), timeout=PATIENCE) as line:
        for begin in range(0, len(asked), 99_991):
            line.sendall(asked[begin : begin + 99_991])
        said = b""
        while piece := line.recv(65536):
            said += piece
    found = json.loads(said.partition(b"\r\n\r\n")[2])
    assert (found["length"], found["body"]) == (str(len(LARGE)), hashlib.sha256(LARGE).hexdigest())


def test_head_says_how_and_not_what(both: tuple[int, int]) -> None:
    head, body = ask(both[1], request("HEAD /"))
    assert head.startswith(b"HTTP/1.1 200")
    assert body == b""
