"""A real HTTP server in the place of a chat: it remembers what was posted, and may refuse."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "3ccdd113474722377935511fc85d3dd4"


class Chat:
    """What arrived, as (path, body); `status` is what the chat answers."""

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, Any]]] = []
        self.status = 200
        self.address = self.host = ""


@contextmanager
def chat_server(settings: Any) -> Iterator[Chat]:
    """Run the server as a Mattermost that the operator has named."""
    chat = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            chat.received.append((self.path, json.loads(body)))
            self.send_response(chat.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    chat.host = f"127.0.0.1:{server.server_port}"
    chat.address = f"mmost://{chat.host}/{SECRET}"
    settings.CHAT_HOSTS = frozenset({chat.host})
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield chat
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
