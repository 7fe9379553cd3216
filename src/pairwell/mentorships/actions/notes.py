"""Notes: private ones for oneself, shared ones for all members."""

from django.db import transaction

from pairwell.core.errors import Refusal, Refused, insist
from pairwell.mentorships.models import Mentorship, Note
from pairwell.mentorships.rules.ending import may_write
from pairwell.people.models import Person

LONGEST = 20_000


class NoteChanged(Refused):
    """Somebody saved the note while it was open; carries what they wrote, so that nothing is lost."""

    def __init__(self, note: Note) -> None:
        self.note = note
        super().__init__(Refusal("changed", "Somebody saved this note while you were writing."))


def _checked(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refused.because("empty", "Write something first.", "text")
    if len(words) > LONGEST:
        raise Refused.because("long", f"A note has at most {LONGEST} characters.", "text")
    return words


@transaction.atomic
def write_note(*, by: Person, mentorship: Mentorship, text: str, shared: bool = False) -> Note:
    """A new note; private ones are possible for ever, shared ones while the mentorship runs."""
    if shared:
        insist(may_write(state=mentorship.state, left=False))
    return Note.objects.create(mentorship=mentorship, author=by, text=_checked(text), is_shared=shared)


@transaction.atomic
def change_note(*, by: Person, note: Note, text: str, version: int) -> Note:
    """Save a note that was opened at `version`. Raises NoteChanged when it has moved on since."""
    words = _checked(text)
    locked = Note.objects.select_for_update().get(pk=note.pk)
    if locked.version != version:
        raise NoteChanged(locked)
    locked.text, locked.version = words, locked.version + 1
    locked.save(update_fields=["text", "version", "changed_at"])
    return locked


@transaction.atomic
def remove_note(*, by: Person, note: Note) -> None:
    """Its author removes it."""
    if note.author_id != by.pk:
        raise Refused.because("not_yours", "Only its author can remove a note.")
    note.delete()
