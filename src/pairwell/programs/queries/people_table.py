"""The people of a program as a table: filters, columns, saved views, and one person's drawer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from pairwell.core.models import AuditEntry
from pairwell.core.text import fold
from pairwell.people.models import Person
from pairwell.programs.models import Answer, Approval, Enrollment, Program, Question, QuestionVersion
from pairwell.programs.states import EnrollmentState, Gate, SeenBy

STATES: Final = (
    ("applied", "Waiting"),
    ("decision", "Waiting for your decision"),
    ("boss", "Waiting for the people manager"),
    ("training", "Training to finish"),
    ("waitlisted", "On the waiting list"),
    ("free", "Enrolled, no match yet"),
    ("matched", "Matched"),
    ("paused", "Paused"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
)
COLUMNS: Final = (
    ("email", "Email"),
    ("title", "Title"),
    ("department", "Department"),
    ("office", "Office"),
    ("level", "Level"),
    ("boss", "People manager"),
    ("role", "Role"),
    ("places", "Places"),
    ("state", "State"),
    ("since", "Since"),
    ("word", "People manager says"),
    ("note", "Note"),
)
USUAL: Final = ("department", "role", "places", "state")
_PLACED = Q(mentees_held__gt=0) | Q(mentors_held__gt=0)
_IN = Q(state=EnrollmentState.APPROVED)
_BY_STATE: Final[Mapping[str, Q]] = {
    "matched": _IN & _PLACED,
    "free": _IN & ~_PLACED & Q(paused_at__isnull=True),
    "paused": _IN & Q(paused_at__isnull=False),
    "decision": Q(state=EnrollmentState.APPLIED, waits_for__in=(Gate.DECISION, Gate.NOTHING)),
    "boss": Q(state=EnrollmentState.APPLIED, waits_for=Gate.PEOPLE_MANAGER),
    "training": Q(state=EnrollmentState.APPLIED, waits_for=Gate.TRAINING),
    **{state: Q(state=state) for state in ("applied", "waitlisted", "declined", "withdrawn")},
}


@dataclass(frozen=True)
class Asked:
    """What the manager wants to see."""

    words: str = ""
    role: str = ""
    state: str = ""
    department: str = ""
    office: str = ""
    columns: tuple[str, ...] = USUAL

    @property
    def is_filtered(self) -> bool:
        """Whether somebody may be left out."""
        return bool(self.words or self.role or self.state or self.department or self.office)


def table(program: Program, asked: Asked) -> QuerySet[Enrollment]:
    """The people who fit, by name; those on the waiting list in the order of the line."""
    rows = Enrollment.objects.filter(program=program).select_related("person")
    for word in fold(asked.words.replace("\x00", "")).split():
        rows = rows.filter(person__search__contains=word)
    if asked.role in ("mentor", "mentee"):
        rows = rows.filter(**{f"as_{asked.role}": True})
    if asked.state in _BY_STATE:
        rows = rows.filter(_BY_STATE[asked.state])
    for name, value in (("department", asked.department), ("office", asked.office)):
        if value:
            rows = rows.filter(**{f"person__{name}": value.replace("\x00", "")})
    if asked.state == "waitlisted":
        return rows.order_by("waiting_since", "id")
    return rows.order_by("person__full_name", "id")


def readable_questions(program: Program) -> list[Question]:
    """The questions whose answers program managers may read."""
    return list(program.questions.exclude(seen_by=SeenBy.MATCHING))


def columns_of(program: Program, questions: Iterable[Question]) -> list[tuple[str, str]]:
    """(key, label) of every column there is; answers as "q:<key>"."""
    return [*COLUMNS, *((f"q:{question.key}", question.text) for question in questions)]


@dataclass(frozen=True)
class Extra:
    """What columns beside the rows themselves need, read for the rows of a page."""

    answers: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)
    bosses: Mapping[int, str] = field(default_factory=dict)


def extra_of(rows: Sequence[Enrollment], columns: Sequence[str]) -> Extra:
    """At most one query for each kind of column."""
    ids = [row.pk for row in rows]
    keys = [column[2:] for column in columns if column.startswith("q:")]
    answers: dict[int, dict[str, Any]] = defaultdict(dict)
    if keys:
        found = Answer.objects.filter(enrollment__in=ids, question__key__in=keys)
        for pk, key, value in found.values_list("enrollment_id", "question__key", "value"):
            answers[pk][key] = value
    words: dict[int, str] = {}
    if "word" in columns:
        for approval in Approval.objects.filter(enrollment__in=ids):
            comment = f": {approval.comment}" if approval.comment else ""
            words[approval.enrollment_id] = f"{approval.get_state_display()}{comment}"
    bosses: dict[int, str] = {}
    if "boss" in columns:
        managers = {row.person.manager_id for row in rows if row.person.manager_id}
        bosses = dict(Person.objects.filter(pk__in=managers).values_list("pk", "full_name"))
    return Extra(answers, words, bosses)


@dataclass(frozen=True)
class Event:
    """A line of somebody's history in a program."""

    at: datetime
    what: str
    by: str


def history_of(enrollment: Enrollment) -> list[Event]:
    """What happened to a place, newest first: who did what, when; never content. Two queries."""
    rows = list(AuditEntry.objects.filter(thing="programs.Enrollment", thing_id=enrollment.pk)[:100])
    names = dict(
        Person.objects.filter(pk__in={row.actor_id for row in rows if row.actor_id}).values_list(
            "pk", "full_name"
        )
    )
    return [Event(row.at, row.verb, names.get(row.actor_id or 0, "by itself")) for row in rows]


def answers_shown(enrollment: Enrollment) -> list[tuple[Question, Any, str]]:
    """(question, answer, the wording that was answered when it was another one): what managers may read."""
    rows = enrollment.answers.select_related("question").exclude(question__seen_by=SeenBy.MATCHING)
    found = list(rows.order_by("question__position", "question_id"))
    old = QuestionVersion.objects.filter(question__in=[row.question_id for row in found])
    wording = {(version.question_id, version.revision): version.body.get("text", "") for version in old}
    return [
        (row.question, row.value, wording.get((row.question_id, row.revision), ""))
        if row.revision != row.question.revision
        else (row.question, row.value, "")
        for row in found
    ]
