"""The chats we can write to, through `apprise`, which is loaded when it is first needed.

Only chats of a short list, so that an address never makes this machine read a file, start a program or write to
another computer: most of them stand at a fixed place in the internet, and the others are named by the operator.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings

from pairwell.core.errors import Refused

_logger = logging.getLogger(__name__)

#: What may stand behind the question mark: where in the chat, and the keys of the services' own addresses.
_KNOWN_PARTS = frozenset(
    {
        *("channel", "channels", "mode", "route", "team", "thread", "threadkey", "to"),
        *("api-version", "key", "sig", "sp", "sv", "token", "ver"),
    }
)
_MICROSOFT = (".logic.azure.com", ".api.powerplatform.com")
_HOST = re.compile(r"[a-z0-9.-]+")


def _fixed(host: str) -> bool:
    return True


def _of_microsoft(host: str) -> bool:
    return host.removesuffix(":443").endswith(_MICROSOFT)


def _named_by_operator(host: str) -> bool:
    return host in settings.CHAT_HOSTS


@dataclass(frozen=True, slots=True)
class Service:
    """A chat. may_reach: whether we may write to the host (with its port) that an address names."""

    name: str
    may_reach: Callable[[str], bool]


_SERVICES = {
    "slack": Service("Slack", _fixed),
    "workflows": Service("Teams", _of_microsoft),
    "discord": Service("Discord", _fixed),
    "gchat": Service("Google Chat", _fixed),
    "tgram": Service("Telegram", _fixed),
    "webex": Service("Webex", _fixed),
    "mmosts": Service("Mattermost", _named_by_operator),
    "rockets": Service("Rocket.Chat", _named_by_operator),
}

NAMES = ", ".join(service.name for service in _SERVICES.values())


def masked(address: str) -> str:
    """An address as it may be shown: which chat, and its last four signs. Raises Refused for one we do not take."""
    _, service = _opened(address)
    return f"{service.name}, \u2026{address[-4:]}"


def say(address: str, text: str) -> bool:
    """Write a line into a chat; whether the chat took it. Blocks for seconds; raises nothing, logs no address."""
    try:
        chat, _ = _opened(address)
        return bool(chat.notify(body=text, body_format="text"))
    except Refused:
        return False  # the operator has changed which hosts may be reached
    except Exception as problem:
        _logger.warning("A chat could not be written to: %s", type(problem).__name__)
        return False


def _opened(address: str) -> tuple[Any, Service]:
    _check_parts(address)
    chat = _instantiated(address)
    if chat is None:
        raise _refused(
            "not_a_chat", "We know no chat with such an address. Copy the whole address from your chat."
        )
    service = _SERVICES.get(_scheme(chat))
    if service is None:
        raise _refused("not_this_chat", f"We can write to {NAMES} only.")
    host = f"{chat.host}:{chat.port}" if chat.port else str(chat.host)
    if service.may_reach is not _fixed and not _is_reachable(host.lower(), service):
        raise _refused(
            "not_this_host", f"This site may not write to {service.name} at {host}. Ask who runs it."
        )
    return chat, service


def _is_reachable(host: str, service: Service) -> bool:
    name, _, _ = host.partition(":")
    return bool(_HOST.fullmatch(name)) and service.may_reach(host)


def _check_parts(address: str) -> None:
    try:
        parts = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    except ValueError:
        raise _refused("not_an_address", "This is not an address.") from None
    for name, _ in parts:
        if name.lower() not in _KNOWN_PARTS:
            raise _refused("odd_part", f"Leave \u201c{name[:40]}=\u2026\u201d out of the address.")


def _instantiated(address: str) -> Any:
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415 - a second, and few processes need it

    asset = AppriseAsset(
        app_id="Pairwell", app_desc="Pairwell", app_url=settings.SITE_URL, async_mode=False,
        http_redirects=False, image_url_mask="", image_url_logo="", allow_templates=False,
    )  # fmt: skip
    return Apprise.instantiate(address, asset=asset, suppress_exceptions=True)


def _scheme(chat: Any) -> str:
    """The last name that apprise itself has for this chat's protected addresses: one for each of its plugins."""
    names = chat.secure_protocol
    return str(names[-1] if isinstance(names, tuple) else names)


def _refused(code: str, message: str) -> Refused:
    return Refused.because(code, message, "address")
