"""What web push asks of a sender: a body that only the browser can read (RFC 8291), and who sends it (RFC 8292).

The key is made from the installation's secret key, so that nothing more has to be kept or backed up.
"""

import base64
import json
import os
import time
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256."""
_RECORD = 4096
VALID_SECONDS = 12 * 3600


def encode(raw: bytes) -> str:
    """base64url without its end, as all of web push writes bytes."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes of such a text. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def public_key() -> str:
    """The key by which browsers know this installation."""
    return encode(_raw(_own_key().public_key()))


def is_key(text: str) -> bool:
    """Whether a text is a public key on the curve."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(text))
    except ValueError:
        return False
    return True


def authorization(endpoint: str, *, contact: str) -> str:
    """The header that says who sends. contact: an address to write to, or a page."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + VALID_SECONDS,
        "sub": contact,
    }
    words = [encode(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
    signed = ".".join(words)
    r, s = decode_dss_signature(_own_key().sign(signed.encode("ascii"), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={signed}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={public_key()}"


def sealed(text: bytes, *, key: str, secret: str) -> bytes:
    """The text as only the browser with this key and secret can read it: one record of aes128gcm (RFC 8188)."""
    ours, theirs = ec.generate_private_key(ec.SECP256R1()), decode(key)
    shared = ours.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    own = _raw(ours.public_key())
    seed = _derive(shared, decode(secret), b"WebPush: info\0" + theirs + own, 32)
    salt = os.urandom(16)
    content_key = _derive(seed, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(seed, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4, "big") + bytes([len(own)]) + own
    return head + AESGCM(content_key).encrypt(nonce, text + b"\x02", None)


def _own_key() -> ec.EllipticCurvePrivateKey:
    seed = _derive(settings.SECRET_KEY.encode(), b"", b"pairwell web push", 48)
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def _raw(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(secret: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=purpose).derive(secret)
