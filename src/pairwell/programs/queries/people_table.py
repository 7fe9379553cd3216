"""The people of a program as a table: filters, columns, and the rows of a page in one query."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from pairwell.core.text import fold, initials_of
from pairwell.people.models import Person
from pairwell.programs.models import Answer, Approval, Program, Question
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
_IN: Final = f"place.state = '{EnrollmentState.APPROVED.value}'"
_ASKED: Final = f"place.state = '{EnrollmentState.APPLIED.value}'"
_PLACED: Final = "place.mentees_held + place.mentors_held > 0"
_BY_STATE: Final[Mapping[str, str]] = {
    "matched": f"{_IN} AND {_PLACED}",
    "free": f"{_IN} AND NOT {_PLACED} AND place.paused_at IS NULL",
    "paused": f"{_IN} AND place.paused_at IS NOT NULL",
    "decision": f"{_ASKED} AND place.waits_for IN ('{Gate.DECISION.value}', '{Gate.NOTHING.value}')",
    "boss": f"{_ASKED} AND place.waits_for = '{Gate.PEOPLE_MANAGER.value}'",
    "training": f"{_ASKED} AND place.waits_for = '{Gate.TRAINING.value}'",
    **{name: f"place.state = '{name}'" for name in ("applied", "waitlisted", "declined", "withdrawn")},
}
_BY_ROLE: Final[Mapping[str, str]] = {"mentor": "place.as_mentor", "mentee": "place.as_mentee"}


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


class Row(NamedTuple):
    """A line of the table: somebody's place in the program, and what the directory says of them."""

    pk: int
    state: str
    waits_for: str
    as_mentor: bool
    as_mentee: bool
    mentee_places: int
    mentor_places: int
    mentees_held: int
    mentors_held: int
    created_at: datetime
    approved_at: datetime | None
    paused_at: datetime | None
    note: str
    person_id: int
    full_name: str
    email: str
    title: str
    department: str
    office: str
    level: int | None
    manager_id: int | None
    photo_mark: str

    @property
    def mentee_places_left(self) -> int:
        return self.mentee_places - self.mentees_held

    @property
    def mentor_places_left(self) -> int:
        return self.mentor_places - self.mentors_held

    @property
    def initials(self) -> str:
        return initials_of(self.full_name)


_OF_PERSON: Final = frozenset(
    ("full_name", "email", "title", "department", "office", "level", "manager_id", "photo_mark")
)
_ROWS: Final = """
SELECT {total}, {columns}
FROM (SELECT {row} AS id, {line} AS line FROM {source} ORDER BY line, id LIMIT %(most)s OFFSET %(skipped)s) AS found
CROSS JOIN LATERAL (SELECT * FROM programs_enrollment WHERE id = found.id OFFSET 0) AS place
JOIN people_person AS person ON person.id = place.person_id
ORDER BY found.line, found.id
"""
"""First which rows, by what the database has listed of the directory; then what stands in those.

They are counted by themselves, so that the rows of a page are found along the index of names and no further. OFFSET 0
keeps PostgreSQL from going through all places for the fifty of a page.
"""
_COUNT: Final = "SELECT count(*) FROM {source}"
_LISTED: Final = "programs_listed AS listed"
_PLACE: Final = "programs_enrollment AS place"
_BOTH: Final = f"{_LISTED} JOIN {_PLACE} ON place.id = listed.enrollment_id"


@dataclass(frozen=True)
class _Narrowed:
    """The conditions of what is asked: on what is listed of people, on their places; values are given by name."""

    people: tuple[str, ...]
    places: tuple[str, ...]
    values: Mapping[str, Any]

    def source(self, *, by_name: bool) -> str:
        """FROM and WHERE with no more tables than are asked about. by_name: with what is listed in any case."""
        listed = by_name or bool(self.people)
        tables = _BOTH if listed and self.places else _LISTED if listed else _PLACE
        program = f"{'listed' if listed else 'place'}.program_id = %(program)s"
        return f"{tables} WHERE {' AND '.join((program, *self.people, *self.places))}"

    def count(self) -> str:
        """The statement that counts all who fit."""
        return _COUNT.format(source=self.source(by_name=False))


def _narrowed(program: Program, asked: Asked) -> _Narrowed:
    people: list[str] = []
    values: dict[str, Any] = {"program": program.pk}
    for number, word in enumerate(fold(asked.words.replace("\0", "")).split()):
        people.append(f"strpos(listed.search, %(word{number})s) > 0")
        values[f"word{number}"] = word
    for name in ("department", "office"):
        if value := getattr(asked, name).replace("\0", ""):
            people.append(f"listed.{name} = %({name})s")
            values[name] = value
    chosen = ((_BY_ROLE, asked.role), (_BY_STATE, asked.state))
    return _Narrowed(tuple(people), tuple(known[key] for known, key in chosen if key in known), values)


def rows_of(
    program: Program, asked: Asked, *, most: int | None = None, skipped: int = 0, total: int | None = None
) -> tuple[list[Row], int]:
    """Those who fit, by name; those on the waiting list in the order of the line. With how many fit in all.

    total: how many fit, where it is known or nobody asks; else the database counts them. Where no row is found, there
    is nothing to say it with, and it is 0: past the end ask `number_of`.
    """
    narrowed = _narrowed(program, asked)
    in_line = asked.state == EnrollmentState.WAITLISTED
    statement = _ROWS.format(
        total=f"({narrowed.count()})" if total is None else "%(total)s::bigint",
        columns=_COLUMNS,
        row="place.id" if in_line else "listed.enrollment_id",
        line="place.waiting_since" if in_line else "listed.name",
        source=narrowed.source(by_name=not in_line),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**narrowed.values, "most": most, "skipped": skipped, "total": total})
        found = cursor.fetchall()
    return [Row(*row) for _, *row in found], found[0][0] if found else 0


def number_of(program: Program, asked: Asked) -> int:
    """How many fit."""
    narrowed = _narrowed(program, asked)
    with connection.cursor() as cursor:
        cursor.execute(narrowed.count(), narrowed.values)
        (number,) = cursor.fetchone()
    return int(number)


_COLUMNS: Final = ", ".join(
    f"{'person' if name in _OF_PERSON else 'place'}.{'id' if name == 'pk' else name}" for name in Row._fields
)


def readable_questions(program: Program) -> list[Question]:
    """The questions whose answers program managers may read."""
    return list(program.questions.exclude(seen_by=SeenBy.MATCHING))


def columns_of(questions: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(key, label) of every column there is, from the keys and texts of questions; answers as "q:<key>"."""
    return [*COLUMNS, *((f"q:{key}", text) for key, text in questions)]


@dataclass(frozen=True)
class Extra:
    """What columns beside the rows themselves need, read for the rows of a page."""

    answers: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)
    bosses: Mapping[int, str] = field(default_factory=dict)


def extra_of(rows: Sequence[Row], columns: Sequence[str]) -> Extra:
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
        managers = {row.manager_id for row in rows if row.manager_id}
        bosses = dict(Person.objects.filter(pk__in=managers).values_list("pk", "full_name"))
    return Extra(answers, words, bosses)
