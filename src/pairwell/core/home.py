"""Where this installation keeps its own files: one folder, named by `PAIRWELL_HOME`."""

import os
import secrets
from pathlib import Path

DEFAULT_HOME = "var"


def home() -> Path:
    """The installation's folder: `PAIRWELL_HOME`, or `var` in the current directory. Not created here."""
    return Path(os.environ.get("PAIRWELL_HOME") or DEFAULT_HOME).expanduser().absolute()


def ensure_home() -> Path:
    """Make the installation's folder if it is missing and return it.

    A folder that exists keeps the permissions it has. As root the new folder may be entered (not listed)
    by others, because the embedded database server runs as its own system user inside it.
    """
    folder = home()
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711 if is_root() else 0o700)
    return folder


def media_folder() -> Path:
    """Where uploaded files are kept. Not created here."""
    return home() / "media"


def is_root() -> bool:
    """Whether this process runs as the system's administrator."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def read_or_make_secret(name: str, *, length: int = 50) -> str:
    """The secret kept in the file `name` of the installation's folder, made on first use.

    Readable by the account that runs Pairwell only. Two processes that ask at the same time get the same
    secret, because the file is put in its place in one step and never replaced.
    """
    path = home() / name
    if not path.exists():
        _write_once(ensure_home() / name, secrets.token_urlsafe(length))
    return path.read_text(encoding="utf-8").strip()


def _write_once(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its secret stands
    finally:
        draft.unlink()
