"""Runs Django's WSGI application inside an ASGI server: each request in one of a fixed number of lasting threads.

Threads that last keep their database connections. Django's own ASGI handler takes a fresh thread, and with it a
fresh connection, for every request of a site whose views are not asynchronous.
"""

import asyncio
import contextlib
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper

from pairwell.web.live.streams import Headers, Receive, Send

BLOCK = 128 * 1024
"""Bytes of a file that are handed over at once."""
MOST_UNREAD = 50_000_000
UNREAD_SECONDS = 60
"""How much of a request that was answered before it was read is still taken in, and for how long."""
Environ = dict[str, Any]


class ReaderGone(OSError):  # noqa: N818 - what happened
    """The browser hung up before its request was read, or before the answer was written."""


class Answer:
    """What the application said: status and headers; body, unless it was written piece by piece already."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: Headers = []
        self.body = b""
        self.is_written = False

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        """WSGI's start_response. Django never uses the old way to write that it returns."""
        self.status = int(status.partition(" ")[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return _no_writing

    def head(self) -> dict[str, Any]:
        """The message that begins the answer."""
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


def _no_writing(_: bytes) -> None:
    raise NotImplementedError("start_response's write is not supported")


class Bridge:
    """One WSGI application and its threads."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def answer(self, scope: Any, receive: Receive, send: Send, extra: Environ) -> Answer:
        """Have a request answered in a thread; the answer's body is written only where it comes in pieces.

        extra: what the request is to carry beside what WSGI says. Raises ReaderGone.
        """
        line = Line(asyncio.get_running_loop(), receive, send)
        environ = {**environ_of(scope), "wsgi.input": await line.body(), **extra}
        answer = await line.loop.run_in_executor(self._pool, self._run, environ, line)
        if not answer.is_written:
            await line.take_rest()
        return answer

    def _run(self, environ: Environ, line: "Line") -> Answer:
        """In a thread: run the application; most pages are one piece, and are left to the loop to write."""
        answer = Answer()
        result = self._application(environ, answer.start)
        try:
            if environ["REQUEST_METHOD"] == "HEAD":
                return answer
            pieces = iter(result)
            first, second = next(pieces, b""), next(pieces, None)
            if second is None:
                answer.body = first
            else:
                answer.is_written = True
                line.write_all(answer, _again(first, second, pieces))
        finally:
            if (close := getattr(result, "close", None)) is not None:
                close()
        return answer


def _again(first: bytes, second: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield second
    yield from rest


class Line:
    """The connection to one browser, as a thread uses it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive, send: Send) -> None:
        self.loop, self._receive, self._send = loop, receive, send
        self._is_gone = self.is_sending = False

    async def body(self) -> io.BufferedIOBase:
        """What the browser sends: a small body is here at once, a large one is read as the thread asks for it."""
        begin = await self._piece()
        return io.BufferedReader(_Body(begin, self), BLOCK) if self.is_sending else io.BytesIO(begin)

    def more(self) -> bytes:
        """In a thread: the next piece of the body; `is_sending` says whether another follows. Raises ReaderGone."""
        return asyncio.run_coroutine_threadsafe(self._piece(), self.loop).result()

    async def _piece(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ReaderGone("the browser hung up")
        self.is_sending = message.get("more_body", False)
        piece: bytes = message.get("body", b"")
        return piece

    async def take_rest(self) -> None:
        """Take in what nobody read: a browser that is still sending loses the answer when it is cut off.

        MOST_UNREAD bytes and UNREAD_SECONDS at most. Raises ReaderGone.
        """
        taken = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(UNREAD_SECONDS):
                while self.is_sending and taken < MOST_UNREAD:
                    taken += len(await self._piece())

    def write_all(self, answer: Answer, pieces: Iterator[bytes]) -> None:
        """In a thread: write an answer piece by piece, each when the browser has room for it. Raises ReaderGone."""
        watch = asyncio.run_coroutine_threadsafe(self._watch(), self.loop)
        try:
            self._write(answer.head())
            for piece in pieces:
                if piece:
                    self._write({"type": "http.response.body", "body": piece, "more_body": True})
            self._write({"type": "http.response.body", "body": b""})
        finally:
            watch.cancel()

    def _write(self, message: dict[str, Any]) -> None:
        if self._is_gone:  # the server itself takes what it cannot send, and says nothing
            raise ReaderGone("the browser hung up")
        asyncio.run_coroutine_threadsafe(_awaited(self._send(message)), self.loop).result()

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._is_gone = True


async def _awaited(thing: Any) -> Any:
    return await thing


class _Body(io.RawIOBase):
    """A large request body, piece by piece."""

    def __init__(self, begin: bytes, line: Line) -> None:
        self._left, self._line = begin, line

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        while not self._left and self._line.is_sending:
            self._left = self._line.more()
        taken = self._left[: len(room)]
        room[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)


def environ_of(scope: Any) -> Environ:
    """What WSGI calls the environment of a request (PEP 3333), without its body."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client")
    raw = scope.get("raw_path") or scope["path"].encode()
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": unquote_to_bytes(raw.partition(b"?")[0]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1] or 80),
        "REMOTE_ADDR": str(client[0]) if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": _blocks,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _add_header(environ: Environ, name: str, value: str) -> None:
    if "_" in name:
        return  # would pass for the same header with a hyphen, which a proxy may have set
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_LENGTH", "CONTENT_TYPE"):
        key = f"HTTP_{key}"
    between = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{between}{value}" if key in environ else value


def _blocks(file: Any, size: int = BLOCK) -> FileWrapper:
    return FileWrapper(file, max(size, BLOCK))
