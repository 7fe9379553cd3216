"""Addresses that a letter can be answered to, signed so that nobody can make one up: mentoring+talk.7.12.abc@..."""

import base64
import re
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "pairwell.messaging.reply_address"
_PART = re.compile(r"([a-z]+)((?:\.\d+)+)\.([a-z2-7]{16})")


def reply_address(purpose: str, *numbers: int) -> str:
    """Where an answer about this goes; "" when the installation takes in no mail (PAIRWELL_MAIL_IN)."""
    local, _, domain = _mailbox()
    if not local:
        return ""
    said = ".".join([purpose, *map(str, numbers)])
    return f"{local}+{said}.{_signature(said)}@{domain}"


def read_reply_address(address: str, purpose: str) -> tuple[int, ...] | None:
    """The numbers in an address that `reply_address` made for this purpose; None for any other."""
    local, _, domain = _mailbox()
    begin, end = f"{local}+", f"@{domain}"
    address = address.lower()
    if not local or not address.startswith(begin) or not address.endswith(end):
        return None
    found = _PART.fullmatch(address[len(begin) : -len(end)])
    if found is None or found[1] != purpose:
        return None
    if not constant_time_compare(found[3], _signature(f"{found[1]}{found[2]}")):
        return None
    return tuple(int(number) for number in found[2][1:].split("."))


def _mailbox() -> tuple[str, str, str]:
    return parseaddr(settings.MAIL_IN)[1].lower().rpartition("@")


def _signature(said: str) -> str:
    """80 bits in letters that survive mail servers which do not keep capitals."""
    digest = salted_hmac(_SALT, said, algorithm="sha256").digest()[:10]
    return base64.b32encode(digest).decode("ascii").lower()
