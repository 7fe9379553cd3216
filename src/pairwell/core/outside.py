"""Reading an address that somebody gave us, without letting it reach into our own network.

The name is resolved once, every address it has must be public, and the connection is made to the very
address that was checked, so that a name that changes its mind in between (DNS rebinding) gains nothing.
Redirects are followed by the same rules. Size, time and number of redirects are limited.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Guard = Callable[[Address], bool]
A = TypeVar("A")

MOST_REDIRECTS = 3
_FORBIDDEN_4 = tuple(
    ipaddress.IPv4Network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_FORBIDDEN_6 = tuple(
    ipaddress.IPv6Network(net)
    for net in (
        "2001::/23",  # protocol assignments, Teredo and ORCHID among them
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)


class NotFetched(Exception):  # noqa: N818 - the domain's own word
    """Why an address was not read, as a sentence for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: the body and its content type."""

    body: bytes
    content_type: str


def is_public(address: Address) -> bool:
    """Whether an address lies in the open internet.

    Stricter than the standard library: `is_private` misses shared address space (100.64/10), `is_global`
    accepts NAT64 and 6to4, which lead to any IPv4 address.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in net for net in _FORBIDDEN_4)
    if address.ipv4_mapped is not None:
        return False
    return address in _PUBLIC_6 and not any(address in net for net in _FORBIDDEN_6)


def fetch(
    url: str, *, most_bytes: int = 5_000_000, seconds: float = 20.0, guard: Guard = is_public
) -> Fetched:
    """Read an address that somebody gave. Blocks for at most `seconds`, redirects included.

    guard: which addresses may be connected to; only tests give another one.
    Raises NotFetched with a sentence that says what to mend.
    """
    until = time.monotonic() + seconds
    at = url.strip()
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(at, most_bytes, until, guard)
        if isinstance(answer, Fetched):
            return answer
        target = urljoin(at, answer)
        if urlsplit(at).scheme == "https" and urlsplit(target).scheme != "https":
            raise NotFetched("The address leads from a protected page to an unprotected one.")
        at = target
    raise NotFetched(f"The address leads on more than {MOST_REDIRECTS} times. Give the one it ends at.")


def post(
    url: str, *, body: bytes, headers: Mapping[str, str], seconds: float = 20.0, guard: Guard = is_public
) -> int:
    """Send something to an address that somebody gave; the status it answers. Redirects are not followed.

    Raises NotFetched when there is no answer, or the address may not be reached.
    """
    head = {"Host": "", "User-Agent": "Pairwell", "Content-Length": str(len(body)), "Connection": "close"}

    def talk(line: socket.socket, host: str, path: str) -> int:
        lines = "".join(f"{name}: {value}\r\n" for name, value in {**head, **headers, "Host": host}.items())
        line.sendall(f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode("ascii") + body)
        answer = http.client.HTTPResponse(line, method="POST")
        answer.begin()
        return answer.status

    return _connected(url.strip(), time.monotonic() + seconds, guard, talk)


def checked(url: str) -> tuple[str, str, int, str]:
    """(scheme, host, port, path with query) of an address we may try. Raises NotFetched."""
    if any(c.isspace() or ord(c) < 32 for c in url) or "\\" in url:
        raise NotFetched("The address has blanks or signs in it that no address has.")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise NotFetched("This is not an address we understand. It looks like https://…") from None
    if parts.scheme not in ("http", "https"):
        raise NotFetched("Give an address that begins with https://")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("The address has a name or password in it. Give a secret address without one.")
    if not host:
        raise NotFetched("The address has no host.")
    port = port if port is not None else (443 if parts.scheme == "https" else 80)
    if port not in (80, 443) and port < 1024:
        raise NotFetched(f"We do not read from port {port}.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port, path.encode("ascii", "ignore").decode()


def resolve(host: str, port: int, guard: Guard = is_public) -> tuple[int, str]:
    """(family, address) to connect to; every address of the name must be allowed. Raises NotFetched."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(f"There is no computer called {host}.") from None
    pairs = [(int(family), str(where[0]).split("%")[0]) for family, _, _, _, where in found]
    if not pairs or not all(guard(ipaddress.ip_address(text)) for _, text in pairs):
        raise NotFetched("This address is inside a private network. We read from the open internet only.")
    return pairs[0]


def _ask(url: str, most_bytes: int, until: float, guard: Guard) -> Fetched | str:
    """One request: what it answered, or where it leads on to."""
    return _connected(url, until, guard, lambda line, host, path: _talk(line, host, path, most_bytes))


def _connected(url: str, until: float, guard: Guard, talk: Callable[[socket.socket, str, str], A]) -> A:
    """What comes of talking to the host of an address: the line, its name with the port, and the path are given."""
    scheme, host, port, path = checked(url)
    family, address = resolve(host, port, guard)
    left = until - time.monotonic()
    if left <= 0:
        raise NotFetched("The address took too long to answer.")
    line = socket.socket(family, socket.SOCK_STREAM)
    alarm = threading.Timer(left, _hang_up, [line])  # also ends answers that drip byte by byte
    alarm.daemon = True
    alarm.start()
    try:
        line.settimeout(left)
        line.connect((address, port))
        if scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        answer = talk(line, host if port in (80, 443) else f"{host}:{port}", path)
        if time.monotonic() >= until:  # hanging up looks like the end of an answer
            raise TimeoutError
        return answer
    except ssl.SSLError as problem:
        raise NotFetched(f"The certificate of {host} is not in order: {problem.reason}.") from None
    except (OSError, http.client.HTTPException):
        late = time.monotonic() >= until
        raise NotFetched(
            "The address took too long to answer." if late else f"{host} did not answer as a web server does."
        ) from None
    finally:
        alarm.cancel()
        line.close()


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it is closed already
        line.shutdown(socket.SHUT_RDWR)


def _talk(line: socket.socket, host: str, path: str, most_bytes: int) -> Fetched | str:
    wanted = {"Host": host, "User-Agent": "Pairwell", "Accept": "*/*", "Accept-Encoding": "identity"}
    head = f"GET {path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in wanted.items())
    line.sendall(f"{head}Connection: close\r\n\r\n".encode("ascii"))
    answer = http.client.HTTPResponse(line, method="GET")
    answer.begin()
    if answer.status in (301, 302, 303, 307, 308):
        return answer.headers.get("Location") or "/"
    if answer.status != 200:
        raise NotFetched(f"The address answered with an error ({answer.status}).")
    if answer.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        raise NotFetched("The address answers in a packed form that we did not ask for.")
    body = answer.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise NotFetched(f"What the address answers is larger than {most_bytes // 1_000_000} MB.")
    return Fetched(body, answer.headers.get("Content-Type", ""))
