"""The parent's side: refuse what cannot be a CV, let a child process read the rest."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pairwell
from pairwell.core.errors import Refused

MAX_UPLOAD = 10_000_000
SECONDS = 30


def read_text(file_name: str, content: bytes, *, size: int | None = None) -> str:
    """The text of an uploaded CV. Raises Refused, kindly and by name, when it has none that we can read."""
    kind = _kind(content)
    if kind is None:
        raise _refused(f"“{file_name}” is neither a PDF nor a Word document (.docx). Save it as one of them.")
    bytes_in_all = len(content) if size is None else size
    if bytes_in_all > MAX_UPLOAD:
        raise _refused(f"“{file_name}” has {bytes_in_all / 1e6:.0f} MB; at most 10 MB are read.")
    text = _in_a_child(kind, content)
    if len(text.split()) < 20:
        raise _refused(
            "There is hardly any text in it; perhaps the pages are pictures. Export it from where you wrote it."
        )
    return text


def _kind(content: bytes) -> str | None:
    """By the first bytes; a file's name proves nothing."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    return "docx" if content.startswith(b"PK\x03\x04") else None


def _in_a_child(kind: str, content: bytes) -> str:
    command = [sys.executable, "-P", "-m", "pairwell.people.cv.extract", kind]
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(Path(pairwell.__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing of the upload on the command line
            command, input=content, capture_output=True, timeout=SECONDS, env=environment, check=False
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        raise _refused("Reading it took more than a CV should need. Save it as a plain PDF.") from error
    if "refused" in answer:
        raise _refused(answer["refused"])
    text: str = answer["text"].replace("\x00", " ").encode("utf-8", "replace").decode()
    return text


def _refused(message: str) -> Refused:
    return Refused.because("cv", f"{message} Nothing was changed; you can also type it in.", "file")
