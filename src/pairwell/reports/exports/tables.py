"""What an export of a program holds: tables, columns with a kind and a meaning, and where their rows come from.

Every column is named here, so that nothing gets out by being added to a model: no message, note, reflection,
title of a session or goal, private reason, or answer that is for matching alone.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pairwell.insights.figures import figures_of
from pairwell.mentorships.models import Goal, Membership, Mentorship, Milestone, Session
from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.programs.models import Answer, Enrollment, Invitation, Objective, Program, Question
from pairwell.programs.states import SeenBy
from pairwell.surveys.models import Survey

Rows = Callable[[Program], Iterable[tuple[Any, ...]]]
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Column:
    """kind: integer, number, string, boolean, date or moment (UTC)."""

    name: str
    kind: str = "string"
    says: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the export; its rows are read a few at a time."""

    name: str
    says: str
    columns: tuple[Column, ...]
    rows: Rows


def _columns(*told: str) -> tuple[Column, ...]:
    """From "name", "name:kind" or "name:kind:what it means"."""
    return tuple(Column(*one.split(":", 2)) for one in told)


def _from(find: Callable[[Program], Any], *fields: str) -> Rows:
    def rows(program: Program) -> Iterator[tuple[Any, ...]]:
        return iter(find(program).order_by("pk").values_list(*fields).iterator(chunk_size=_AT_ONCE))

    return rows


def _answers(program: Program) -> Iterator[tuple[Any, ...]]:
    found = Answer.objects.filter(enrollment__program=program).exclude(question__seen_by=SeenBy.MATCHING)
    rows = found.order_by("pk").values_list("enrollment_id", "question__key", "value")
    for enrollment, key, value in rows.iterator(chunk_size=_AT_ONCE):
        yield enrollment, key, json.dumps(value, ensure_ascii=False)


def _figures(program: Program) -> Iterator[tuple[Any, ...]]:
    for one in figures_of(program).values():
        told = one.definition
        yield one.key, told.label, one.value, one.low, one.high, one.basis, told.unit, told.says


TABLES: Final = (
    Table(
        "program",
        "The program itself.",
        _columns(
            "id:integer", "name", "aim", "expectations", "format", "state", "enrollment_opens_on:date",
            "enrollment_closes_on:date", "starts_on:date", "ends_on:date",
            "cadence_days:integer:days from session to session", "session_minutes:integer", "is_open:boolean",
        ),
        _from(
            lambda program: Program.objects.filter(pk=program.pk), "id", "name", "aim", "expectations", "format",
            "state", "enrollment_opens_on", "enrollment_closes_on", "starts_on", "ends_on", "cadence_days",
            "session_minutes", "is_open",
        ),
    ),
    Table(
        "people",
        "Everybody who applied or has a place.",
        _columns(
            "enrollment_id:integer", "name", "email", "title", "department", "office", "level:integer",
            "as_mentor:boolean", "as_mentee:boolean", "mentee_places:integer", "mentees_held:integer",
            "mentor_places:integer", "mentors_held:integer", "state", "applied_at:moment", "approved_at:moment",
        ),
        _from(
            lambda program: Enrollment.objects.filter(program=program), "id", "person__full_name",
            "person__email", "person__title", "person__department", "person__office", "person__level",
            "as_mentor", "as_mentee", "mentee_places", "mentees_held", "mentor_places", "mentors_held", "state",
            "created_at", "approved_at",
        ),
    ),
    Table(
        "invitations",
        "Who was invited.",
        _columns("name", "email", "side"),
        _from(
            lambda program: Invitation.objects.filter(program=program), "person__full_name", "person__email",
            "side",
        ),
    ),
    Table(
        "questions",
        "What the program asks, without what is for matching alone.",
        _columns("key", "text", "kind", "asked", "seen_by"),
        _from(
            lambda program: Question.objects.filter(program=program).exclude(seen_by=SeenBy.MATCHING), "key",
            "text", "kind", "asked", "seen_by",
        ),
    ),
    Table(
        "answers",
        "Answers to those questions.",
        _columns("enrollment_id:integer", "question_key", "value:string:as JSON"),
        _answers,
    ),
    Table(
        "objectives",
        "What the program as a whole wants to reach.",
        _columns("id:integer", "title"),
        _from(lambda program: Objective.objects.filter(program=program), "id", "title"),
    ),
    Table(
        "proposals",
        "Pairs that were suggested.",
        _columns(
            "id:integer", "state", "source", "score:number:0 to 1", "sent_at:moment", "decided_at:moment",
            "mentorship_id:integer",
        ),
        _from(
            lambda program: Proposal.objects.filter(program=program), "id", "state", "source", "score",
            "sent_at", "decided_at", "mentorship_id",
        ),
    ),
    Table(
        "proposal_sides",
        "Who is in them, and what they answered; why is not in it.",
        _columns("proposal_id:integer", "enrollment_id:integer", "role", "answer"),
        _from(
            lambda program: ProposalSide.objects.filter(proposal__program=program), "proposal_id",
            "enrollment_id", "role", "answer",
        ),
    ),
    Table(
        "mentorships",
        "The relationships, in states and dates.",
        _columns(
            "id:integer", "state", "cadence_days:integer", "starts_on:date", "ends_on:date", "ended_at:moment"
        ),
        _from(
            lambda program: Mentorship.objects.filter(program=program), "id", "state", "cadence_days",
            "starts_on", "ends_on", "ended_at",
        ),
    ),
    Table(
        "members",
        "Who is in them.",
        _columns("mentorship_id:integer", "enrollment_id:integer", "role", "left_at:moment"),
        _from(
            lambda program: Membership.objects.filter(mentorship__program=program), "mentorship_id",
            "enrollment_id", "role", "left_at",
        ),
    ),
    Table(
        "sessions",
        "Their sessions: when, how long, what became of it.",
        _columns("mentorship_id:integer", "state", "starts_at:moment", "minutes:integer", "times_moved:integer"),
        _from(
            lambda program: Session.objects.filter(mentorship__program=program), "mentorship_id", "state",
            "starts_at", "minutes", "times_moved",
        ),
    ),
    Table(
        "goals",
        "How many goals and what became of them, without their words.",
        _columns("id:integer", "mentorship_id:integer", "state", "created_at:moment"),
        _from(
            lambda program: Goal.objects.filter(mentorship__program=program), "id", "mentorship_id", "state",
            "created_at",
        ),
    ),
    Table(
        "steps",
        "Steps of goals, without their words.",
        _columns("goal_id:integer", "done_at:moment"),
        _from(
            lambda program: Milestone.objects.filter(goal__mentorship__program=program), "goal_id", "done_at"
        ),
    ),
    Table(
        "surveys",
        "What was asked when; results stand among the figures, as far as they may be shown.",
        _columns("id:integer", "moment", "audience", "state"),
        _from(lambda program: Survey.objects.filter(program=program), "id", "moment", "audience", "state"),
    ),
    Table(
        "figures",
        "Every figure of the insights page, by the same definition.",
        _columns(
            "key", "label", "value:number", "low:number:of the 95 % interval", "high:number", "basis:integer",
            "unit", "definition",
        ),
        _figures,
    ),
)  # fmt: skip
