"""A push service of the test's own, over TLS, and a browser that reads what it is sent as browsers do."""

import ipaddress
import os
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pairwell.messaging.push_crypto import encode


class Browser:
    """One browser's subscription: where it is reached, and the keys it keeps to itself."""

    def __init__(self, origin: str, number: int = 1) -> None:
        self._own, self._secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        shape = serialization.PublicFormat.UncompressedPoint
        self.key = encode(self._own.public_key().public_bytes(serialization.Encoding.X962, shape))
        self.secret, self.endpoint = encode(self._secret), f"{origin}/send/{number}"

    def reads(self, body: bytes) -> bytes:
        """What was sent, as only this browser can read it."""
        return bytes(
            http_ece.decrypt(body, private_key=self._own, auth_secret=self._secret, version="aes128gcm")
        )


class PushService:
    """What arrived, as (path, headers, body); `status` is what it answers."""

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 201
        self.origin = self.host = ""


@contextmanager
def push_service(settings: Any, monkeypatch: Any, folder: Path) -> Iterator[PushService]:
    """Run it as one that the operator has named, with a certificate that this process trusts."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.received.append((self.path, dict(self.headers), body))
            self.send_response(service.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    papers = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(papers))
    service.host = f"127.0.0.1:{server.server_port}"
    service.origin = f"https://{service.host}"
    settings.PUSH_HOSTS = frozenset({service.host})
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "push service of a test")])
    now = datetime.now(UTC)
    where = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(where, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "push.pem"
    path.write_bytes(kept + made.public_bytes(serialization.Encoding.PEM))
    return path
