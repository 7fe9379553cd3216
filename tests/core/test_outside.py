"""No address that somebody gives makes us connect into a private network."""

import http.server
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from pairwell.core import outside
from pairwell.core.outside import NotFetched, checked, fetch, is_public, resolve

TEXT = (
    "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.1.2.3 "
    "169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.254 192.0.0.1 192.0.0.170 192.0.2.1 "
    "192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 "
    "224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 "
    "::127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::a00:1 100::1 2001::1 "
    "2001:0:53aa:64c:0:1234:5678:9abc 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 "
    "3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1 ff0e::1 "
)
FORBIDDEN = TEXT.split()
PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001:829::200e"]


@pytest.mark.parametrize("text", FORBIDDEN)
def test_an_address_that_is_not_of_the_open_internet_is_refused(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_addresses_of_the_open_internet_are_let_through(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:10.0.0.1]",
     "[fe80::1%25lo]", "0", "localhost.", "①②⑦.⓪.⓪.①"],
)  # fmt: skip
def test_every_way_to_write_a_local_address_is_refused(host: str) -> None:
    with pytest.raises(NotFetched):
        fetch(f"http://{host}:8080/", seconds=2)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://example.org/a", "https://"),
        ("file:///etc/passwd", "https://"),
        ("gopher://example.org/", "https://"),
        ("//example.org", "https://"),
        ("https://user:pw@example.org/", "name or password"),
        ("https://example.org:22/", "port 22"),
        ("https://exa mple.org/", "blanks"),
        ("https://example.org\\@127.0.0.1/", "blanks or signs"),
        ("https://example.org/\r\nX: y", "blanks"),
        ("https:///path", "no host"),
        ("https://[::1", "not an address"),
        ("https://example.org:99999/", "not an address"),
    ],
)
def test_an_odd_address_is_refused_with_a_reason(url: str, says: str) -> None:
    with pytest.raises(NotFetched, match=says):
        checked(url)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(NotFetched, match="private network"):
        resolve("rebound.example", 443)


class Pages(http.server.BaseHTTPRequestHandler):
    """A web server with bad manners."""

    def do_GET(self) -> None:
        kind = self.path.strip("/").split("?")[0]
        if kind == "drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(200):
                self.wfile.write(f"X-{number}: x\r\n".encode())
                time.sleep(0.1)
            return
        leads = {"loop": "/loop", "hop": "/good", "inside": "http://10.0.0.1/", "file": "file:///etc/passwd"}
        self.send_response(302 if kind in leads else 404 if kind == "gone" else 200)
        if kind in leads:
            self.send_header("Location", leads[kind])
        if kind == "packed":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", "text/calendar")
        self.end_headers()
        self.wfile.write(b"x" * 3000 if kind == "big" else b"BEGIN:VCALENDAR")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def loopback(address: outside.Address) -> bool:
    return address.is_loopback


def test_a_good_address_is_read(server: str) -> None:
    assert fetch(f"{server}/good", guard=loopback).body == b"BEGIN:VCALENDAR"
    assert fetch(f"{server}/hop", guard=loopback).content_type == "text/calendar"


@pytest.mark.parametrize(
    ("page", "says"),
    [("loop", "more than 3 times"), ("inside", "private network"), ("file", "https://"), ("gone", "404"),
     ("big", "larger than"), ("packed", "packed form")],
)  # fmt: skip
def test_bad_manners_are_refused(server: str, page: str, says: str) -> None:
    with pytest.raises(NotFetched, match=says):
        fetch(f"{server}/{page}", guard=loopback, most_bytes=2000, seconds=10)


def test_an_answer_that_drips_ends_in_time(server: str) -> None:
    """About waiting: without the alarm this takes twenty seconds."""
    with pytest.raises(NotFetched, match="took too long"):
        fetch(f"{server}/drip", guard=loopback, seconds=0.7)


def test_without_the_guard_the_inside_would_be_reached(server: str) -> None:
    """The test of the test: the address that the real guard refuses answers when everything is allowed."""
    with pytest.raises(NotFetched):
        fetch(f"{server}/good")
    assert fetch(f"{server}/good", guard=lambda _: True).body
