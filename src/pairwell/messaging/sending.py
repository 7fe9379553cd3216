"""Hands one letter at a time to the mail server, and remembers what came of it.

A letter goes queued -> sending -> sent. While it is `sending` the worker holds a lock that dies with the
worker's database session: a letter in `sending` whose lock is free was abandoned, and nobody can know
whether it left.
"""

import smtplib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection

from pairwell.core import clock
from pairwell.messaging.kinds import is_always_sent
from pairwell.messaging.models import Letter
from pairwell.messaging.rendering import absolute
from pairwell.messaging.rules import state_of_the_abandoned, wait_after
from pairwell.messaging.states import LetterState
from pairwell.messaging.stopping import stop_path

LOCKS = 0x504C  # our own range of advisory locks: letters


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the mail server said: the letter's next state, a sentence, and whether to stop for now."""

    state: LetterState
    error: str = ""
    stop: bool = False


class Postman:
    """One connection to the mail server, opened when first needed and checked before each letter."""

    def __init__(self) -> None:
        self._server: Any = get_connection()

    def carry(self, letter: Letter) -> Outcome:
        """Hand the letter over; never raises for anything the network or the server does."""
        try:
            self._ready()
        except smtplib.SMTPAuthenticationError as problem:
            return Outcome(
                LetterState.QUEUED, f"The mail server refused our sign-in: {_said(problem)}", stop=True
            )
        except (OSError, smtplib.SMTPException) as problem:
            return Outcome(LetterState.QUEUED, f"The mail server could not be reached: {problem}", stop=True)
        try:
            self._server.send_messages([as_mail(letter)])
        except Exception as problem:
            self.close()
            return outcome_of(problem)
        return Outcome(LetterState.SENT)

    def close(self) -> None:
        """Hang up."""
        try:
            self._server.close()
        except (OSError, smtplib.SMTPException):
            self._server = get_connection()

    def _ready(self) -> None:
        smtp = getattr(self._server, "connection", None)
        if smtp is not None:
            try:
                if smtp.noop()[0] == 250:
                    return
            except (OSError, smtplib.SMTPException):
                pass
            self.close()
        self._server.open()


def outcome_of(problem: Exception) -> Outcome:
    """What an error while sending means: later (4xx), never (5xx), or nobody knows (cut off in between)."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused) and problem.recipients:
        code, said = next(iter(problem.recipients.values()))
        return _by_code(code, _text(said))
    if isinstance(problem, smtplib.SMTPResponseException):
        return _by_code(problem.smtp_code, _said(problem))
    if isinstance(problem, smtplib.SMTPServerDisconnected | OSError):
        return Outcome(
            LetterState.IN_DOUBT, f"The connection broke while the letter was handed over: {problem}"
        )
    return Outcome(LetterState.FAILED, f"The letter could not be written as mail: {problem}")


def _by_code(code: int, said: str) -> Outcome:
    if 400 <= code < 500:
        return Outcome(LetterState.QUEUED, f"The mail server said later: {code} {said}", stop=code == 421)
    return Outcome(LetterState.FAILED, f"The mail server refused the letter: {code} {said}")


def _said(problem: smtplib.SMTPResponseException) -> str:
    return _text(problem.smtp_error)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def as_mail(letter: Letter) -> EmailMultiAlternatives:
    """The letter as a mail: text, HTML and, for invitations, the calendar part and an .ics attachment.

    Gmail and Outlook show their buttons for the inline part whose content type names the method; Apple
    Mail and everything else opens the attachment.
    """
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.address],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers=_headers(letter),
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        mail.attach_alternative(letter.calendar, f"text/calendar; method={letter.calendar_method}")
        mail.attach("invite.ics", letter.calendar.encode("utf-8"), "application/ics")
    if letter.enclosure is not None:
        mail.attach(letter.enclosure.name, bytes(letter.enclosure.content), letter.enclosure.content_type)
    return mail


def _headers(letter: Letter) -> dict[str, str]:
    """What mail programs read: who wrote it, and the way to stop letters of this kind (RFC 2369, RFC 8058)."""
    headers = {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"}
    if path := stop_path(letter.to_id, letter.kind):
        headers["List-Unsubscribe"] = f"<{absolute(path)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def claim_next() -> Letter | None:
    """Take a letter that is due, the oldest of those never put off first; other workers skip it.

    Its lock is held by this session.
    """
    return next(iter(Letter.objects.raw(_CLAIM, {"now": clock.now(), "locks": LOCKS})), None)


#: One statement, because every letter waits for it: find, lock, write down, and commit. The order is that of an
#: index of what is queued alone: in another one the planner walks through all that was ever sent.
_CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT id FROM messaging_letter
        WHERE state = 'queued' AND (next_try_at IS NULL OR next_try_at <= %(now)s)
        ORDER BY next_try_at ASC NULLS FIRST, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), held AS MATERIALIZED (
        SELECT id FROM due WHERE pg_try_advisory_lock(%(locks)s, (id %% 2147483648)::int)
    )
    UPDATE messaging_letter AS letter SET state = 'sending', tries = tries + 1
    FROM held WHERE letter.id = held.id RETURNING letter.*
"""


def settle(letter: Letter, outcome: Outcome, at: datetime) -> None:
    """Write down what came of a try, unless the letter has come back already, and let go of it."""
    wait = wait_after(letter.tries)
    state = outcome.state
    if state == LetterState.QUEUED and wait is None:
        state = LetterState.FAILED
    later = at + wait if state == LetterState.QUEUED and wait else None
    Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING).update(
        state=state,
        error=outcome.error[:400],
        next_try_at=later,
        sent_at=at if state == LetterState.SENT else None,
    )
    _unlock(letter.pk)


def find_abandoned() -> int:
    """Letters whose worker died while sending them: put in doubt, or back into the box. Returns how many."""
    found = 0
    for letter in Letter.objects.filter(state=LetterState.SENDING).order_by("id"):
        if not _lock(letter.pk):
            continue  # somebody is sending it right now
        state = state_of_the_abandoned(
            always_sent=is_always_sent(letter.kind), has_calendar=bool(letter.calendar)
        )
        found += Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING).update(
            state=state, error="The worker stopped while this letter was handed over."
        )
        _unlock(letter.pk)
    return found


def _lock(letter_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCKS, letter_id % 2**31))
        return bool(cursor.fetchone()[0])


def _unlock(letter_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", (LOCKS, letter_id % 2**31))
