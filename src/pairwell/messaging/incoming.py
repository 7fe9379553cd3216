"""Reads one raw mail that somebody, or some mail server, has sent to us. Values only: what to do is decided above."""

import email
import html
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import getaddresses

import nh3
from icalendar import Calendar, Component
from mailparser_reply.parser import EmailMessage as Conversation

LARGEST = 25 * 1024 * 1024
LONGEST_TEXT = 9_000  # what is read of a text; the library that finds quotes is slow on long ones
LANGUAGES = ("en", "de", "fr", "it", "es", "nl", "da", "sv", "pl", "cs", "ja", "ko", "zh")
#: Where mail servers write whom a mail was really for; what its author wrote comes last.
RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")


class Unreadable(Exception):  # noqa: N818 - the domain's own word
    """This is no mail, or one that is too large."""


@dataclass(frozen=True, slots=True)
class ReturnedLetter:
    """A report about a letter of ours: it did not arrive (RFC 3464), or was called spam (RFC 5965)."""

    message_id: str
    said: str
    is_complaint: bool = False


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What somebody's calendar says to an invitation (RFC 5546, REPLY). slot: which one of a series."""

    uid: str
    attendee: str
    status: str
    sequence: int
    slot: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came along."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One mail, taken apart.

    sender: the address in From; is_automatic: nobody wrote it, nobody may answer it; text: with what it quotes.
    """

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    is_automatic: bool
    text: str
    files: tuple[Attached, ...] = ()
    returned: tuple[ReturnedLetter, ...] = ()
    is_report: bool = False
    answers: tuple[CalendarAnswer, ...] = field(default=())


def read_mail(raw: bytes) -> Incoming:
    """Take a mail apart. Raises Unreadable for what is no mail or too large."""
    if len(raw) > LARGEST:
        raise Unreadable(f"the mail is larger than {LARGEST // 1024 // 1024} MB")
    try:
        mail: EmailMessage = email.message_from_bytes(raw, policy=SMTP)
        return _taken_apart(mail)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as broken:
        raise Unreadable(f"the mail cannot be read: {broken}") from broken


def _taken_apart(mail: EmailMessage) -> Incoming:
    report = _report_type(mail)
    return Incoming(
        message_id=str(mail.get("Message-ID", "")).strip(),
        sender=_sender(mail),
        recipients=_recipients(mail),
        is_automatic=bool(report) or _is_automatic(mail),
        text="" if report else _text(mail),
        files=() if report else _files(mail),
        returned=_returned(mail, report),
        is_report=bool(report),
        answers=_answers(mail),
    )


def _sender(mail: EmailMessage) -> str:
    """The one address in From; a mail that names several would be checked by mail servers for one of them only."""
    named = [address for _, address in getaddresses([str(line) for line in mail.get_all("From", [])])]
    if len(named) != 1 or "@" not in named[0]:
        raise Unreadable("it does not say who sent it")
    return named[0].lower()


def _recipients(mail: EmailMessage) -> tuple[str, ...]:
    lines = [str(line) for name in RECIPIENTS for line in mail.get_all(name, [])]
    return tuple(dict.fromkeys(address.lower() for _, address in getaddresses(lines) if address))


def _is_automatic(mail: EmailMessage) -> bool:
    """Whether a machine wrote it: bounces without a report, answers of people on holiday, lists (RFC 3834)."""
    by_machine = str(mail.get("Auto-Submitted", "no")).strip().lower() != "no"
    bulk = str(mail.get("Precedence", "")).strip().lower() in {"bulk", "junk", "list", "auto_reply"}
    nobody = str(mail.get("Return-Path", "")).strip() == "<>"
    return by_machine or bulk or nobody or "X-Autoreply" in mail or "X-Autorespond" in mail


def _report_type(mail: EmailMessage) -> str:
    if mail.get_content_type() != "multipart/report":
        return ""
    return str(mail.get_param("report-type", "unknown")).lower()


def _returned(mail: EmailMessage, report: str) -> tuple[ReturnedLetter, ...]:
    if report not in {"delivery-status", "feedback-report"}:
        return ()
    brought_back = filter(None, (_original_id(part) for part in mail.walk()))
    original = next(brought_back, str(mail.get("In-Reply-To", "")).strip())
    if report == "feedback-report":
        return (ReturnedLetter(original, "called spam", is_complaint=True),)
    found = []
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            found += [
                _failed(block, original)
                for block in (blocks if isinstance(blocks, list) else [])
                if isinstance(block, Message) and _is_final(block)
            ]
    return tuple(found)


def _is_final(block: Message) -> bool:
    """Whether a letter came back for good; "delayed" and temporary failures (4.x.x) are not."""
    action = str(block.get("Action", "")).strip().lower()
    status = str(block.get("Status", "5")).strip()
    return action == "failed" and not status.startswith("4")


def _failed(block: Message, original: str) -> ReturnedLetter:
    said = str(block.get("Diagnostic-Code") or block.get("Status") or "")
    return ReturnedLetter(original, " ".join(said.split())[:300])


def _original_id(part: EmailMessage) -> str:
    """The Message-ID of the letter that a report brings back, whole or its headers alone."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inside = part.get_payload()
        first = inside[0] if isinstance(inside, list) and inside else None
        return str(first.get("Message-ID", "")).strip() if isinstance(first, Message) else ""
    if kind in {"text/rfc822-headers", "message/rfc822-headers"}:
        lines = part.get_payload(decode=True)
        headers = email.message_from_bytes(lines if isinstance(lines, bytes) else b"")
        return str(headers.get("Message-ID", "")).strip()
    return ""


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain", "html"))
    if part is None:
        return ""
    content = str(part.get_content())
    return _from_html(content) if part.get_content_type() == "text/html" else content


