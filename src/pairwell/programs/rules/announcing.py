"""What an announcement must look like."""

from pairwell.core.errors import Refusal
from pairwell.programs.states import ProgramState

LONGEST = 8000


def may_announce(*, state: str, subject: str, text: str) -> Refusal | None:
    """A program that people know of may speak, with a subject and a text."""
    if state in (ProgramState.DRAFT, ProgramState.ARCHIVED):
        return Refusal("state", "Nobody is in this program now; announce once enrollment is open.")
    if not subject.strip():
        return Refusal("subject", "Give it a subject: it is what people see first.", "subject")
    if not text.strip():
        return Refusal("text", "Write something: an empty announcement helps nobody.", "text")
    if len(text) > LONGEST:
        return Refusal("long", f"This has {len(text):,} characters; at most {LONGEST:,} fit.", "text")
    if "\x00" in subject + text:
        return Refusal("nul", "This contains a character that can not be stored.", "text")
    return None
