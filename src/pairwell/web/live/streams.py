"""Server-sent events to one browser: "version 42", and a beat now and then so that silence can be told from an end."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from pairwell.web.live.hub import Hub, Stream
from pairwell.web.live.opening import Wish

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

BEAT_SECONDS = 20
SEND_SECONDS = 30
RETRY_MILLISECONDS = 3000


async def stream_to(
    wish: Wish, headers: Headers, hub: Hub, receive: Receive, send: Send, *, seconds: float
) -> None:
    """Answer a request that a view let in; it ends after about so many seconds, and the browser opens another.

    So somebody who has signed out or left the circle is found out by the guard of the next one.
    """
    stream = await hub.admit(wish.topic, wish.person, wish.version)
    if stream is None:
        await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"60")]})
        await send({"type": "http.response.body", "body": b""})
        return
    watch = asyncio.create_task(_end_with_reader(stream, receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        until = asyncio.get_running_loop().time() + seconds * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
        with contextlib.suppress(TimeoutError):  # a reader who takes nothing
            await _tell(stream, send, until=until)
    finally:
        watch.cancel()
        hub.leave(stream)
    await send({"type": "http.response.body", "body": b""})


async def _end_with_reader(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _tell(stream: Stream, send: Send, *, until: float) -> None:
    loop = asyncio.get_running_loop()
    await _say(send, f"retry: {RETRY_MILLISECONDS}\ndata: {stream.version}\n\n")
    told = stream.version
    while not stream.over and (left := until - loop.time()) > 0:
        stream.wake.clear()
        try:
            async with asyncio.timeout(min(BEAT_SECONDS, left)):
                await stream.wake.wait()
        except TimeoutError:
            await _say(send, "event: beat\ndata:\n\n")
        if stream.version > told and not stream.over:
            told = stream.version
            await _say(send, f"data: {told}\n\n")


async def _say(send: Send, text: str) -> None:
    async with asyncio.timeout(SEND_SECONDS):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
