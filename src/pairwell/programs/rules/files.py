"""Which files are taken as answers."""

import codecs
from collections.abc import Mapping
from typing import Any, Final

from pairwell.core.errors import Refusal
from pairwell.programs.rules.questions import FILE_TYPES, USUAL_MEGABYTES

_MAGIC: Final[Mapping[str, tuple[bytes, ...]]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
}
"""How the content of each type begins; text has no sign of its own."""
_ALIKE: Final = {"jpeg": "jpg"}


def type_of(name: str) -> str:
    """The type that a file's name claims, "" for none."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return _ALIKE.get(ending, ending)


def check_file(*, name: str, size: int, head: bytes, limits: Mapping[str, Any], field: str) -> Refusal | None:
    """Whether a file may be kept. size: bytes; head: its first bytes (some thousands)."""
    most = int(limits.get("megabytes") or USUAL_MEGABYTES)
    types = tuple(limits.get("types") or FILE_TYPES)
    kind = type_of(name)
    if not size:
        return Refusal("empty", "This file is empty.", field)
    if size > most * 1_000_000:
        return Refusal("too_large", f"This file has {size / 1e6:.1f} MB; at most {most} MB are taken.", field)
    if kind not in types:
        said = f"“{name[-60:]}” is not one of {', '.join(types)}."
        return Refusal("type", said, field)
    if not _looks_like(kind, head):
        return Refusal("content", f"This is not a {kind} file, whatever its name says.", field)
    return None


def _looks_like(kind: str, head: bytes) -> bool:
    if kind in _MAGIC:
        return head.startswith(_MAGIC[kind])
    if b"\x00" in head:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # a letter cut in two at the end is no mistake
    except UnicodeDecodeError:
        return False
    return True


def tidy_name(name: str) -> str:
    """A file's name as it is shown and handed out: no folders, no signs that a header can not carry."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in bare if c.isprintable() and c not in '"\r\n\x00;').strip()[-160:] or "file"