def _from_html(content: str) -> str:
    """HTML as plain text, for mail programs that send nothing else."""
    lines = re.sub(r"\s*\n\s*", " ", content[: LONGEST_TEXT * 20])
    lines = re.sub(r"(?i)<br\b[^>]*>|</(p|div|tr|li|h[1-6]|blockquote)>", "\n", lines)
    return html.unescape(nh3.clean(lines, tags=set()))


def new_words(text: str) -> str:
    """What its author wrote, without what they answer to and without a marked signature.

    The library also takes lines such as "Thanks," for the beginning of a signature and would cut what people
    write after them, so a signature is cut only where "-- " or "Sent from my ..." says that it is one.
    """
    tidy = re.sub(r"[ \t\xa0]+", " ", text.replace("\r\n", "\n").replace("\x00", ""))[: LONGEST_TEXT * 2]
    tidy = re.sub(r"\n\s*\n\s*", "\n\n", tidy)[:LONGEST_TEXT]
    replies = Conversation(text=tidy, languages=list(LANGUAGES), keep_hyphen_lists=True).read().replies
    words = replies[0].full_body if replies else ""
    return _SIGNATURE.split(words, maxsplit=1)[0].strip()


_SIGNATURE = re.compile(
    r"(?mi)^(?:-- ?$|(?:sent from my|gesendet von (?:meinem|outlook)|get outlook for) .{0,80}$)"
)


def _files(mail: EmailMessage) -> tuple[Attached, ...]:
    """What was attached on purpose; pictures of a signature and calendar objects are not."""
    found = []
    for part in mail.walk():
        name = part.get_filename()
        if (
            name
            and part.get_content_disposition() == "attachment"
            and "calendar" not in part.get_content_type()
        ):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and part.get_content_type() != "application/ics":
                found.append(Attached(name, content))
    return tuple(found)


def _answers(mail: EmailMessage) -> tuple[CalendarAnswer, ...]:
    """The calendar answers in a mail, inline or attached, each once."""
    found = []
    for part in mail.walk():
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            raw = part.get_payload(decode=True)
            calendar = Calendar.from_ical(raw if isinstance(raw, bytes) else b"")
            if str(calendar.get("METHOD", "")).upper() == "REPLY":
                found += [answer for event in calendar.walk("VEVENT") for answer in _said(event)]
    return tuple(dict.fromkeys(found))


def _said(event: Component) -> list[CalendarAnswer]:
    attendees = event.get("ATTENDEE", [])
    slot = event.decoded("RECURRENCE-ID") if "RECURRENCE-ID" in event else None
    if slot is not None and not (isinstance(slot, datetime) and slot.tzinfo):
        return []  # a day or a time without a zone: no session of ours is named like that
    return [
        CalendarAnswer(
            uid=str(event.get("UID", "")),
            attendee=str(one).lower().removeprefix("mailto:").strip(),
            status=str(one.params.get("PARTSTAT", "")).upper(),
            sequence=int(event.get("SEQUENCE", 0)),
            slot=slot,
        )
        for one in (attendees if isinstance(attendees, list) else [attendees])
    ]
