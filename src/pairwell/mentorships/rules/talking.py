"""What may be written and sent in a conversation, and who is called in it: no database, no clock."""

import re
import zipfile
from collections.abc import Mapping
from typing import IO, Final

from pairwell.core.errors import Refusal
from pairwell.core.text import fold
from pairwell.mentorships.states import ReportReason
from pairwell.programs.rules.files import check_file, type_of

LONGEST = 8000
MOST_FILES = 5
MEGABYTES = 10
TYPES: Final = ("pdf", "docx", "xlsx", "pptx", "odt", "txt", "md", "csv", "png", "jpg")
#: What lies inside each kind of office file; all of them are archives.
_INSIDE: Final[Mapping[str, str]] = {
    "docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "odt": "content.xml",
}  # fmt: skip
_MOST_PARTS = 20_000


def check_text(text: str, *, files: int) -> Refusal | None:
    """A message says something or brings a file, and is not endless. text: without blanks around it."""
    if not text and not files:
        return Refusal("empty", "Write something first.", "text")
    if len(text) > LONGEST:
        said = f"A message has at most {LONGEST} characters; this one has {len(text)}. Send it in parts."
        return Refusal("long", said, "text")
    return None


def check_upload(*, name: str, size: int, content: IO[bytes]) -> Refusal | None:
    """Whether a file may be sent: of a size that opens, of a kind we take, and truly of that kind."""
    content.seek(0)
    head = content.read(4096)
    content.seek(0)
    limits = {"megabytes": MEGABYTES, "types": TYPES}
    refusal = check_file(name=name, size=size, head=head, limits=limits, field="files")
    if refusal is not None:
        return Refusal(refusal.code, f"{name}: {refusal.message}", "files")
    kind = type_of(name)
    if kind in _INSIDE and not _is_office(content, _INSIDE[kind]):
        said = f"{name}: this is not a {kind} file without macros, whatever its name says."
        return Refusal("content", said, "files")
    return None


def check_number(files: int) -> Refusal | None:
    """Some files with one message."""
    if files <= MOST_FILES:
        return None
    return Refusal("many", f"At most {MOST_FILES} files go with one message; these are {files}.", "files")


def _is_office(content: IO[bytes], inside: str) -> bool:
    """Whether an archive is what its name says: the right parts inside, and no macros."""
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    finally:
        content.seek(0)
    if len(names) > _MOST_PARTS or any("vbaproject" in name.lower() for name in names):
        return False
    return any(name.startswith(inside) for name in names)


def called_in(text: str, names: Mapping[int, str]) -> set[int]:
    """Whose names stand behind an @ in a text.

    names: key -> full name of each member. "@Ada Mentor" calls Ada Mentor; "@Ada" does if one Ada is there.
    """
    return {key for _, _, key in find_calls(text, names)}


def find_calls(text: str, names: Mapping[int, str]) -> list[tuple[int, int, int]]:
    """(begin, end, key) of every call in a text, in order; the longest name that fits wins."""
    forms = _forms(names)
    found = []
    for at in re.finditer(r"(?<![\w@./])@(?=\w)", text):
        after = text[at.end() : at.end() + 120]
        for form, key in forms:
            head = after[: len(form)]
            if fold(head) == fold(form) and not re.match(r"\w", after[len(form) :]):
                found.append((at.start(), at.end() + len(form), key))
                break
    return found


def _forms(names: Mapping[int, str]) -> list[tuple[str, int]]:
    """(what may stand behind the @, whom it calls), the longest first; first names only when nobody shares them."""
    forms = [(name, key) for key, name in names.items() if name.strip()]
    firsts = [(name.split()[0], key) for name, key in forms]
    folded = [fold(first) for first, _ in firsts]
    forms += [(first, key) for first, key in firsts if folded.count(fold(first)) == 1]
    return sorted(forms, key=lambda form: -len(form[0]))


def may_report(*, own: bool, already: bool, reason: str) -> Refusal | None:
    """What others wrote can be reported, once."""
    if own:
        return Refusal("own", "You wrote this yourself. You can change it instead.")
    if already:
        return Refusal("already", "You have reported this message. Those who run the program know of it.")
    if reason not in ReportReason.values:
        return Refusal("reason", "Choose what comes closest.", "reason")
    return None
