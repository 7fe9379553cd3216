"""Rows on their way into the database: collected by table, written in bulk, parents before children."""

from collections import defaultdict
from typing import Any

from django.db.models import Model

from pairwell.cli.company.given_times import given_times
from pairwell.mentorships.models import (
    AgendaItem,
    Agreement,
    Attendance,
    Certificate,
    Ending,
    Goal,
    GoalReview,
    HelpRequest,
    Membership,
    Mentorship,
    Message,
    Milestone,
    Note,
    ReadMark,
    Reflection,
    Session,
    SessionNotes,
    Signature,
    SkillLevel,
)
from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.programs.models import Avoidance

ORDER: tuple[type[Model], ...] = (
    Mentorship, Membership, Agreement, Signature, SkillLevel, Ending, Session, SessionNotes, AgendaItem,
    Attendance, Reflection, Goal, GoalReview, Milestone, Certificate, HelpRequest, Message, ReadMark, Note,
    Avoidance, Proposal, ProposalSide,
)  # fmt: skip


class Ledger:
    """Collects rows; `write` puts them into the database and forgets them."""

    def __init__(self) -> None:
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        self.unread: set[str] = set()

    def add(self, row: Model) -> None:
        """Remember a row; its parents may be unsaved rows of this ledger."""
        self.rows[type(row)].append(row)

    def write(self) -> dict[type[Model], list[Any]]:
        """Write everything and return it. Messages go in the order of their time, as their ids stand for it."""
        self.rows[Message].sort(key=lambda message: message.sent_at)
        with given_times(*ORDER):
            for table in ORDER:
                if table is ReadMark:
                    self._read_marks()
                table._default_manager.bulk_create(self.rows[table], batch_size=2000)
        written = dict(self.rows)
        self.rows.clear()
        return written

    def _read_marks(self) -> None:
        """Everything is read but last messages whose key is in `unread`, by those who did not write them."""
        lines: dict[int, list[Message]] = defaultdict(list)
        for message in self.rows[Message]:
            lines[message.mentorship_id].append(message)
        for mark in self.rows[ReadMark]:
            said = lines[mark.mentorship.pk]
            last = said[-1] if said else None
            fresh = last and last.idempotency_key in self.unread and last.author_id != mark.person_id
            seen = said[:-1] if fresh else said
            mark.last_message_id = seen[-1].pk if seen else 0
