"""A real SMTP server for tests: keeps every letter it is given."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import icalendar
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.browser.site import free_port


class Post:
    """An SMTP server on 127.0.0.1 and the letters it has received."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd for each letter."""
        assert isinstance(envelope.content, bytes)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 kept"

    def to(self, email: str, words: str = "") -> list[EmailMessage]:
        """The letters to somebody whose subject or text has the words."""
        return [
            one
            for one in self.letters
            if email in str(one["To"]) and words in f"{one['Subject']} {text_of(one)}"
        ]


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body else ""


def link_in(letter: EmailMessage, pattern: str) -> str:
    """The first address in the letter that has the pattern."""
    found = re.search(rf"http://\S*{pattern}\S*", text_of(letter))
    assert found, text_of(letter)
    return found[0].rstrip(".)>")


def calendars_of(letter: EmailMessage) -> list[icalendar.Calendar]:
    """Every iCalendar object of the letter, parsed."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    return [icalendar.Calendar.from_ical(part.get_content()) for part in parts]
