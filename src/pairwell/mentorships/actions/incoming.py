"""What becomes of a mail that was sent to us: a letter came back, a calendar answered, a member wrote to the others."""

import hashlib
import io
import uuid

from django.db import transaction
from django.http import Http404

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships.actions.answering import answer_invitation
from pairwell.mentorships.actions.conversation import Upload, write_message
from pairwell.mentorships.actions.letters import TALK, tell_returned
from pairwell.mentorships.models import Session, SessionSeries
from pairwell.mentorships.permissions import mentorship_for_member, mentorships_of
from pairwell.mentorships.states import Coming, MailRefusal, SessionState
from pairwell.messaging.incoming import CalendarAnswer, Incoming, Unreadable, new_words, read_mail
from pairwell.messaging.reply_address import read_reply_address
from pairwell.messaging.returning import note_returned
from pairwell.people.models import Person

_COMING = {"ACCEPTED": Coming.YES, "TENTATIVE": Coming.PERHAPS, "DECLINED": Coming.NO}


class MailRefused(Exception):  # noqa: N818 - the domain's own word
    """A mail we do not take. reason: for the mail server, which tells its author."""

    def __init__(self, reason: MailRefusal, message: str) -> None:
        self.reason = reason
        super().__init__(message)


def take_in_mail(*, raw: bytes, to: str = "") -> str:
    """Do what a mail asks for and say what that was. to: the address that the mail server took it for.

    Raises MailRefused, but never for what a machine wrote: nobody would read the answer.
    """
    try:
        mail = read_mail(raw)
    except Unreadable as bad:
        raise MailRefused(MailRefusal.UNREADABLE, f"It was not taken: {bad}.") from bad
    if mail.is_report:
        return _note_returned(mail)
    try:
        if mail.answers:
            return _answer(mail)
        if not mail.is_automatic:
            return _talk(mail, [to, *mail.recipients] if to else mail.recipients, raw)
    except MailRefused as refused:
        if not mail.is_automatic:
            raise
        return f"Left alone: a machine wrote it. {refused}"
    return "Left alone: a machine wrote it."


@transaction.atomic
def _note_returned(mail: Incoming) -> str:
    letters = [note_returned(by=None, returned=one) for one in mail.returned]
    found = [letter for letter in letters if letter is not None]
    for letter in found:
        tell_returned(letter)
    return f"Letters that came back or were unwanted: {len(found)}."


@transaction.atomic
def _answer(mail: Incoming) -> str:
    """What somebody's calendar said; of others' calendars nothing is believed."""
    person = Person.objects.filter(email__iexact=mail.sender, is_active=True).first()
    if person is None:
        raise MailRefused(MailRefusal.NOBODY, "Nobody with your address is known here.")
    if any(answer.attendee != mail.sender for answer in mail.answers):
        raise MailRefused(MailRefusal.NOT_YOU, "An invitation is answered by the person who got it.")
    noted = sum(_noted(person, answer) for answer in mail.answers)
    return f"Sessions answered: {noted}."


def _noted(person: Person, answer: CalendarAnswer) -> int:
    coming = _COMING.get(answer.status)
    if coming is None:
        return 0
    sessions = _sessions_of(person, answer)
    said = [
        answer_invitation(by=person, session=session, coming=coming, sequence=answer.sequence)
        for session in sessions
    ]
    return sum(one is not None for one in said)


def _sessions_of(person: Person, answer: CalendarAnswer) -> list[Session]:
    """The sessions ahead that a calendar speaks of: one, one of a series, or all of a series."""
    try:
        uid = uuid.UUID(answer.uid.partition("@")[0])
    except ValueError:
        return []
    ahead = Session.objects.filter(
        state=SessionState.PLANNED, starts_at__gt=clock.now(), mentorship__in=mentorships_of(person)
    )
    series = SessionSeries.objects.filter(uid=uid).first()
    if series is None:
        return list(ahead.filter(uid=uid))
    of_series = ahead.filter(series=series)
    return list(of_series.filter(slot_at=answer.slot) if answer.slot else of_series)


def _talk(mail: Incoming, recipients: list[str] | tuple[str, ...], raw: bytes) -> str:
    """A member's answer to a letter, as a message in the conversation that the letter was about."""
    signed = (read_reply_address(address, TALK) for address in recipients)
    numbers = next((found for found in signed if found is not None), None)
    if numbers is None or len(numbers) != 2:
        raise MailRefused(MailRefusal.NOBODY, "Nobody reads mail that is sent to this address.")
    person = Person.objects.filter(pk=numbers[1], is_active=True).first()
    if person is None:
        raise MailRefused(MailRefusal.NOBODY, "Nobody reads mail that is sent to this address any more.")
    if person.email.lower() != mail.sender:
        raise MailRefused(MailRefusal.NOT_YOU, "Answer from the address that the letter was sent to.")
    try:
        mentorship = mentorship_for_member(person, numbers[0])
        write_message(
            by=person, mentorship=mentorship, text=new_words(mail.text),
            key=hashlib.sha256(mail.message_id.encode() or raw).hexdigest()[:32],
            files=[Upload(file.name, len(file.content), io.BytesIO(file.content)) for file in mail.files],
        )  # fmt: skip
    except Http404 as gone:
        raise MailRefused(MailRefusal.NOBODY, "You are not a member of this mentorship any more.") from gone
    except Refused as refused:
        raise MailRefused(MailRefusal.UNREADABLE, f"It was not taken: {refused}") from refused
    return "Written into the conversation."
