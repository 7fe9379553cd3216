"""The system user that runs the embedded server when Pairwell itself runs as root.

PostgreSQL refuses to run as root, and its initdb wants a user that the system knows by name.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import TypedDict

from pairwell.core.home import is_root
from pairwell.core.postgres.errors import PlaceError

SERVER_USER = "pairwell"


class RunAs(TypedDict, total=False):
    """Arguments for `subprocess` that make a child run as the server's user."""

    user: int
    group: int
    extra_groups: list[int]


def server_user() -> pwd.struct_passwd | None:
    """The system user that runs the server, made if missing; None when not root: then it is this user."""
    if not is_root():
        return None
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        _make_user()
        return pwd.getpwnam(SERVER_USER)


def _make_user() -> None:
    useradd = shutil.which("useradd", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
    if useradd is None:
        raise PlaceError(
            "PostgreSQL does not run as root and there is no useradd to make a system user for it. "
            f"Make the user {SERVER_USER!r}, run Pairwell as another user, or set DATABASE_URL."
        )
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0 and "already exists" not in done.stderr:
        raise PlaceError(
            f"PostgreSQL does not run as root, and making the system user {SERVER_USER!r} for it failed: "
            f"{done.stderr.strip()}. Make that user, run Pairwell as another user, or set DATABASE_URL."
        )


def run_as() -> RunAs:
    """What to give `subprocess` so that a program runs as the server's user."""
    user = server_user()
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def give_to_server(path: Path) -> None:
    """Make the server's user the owner of a folder that we have just made."""
    user = server_user()
    if user is not None:
        os.chown(path, user.pw_uid, user.pw_gid)


def server_uid() -> int:
    """The number of the user that runs the server."""
    user = server_user()
    return os.geteuid() if user is None else user.pw_uid
