"""The mentorship's own conversation."""

from django.db import IntegrityError, transaction

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships.actions.letters import tell_message
from pairwell.mentorships.models import EarlierText, Mentorship, Message, ReadMark
from pairwell.mentorships.people_in import circle_of
from pairwell.people.models import Person

LONGEST = 8000


def _checked(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refused.because("empty", "Write something first.", "text")
    if len(words) > LONGEST:
        message = f"A message has at most {LONGEST} characters; this one has {len(words)}. Send it in parts."
        raise Refused.because("long", message, "text")
    return words


@transaction.atomic
def write_message(*, by: Person, mentorship: Mentorship, text: str, key: str) -> Message:
    """Write to the others, who hear of it once until they have read it.

    key: made with the form; the same form sent twice writes once and answers with what it wrote.
    Possible after the end too: people may stay in touch.
    """
    words = _checked(text)
    full_key = f"{mentorship.pk}:{by.pk}:{key}"[:64]
    try:
        with transaction.atomic():
            message = Message.objects.create(
                mentorship=mentorship, author=by, text=words, idempotency_key=full_key
            )
    except IntegrityError:
        return Message.objects.get(idempotency_key=full_key)
    mark_read(by=by, mentorship=mentorship, up_to=message.pk)
    _tell_others(message, by)
    return message


def _tell_others(message: Message, by: Person) -> None:
    mentorship = message.mentorship
    marks = dict(ReadMark.objects.filter(mentorship=mentorship).values_list("person_id", "last_message_id"))
    for person in circle_of(mentorship).others(by):
        tell_message(mentorship, person, by=by, read_until=marks.get(person.pk, 0))


@transaction.atomic
def edit_message(*, by: Person, message: Message, text: str) -> Message:
    """Say it better; what it said before stays readable."""
    words = _checked(text)
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.author_id != by.pk:
        raise Refused.because("not_yours", "Only its author can change a message.")
    if words == locked.text:
        return locked
    EarlierText.objects.create(message=locked, text=locked.text)
    locked.text, locked.edited_at = words, clock.now()
    locked.save(update_fields=["text", "edited_at"])
    return locked


def mark_read(*, by: Person, mentorship: Mentorship, up_to: int) -> None:
    """Remember how far somebody has read; it never goes back."""
    mark, made = ReadMark.objects.get_or_create(
        mentorship=mentorship, person=by, defaults={"last_message_id": up_to}
    )
    if not made:
        ReadMark.objects.filter(pk=mark.pk, last_message_id__lt=up_to).update(last_message_id=up_to)
