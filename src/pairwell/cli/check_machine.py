"""Checks of the machine and the installation's files: no Django and no database needed."""

import importlib.metadata
import importlib.util
import os
import shutil
import sys
import tempfile
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

from pairwell.cli.findings import Finding, ok, problem, warning
from pairwell.core.home import home, media_folder

NEEDED = (
    "allauth", "argon2", "csp", "django", "django_htmx", "fastexcel", "granian", "icalendar",
    "mailparser_reply", "markdown_it",
    "nh3", "numba", "numpy", "ortools", "polars", "procrastinate", "psutil", "psycopg", "scipy",
    "template_partials", "whitenoise",
)  # fmt: skip
MEANING = ("onnxruntime", "tokenizers")
ZONES = ("Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Sydney")
LEAST_FREE = 500_000_000  # bytes
COMFORTABLY_FREE = 2_000_000_000


def check_python() -> Iterator[Finding]:
    """Which interpreter this is: pip refuses to install Pairwell into one that is too old."""
    yield ok("Python", f"{'.'.join(map(str, sys.version_info[:3]))} in {sys.prefix}")


def check_packages() -> Iterator[Finding]:
    """Every package that Pairwell imports is installed."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        yield problem(
            "packages",
            f"missing: {', '.join(missing)}",
            "Run `make install`, or install pairwell again with pip.",
        )
    else:
        yield ok(
            "packages", f"all {len(NEEDED)} are installed (Django {importlib.metadata.version('django')})"
        )
    if any(importlib.util.find_spec(name) is None for name in MEANING):
        yield warning(
            "meaning of free text",
            "the packages that compare texts by meaning are missing; their words are compared instead",
            "Install them: pip install 'pairwell[meaning]'.",
        )


def check_folders() -> Iterator[Finding]:
    """The installation's folder can be written to, and has room."""
    folder = home()
    if not folder.is_dir():
        yield warning(
            "folder", f"{folder} does not exist yet",
            "It is made by the first command; if data should be there, PAIRWELL_HOME is wrong.",
        )  # fmt: skip
        return
    for path in (folder, media_folder()):
        if path.is_dir() and not _writable(path):
            yield problem(
                "folder",
                f"{path} cannot be written to",
                f"Give it to the user who runs Pairwell: chown {_me()} {path}.",
            )
        elif path.is_dir():
            yield ok("folder", f"{path} can be written to")
    yield _room(folder)


def _me() -> str:
    return str(os.getuid())


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free in {folder}"
    if free < LEAST_FREE:
        return problem("disk space", text, "Make room: PostgreSQL stops when the disk is full.")
    if free < COMFORTABLY_FREE:
        return warning("disk space", text, "Make room before it runs out.")
    return ok("disk space", text)


def check_time_zones() -> Iterator[Finding]:
    """The time zone data that people's calendars need is there."""
    known = zoneinfo.available_timezones()
    missing = [zone for zone in ZONES if zone not in known]
    if missing:
        yield problem(
            "time zones",
            f"unknown: {', '.join(missing)}",
            "Install the package tzdata (pip install tzdata, or the system's).",
        )
    else:
        yield ok("time zones", f"{len(known)} known")


def check_secret_key() -> Iterator[Finding]:
    """The key that signs sessions and links is long, and nobody else can read it."""
    given = os.environ.get("PAIRWELL_SECRET_KEY", "")
    path = home() / "secret_key"
    if given:
        if len(given) < 32:
            yield problem(
                "secret key", f"PAIRWELL_SECRET_KEY has {len(given)} characters",
                "Use at least 32 random ones: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'.",
            )  # fmt: skip
        else:
            yield ok("secret key", "from PAIRWELL_SECRET_KEY")
    elif not path.exists():
        yield ok("secret key", f"will be made in {path}")
    elif path.stat().st_mode & 0o077:
        yield problem("secret key", f"others may read {path}", f"chmod 600 {path}")
    elif len(path.read_text(encoding="utf-8").strip()) < 32:
        yield problem(
            "secret key",
            f"{path} holds fewer than 32 characters",
            f"Remove {path}; everybody signs in again.",
        )
    else:
        yield ok("secret key", f"in {path}, for nobody else to read")


def check_chromium() -> Iterator[Finding]:
    """For developers only: a browser for the browser tests."""
    if importlib.util.find_spec("playwright") is None:
        return
    names = [
        os.environ.get("PAIRWELL_CHROMIUM", ""),
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found:
        yield ok("Chromium (for tests)", found)
    else:
        yield warning(
            "Chromium (for tests)",
            "not found",
            "apt-get install chromium, or name it with PAIRWELL_CHROMIUM.",
        )
