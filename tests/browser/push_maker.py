"""What the maker of Chromium does for web push, as far as a subscription needs it: a check-in and a registration."""

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

STATS_OK, TIME, ID, TOKEN = b"\x08\x01", b"\x18\x01", b"\x39", b"\x41"
"""Fields of AndroidCheckinResponse, as protocol buffers write them."""


@contextmanager
def push_maker() -> Iterator[list[str]]:
    """Switches that make a browser ask this server instead of its maker's."""
    numbers = count(1)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            number = next(numbers)
            if self.path == "/checkin":
                said = STATS_OK + TIME + ID + struct.pack("<Q", number) + TOKEN + struct.pack("<Q", number)
            else:
                said = f"token=device-{number}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    here = f"http://127.0.0.1:{server.server_port}"
    try:
        yield [
            f"--gcm-checkin-url={here}/checkin",
            f"--gcm-registration-url={here}/register",
            "--gcm-mcs-endpoint=https://127.0.0.1:1",
        ]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
