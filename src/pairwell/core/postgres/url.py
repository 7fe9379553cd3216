"""Reading `DATABASE_URL`: postgres://user:password@host:port/name?sslmode=require"""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pairwell.core.postgres.errors import DatabaseUrlError

SHAPE = "postgres://user:password@host:port/name"
SCHEMES = ("postgres", "postgresql")
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
# Options of libpq that may follow the question mark; everything else is refused by name.
OPTIONS = frozenset({
    "application_name", "channel_binding", "connect_timeout", "gssencmode", "keepalives", "keepalives_count",
    "keepalives_idle", "keepalives_interval", "options", "passfile", "sslcert", "sslcrl", "sslkey",
    "sslmode", "sslrootcert", "target_session_attrs", "tcp_user_timeout",
})  # fmt: skip


def parse_database_url(text: str) -> dict[str, Any]:
    """Django's description of the database that the URL names.

    Raises DatabaseUrlError when it is not a PostgreSQL URL, has no database name, or has a port or an
    option that PostgreSQL does not know.
    """
    parts = _split(text.strip())
    options = _options(parts.query)
    host = options.pop("host", None) or unquote(parts.hostname or "")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise DatabaseUrlError(f"DATABASE_URL must end with the name of one database, as in {SHAPE}.")
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": _port(parts, options.pop("port", "")),
        "OPTIONS": options,
    }


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise DatabaseUrlError(
            f"DATABASE_URL cannot be read as an address; it looks like {SHAPE}. Signs such as @ : / # [ ] ? "
            "inside a user name or password must be percent-encoded (@ is %40)."
        ) from None
    if parts.scheme not in SCHEMES:
        kind = f"begins with {parts.scheme}:" if parts.scheme and "://" in text else "is not an address"
        raise DatabaseUrlError(
            f"DATABASE_URL {kind}, but Pairwell runs on PostgreSQL only; it looks like {SHAPE}. "
            "Leave it out to use the embedded PostgreSQL."
        )
    if parts.fragment or "#" in text:
        raise DatabaseUrlError("DATABASE_URL contains a #; inside a password it must be written %23.")
    return parts


def _options(query: str) -> dict[str, str]:
    try:
        options = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
    except ValueError:
        raise DatabaseUrlError(
            "DATABASE_URL: what follows the ? must be name=value pairs joined by &."
        ) from None
    for name in options:
        if name not in OPTIONS | {"host", "port"}:
            raise DatabaseUrlError(
                f"DATABASE_URL has an option {name!r} that is not a PostgreSQL connection option."
            )
    mode = options.get("sslmode")
    if mode is not None and mode not in SSL_MODES:
        raise DatabaseUrlError(f"DATABASE_URL has sslmode={mode}; it must be one of {', '.join(SSL_MODES)}.")
    return options


def _port(parts: SplitResult, option: str) -> str:
    try:
        number = int(option) if option else parts.port
    except ValueError:
        number = 0
    if number is None:
        return ""
    if not 0 < number < 65536:
        raise DatabaseUrlError(
            "DATABASE_URL has a port that is not a number from 1 to 65535. If it is part of the password, "
            "percent-encode the : and / in it (%3A, %2F)."
        )
    return str(number)
