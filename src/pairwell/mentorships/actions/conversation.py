"""The mentorship's own conversation."""

from collections.abc import Sequence
from typing import IO, Any, NamedTuple

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F

from pairwell.core import clock
from pairwell.core.announcing import announce
from pairwell.core.errors import Refused, insist
from pairwell.mentorships.actions.letters import ring_mention, tell_message
from pairwell.mentorships.models import (
    Conversation,
    EarlierText,
    Mention,
    Mentorship,
    Message,
    MessageFile,
    ReadMark,
)
from pairwell.mentorships.people_in import Circle, circle_of
from pairwell.mentorships.queries.conversation import topic_of
from pairwell.mentorships.rules import talking as rules
from pairwell.people.models import Person
from pairwell.programs.rules.files import tidy_name


class Upload(NamedTuple):
    """A file somebody wants to send: its name as given, its size in bytes, its content."""

    name: str
    size: int
    content: IO[bytes]


@transaction.atomic
def write_message(
    *, by: Person, mentorship: Mentorship, text: str, key: str, files: Sequence[Upload] = ()
) -> Message:
    """Write to the others, who hear of it once until they have read it; who is called by name hears at once.

    key: made with the form; the same form sent twice writes once and answers with what it wrote.
    Possible after the end too: people may stay in touch. Raises Refused, about the field in question.
    """
    words = _tidy(text)
    insist(rules.check_text(words, files=len(files)))
    insist(rules.check_number(len(files)))
    for upload in files:
        insist(rules.check_upload(name=tidy_name(upload.name), size=upload.size, content=upload.content))
    full_key = f"{mentorship.pk}:{by.pk}:{key}"[:64]
    version = _next_version(mentorship)
    try:
        with transaction.atomic():
            message = Message.objects.create(
                mentorship=mentorship, author=by, text=words, idempotency_key=full_key, version=version
            )
    except IntegrityError:
        return Message.objects.get(idempotency_key=full_key)
    _keep(message, files)
    mark_read(by=by, mentorship=mentorship, up_to=message.pk)
    circle = circle_of(mentorship)
    _tell_others(message, by, circle)
    _call(message, by, circle)
    return message


def _tidy(text: str) -> str:
    return text.replace("\x00", "").strip()


def _next_version(mentorship: Mentorship) -> int:
    """Take the next version, and announce it; others who write here wait until this transaction is over."""
    row, _ = Conversation.objects.get_or_create(mentorship=mentorship)
    Conversation.objects.filter(pk=row.pk).update(version=F("version") + 1)
    version = int(Conversation.objects.values_list("version", flat=True).get(pk=row.pk))
    announce(topic_of(mentorship.pk), version)
    return version


def _keep(message: Message, files: Sequence[Upload]) -> None:
    """Put files into the installation's folder; none stays there when something goes wrong."""
    kept: list[Any] = []
    try:
        for upload in files:
            row = MessageFile(message=message, name=tidy_name(upload.name), size=upload.size)
            row.content.save("file", File(upload.content), save=False)
            kept.append(row.content)
            row.save()
    except Exception:
        for content in kept:
            content.storage.delete(content.name)
        raise


def _tell_others(message: Message, by: Person, circle: Circle) -> None:
    mentorship = message.mentorship
    marks = dict(ReadMark.objects.filter(mentorship=mentorship).values_list("person_id", "last_message_id"))
    for person in circle.others(by):
        tell_message(mentorship, person, by=by, read_until=marks.get(person.pk, 0))


def _call(message: Message, by: Person, circle: Circle) -> None:
    """Tell those who are called by name and have not been told of this message yet."""
    called = rules.called_in(message.text, {p.pk: p.full_name for p in circle.people}) - {by.pk}
    before = set(message.mentions.values_list("person_id", flat=True))
    people = [p for p in circle.people if p.pk in called - before]
    Mention.objects.bulk_create([Mention(message=message, person=p) for p in people], ignore_conflicts=True)
    ring_mention(message, people, by=by)


@transaction.atomic
def edit_message(*, by: Person, message: Message, text: str) -> Message:
    """Say it better; what it said before stays readable."""
    words = _tidy(text)
    version = _next_version(message.mentorship)
    locked = Message.objects.select_for_update().get(pk=message.pk)
    insist(rules.check_text(words, files=locked.files.filter(removed_at=None).count()))
    if locked.author_id != by.pk:
        raise Refused.because("not_yours", "Only its author can change a message.")
    if words == locked.text:
        return locked
    EarlierText.objects.create(message=locked, text=locked.text)
    locked.text, locked.edited_at, locked.version = words, clock.now(), version
    locked.save(update_fields=["text", "edited_at", "version"])
    _call(locked, by, circle_of(locked.mentorship))
    return locked


@transaction.atomic
def take_file_away(*, by: Person, file: MessageFile) -> MessageFile:
    """Take back a file that one has sent: its bytes go, its name stays as a trace.

    Raises Refused for a file that somebody else sent.
    """
    version = _next_version(file.message.mentorship)
    locked = MessageFile.objects.select_for_update(of=("self",)).select_related("message").get(pk=file.pk)
    if locked.message.author_id != by.pk:
        raise Refused.because("not_yours", "Only who sent a file can take it away.")
    if locked.removed_at is None:
        storage, name = locked.content.storage, str(locked.content.name)
        locked.removed_at, locked.content = clock.now(), ""
        locked.save(update_fields=["removed_at", "content"])
        Message.objects.filter(pk=locked.message_id).update(version=version)
        transaction.on_commit(lambda: storage.delete(name))
    return locked


def mark_read(*, by: Person, mentorship: Mentorship, up_to: int) -> None:
    """Remember how far somebody has read; it never goes back."""
    mark, made = ReadMark.objects.get_or_create(
        mentorship=mentorship, person=by, defaults={"last_message_id": up_to}
    )
    if not made:
        ReadMark.objects.filter(pk=mark.pk, last_message_id__lt=up_to).update(last_message_id=up_to)
