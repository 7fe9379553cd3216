"""What may be handed out."""

import re

from pairwell.core.errors import Refusal
from pairwell.library.states import ResourceKind

MAX_FILE = 20_000_000
ENDINGS = (
    "pdf",
    "docx",
    "pptx",
    "xlsx",
    "odt",
    "odp",
    "ods",
    "txt",
    "md",
    "csv",
    "png",
    "jpg",
    "jpeg",
    "zip",
)


def refuse_resource(kind: str, title: str, url: str, text: str) -> Refusal | None:
    """A title, and what the kind asks for."""
    if not title.strip():
        return Refusal("title", "Give it a title that people recognize.", "title")
    if kind == ResourceKind.LINK and not url.lower().startswith(("http://", "https://")):
        return Refusal("url", "A link starts with https://", "url")
    if kind == ResourceKind.TEXT and not text.strip():
        return Refusal("text", "Write the text, or choose another kind.", "text")
    return None


def refuse_file(name: str, size: int) -> Refusal | None:
    """Documents of reasonable size; nothing that a browser or system would run."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if not size:
        return Refusal("file", "Choose a file; this one is empty or missing.", "file")
    if ending not in ENDINGS:
        return Refusal("file", f"Files may be {', '.join(ENDINGS)}; this one ends in “.{ending}”.", "file")
    if size > MAX_FILE:
        return Refusal("file", f"The file has {size / 1e6:.0f} MB; at most 20 MB fit.", "file")
    return None


def safe_name(name: str) -> str:
    """A file name for a download header: no folders, no control characters, at most 160 characters."""
    bare = re.split(r"[\\/]", name)[-1]
    clean = re.sub(r"[^\w. ()-]", "_", bare).strip(" .") or "file"
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[:150]}{dot}{ending[:9]}" if dot else clean[:160]
