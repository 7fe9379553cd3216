"""The site for an ASGI server: pages by Django in threads; streams, once a view has let them in, without one."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

from pairwell.web.live.bridge import Bridge, ReaderGone
from pairwell.web.live.hub import Hub
from pairwell.web.live.opening import WISH, Wish
from pairwell.web.live.streams import Receive, Send, stream_to

_NOT_OURS = ("context", "cursor_factory", "prepare_threshold", "server_side_binding")
"""What Django adds for its own use of a connection."""


class Stopping(Protocol):
    """An event that the process which started this one sets, such as multiprocessing's."""

    def wait(self) -> object:
        """Block until it is set."""


class Site:
    """An ASGI application.

    stopping: streams end when it is set. Servers wait for open connections first and tell their applications after.
    """

    def __init__(
        self, application: Callable[..., Iterable[bytes]], *, threads: int, stopping: Stopping | None = None
    ) -> None:
        self._stopping = stopping
        reach = {k: v for k, v in connection.get_connection_params().items() if k not in _NOT_OURS}
        self.hub = Hub(reach)
        self._bridge = Bridge(application, threads)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:  # a web socket: we have none
            await send({"type": "websocket.close", "code": 1000})

    async def _answer(self, scope: Any, receive: Receive, send: Send) -> None:
        wish = Wish()
        extra = {WISH: wish} if settings.LIVE_SECONDS else {}
        try:
            answer = await self._bridge.answer(scope, receive, send, extra)
        except ReaderGone:
            return
        if wish.topic and answer.status == 200:
            headers = [(name, value) for name, value in answer.headers if name != b"content-length"]
            await stream_to(wish, headers, self.hub, receive, send, seconds=settings.LIVE_SECONDS)
        elif not answer.is_written:
            await send(answer.head())
            await send({"type": "http.response.body", "body": answer.body})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        if self._stopping is not None:
            told = (asyncio.get_running_loop(), self._stopping)
            threading.Thread(target=self._end_streams, args=told, name="live-stop", daemon=True).start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.hub.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def _end_streams(self, loop: asyncio.AbstractEventLoop, stopping: Stopping) -> None:
        stopping.wait()
        asyncio.run_coroutine_threadsafe(self.hub.stop(), loop)
